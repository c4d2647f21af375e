"""Takes picture files in: checks them, reads the photographer's words, stores each file once."""

from __future__ import annotations

import hashlib
import warnings
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from PIL import Image, IptcImagePlugin, UnidentifiedImageError
from PIL.ImageFile import ImageFile

from articles import renditions
from articles.models import Photo, User
from articles.models.photo import original_path

MAX_BYTES = 40 * 1024 * 1024
MAX_PIXELS = 60_000_000
#: No side of a JPEG, which the sizes for readers are, can be longer.
MAX_SIDE = 65_500
#: Bytes of XMP that are read; parsed, they take a hundred times as many.
MAX_XMP = 1024 * 1024
#: Measurements of machines, without a black and a white of their own.
UNSHOWN_MODES = frozenset({"I", "F"})
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF", "TIFF")

#: IPTC IIM datasets (record 2) and the fields of Photo that they fill, with their lengths.
FIELDS = {
    (2, 105): ("headline", 200),
    (2, 120): ("caption", 2000),
    (2, 80): ("byline", 100),
    (2, 110): ("credit", 100),
}

#: The same words in XMP (Dublin Core and Photoshop name spaces).
XMP_FIELDS = {
    "Headline": FIELDS[2, 105],
    "description": FIELDS[2, 120],
    "creator": FIELDS[2, 80],
    "Credit": FIELDS[2, 110],
}


class BadPhoto(ValueError):
    """A file that is refused; the message is a sentence that names the file and the reason."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A picture file that passed the checks: upright and in RGB, as readers will get it."""

    picture: Image.Image
    words: dict[str, str]
    sha256: str


def take_in(raw: bytes, name: str, *, by: User | None = None) -> Photo:
    """Store a picture file with its sizes and its IPTC or XMP words; the same bytes are one Photo.

    Where storing fails, no file is left. Files that a transaction outside leaves behind when it
    is rolled back are found again by the next attempt: their names come from the bytes.
    Raises BadPhoto.
    """
    name = PurePath(name.replace("\\", "/")).name[:200]
    opened = open_picture(raw, name)
    known = Photo.objects.filter(sha256=opened.sha256).first()
    if known:
        return known
    photo = Photo(
        original_name=name,
        sha256=opened.sha256,
        token=token_of(opened.sha256),
        width=opened.picture.width,
        height=opened.picture.height,
        uploaded_by=by,
        **opened.words,
    )
    try:
        with ExitStack() as undo:
            undo.callback(discard, photo)
            renditions.make(photo, opened.picture)
            keep_original(photo, raw)
            with transaction.atomic():
                photo.save()
            undo.pop_all()
    except IntegrityError:
        # Somebody else handed the same file in at the same moment, and was first.
        return Photo.objects.get(sha256=opened.sha256)
    return photo


def token_of(sha256: str) -> str:
    """Of the same bytes the same, so that nothing is stored twice; nobody else can work it out."""
    return salted_hmac("articles.photodesk", sha256, algorithm="sha256").hexdigest()[:32]


def keep_original(photo: Photo, raw: bytes) -> None:
    """Store the bytes under their hash, unless they lie there already, whole."""
    storage, place = photo.file.storage, original_path(photo, "")
    if storage.exists(place) and storage.size(place) != len(raw):
        storage.delete(place)
    if not storage.exists(place):
        storage.save(place, ContentFile(raw))
    photo.file.name = place


def discard(photo: Photo) -> None:
    """Take the files of a photo away whose row could not be stored, if no other row has them."""
    if not Photo.objects.filter(sha256=photo.sha256).exists():
        renditions.discard(photo)
        photo.file.storage.delete(original_path(photo, ""))


def open_picture(raw: bytes, name: str) -> Opened:
    """Check and decode; nothing is written. Raises BadPhoto."""
    if len(raw) > MAX_BYTES:
        raise BadPhoto(_("%(name)s is larger than 40 MB. Make it smaller.") % {"name": name})
    try:
        with warnings.catch_warnings():
            # Pillow warns of what it can mend, and of sizes that are measured here.
            warnings.simplefilter("ignore")
            picture = Image.open(BytesIO(raw), formats=FORMATS)
            refuse_size(picture, name)
            words = words_in(picture)
            picture.load()
            upright = renditions.flatten(picture)
    except BadPhoto:
        raise
    except Image.DecompressionBombError as error:
        raise BadPhoto(too_large(name)) from error
    except UnidentifiedImageError as error:
        raise BadPhoto(unusable(name)) from error
    except renditions.BROKEN as error:
        raise BadPhoto(
            _("%(name)s is damaged or incomplete. Export it again.") % {"name": name}
        ) from error
    return Opened(upright, words, hashlib.sha256(raw).hexdigest())


def refuse_size(picture: Image.Image, name: str) -> None:
    """By the header alone, before anything is decoded. Raises BadPhoto."""
    if picture.width * picture.height > MAX_PIXELS:
        raise BadPhoto(too_large(name))
    if max(picture.size) > MAX_SIDE or picture.mode in UNSHOWN_MODES:
        raise BadPhoto(unusable(name))


def too_large(name: str) -> str:
    return _("%(name)s has more than 60 megapixels. Make it smaller.") % {"name": name}


def unusable(name: str) -> str:
    return _("%(name)s is not a picture that can be used here. Save it as JPEG or PNG.") % {
        "name": name
    }


def words_of(path: Path) -> dict[str, str]:
    """The photographer's words, without decoding the picture. Raises BadPhoto, OSError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path, formats=FORMATS) as picture:
                return words_in(picture)
    except OSError:
        raise
    except renditions.BROKEN as error:
        raise BadPhoto(unusable(path.name)) from error


def words_in(picture: ImageFile) -> dict[str, str]:
    """Headline, caption, byline and credit, each from IPTC or else from XMP; empty where none.

    A record that is broken or hostile counts as none: it must not cost the picture.
    """
    iptc: dict[str, str] = {}
    xmp: dict[str, str] = {}
    with suppress(*renditions.BROKEN):
        iptc = iptc_words(picture)
    with suppress(*renditions.BROKEN):
        xmp = xmp_words(picture)
    return {field: iptc.get(field) or xmp.get(field, "") for field, _length in FIELDS.values()}


def iptc_words(picture: ImageFile) -> dict[str, str]:
    found = IptcImagePlugin.getiptcinfo(picture) or {}
    words = {}
    for dataset, (field, length) in FIELDS.items():
        value = found.get(dataset, b"")
        raw = value[0] if isinstance(value, list) else value
        words[field] = decode_iptc(raw)[:length]
    return words


def xmp_words(picture: Image.Image) -> dict[str, str]:
    """PNG and WebP carry XMP alone. Parsed by defusedxml, through Pillow."""
    words: dict[str, str] = {}
    for part in xmp_parts(picture):
        for name, (field, length) in XMP_FIELDS.items():
            if name in part:
                words.setdefault(field, xmp_text(part[name])[:length])
    return words


def xmp_parts(picture: Image.Image) -> list[dict[str, Any]]:
    """The descriptions in the XMP packet; one of a size that no photographer writes is none."""
    if len(picture.info.get("xmp") or b"") > MAX_XMP:
        return []
    found: Any = picture.getxmp()
    for name in ("xmpmeta", "RDF", "Description"):
        found = found.get(name) if isinstance(found, dict) else None
    parts = found if isinstance(found, list) else [found]
    return [part for part in parts if isinstance(part, dict)]


def xmp_text(value: Any) -> str:
    """The text of a property: itself, or the first of its Alt, Seq or Bag."""
    while isinstance(value, dict | list):
        if isinstance(value, list):
            value = value[0] if value else ""
        else:
            inner = (value[key] for key in ("Alt", "Seq", "Bag", "li", "text") if key in value)
            value = next(inner, "")
    return str(value or "").strip()


def decode_iptc(raw: bytes) -> str:
    """UTF-8 where the bytes allow it, else GB18030, which old Chinese tools wrote."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).replace("\x00", "").strip()
        except UnicodeDecodeError:
            continue
    return ""

"""Takes picture files in: checks them, reads the photographer's words, stores each file once."""

from __future__ import annotations

import hashlib
import warnings
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, IptcImagePlugin, UnidentifiedImageError
from PIL.ImageFile import ImageFile

from articles import renditions
from articles.models import Photo, User

MAX_BYTES = 40 * 1024 * 1024
MAX_PIXELS = 60_000_000
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
    """A picture file that passed the checks, decoded."""

    picture: Image.Image
    words: dict[str, str]
    sha256: str


def take_in(raw: bytes, name: str, *, by: User | None = None) -> Photo:
    """Store a picture file with its sizes and its IPTC or XMP words; the same bytes are one Photo.

    Raises BadPhoto.
    """
    name = PurePath(name.replace("\\", "/")).name[:200]
    opened = open_picture(raw, name)
    known = Photo.objects.filter(sha256=opened.sha256).first()
    if known:
        return known
    upright = renditions.flatten(opened.picture)
    photo = Photo(
        original_name=name,
        sha256=opened.sha256,
        width=upright.width,
        height=upright.height,
        uploaded_by=by,
        **opened.words,
    )
    renditions.make(photo, upright)
    photo.file.save(name, ContentFile(raw), save=False)
    photo.save()
    return photo


def open_picture(raw: bytes, name: str) -> Opened:
    """Check and decode; nothing is written. Raises BadPhoto."""
    if len(raw) > MAX_BYTES:
        raise BadPhoto(_("%(name)s is larger than 40 MB. Make it smaller.") % {"name": name})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(raw), formats=FORMATS)
        if picture.width * picture.height > MAX_PIXELS:
            raise BadPhoto(
                _("%(name)s has more than 60 megapixels. Make it smaller.") % {"name": name}
            )
        words = words_in(picture)
        picture.load()
    except UnidentifiedImageError as error:
        raise BadPhoto(
            _("%(name)s is not a picture that can be used here. Save it as JPEG or PNG.")
            % {"name": name}
        ) from error
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        if isinstance(error, BadPhoto):
            raise
        raise BadPhoto(
            _("%(name)s is damaged or incomplete. Export it again.") % {"name": name}
        ) from error
    return Opened(picture, words, hashlib.sha256(raw).hexdigest())


def words_of(path: Path) -> dict[str, str]:
    """The photographer's words, without decoding the picture. Raises what Pillow raises."""
    with Image.open(path, formats=FORMATS) as picture:
        return words_in(picture)


def words_in(picture: ImageFile) -> dict[str, str]:
    """Headline, caption, byline and credit, each from IPTC or else from XMP; empty where none."""
    iptc, xmp = iptc_words(picture), xmp_words(picture)
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
    """The descriptions in the XMP packet; a broken or hostile packet counts as none."""
    try:
        found: Any = picture.getxmp()
    except (SyntaxError, ValueError):
        return []
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

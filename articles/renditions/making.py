"""Makes the sizes of a photo, notes what was made, and takes away what nobody is shown any more."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image

from articles import signals
from articles.choices import PhotoKind
from articles.models import Edition, Photo, SiteSettings
from articles.pictures.labels import Label
from articles.pictures.opening import BadPhoto, open_picture, refusals
from articles.renditions import encoding
from articles.renditions.encoding import Watermark
from articles.renditions.finding import names, storage
from articles.renditions.shapes import (
    JPEG,
    SHAPES,
    TYPES,
    WEBP,
    Shape,
    crop_box,
    home,
    path,
    sizes_for,
)
from articles.text import split_tags

logger = logging.getLogger("articles.renditions")

#: Raised whenever the same photo would be made into other bytes than before.
RECIPE = 1
#: A photo is decoded no larger than this asks for.
REACH = (1600, 1600)
PREVIEW_REACH = (480, 480)
#: Pages that were cached, and feeds, name old files for a while.
RETIRED_LAST = timedelta(days=7)
TROUBLE_LENGTH = 300

#: {"digest", "shapes": by name as `noted` has it, "length": bytes of the largest uncut JPEG,
#: "animation": its size}; the first versions lack the length.
Made = dict[str, Any]
#: Width, format and bytes of a file.
Size = tuple[int, str, bytes]


def label_of(photo: Photo, publisher: str) -> Label:
    """The words that go out with a photo: neither place nor time nor device.

    Who passed it on is named where the law asks for it, which is of AI-made pictures.
    """
    is_ai = photo.kind == PhotoKind.AI
    return Label(
        headline=photo.headline,
        caption=photo.caption,
        byline=photo.byline,
        credit=photo.credit,
        copyright=photo.copyright,
        keywords=tuple(split_tags(photo.keywords)),
        is_ai=is_ai,
        publisher=publisher if is_ai else "",
        ident=photo.token,
    )


def watermark(site: SiteSettings) -> Watermark | None:
    """The mark of the site, if it has one that can be read."""
    if not site.watermark:
        return None
    try:
        with site.watermark.open("rb") as file:
            opened = Image.open(file, formats=("PNG",))
            return Watermark(site.watermark.name or "", opened.convert("RGBA"))
    except (OSError, ValueError):
        logger.exception("watermark_unreadable", extra={"file": site.watermark.name})
        return None


def digest_of(photo: Photo, publisher: str, mark: str) -> str:
    """Twelve hexadecimal digits for all that goes into the sizes of a photo but its own bytes,
    for which its token stands. So a name never changes what it means."""
    label = label_of(photo, publisher)
    words = [str(getattr(label, name)) for name in label.__slots__]
    recipe = [RECIPE, photo.focus, words, mark if photo.with_watermark else ""]
    return hashlib.sha256(json.dumps(recipe, ensure_ascii=False).encode()).hexdigest()[:12]


def is_complete(photo: Photo, site: SiteSettings, today: date) -> bool:
    """Whether what is made of a photo is what there should be; of an expired one nothing."""
    if photo.is_expired(today):
        return not photo.made
    made: Made = photo.made
    digest = digest_of(photo, site.name, site.watermark.name or "")
    return made.get("digest") == digest and made.get("shapes", {}).keys() == SHAPES.keys()


def make_preview(photo: Photo, picture: Image.Image, site: SiteSettings) -> None:
    """Write the first size of a new photo, so that the desk sees it at once.

    `picture` is what open_picture returned. Does not save the row.
    """
    digest = digest_of(photo, site.name, site.watermark.name or "")
    sizes = sizes_for(SHAPES["full"], photo.width, photo.height)[:1]
    small = picture.resize(sizes[0], Image.Resampling.LANCZOS, reducing_gap=2.0)
    mark = watermark(site) if photo.with_watermark else None
    raw = encoding.encode(encoding.marked(small, mark), JPEG, label_of(photo, site.name))
    write(path(photo.token, digest, "full", sizes[0][0], JPEG), raw)
    shapes = {"full": noted((JPEG,), sizes)}
    photo.made = {"digest": digest, "shapes": shapes, "length": len(raw)}


def noted(formats: Iterable[str], sizes: Iterable[tuple[int, int]]) -> Made:
    """A shape as `made` has it: in lists, which JSON gives back as they were."""
    return {"formats": list(formats), "sizes": [list(size) for size in sizes]}


def render(pk: int, *, anew: bool = False) -> Photo:
    """Bring the sizes of a photo to what they should be, or make them `anew`; note it in its row.

    What is wrong with a file is kept as the photo's trouble, in a sentence, and the file is not
    tried again until the photo is saved. Whatever else fails, storing for one, is raised once it is
    noted, and the photo stays on the list. May be killed at any moment: what is not noted is made
    again.
    """
    photo, site = Photo.objects.get(pk=pk), SiteSettings.objects.current()
    today, made = timezone.localdate(), None
    try:
        if anew or not is_complete(photo, site, today):
            made = {} if photo.is_expired(today) else make(photo, site)
    except BadPhoto as error:
        return note(photo, trouble=str(error)[:TROUBLE_LENGTH])
    except Exception:
        sentence = _(
            "The sizes could not be stored. This is tried again every few minutes; if it stays, "
            "tell those who run the site."
        )
        note(photo, trouble=sentence, again=True)
        raise
    return note(photo, made)


def make(photo: Photo, site: SiteSettings) -> Made:
    """Write every size; what lies there under the same name was made of the same.

    Raises BadPhoto.
    """
    opened = open_picture(original(photo), photo.original_name, reach=REACH)
    digest = digest_of(photo, site.name, site.watermark.name or "")
    label = label_of(photo, site.name)
    mark = watermark(site) if photo.with_watermark else None
    made: Made = {"digest": digest, "shapes": {}}
    for name, shape in SHAPES.items():
        sizes = sizes_for(shape, photo.width, photo.height)
        files = encoded(drawn(opened.picture, shape, sizes, photo.focus, mark), shape, label)
        for width, format, raw in checked(files, photo.original_name):
            write(path(photo.token, digest, name, width, format), raw)
            if (name, width, format) == ("full", sizes[-1][0], JPEG):
                made["length"] = len(raw)
        made["shapes"][name] = noted(shape.formats, sizes)
    # The bytes are read once more: the largest of originals would fill memory all the while.
    if opened.is_animated and (moving := encoding.animation(original(photo), label, mark)):
        write(path(photo.token, digest, "animation", moving.size[0], WEBP), moving.raw)
        made["animation"] = list(moving.size)
    return made


def original(photo: Photo) -> bytes:
    """Raises BadPhoto where it is gone."""
    try:
        with photo.file.open("rb") as file:
            raw: bytes = file.read()
            return raw
    except FileNotFoundError as error:
        logger.exception("original_missing", extra={"photo": photo.pk})
        raise BadPhoto(_("The original is missing. Bring it back from the backup.")) from error


def encoded(pictures: Iterable[Image.Image], shape: Shape, label: Label) -> Iterator[Size]:
    """Every size of a shape in each of its formats."""
    for picture in pictures:
        for format in shape.formats:
            yield picture.width, format, encoding.encode(picture, format, label)


def checked(files: Iterator[Size], name: str) -> Iterator[Size]:
    """Whatever Pillow raises as it makes a file is the picture's fault; what is raised outside,
    where the file is stored, is not. Raises BadPhoto."""
    while True:
        with refusals(name):
            file = next(files, None)
        if file is None:
            return
        yield file


def drawn(
    picture: Image.Image,
    shape: Shape,
    sizes: list[tuple[int, int]],
    focus: tuple[int, int],
    mark: Watermark | None,
) -> Iterator[Image.Image]:
    """The picture cut to a shape in each size, largest first; each is made from the one before."""
    box = crop_box(picture.size, shape.ratio, focus)
    largest = picture.resize(sizes[-1], Image.Resampling.LANCZOS, box=box, reducing_gap=2.0)
    picture = encoding.marked(largest, mark)
    yield picture
    for size in reversed(sizes[:-1]):
        picture = picture.resize(size, Image.Resampling.LANCZOS)
        yield picture


@transaction.atomic
def note(
    photo: Photo, made: Made | None = None, *, trouble: str = "", again: bool = False
) -> Photo:
    """Note what was made, if anything was; a photo that was changed meanwhile stays on the list."""
    fresh = Photo.objects.select_for_update().get(pk=photo.pk)
    # Read once the row is held: who changes the site's mark changes the rows of photos after it.
    site, today = SiteSettings.objects.current(), timezone.localdate()
    if made is not None and made != fresh.made:
        is_late = is_complete(fresh, site, today) and digest_in(made) != digest_in(fresh.made)
        stays, goes = (fresh.made, made) if is_late else (made, fresh.made)
        retire(fresh, goes, stays)
        fresh.made = stays
        transaction.on_commit(partial(tell_readers, photo.pk))
    fresh.render_trouble = trouble
    fresh.needs_rendering = again or not (trouble or is_complete(fresh, site, today))
    fresh.save(update_fields=["made", "retired", "render_trouble", "needs_rendering"])
    return fresh


def digest_in(made: Made) -> str | None:
    return made.get("digest")


def retire(photo: Photo, goes: Made, stays: Made) -> None:
    """Have the files taken away later that nobody is shown any more. Does not save."""
    if set(names(photo.token, goes)) - set(names(photo.token, stays)):
        photo.retired = [*photo.retired, {"at": timezone.now().isoformat(), "made": goes}]


def tell_readers(pk: int) -> None:
    """Pages that are cached name the old files."""
    if Edition.objects.live().filter(photo_rows=pk).exists():
        signals.public_changed.send_robust(sender=Photo)


# Files


class SizeFile(ContentFile[bytes]):
    """Says of what type it is: object storages ask, and not every system knows it by the name."""

    def __init__(self, raw: bytes, format: str) -> None:
        super().__init__(raw)
        self.content_type = TYPES[format]


def write(name: str, raw: bytes) -> None:
    """The storage of sizes writes over what is there: the same name is the same picture."""
    storage().save(name, SizeFile(raw, name.rpartition(".")[2]))


def discard(photo: Photo) -> None:
    """Take the sizes of a photo away whose row could not be stored."""
    for name in names(photo.token, photo.made):
        storage().delete(name)


@transaction.atomic
def clear_retired(photo: Photo, now: datetime) -> int:
    """Delete the files that were replaced a week ago; of an expired photo all that lie there.

    How many those were. Of a photo that waits for its sizes none: what was replaced may be the very
    files that are just being made.
    """
    fresh = Photo.objects.select_for_update().get(pk=photo.pk)
    is_gone = fresh.is_expired(timezone.localdate(now)) and not fresh.made
    if fresh.needs_rendering and not is_gone:
        return 0
    due = [one for one in fresh.retired if is_gone or is_old(one, now)]
    gone = {name for one in due for name in names(fresh.token, one["made"])}
    gone = set(lying(fresh.token)) if is_gone else gone - set(names(fresh.token, fresh.made))
    for name in gone:
        storage().delete(name)
    fresh.retired = [one for one in fresh.retired if one not in due]
    fresh.save(update_fields=["retired"])
    return len(gone)


def with_old_files(now: datetime) -> QuerySet[Photo]:
    """Those of whose replaced files the first have been kept for a week."""
    return Photo.objects.filter(retired__0__at__lte=(now - RETIRED_LAST).isoformat())


def is_old(replaced: Made, now: datetime) -> bool:
    return datetime.fromisoformat(replaced["at"]) <= now - RETIRED_LAST


def lying(token: str) -> Iterator[str]:
    """Every file of a photo in the storage, those too that a killed process did not note."""
    root = home(token)
    for within in [root, *(f"{root}/{name}" for name in listed(root)[0])]:
        yield from (f"{within}/{name}" for name in listed(within)[1])


def listed(within: str) -> tuple[list[str], list[str]]:
    """Folders and files; none where the folder was never made."""
    try:
        return storage().listdir(within)
    except FileNotFoundError:
        return [], []

"""Makes the sizes of a photo, notes what was made, and takes away what nobody is shown any more."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image

from articles import signals
from articles.choices import PhotoKind
from articles.models import Edition, Photo, SiteSettings
from articles.pictures.labels import Label
from articles.pictures.opening import BadPhoto, open_picture
from articles.renditions import encoding
from articles.renditions.encoding import Watermark
from articles.renditions.finding import names, storage
from articles.renditions.shapes import (
    JPEG,
    SHAPES,
    WEBP,
    Shape,
    crop_box,
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

Made = dict[str, Any]


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
    photo.made = {"digest": digest, "shapes": {"full": noted((JPEG,), sizes)}}


def noted(formats: Iterable[str], sizes: Iterable[tuple[int, int]]) -> Made:
    """A shape as `made` has it: in lists, which JSON gives back as they were."""
    return {"formats": list(formats), "sizes": [list(size) for size in sizes]}


def render(pk: int, *, anew: bool = False) -> Photo:
    """Bring the sizes of a photo to what they should be, or make them `anew`; note it in its row.

    What cannot be made is kept as the photo's trouble, in a sentence, and is not tried again
    until the photo is saved. May be killed at any moment: what is not noted is made again.
    """
    photo, site = Photo.objects.get(pk=pk), SiteSettings.objects.current()
    today, trouble, made = timezone.localdate(), "", photo.made
    if anew or not is_complete(photo, site, today):
        try:
            made = {} if photo.is_expired(today) else make(photo, site)
        except BadPhoto as error:
            trouble = str(error)[:TROUBLE_LENGTH]
        except FileNotFoundError:
            logger.exception("original_missing", extra={"photo": pk})
            trouble = _("The original is missing. Bring it back from the backup.")
    return note(photo, made, site, trouble=trouble)


def make(photo: Photo, site: SiteSettings) -> Made:
    """Write every size; what lies there under the same name was made of the same."""
    with photo.file.open("rb") as file:
        raw = file.read()
    opened = open_picture(raw, photo.original_name, reach=REACH)
    mark = watermark(site) if photo.with_watermark else None
    digest = digest_of(photo, site.name, site.watermark.name or "")
    label = label_of(photo, site.name)
    made: Made = {"digest": digest, "shapes": {}}
    for name, shape in SHAPES.items():
        sizes = sizes_for(shape, photo.width, photo.height)
        for picture in drawn(opened.picture, shape, sizes, photo.focus, mark):
            for format in shape.formats:
                place = path(photo.token, digest, name, picture.width, format)
                write(place, encoding.encode(picture, format, label))
        made["shapes"][name] = noted(shape.formats, sizes)
    if opened.is_animated and (moving := encoding.animation(raw, label)):
        write(path(photo.token, digest, "animation", moving.size[0], WEBP), moving.raw)
        made["animation"] = list(moving.size)
    return made


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
def note(photo: Photo, made: Made, site: SiteSettings, *, trouble: str) -> Photo:
    """Note what was made, unless the photo was changed meanwhile: then it stays on the list."""
    fresh = Photo.objects.select_for_update().get(pk=photo.pk)
    if made != fresh.made:
        if old := fresh.made:
            fresh.retired = [*fresh.retired, {"at": timezone.now().isoformat(), "made": old}]
        fresh.made = made
    fresh.render_trouble = trouble
    fresh.needs_rendering = not (trouble or is_complete(fresh, site, timezone.localdate()))
    fresh.save(update_fields=["made", "retired", "render_trouble", "needs_rendering"])
    if Edition.objects.live().filter(photo_rows=fresh).exists():
        transaction.on_commit(lambda: signals.public_changed.send_robust(sender=Photo))
    return fresh


def write(name: str, raw: bytes) -> None:
    """The storage of sizes writes over what is there: the same name is the same picture."""
    storage().save(name, ContentFile(raw))


def discard(photo: Photo) -> None:
    """Take the sizes of a photo away whose row could not be stored."""
    for name in names(photo.token, photo.made):
        storage().delete(name)


def clear_retired(photo: Photo, now: datetime) -> int:
    """Delete the files that were replaced a week ago, or of an expired photo all that were."""
    is_expired = photo.is_expired(timezone.localdate(now))
    due = [one for one in photo.retired if is_expired or is_old(one, now)]
    kept = set() if is_expired else set(names(photo.token, photo.made))
    gone = {name for one in due for name in names(photo.token, one["made"])} - kept
    for name in gone:
        storage().delete(name)
    still = [one for one in photo.retired if one not in due]
    Photo.objects.filter(pk=photo.pk).update(retired=still)
    return len(gone)


def is_old(replaced: Made, now: datetime) -> bool:
    return datetime.fromisoformat(replaced["at"]) <= now - RETIRED_LAST

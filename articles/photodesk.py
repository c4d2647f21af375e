"""Takes picture files in, each once, with the photographer's words; keeps what is said of them."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from articles import renditions, search, tasks
from articles.choices import PhotoKind
from articles.models import Photo, PhotoUse, SiteSettings, User
from articles.models.photo import original_path
from articles.pictures import looks
from articles.pictures.opening import Opened, clean_name, open_picture
from articles.pictures.words import Words

#: Two pictures whose looks differ in no more bits than this are shown as alike.
ALIKE = 7
#: As many alike pictures as a page names.
MOST_ALIKE = 12

BANDS = ("look_a", "look_b", "look_c", "look_d")


def take_in(raw: bytes, name: str, *, by: User | None = None) -> Photo:
    """Store a picture file with the words in it; the same bytes are one Photo. Raises BadPhoto."""
    photo, _is_new = find_or_take_in(raw, name, by=by)
    return photo


def find_or_take_in(raw: bytes, name: str, *, by: User | None = None) -> tuple[Photo, bool]:
    """The photo of these bytes, and whether it is new here.

    The smallest size is made at once, the others are ordered. Where storing fails, no file is
    left. Files that a transaction outside leaves behind when it is rolled back are found again by
    the next attempt: their names come from the bytes. Raises BadPhoto.
    """
    name = clean_name(name)
    opened = open_picture(raw, name, reach=renditions.PREVIEW_REACH)
    if known := Photo.objects.filter(sha256=opened.sha256).first():
        return known, False
    photo = new_photo(opened, name, by)
    try:
        with ExitStack() as undo:
            undo.callback(discard, photo)
            renditions.make_preview(photo, opened.picture, SiteSettings.objects.current())
            keep_original(photo, raw)
            with transaction.atomic():
                keep(photo)
            undo.pop_all()
    except IntegrityError:
        # Somebody else handed the same file in at the same moment, and was first.
        return Photo.objects.get(sha256=opened.sha256), False
    return photo, True


def new_photo(opened: Opened, name: str, by: User | None) -> Photo:
    look = looks.look_of(opened.picture)
    bands = dict(zip(BANDS, looks.bands(look), strict=True)) if look is not None else {}
    return Photo(
        original_name=name,
        sha256=opened.sha256,
        token=token_of(opened.sha256),
        format=opened.format,
        width=opened.width,
        height=opened.height,
        is_animated=opened.is_animated,
        uploaded_by=by,
        **columns_of(opened.words),
        **bands,
    )


def columns_of(words: Words) -> dict[str, Any]:
    """The photographer's words as columns of a photo."""
    return {
        "headline": words.headline,
        "caption": words.caption,
        "byline": words.byline,
        "credit": words.credit,
        "copyright": words.copyright,
        "keywords": "\u3001".join(words.keywords),
        "taken_at": words.taken_at,
        "place": words.place,
        "kind": PhotoKind.AI if words.is_ai else PhotoKind.SCENE,
    }


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


@transaction.atomic
def keep(photo: Photo) -> None:
    """Save a photo as it was changed, and have made anew what readers get of it."""
    site, today = SiteSettings.objects.current(), timezone.localdate()
    photo.render_trouble = ""
    photo.needs_rendering = not renditions.is_complete(photo, site, today)
    photo.save()
    search.index_photo(photo)
    if photo.needs_rendering:
        tasks.order_sizes(photo.pk)


def lend_words(use: PhotoUse, photo: Photo) -> None:
    """Give a use its photo, and what the editor left empty the photo's words. Does not save."""
    use.photo = photo
    use.caption = use.caption or photo.caption
    use.credit = use.credit or credit_of(photo)
    use.alt = use.alt or photo.alt


def credit_of(photo: Photo) -> str:
    """The line that names who took it, as it is printed: `NAME/AGENCY`, each once."""
    return credit_line(photo.byline, photo.credit)


def credit_line(name: str, agency: str) -> str:
    parts = [name, agency] if agency not in name else [name]
    return "/".join(part for part in parts if part)[:100]


# What the library knows of a photo


def alike(photo: Photo) -> list[Photo]:
    """Other photos that look the same, the most alike first."""
    look = photo.look
    if look is None:
        return []
    close = Q()
    for name, band in zip(BANDS, looks.bands(look), strict=True):
        close |= Q(**{f"{name}__in": looks.near(band)})
    others = Photo.objects.filter(close).exclude(pk=photo.pk).order_by("-pk")
    found = [(looks.distance(look, other.look or 0), other) for other in others.iterator()]
    found = sorted((pair for pair in found if pair[0] <= ALIKE), key=lambda pair: pair[0])
    return [other for _distance, other in found[:MOST_ALIKE]]


def uses_of(photo: Photo) -> QuerySet[PhotoUse]:
    """Where working copies have the photo, the newest first."""
    return photo.uses.select_related("article").order_by("-article_id", "rank")

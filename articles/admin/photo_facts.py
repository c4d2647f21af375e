"""What the page of a photo tells beside its form: the file, its words, its sizes, its stories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import Exists, OuterRef, Q
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from PIL import Image

from articles import photodesk, renditions
from articles.admin.photo_list import wrongs
from articles.choices import PublicState
from articles.forms.photo import in_words, mark
from articles.models import Article, Edition, Photo, PhotoUse, SiteSettings, User
from articles.pictures import looks, words
from articles.pictures.opening import FORMATS, BadPhoto, refusals
from articles.pictures.words import Words
from articles.renditions.finding import file_of
from articles.renditions.shapes import AVIF, JPEG, WEBP
from articles.views.photo_marks import Pill, kind_of

#: As many stories as the page names.
MOST_STORIES = 20
#: Pictures whose looks differ in no more bits are one picture: saved anew, made smaller.
SAME_PICTURE = 4
#: What stands in a file stands in it for good; reading it anew costs a look into the storage.
WORDS_LAST = 7 * 24 * 3600

FORMAT_NAMES = {AVIF: "AVIF", WEBP: "WebP", JPEG: "JPEG"}

SHAPE_LABELS = {
    "full": pgettext_lazy("shape of pictures", "Uncut"),
    "wide": "16:9",
    "standard": "4:3",
    "square": "1:1",
    "cinema": gettext_lazy("WeChat cover, 2.35:1"),
    "card": gettext_lazy("Card of a shared page"),
}


@dataclass(frozen=True, slots=True)
class Size:
    """One shape that was made: in which formats, and how wide."""

    label: Any
    formats: str
    widths: str


@dataclass(frozen=True, slots=True)
class Crop:
    """A shape to try the focal point on, and how it was made last."""

    label: Any
    ratio: float
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Alike:
    photo: Photo
    address: str
    thumbnail: str
    pill: Pill


@dataclass(frozen=True, slots=True)
class Place:
    """A story that has the photo: on the desk, before readers, or both."""

    article: Any
    state: PublicState
    changed: bool
    in_copy: bool
    is_live: bool


def facts(photo: Photo, user: User) -> dict[str, Any]:
    """What the template of the page is given, of a photo as it is kept."""
    today = timezone.localdate()
    places = places_of(photo) if user.has_perm("articles.view_article") else []
    return {
        "photo": photo,
        "kind": kind_of(photo),
        "wrongs": list(wrongs(photo, today)),
        "is_expired": photo.is_expired(today),
        "picture": renditions.largest_url(file_of(photo)),
        "preview": renditions.smallest_url(photo),
        "crops": crops(photo),
        "sizes": sizes(photo),
        "moving": renditions.animation_url(file_of(photo)),
        "weight": weight(photo),
        "places": places[:MOST_STORIES],
        "more_places": len(places) > MOST_STORIES,
        "alike": alike(photo),
        "mark_is_set": bool(SiteSettings.objects.current().watermark),
    }


def weight(photo: Photo) -> str:
    """The size of the original in words; empty where it is not in the storage."""
    try:
        return filesizeformat(photo.file.size)
    except FileNotFoundError:
        return ""


# Words


def as_written(photo: Photo) -> Words | None:
    """What the photographer wrote into the file; None where it cannot be read any more."""
    key = f"photo-words-{photo.sha256}"
    written: Words | None = cache.get(key)
    if written is None and (written := read_words(photo)):
        cache.set(key, written, WORDS_LAST)
    return written


def read_words(photo: Photo) -> Words | None:
    try:
        with photo.file.open("rb") as file, refusals(photo.original_name):
            return words.read(Image.open(file, formats=FORMATS))
    except (BadPhoto, OSError):
        return None


def show_as_written(form: Any, photo: Photo) -> dict[str, Any]:
    """Hang onto each field what the file says otherwise, and tell what there is to check."""
    written = as_written(photo)
    if written is None:
        return {"file_is_gone": True}
    said = {name: text for name, text in photodesk.columns_of(written).items() if text}
    if not written.is_ai:
        del said["kind"]
    for name in said.keys() & form.fields.keys():
        if mark(said[name]) != mark(getattr(photo, name)):
            form[name].written = in_words(name, said[name])
    return {"file_is_silent": not said}


# Sizes


def sizes(photo: Photo) -> list[Size]:
    return [
        Size(
            SHAPE_LABELS.get(name, name),
            "\u3001".join(FORMAT_NAMES[format] for format in made["formats"]),
            "\u3001".join(f"{width}\u00d7{height}" for width, height in made["sizes"]),
        )
        for name, made in photo.made.get("shapes", {}).items()
    ]


def crops(photo: Photo) -> list[Crop]:
    file = file_of(photo)
    return [
        Crop(SHAPE_LABELS[name], shape.ratio, name, renditions.address(file, name, smallest=True))
        for name, shape in renditions.SHAPES.items()
        if shape.ratio
    ]


# Other photos, and stories


def alike(photo: Photo) -> Sequence[Alike]:
    return [
        Alike(
            other,
            reverse("admin:articles_photo_change", args=[other.pk]),
            renditions.smallest_url(other),
            likeness(photo.look or 0, other.look or 0),
        )
        for other in photodesk.alike(photo)
    ]


def likeness(one: int, other: int) -> Pill:
    if looks.distance(one, other) <= SAME_PICTURE:
        return Pill(_("Same picture, other file"), "care")
    return Pill(_("Looks alike"), "plain")


def places_of(photo: Photo) -> list[Place]:
    """The stories that have it now, newest first: one more than are shown, if there are more."""
    uses = PhotoUse.objects.filter(photo=photo).order_by()
    editions = Edition.objects.live().filter(photo_rows=photo).order_by()
    stories = Article.objects.for_lists().with_public_state()
    found = stories.filter(
        Q(pk__in=uses.values("article")) | Q(pk__in=editions.values("article"))
    ).annotate(
        in_copy=Exists(uses.filter(article=OuterRef("pk"))),
        is_shown=Exists(editions.filter(article=OuterRef("pk"))),
    )
    rows: Any = found.order_by("-pk")[: MOST_STORIES + 1]
    return [place(row) for row in rows]


def place(article: Any) -> Place:
    state = PublicState(article.state_for_readers)
    changed = state == PublicState.LIVE and article.version_live != article.version
    return Place(article, state, changed, article.in_copy, article.is_shown)

"""The library's list: pictures with their words, what is wrong with each, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.admin.views.main import PAGE_VAR
from django.db.models import OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import photodesk, renditions
from articles.admin.counting import CappedCount, CappedPaginator, LeafedList, in_words
from articles.admin.photo_filters import OrderFilter, PhotoFilter, in_a_live_story
from articles.models import Photo, PhotoUse
from articles.views.photo_marks import Pill, kind_of, rights

#: A picture that stands in more stories is shown with "99+".
MOST_STORIES = 99


@dataclass(frozen=True, slots=True)
class Chip:
    """A choice of a filter over the list; the one that is made leads back."""

    label: Any
    address: str
    tone: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A picture as the list shows it."""

    photo: Photo
    address: str
    thumbnail: str
    credit: str
    kind: Pill
    wrongs: Sequence[Pill]
    stories: str
    is_live: bool


def wrongs(photo: Photo, today: date) -> Iterator[Pill]:
    """What has to be done about a photo, the worst first."""
    if photo.render_trouble:
        yield Pill(_("Sizes could not be made"), "bad")
    yield from rights(photo, today)
    if not photo.caption:
        yield Pill(_("No caption"), "care")
    if not photo.alt:
        yield Pill(_("No text alternative"), "care")
    if photo.needs_rendering:
        yield Pill(_("Sizes being made"), "wait")


class PhotoPages(CappedPaginator):
    template_name = "desk/_photo_pages.html"


class PhotoList(LeafedList):
    """The library's pictures in a fixed number of queries."""

    filter_specs: list[PhotoFilter]

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        # The theme's panel of filters stays away: ours stand in the form of the search.
        self.has_filters = False
        self.everything = request.path
        made = [spec for spec in self.filter_specs if spec.value()]
        self.is_narrowed = bool(self.query or made)
        # What no chip shows is shown by the menu standing open.
        self.is_narrowed_by_menu = not all(spec.is_shown_by_a_chip for spec in made)

    def get_queryset(self, request: HttpRequest, *args: Any) -> QuerySet[Photo]:
        self.root_queryset = Photo.objects.defer("retired")
        found: QuerySet[Photo] = super().get_queryset(request, *args)
        return found

    def get_ordering(self, request: HttpRequest, queryset: Any) -> list[Any]:
        chosen = (spec for spec in self.filter_specs if isinstance(spec, OrderFilter))
        return [column for spec in chosen for column in spec.order]

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        # Told apart, the page would say how many there are in all, and that is not counted.
        self.full_result_count = self.result_count

    @property
    def cards(self) -> list[Card]:
        return cards(self.result_list)

    @property
    def chips(self) -> Iterator[Chip]:
        for spec in self.filter_specs:
            for value, choice, is_open in spec.offered:
                if choice.is_chip:
                    asked = {spec.parameter_name: None if is_open else value}
                    address = self.get_query_string(asked, remove=[PAGE_VAR])
                    yield Chip(choice.label, address, choice.tone, is_open)


def cards(photos: Sequence[Photo]) -> list[Card]:
    """These photos as the list shows them, in one query more."""
    today, places = timezone.localdate(), places_of(photos)
    return [card(photo, today, *places[photo.pk]) for photo in photos]


def card(photo: Photo, today: date, stories: int, is_live: bool) -> Card:
    return Card(
        photo=photo,
        address=reverse("admin:articles_photo_change", args=[photo.pk]),
        thumbnail=renditions.smallest_url(photo),
        credit=photodesk.credit_of(photo),
        kind=kind_of(photo),
        wrongs=list(wrongs(photo, today)),
        stories=in_words(stories, MOST_STORIES) if stories else "",
        is_live=is_live,
    )


def places_of(photos: Iterable[Photo]) -> dict[int, tuple[int, bool]]:
    """In how many stories on the desk each stands, and whether readers see it; in one query."""
    uses = PhotoUse.objects.filter(photo=OuterRef("pk")).order_by()
    stories = CappedCount(uses.values("article").distinct()[: MOST_STORIES + 1])
    rows = Photo.objects.filter(pk__in=[photo.pk for photo in photos]).order_by()
    found = rows.annotate(stories=stories, is_live=in_a_live_story())
    places = found.values_list("pk", "stories", "is_live")
    return {pk: (count or 0, is_live) for pk, count, is_live in places}

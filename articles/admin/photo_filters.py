"""By what the library is narrowed: each filter's choices, and what each leaves of the photos."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.contrib.admin import SimpleListFilter
from django.db.models import Exists, F, OuterRef
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.choices import Licence, PhotoKind
from articles.models import Edition, PhotoUse, User
from articles.models.photo import PhotoQuerySet
from articles.views.desk import person
from articles.views.photo_marks import ENDS_SOON

Keeps = Callable[[PhotoQuerySet, User], PhotoQuerySet]


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a filter; a chip stands over the list, the others in a menu only."""

    label: Any
    keeps: Keeps
    is_chip: bool = False
    tone: str = "plain"


def midnight() -> datetime:
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def with_value(field: str, value: str) -> Keeps:
    return lambda photos, user: photos.filter(**{field: value})


def expired(photos: PhotoQuerySet, user: User) -> PhotoQuerySet:
    return photos.expired(timezone.localdate())


def ending(photos: PhotoQuerySet, user: User) -> PhotoQuerySet:
    today = timezone.localdate()
    return photos.filter(expires_on__range=(today, today + ENDS_SOON))


def in_a_live_story() -> Exists:
    return Exists(Edition.objects.live().order_by().filter(photo_rows=OuterRef("pk")))


def in_a_working_copy() -> Exists:
    return Exists(PhotoUse.objects.order_by().filter(photo=OuterRef("pk")))


def ever_shown() -> Exists:
    """Whether an edition showed it, one that readers do not see any more too."""
    return Exists(Edition.photo_rows.through.objects.filter(photo=OuterRef("pk")))


def live(photos: PhotoQuerySet, user: User) -> PhotoQuerySet:
    return photos.filter(in_a_live_story())


def only_in_drafts(photos: PhotoQuerySet, user: User) -> PhotoQuerySet:
    return photos.filter(in_a_working_copy()).exclude(in_a_live_story())


def never_used(photos: PhotoQuerySet, user: User) -> PhotoQuerySet:
    return photos.exclude(in_a_working_copy()).exclude(ever_shown())


def of(photos: PhotoQuerySet, user: User) -> PhotoQuerySet:
    return photos.filter(uploaded_by=user)


def since(days: int) -> Keeps:
    return lambda photos, user: photos.filter(created_at__gte=midnight() - timedelta(days=days))


def unchanged(photos: PhotoQuerySet, user: User) -> PhotoQuerySet:
    return photos


def without(*fields: str) -> Keeps:
    return lambda photos, user: photos.filter(**dict.fromkeys(fields, ""))


class PhotoFilter(SimpleListFilter):
    """A filter whose choices are data."""

    choices_of: ClassVar[dict[str, Choice]]
    #: What the list shows without it.
    unset: Any = _("All")

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        return [(value, choice.label) for value, choice in self.choices_of.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> PhotoQuerySet:
        photos: PhotoQuerySet = queryset
        choice = self.choices_of.get(self.value() or "")
        return choice.keeps(photos, person(request)) if choice else photos

    @property
    def is_shown_by_a_chip(self) -> bool:
        return any(choice.is_chip for _value, choice, is_made in self.offered if is_made)

    @property
    def offered(self) -> Iterator[tuple[str, Choice, bool]]:
        """Each choice with the word for it in an address, and whether it is made."""
        for value, choice in self.choices_of.items():
            yield value, choice, value == self.value()


class KindFilter(PhotoFilter):
    title = _("kind of picture")
    parameter_name = "kind"
    choices_of = {
        value: Choice(label, with_value("kind", value)) for value, label in PhotoKind.choices
    }


class LicenceFilter(PhotoFilter):
    title = _("licence")
    parameter_name = "licence"
    choices_of = {
        value: Choice(label, with_value("licence", value)) for value, label in Licence.choices
    }


class RightsFilter(PhotoFilter):
    title = _("rights")
    parameter_name = "rights"
    choices_of = {
        "unclear": Choice(
            _("Rights not clear"), with_value("licence", Licence.UNCLEAR), is_chip=True, tone="care"
        ),
        "ending": Choice(_("Licence ends within 30 days"), ending, is_chip=True, tone="care"),
        "expired": Choice(_("Licence has ended"), expired, is_chip=True, tone="bad"),
        "syndicate": Choice(
            _("May be passed on"), lambda photos, user: photos.filter(may_syndicate=True)
        ),
    }


class UseFilter(PhotoFilter):
    title = _("use")
    parameter_name = "use"
    choices_of = {
        "live": Choice(_("Readers see it now"), live),
        "draft": Choice(_("Only in working copies"), only_in_drafts),
        "never": Choice(_("Never used"), never_used, is_chip=True),
    }


class LackFilter(PhotoFilter):
    title = _("missing words")
    parameter_name = "lacks"
    choices_of = {
        "caption": Choice(_("No caption"), without("caption"), is_chip=True, tone="care"),
        "credit": Choice(_("Neither byline nor credit"), without("byline", "credit")),
        "alt": Choice(_("No text alternative"), without("alt"), is_chip=True, tone="care"),
    }


class UploaderFilter(PhotoFilter):
    title = _("uploaded by")
    parameter_name = "by"
    choices_of = {"me": Choice(_("Uploaded by me"), of, is_chip=True)}


class DayFilter(PhotoFilter):
    title = _("uploaded")
    parameter_name = "day"
    choices_of = {
        "today": Choice(_("Uploaded today"), since(0), is_chip=True),
        "week": Choice(_("In the last seven days"), since(6)),
    }


class FileFilter(PhotoFilter):
    title = _("file and sizes")
    parameter_name = "file"
    choices_of = {
        "moves": Choice(_("Animated"), lambda photos, user: photos.filter(is_animated=True)),
        "making": Choice(_("Sizes still being made"), lambda photos, user: photos.unrendered()),
        "trouble": Choice(
            _("Sizes could not be made"),
            lambda photos, user: photos.exclude(render_trouble=""),
        ),
    }


class OrderFilter(PhotoFilter):
    """Leaves all of them; the list reads from it in which order they stand."""

    title = _("order")
    parameter_name = "order"
    unset = _("Newest upload first")
    choices_of = {
        "oldest": Choice(_("Oldest upload first"), unchanged),
        "taken": Choice(_("Taken last first"), unchanged),
    }
    orders: ClassVar[dict[str, tuple[Any, ...]]] = {
        "oldest": ("pk",),
        "taken": (F("taken_at").desc(nulls_last=True), "-pk"),
    }

    @property
    def order(self) -> tuple[Any, ...]:
        return self.orders.get(self.value() or "", ("-pk",))


FILTERS = (
    UploaderFilter,
    DayFilter,
    UseFilter,
    LackFilter,
    RightsFilter,
    LicenceFilter,
    KindFilter,
    FileFilter,
    OrderFilter,
)

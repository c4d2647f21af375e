"""The archive by day: what came out on a day, and the days around it."""

from __future__ import annotations

import calendar
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, Subquery
from django.db.models.functions import TruncDate
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import Edition
from articles.models.edition import EditionQuerySet
from articles.views.addresses import absolute
from articles.views.lists import list_page
from articles.views.trail import Crumb, trail

#: As long as pages are about: before it, no clock of the site's zone has a whole day.
FIRST_DAY = date.min + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Around:
    """The nearest days with stories: before and after a day, before and after its month."""

    earlier: date | None = None
    later: date | None = None
    month_earlier: date | None = None
    month_later: date | None = None


@dataclass(frozen=True, slots=True)
class Square:
    """One day in the table of a month."""

    day: date
    is_linked: bool


# Pages


@require_safe
def latest(request: HttpRequest) -> HttpResponse:
    """To the newest day with a story, or the nearest to `?day=`; a page that says there is none."""
    asked = request.GET.get("day", "")
    found = nearest(day_of(asked) if asked else timezone.localdate())
    if found:
        return redirect("articles:day", found)
    context = {"trail": trail(to=_("Past days")), "canonical": absolute(request.path)}
    return render(request, "articles/archive_empty.html", context)


@require_safe
def day(request: HttpRequest, day: date) -> HttpResponse:
    """What came out on that day of the site's zone; 404 for one without stories, or to come."""
    if not FIRST_DAY <= day <= timezone.localdate():
        raise Http404
    stories = on(day, day)
    archive = Crumb(_("Past days"), reverse("articles:archive"))
    context = {
        "day": day,
        "trail": trail(archive, to=date_format(day)),
        "around": SimpleLazyObject(lambda: around(day)),
        "weeks": SimpleLazyObject(lambda: weeks(day)),
    }
    return list_page(request, "articles/day.html", stories, context, may_be_empty=False)


def day_of(value: str) -> date:
    """A day as the browser's own field sends it; anything else is 404."""
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise Http404 from error


# Days


def beginning(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_current_timezone())


def on(first: date, last: date) -> EditionQuerySet:
    """Live stories of these days, the last one included."""
    end = beginning(last + timedelta(days=1))
    return Edition.objects.live().filter(published_at__gte=beginning(first), published_at__lt=end)


def before(day: date) -> EditionQuerySet:
    """The newest live story that came out before that day, as a list of one."""
    found = Edition.objects.live().filter(published_at__lt=beginning(day))
    return found.newest_first()[:1]


def after(day: date) -> EditionQuerySet:
    """The first one that came out after that day, as a list of one.

    None is of a day to come: a story is not published before the time that it shows.
    """
    start = beginning(day + timedelta(days=1))
    return Edition.objects.live().filter(published_at__gte=start).order_by("published_at", "id")[:1]


def days_of(*stories: EditionQuerySet) -> list[date]:
    """The days of these stories in their order, in one query."""
    match = Q(pk__in=())
    for one in stories:
        match |= Q(pk=Subquery(one.values("pk")))
    times = Edition.objects.filter(match).values_list("published_at", flat=True)
    return sorted({timezone.localtime(moment).date() for moment in times})


def nearest(day: date) -> date | None:
    """The newest day with a story up to this one, else the first after it."""
    day = max(min(day, timezone.localdate()), FIRST_DAY)
    days = days_of(before(day + timedelta(days=1)), after(day))
    return days[0] if days else None


def around(day: date) -> Around:
    first, last = month_of(day)
    days = days_of(before(day), after(day), before(first), after(last))
    return Around(
        earlier=max((one for one in days if one < day), default=None),
        later=min((one for one in days if one > day), default=None),
        month_earlier=max((one for one in days if one < first), default=None),
        month_later=min((one for one in days if one > last), default=None),
    )


def month_of(day: date) -> tuple[date, date]:
    """Its first and its last day."""
    last = calendar.monthrange(day.year, day.month)[1]
    return day.replace(day=1), day.replace(day=last)


def weeks(day: date) -> list[list[Square | None]]:
    """The month of a day with its stories, in one query."""
    days = on(*month_of(day)).order_by().annotate(local=TruncDate("published_at"))
    return weeks_of(day, set(days.values_list("local", flat=True).distinct()))


def weeks_of(day: date, known: Collection[date]) -> list[list[Square | None]]:
    """The weeks of a month from Monday on; days of other months are left out."""
    return [
        [Square(one, one in known) if one.month == day.month else None for one in week]
        for week in calendar.Calendar().monthdatescalendar(day.year, day.month)
    ]

"""The plots of the desk's first page: stories a day, and how long they wait at each review."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import mean, median
from typing import Any, NamedTuple

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from articles.choices import DeskVerb, EditionChange, Level
from articles.models import DeskAct, Edition

DAYS = 30
#: The log is read back so far at most; on a desk that does more in thirty days, the plot of the
#: waiting times shows what that many acts reach.
MOST_ACTS = 5000

#: A text that waits at a level is taken from it by one of these, which names the level.
LEAVING = frozenset(
    {
        DeskVerb.PASS_FIRST,
        DeskVerb.PASS_SECOND,
        DeskVerb.SIGN_OFF,
        DeskVerb.RETURN,
        DeskVerb.TAKE_BACK,
    }
)
#: After one of these it waits at some level.
ENTERING = frozenset({DeskVerb.SUBMIT, DeskVerb.PASS_FIRST, DeskVerb.PASS_SECOND, DeskVerb.EDIT})


@dataclass(frozen=True, slots=True)
class Series:
    """One row of numbers; `tone` names a colour of the desk."""

    name: str
    values: Sequence[float | None]
    tone: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Numbers to be drawn, and the same to be read: a sentence, and a table of all."""

    key: str
    title: str
    summary: str
    head: str
    labels: Sequence[str]
    series: Sequence[Series]

    @property
    def drawn(self) -> dict[str, Any]:
        rows = [
            {"name": one.name, "values": list(one.values), "tone": one.tone} for one in self.series
        ]
        return {"labels": list(self.labels), "series": rows}

    @property
    def table(self) -> Iterator[tuple[str, list[str]]]:
        for place, label in enumerate(self.labels):
            yield label, [shown(one.values[place]) for one in self.series]


def charts(now: datetime) -> list[Chart]:
    return [published_chart(now), hours_chart(now)]


def shown(value: float | None) -> str:
    if value is None:
        return "\u2013"
    return number_format(value, 0 if isinstance(value, int) else 1)


# Published stories a day


def published_chart(now: datetime) -> Chart:
    today = timezone.localdate(now)
    days = [today - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    found = published(days[0], now)
    values = [found.get(day, 0) for day in days]
    best = max(range(DAYS), key=values.__getitem__)
    summary = _(
        "%(total)d stories in %(days)d days, %(average)s a day; most on %(day)s: %(most)d."
    ) % {
        "total": sum(values),
        "days": DAYS,
        "average": shown(mean(values) * 1.0),
        "day": date_format(days[best], "m-d"),
        "most": values[best],
    }
    return Chart(
        key="chart-published",
        title=_("Published stories a day"),
        summary=summary if any(values) else _("Nothing was published in these 30 days."),
        head=_("Day"),
        labels=[date_format(day, "m-d") for day in days],
        series=[Series(_("Published"), values, "accent")],
    )


def published(first: date, now: datetime) -> dict[date, int]:
    """First publications by day, from the index of their beginnings."""
    since = timezone.make_aware(datetime.combine(first, datetime.min.time()))
    editions = Edition.objects.order_by().ever_shown().filter(change=EditionChange.FIRST)
    out = editions.filter(live_from__gte=since, live_from__lte=now)
    days = out.annotate(day=TruncDate("live_from")).values_list("day")
    return dict(days.annotate(n=Count("pk")))


# Hours at each level


class Step(NamedTuple):
    """One act of the log, as far as it tells of waiting."""

    article: int | None
    round: int
    verb: str
    level: int | None
    at: datetime


def hours_chart(now: datetime) -> Chart:
    waits = hours_by_level(steps_since(now - timedelta(days=DAYS)))
    names = [str(level.label) for level in Level]
    medians = [one(median, waits[level]) for level in Level]
    said = [
        _("%(level)s: %(hours)s hours") % {"level": name, "hours": shown(value)}
        for name, value in zip(names, medians, strict=True)
        if value is not None
    ]
    return Chart(
        key="chart-hours",
        title=_("Hours at each review"),
        summary=_("Half of the stories waited no longer than: %(levels)s.")
        % {"levels": _("; ").join(said)}
        if said
        else _("No story left a review in these 30 days."),
        head=_("Level"),
        labels=names,
        series=[
            Series(_("Median"), medians, "wait"),
            Series(_("Mean"), [one(mean, waits[level]) for level in Level], "soft"),
        ],
    )


def one(average: Any, hours: Sequence[float]) -> float | None:
    return round(float(average(hours)), 1) if hours else None


def steps_since(since: datetime) -> list[Step]:
    """The acts since then, oldest first: a bounded stretch at the end of the log."""
    # The log has no index of its moments; it is read from its end, and what is too old is left.
    rows = DeskAct.objects.order_by("-number")
    columns = rows.values_list("article", "round", "verb", "level", "at")[:MOST_ACTS]
    return [step for step in map(Step._make, columns) if step.at >= since][::-1]


def hours_by_level(steps: Iterable[Step]) -> dict[int, list[float]]:
    """How long each stay at a level lasted, by level; one that began before is not counted."""
    waits: dict[int, list[float]] = defaultdict(list)
    began: dict[tuple[int | None, int], datetime] = {}
    for step in steps:
        story = (step.article, step.round)
        since = began.pop(story, None)
        if since and step.level and step.verb in LEAVING:
            waits[step.level].append((step.at - since).total_seconds() / 3600)
        if step.verb in ENTERING:
            began[story] = step.at
        elif since and step.verb not in LEAVING:
            began[story] = since
    return waits

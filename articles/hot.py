"""The hot list: how views become places, and the editions that stand in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import OuterRef, Subquery

from articles import signals
from articles.models import Edition, HotStory, HourOfViews

#: A view counts half as much after this time: what the morning read has made room by the evening,
#: and of yesterday's views at this hour a sixteenth is left.
HALF_LIFE = timedelta(hours=6)
#: Older views would count less than a four-thousandth, so they are not added up.
LOOKED_BACK = 12 * HALF_LIFE
PLACES = 50
#: With fewer stories than this in it, a list is filled up with the newest.
HANDFUL = 5
KEPT = timedelta(days=90)

Hour = tuple[datetime, int]


def score(hours: Iterable[Hour], now: datetime) -> float:
    """The worth at `now` of views, given as (beginning of the hour, views) pairs.

    Exponential decay: the sum of views * 0.5 ** (age / HALF_LIFE). A clock that runs ahead by a
    little makes no view worth more than one.
    """
    return sum(views * 0.5 ** max((now - hour) / HALF_LIFE, 0.0) for hour, views in sorted(hours))


def hottest(limit: int = 10, *, at: datetime | None = None) -> list[Edition]:
    """At most `limit` live editions by their places in the hot list, as lists load them.

    One query, in which a withdrawn story is gone at once whatever the last ranking said. A site
    that is hardly read yet has its newest behind them, which costs another.
    """
    live = Edition.objects.live(at=at).for_lists()
    # Subqueries rather than a join, for which SQLite would walk through all editions.
    ranked = live.filter(article__in=HotStory.objects.values("article"))
    place = HotStory.objects.filter(article=OuterRef("article")).values("rank")
    found = list(ranked.order_by(Subquery(place))[:limit])
    if len(found) >= min(limit, HANDFUL):
        return found
    known = {edition.article_id for edition in found}
    newest = live.exclude(article__in=known).newest_first()
    return found + list(newest[: limit - len(found)])


def ranking(now: datetime) -> list[tuple[int, float]]:
    """Stories that are live at `now`, as (id, score), the hottest first; newer before older ones
    of the same score."""
    hours: dict[int, list[Hour]] = {}
    published: dict[int, datetime] = {}
    rows = HourOfViews.objects.filter(
        hour__gt=now - LOOKED_BACK, article__editions__in=Edition.objects.live(at=now)
    ).order_by()
    read = rows.values_list("article", "hour", "views", "article__editions__published_at")
    for article, hour, views, shown in read.iterator():
        hours.setdefault(article, []).append((hour, views))
        published[article] = shown
    scored = ((article, score(of_it, now)) for article, of_it in hours.items())
    return sorted(scored, key=lambda row: (row[1], published[row[0]], row[0]), reverse=True)


def rank(now: datetime) -> int:
    """Write the places anew where their order has changed; how many they are."""
    places = ranking(now)[:PLACES]
    with transaction.atomic():
        before = list(HotStory.objects.order_by("rank").values_list("article", flat=True))
        if before == [article for article, _score in places]:
            return 0
        HotStory.objects.all().delete()
        HotStory.objects.bulk_create(
            HotStory(article_id=article, rank=place, score=worth)
            for place, (article, worth) in enumerate(places, start=1)
        )
    signals.public_changed.send_robust(sender=HotStory)
    return len(places)


def forget_old(now: datetime) -> int:
    """Delete the hours that no list looks back to any more; how many rows they were."""
    return HourOfViews.objects.filter(hour__lt=now - KEPT).delete()[0]

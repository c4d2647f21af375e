"""Recommended stories under a story: the editor's picks, then what is like it, then the newest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.utils.dateparse import parse_datetime

from articles.likeness import SAME
from articles.models import Edition, Likeness
from articles.models.edition import EditionQuerySet

ROWS = 10
#: A likeness that is less comes of words that any two stories share; it is not shown.
LEAST = 0.02
#: Half of what a likeness is worth lasts; the other half is halved in each such time.
FRESH = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Recommended:
    """One row for the page; `url` and `article` are None while the story itself is not here."""

    title: str
    at: datetime | None
    url: str | None = None
    cover: dict[str, Any] | None = None
    article: int | None = None


def recommended(edition: Edition, now: datetime) -> list[Recommended]:
    """At most ten rows: the editor's in their order, then computed ones.

    Never the story itself, never one that was withdrawn or is not live yet, never the same twice.
    What is computed does not repeat a story under another number either, be it this one or one
    above; an editor may. In one query for each kind that is needed, three at most.
    """
    rows = list(picked(edition, now))[:ROWS] if edition.picks else []
    if len(rows) < ROWS:
        rows += computed(edition, now, rows)[: ROWS - len(rows)]
    return rows


# The editor's


def picked(edition: Edition, now: datetime) -> Iterator[Recommended]:
    ids = [pick["article"] for pick in edition.picks if pick["article"]]
    keys = [pick["title_key"] for pick in edition.picks if not pick["article"]]
    known = list(Edition.objects.concerning(ids, keys).for_lists().order_by("live_from"))
    by_article = {found.article_id: found for found in known if found.is_live(now)}
    by_title = {found.title_key: found for found in by_article.values()}
    titles_seen = {found.title_key for found in known}
    shown = {edition.article_id}
    for pick in edition.picks:
        found = by_article.get(pick["article"]) or by_title.get(pick["title_key"])
        if found and found.article_id not in shown:
            shown.add(found.article_id)
            yield row(found)
        elif not found and not pick["article"] and pick["title_key"] not in titles_seen:
            yield Recommended(pick["title"], pick["at"] and parse_datetime(pick["at"]))


def row(edition: Edition) -> Recommended:
    return Recommended(
        edition.name_in_lists,
        edition.published_at,
        edition.get_absolute_url(),
        edition.cover,
        edition.article_id,
    )


# Computed


def computed(edition: Edition, now: datetime, above: list[Recommended]) -> list[Recommended]:
    """Rows that may follow those above: the most alike, and where they are too few the newest of
    the section. A headline stands once: readers take two of the same for one story."""
    shown = {edition.article_id, *(row.article for row in above if row.article)}
    titles = {edition.name_in_lists, *(row.title for row in above)}
    rows: list[Recommended] = []
    for choice in (nearest, newest):
        if len(above) + len(rows) < ROWS:
            for found in choice(edition, now, shown):
                if found.name_in_lists not in titles:
                    titles.add(found.name_in_lists)
                    shown.add(found.article_id)
                    rows.append(row(found))
    return rows


def nearest(edition: Edition, now: datetime, shown: set[int]) -> list[Edition]:
    """What was found to be like it, the newer before the older of what is about as near."""
    kept = Likeness.objects.filter(article=edition.article_id)
    mine = kept.filter(score__gte=LEAST, score__lt=SAME)
    near = mine.filter(other=OuterRef("article")).values("score")[:1]
    found = may_follow(now, shown).filter(article__in=mine.values("other"))
    return sorted(
        found.annotate(likeness=Subquery(near)),
        key=lambda other: (worth(other, now), other.pk),
        reverse=True,
    )


def worth(other: Edition, now: datetime) -> float:
    """The likeness that `nearest` gave it, less as it grows old."""
    likeness: float = vars(other)["likeness"]
    age = max((now - other.published_at) / FRESH, 0.0)
    return likeness * (1 + 0.5**age) / 2


def newest(edition: Edition, now: datetime, shown: set[int]) -> EditionQuerySet:
    of_section = may_follow(now, shown).filter(section_id=edition.section_id)
    return of_section.newest_first()[: 2 * ROWS]


def may_follow(now: datetime, shown: set[int]) -> EditionQuerySet:
    """Live editions, but those of stories that are shown, nor the same under another number."""
    again = Likeness.objects.filter(
        article=OuterRef("article"), other__in=list(shown), score__gte=SAME
    )
    live = Edition.objects.live(at=now).for_lists()
    return live.exclude(article__in=list(shown)).exclude(Exists(again))

"""Recommended stories under a story: the editor's picks first, else the section's newest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime

from articles.models import Edition

ROWS = 10


@dataclass(frozen=True, slots=True)
class Recommended:
    """One row for the page; `url` is None while the story itself is not here."""

    title: str
    at: datetime | None
    url: str | None = None
    cover: dict[str, Any] | None = None


def recommended(edition: Edition, now: datetime) -> list[Recommended]:
    """At most ten rows in the editor's order, in one query. Never the story itself, never one
    that was withdrawn or is not live yet, never the same twice."""
    if edition.picks:
        return list(picked(edition, now))[:ROWS]
    newest = Edition.objects.live(at=now).for_lists().filter(section_id=edition.section_id)
    return [
        row(found) for found in newest.exclude(article=edition.article_id).newest_first()[:ROWS]
    ]


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
        edition.name_in_lists, edition.published_at, edition.get_absolute_url(), edition.cover
    )

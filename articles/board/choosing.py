"""Who stands where: rows and candidates come into the places, in the order of the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.board.places import CAROUSEL, HOT, LATEST, TOPICS, By, Place, Row, section_of
from articles.models import Edition

#: The headline is the newest story with a picture among so many; without one, the newest.
LEAD_AMONG = 5
#: What is named by rows, among the candidates.
BY_HAND = "hand"


class Fall(models.TextChoices):
    """Why a row does not stand in its place."""

    OVER = "over", _("Its time has passed.")
    UNSEEN = "unseen", _("Readers do not see it now.")
    ABOVE = "above", _("It stands in a place above.")
    PLAIN = "plain", _("It has no picture.")
    FULL = "full", _("The place is full; it stands in when another falls out.")


class Candidate(NamedTuple):
    """A live edition that a row or a rule names."""

    edition: int
    article: int
    at: datetime
    has_picture: bool


@dataclass(slots=True)
class Filled:
    """A place with what stands in it; `rows` says of each story which row put it there, if one
    did, and `fallen` why the other rows do not stand."""

    place: Place
    ids: list[int] = field(default_factory=list)
    rows: list[Row | None] = field(default_factory=list)
    fallen: dict[Row, Fall] = field(default_factory=dict)
    stories: list[Edition] = field(default_factory=list)


def chosen(
    shown: Sequence[Place], found: dict[str, list[Candidate]], at: datetime, hot: int
) -> Iterator[Filled]:
    """Each place with the ids of its editions, in the order in which they may choose."""
    by_hand = {one.article: one for one in found[BY_HAND]}
    stories = [place for place in shown if place.key not in {LATEST, TOPICS, HOT}]
    kept = {row.id for place in stories for row in standing(place, by_hand, at)}
    taken: set[int] = set()
    top: set[int] = set()
    for place in stories:
        pool = [one for one in found[place.rule.key] if one.article not in kept]
        yield stand(place, by_hand, pool, taken, at)
        top |= taken if section_of(place.key) is None else set()
    for place in shown:
        if place.key == LATEST:
            # As many as the hot list leaves room for beside it.
            left = sum(one.size for one in shown if one.key == HOT) - hot
            yield stand(place, by_hand, found[place.rule.key], top, at, more=max(left, 0))
        elif place.key in {TOPICS, HOT}:
            yield Filled(place)


def standing(place: Place, by_hand: dict[int, Candidate], at: datetime) -> list[Row]:
    """The rows that stand as far as their own place goes."""
    return [row for row in place.rows if not fall_of(row, place, by_hand, set(), at)][: place.size]


def stand(
    place: Place,
    by_hand: dict[int, Candidate],
    pool: list[Candidate],
    taken: set[int],
    at: datetime,
    more: int = 0,
) -> Filled:
    """Rows first, those that are pinned at their number, then the pool; adds to `taken`."""
    slots: list[tuple[Candidate, Row | None] | None] = [None] * (place.size + more)
    filled = Filled(place)
    free: list[Row] = []
    for row in place.rows:
        if fall := fall_of(row, place, by_hand, taken, at):
            filled.fallen[row] = fall
        elif row.pinned and row.pinned <= len(slots) and slots[row.pinned - 1] is None:
            slots[row.pinned - 1] = by_hand[row.id], row
            taken.add(row.id)
        else:
            free.append(row)
    rest = iter(rest_of(place, free, by_hand, pool, taken))
    for slot in slots:
        if found := slot or next(rest, None):
            filled.ids.append(found[0].edition)
            filled.rows.append(found[1])
    filled.fallen |= {row: Fall.FULL for row in free if row not in filled.rows}
    return filled


def rest_of(
    place: Place,
    rows: Iterable[Row],
    by_hand: dict[int, Candidate],
    pool: Sequence[Candidate],
    taken: set[int],
) -> Iterator[tuple[Candidate, Row | None]]:
    """What fills the numbers that nothing is pinned to; each is taken when it is asked for."""
    for row in rows:
        if row.id not in taken:
            taken.add(row.id)
            yield by_hand[row.id], row
    left = [one for one in pool if one.article not in taken]
    if place.key == CAROUSEL:
        left = [one for one in left if one.has_picture]
    if place.rule.by == By.LEAD:
        left = [one for one in left[:LEAD_AMONG] if one.has_picture] + left
    for one in left:
        if one.article not in taken:
            taken.add(one.article)
            yield one, None


def fall_of(
    row: Row, place: Place, by_hand: dict[int, Candidate], taken: set[int], at: datetime
) -> Fall | None:
    if not row.holds(at):
        return Fall.OVER
    if row.id not in by_hand:
        return Fall.UNSEEN
    if row.id in taken:
        return Fall.ABOVE
    return Fall.PLAIN if place.key == CAROUSEL and not by_hand[row.id].has_picture else None

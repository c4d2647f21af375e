"""The desk's first page put together: lists and their numbers, what is late, jobs and plots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles import jobs, workflow
from articles.admin import baskets
from articles.admin.baskets import BASKETS
from articles.admin.counting import counted, in_words
from articles.choices import DeskVerb
from articles.models import User
from comments import moderation
from newsroom.desk_charts import Chart, charts
from newsroom.desk_letters_chart import letters_chart
from newsroom.desk_rows import SHOWN, Row
from newsroom.desk_today import LISTINGS, SEE, Listing

#: Small numbers beside the lists: the basket of each, in the order of the reviews.
LATE = ("overdue-first", "overdue-second", "overdue-final")
BIN = "bin"

#: Whoever keeps the house is told how its jobs run.
KEEPS_HOUSE = "articles.change_sitesettings"


@dataclass(frozen=True, slots=True)
class Number:
    """A number that leads to the list of what it counts."""

    label: Any
    count: str
    address: str
    is_zero: bool


@dataclass(frozen=True, slots=True)
class Block:
    """A list as it stands on the page, with the number of all that lie in it."""

    title: Any
    nothing: Any
    address: str
    count: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Board:
    """All that the page shows; what somebody may not see is empty."""

    work: list[Block]
    around: list[Block]
    late: list[Number]
    kept: list[Number]
    jobs: list[jobs.JobState]
    jobs_address: str
    charts: list[Chart]

    @property
    def is_empty(self) -> bool:
        """Whether this person has nothing to do with stories, comments or the house."""
        return not (self.work or self.around or self.late or self.kept or self.jobs)

    @property
    def never_ran(self) -> bool:
        return any(job.last_success is None and not job.trouble for job in self.jobs)


def board(user: User, now: datetime) -> Board:
    """The page for this person, in a number of queries that no number of stories changes."""
    listings = [one for one in LISTINGS if one.is_for(user)]
    counts = counts_for(user, listings)
    blocks = [(one.is_work, block(one, user, now, counts.get(one.name))) for one in listings]
    return Board(
        work=[one for is_work, one in blocks if is_work],
        around=[one for is_work, one in blocks if not is_work],
        late=[number(name, counts[name]) for name in LATE if name in counts],
        kept=[number(BIN, counts[BIN])] if BIN in counts else [],
        jobs=jobs.health(now) if user.has_perm(KEEPS_HOUSE) else [],
        jobs_address=jobs_address(user),
        charts=list(charts_for(user, now)),
    )


def charts_for(user: User, now: datetime) -> Iterator[Chart]:
    """Moderators have theirs first."""
    if user.has_perm(moderation.PERMISSION):
        yield letters_chart(now)
    if user.has_perm(SEE):
        yield from charts(now)


def counts_for(user: User, listings: Sequence[Listing]) -> dict[str, int]:
    """By name how many lie in each list and each number of this person, asked all at once."""
    asked = {one.name: one.stories(user) for one in listings}
    asked |= {name: BASKETS[name].stories(user) for name in numbers_for(user)}
    asked = {name: stories for name, stories in asked.items() if stories is not None}
    return dict(zip(asked, counted(user, list(asked.values())), strict=True))


def jobs_address(user: User) -> str:
    """Where each run is told of; empty for whoever may not look."""
    may_look = user.has_perm("articles.view_jobrun")
    return reverse("admin:articles_jobrun_changelist") if may_look else ""


def numbers_for(user: User) -> Sequence[str]:
    late = LATE if user.has_perm(SEE) else ()
    return (*late, BIN) if workflow.may(user, DeskVerb.DISCARD) else late


def block(listing: Listing, user: User, now: datetime, count: int | None) -> Block:
    """Its first rows; a list that nobody counts in the database is counted as far as it is read."""
    if count is None:
        rows = list(listing.rows(user, now))
        return Block(listing.title, listing.nothing, listing.whole(), str(len(rows)), rows[:SHOWN])
    rows = list(islice(listing.rows(user, now), SHOWN)) if count else []
    return Block(listing.title, listing.nothing, listing.whole(), in_words(count), rows)


def number(name: str, count: int) -> Number:
    label = _("In the recycle bin") if name == BIN else BASKETS[name].label
    return Number(label, in_words(count), baskets.address(name), not count)

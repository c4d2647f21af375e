"""The tabs of the moderators' queue: which comments lie in each, and what comes first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, F, Func, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from articles.admin.counting import counted, in_words
from articles.models import User
from comments.choices import OPEN, CommentState
from comments.models import Appeal, Comment, Report

PARAMETER = "tab"
REVIEW, REPORTED, APPEALS, EVERYTHING = "review", "reported", "appeals", "all"

ORDER = "by"
GRAVEST, LONGEST = "gravest", "longest"

Found = QuerySet[Comment]


class StillOpen(Func):
    """`state in OPEN` as the partial index of the gravest writes it, so that it is recognised.

    SQLite knows such an index by the words of its condition, and not by values given later; it is
    told not to expect few rows, or it would read them all by another index and sort them.
    """

    template = "%(expressions)s IN ('ahead', 'waiting')"
    output_field = BooleanField()

    def as_sqlite(self, compiler: Any, connection: Any, **given: Any) -> Any:
        return super().as_sql(compiler, connection, template=f"likely({self.template})", **given)


@dataclass(frozen=True, slots=True)
class Tab:
    """`holds` narrows all comments to its own; it may name what `order` sorts by."""

    label: Any
    holds: Callable[[Found], Found]
    order: tuple[str, ...] = ("-id",)
    is_counted: bool = True


def in_state(state: CommentState) -> Callable[[Found], Found]:
    return lambda comments: comments.filter(state=state)


def to_review(comments: Found) -> Found:
    return comments.filter(state__in=sorted(OPEN))


def reported(comments: Found) -> Found:
    return due(comments, Report.objects.open())


def appealed(comments: Found) -> Found:
    return due(comments, Appeal.objects.open())


def due(comments: Found, opened: Any) -> Found:
    """Those complained of, with the moment by which the first complaint has to be settled."""
    opened = opened.order_by()
    first = opened.filter(comment=OuterRef("pk")).order_by("due_at").values("due_at")[:1]
    return comments.filter(pk__in=opened.values("comment")).annotate(due=Subquery(first))


#: By the word that stands in an address, in the order in which they are offered.
TABS: dict[str, Tab] = {
    REVIEW: Tab(_("To review"), to_review, ("-level", "id")),
    REPORTED: Tab(_("Reported"), reported, ("due", "id")),
    APPEALS: Tab(_("Appeals"), appealed, ("due", "id")),
    "approved": Tab(CommentState.APPROVED.label, in_state(CommentState.APPROVED)),
    "rejected": Tab(CommentState.REJECTED.label, in_state(CommentState.REJECTED)),
    EVERYTHING: Tab(_("All"), lambda comments: comments, is_counted=False),
}


def named(asked: str | None) -> str:
    """The tab that an address asks for; the queue itself if the word means nothing."""
    return asked if asked in TABS else REVIEW


def held(comments: Found, tab: str, by: str | None) -> Found:
    """What lies in a tab, asked for so that the order comes from an index."""
    if tab == REVIEW and by != LONGEST:
        return comments.filter(StillOpen(F("state")))
    return TABS[tab].holds(comments)


def order(tab: str, by: str | None) -> tuple[str, ...]:
    """What the queue begins with: the gravest, or on request who has waited longest."""
    return ("id",) if tab == REVIEW and by == LONGEST else TABS[tab].order


def offered(user: User, current: str) -> list[dict[str, Any]]:
    """The tabs as they stand over the list, counted in one query."""
    names = [name for name, tab in TABS.items() if tab.is_counted]
    counts = counted(user, [TABS[name].holds(Comment.objects.order_by()) for name in names])
    numbers = {name: in_words(count) for name, count in zip(names, counts, strict=True)}
    return [
        {
            "name": name,
            "label": tab.label,
            "count": numbers.get(name, ""),
            "is_current": name == current,
        }
        for name, tab in TABS.items()
    ]

"""Rows of the desk's first page about readers' letters: what is to be read, and what is due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import text
from articles.admin.next_step import in_short, span
from articles.models import User
from comments.choices import CommentState
from comments.models import Appeal, Comment, Report
from newsroom.desk_rows import QUOTED, SHOWN, Row

#: Open reports that are looked through for the comments they are about; soonest due first.
LOOKED_AT = 100

#: What is said of the oldest of each state that a person still has to read.
OLDEST = {
    CommentState.WAITING: gettext_lazy("The oldest has been waiting for %(time)s"),
    CommentState.AHEAD: gettext_lazy("Shown for %(time)s, and nobody has read it"),
}


def address(tab: str = "") -> str:
    """The moderators' queue, open at this tab."""
    queue = reverse("admin:comments_comment_changelist")
    return f"{queue}?tab={tab}" if tab else queue


def to_review(user: User) -> Any:
    return Comment.objects.to_review()


def review_rows(user: User, now: datetime) -> Iterable[Row]:
    """The oldest of each state: an index leads to it, however many there are."""
    for state, words in OLDEST.items():
        oldest = Comment.objects.filter(state=state).for_queue().order_by("id").first()
        if oldest:
            since = span(oldest.created_at, now)
            yield Row(
                str(words % {"time": since}),
                address(),
                [str(oldest.article)],
                quote=text.excerpt(oldest.text, QUOTED),
            )


def reported(user: User) -> Any:
    return Comment.objects.filter(pk__in=Report.objects.open().order_by().values("comment"))


def report_rows(user: User, now: datetime) -> Iterable[Row]:
    """Comments with open reports, each once, the soonest due first."""
    opened = Report.objects.open().select_related("comment", "comment__article")
    reports = opened.defer("comment__article__body").order_by("due_at", "id")[:LOOKED_AT]
    by_comment: dict[int, list[Report]] = {}
    for report in reports:
        by_comment.setdefault(report.comment_id, []).append(report)
    for same in list(by_comment.values())[:SHOWN]:
        yield report_row(same, now)


def report_row(same: Sequence[Report], now: datetime) -> Row:
    first = same[0]
    reasons = dict.fromkeys(one.get_reason_display() for one in same)
    return Row(
        text.excerpt(first.comment.text, QUOTED),
        address("reported"),
        [str(first.comment.article), *reasons, due(first.due_at, now)],
        late=overdue(first.due_at, now),
    )


def appealed(user: User) -> Any:
    return Appeal.objects.open()


def appeal_rows(user: User, now: datetime) -> Iterable[Row]:
    opened = Appeal.objects.open().select_related("comment", "comment__article")
    for appeal in opened.defer("comment__article__body").order_by("due_at", "id")[:SHOWN]:
        yield Row(
            text.excerpt(appeal.comment.text, QUOTED),
            address("appeals"),
            [str(appeal.comment.article), due(appeal.due_at, now)],
            late=overdue(appeal.due_at, now),
            quote=text.excerpt(appeal.words, QUOTED),
        )


def due(moment: datetime, now: datetime) -> str:
    return "" if moment < now else _("to be settled by %(moment)s") % {"moment": in_short(moment)}


def overdue(moment: datetime, now: datetime) -> str:
    return _("Overdue by %(time)s") % {"time": span(moment, now)} if moment < now else ""

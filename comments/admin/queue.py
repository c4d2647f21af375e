"""The moderators' queue: its rows, with what one has to know before deciding."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, IntegerField, OuterRef, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from articles.admin.counting import CappedCount, CappedPaginator, LeafedList, capped, in_words
from articles.models import Article, Edition, User
from articles.views.desk import person
from comments import moderation
from comments.admin import marking, tabs
from comments.choices import TRANSITIONS, CommentState, ReportReason
from comments.models import Appeal, Comment, Report, Writer

#: Open reports that are read for one page of rows.
REPORTS_READ = 1000
#: Of a writer's comments so many of the newest are looked at for their record.
RECORD = 200
RECORDED = (CommentState.APPROVED, CommentState.REJECTED)
#: What says the same is counted up to here.
ALIKE = 99


class StateCount(Subquery):
    """How many comments that a sliced queryset finds are in one state."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) capped WHERE capped.state = '%(state)s')"
    output_field = IntegerField()


class QueuePaginator(CappedPaginator):
    template_name = "comments/desk_pages.html"


@dataclass(slots=True)
class Row:
    """One comment as the queue shows it."""

    comment: Comment
    #: Whether readers can read its story.
    is_live: bool = False
    #: Others that say the same, up to ALIKE.
    others_alike: int = 0
    #: Of its writer's newest RECORD comments, how many were approved and rejected.
    record: tuple[int, int] = (0, 0)
    reports: list[Report] = field(default_factory=list)
    appeal: Appeal | None = None
    #: Who else has it open now.
    others: str = ""
    now: datetime = field(default_factory=timezone.now)

    @property
    def name(self) -> list[marking.Piece]:
        return marking.pieces(self.comment.shown_name, self.comment.findings)

    @property
    def text(self) -> list[marking.Piece]:
        return marking.pieces(self.comment.text, self.comment.findings)

    @property
    def all_chips(self) -> list[marking.Chip]:
        return marking.chips(self.comment.findings)

    @property
    def chips(self) -> list[marking.Chip]:
        return self.all_chips[: marking.CHIPS]

    @property
    def reported_for(self) -> list[tuple[str, int]]:
        """Each reason with how often it was given."""
        counts = Counter(report.reason for report in self.reports)
        return [(str(ReportReason(reason).label), count) for reason, count in counts.most_common()]

    @property
    def last_report(self) -> int:
        """The number of the latest that a moderator has read here."""
        return max((report.pk for report in self.reports), default=0)

    @property
    def due(self) -> datetime | None:
        """By when its complaints have to be settled, the first of them."""
        moments = [report.due_at for report in self.reports]
        return min([*moments, self.appeal.due_at] if self.appeal else moments, default=None)

    @property
    def is_overdue(self) -> bool:
        return self.due is not None and self.due < self.now

    @property
    def may_approve(self) -> bool:
        return CommentState.APPROVED in TRANSITIONS[CommentState(self.comment.state)]

    @property
    def may_reject(self) -> bool:
        return CommentState.REJECTED in TRANSITIONS[CommentState(self.comment.state)]

    @property
    def may_pick(self) -> bool:
        return self.comment.visible and self.comment.parent_id is None

    @property
    def same(self) -> str:
        return in_words(self.others_alike, ALIKE) if self.others_alike else ""

    @property
    def story_url(self) -> str:
        return story_url(self.comment.article) if self.is_live else ""


def story_url(article: Article) -> str:
    """The story as readers see it; empty for one that never had a date."""
    if article.published_at is None:
        return ""
    return reverse("articles:story", args=[timezone.localdate(article.published_at), article.pk])


def rows_of(comments: Iterable[Any], *, by: User) -> list[Row]:
    """The rows of a page of for_rows(), in as many queries as those of one comment."""
    comments = list(comments)
    keys = [comment.pk for comment in comments]
    # By writer and by words, not by row: of a flood there are many rows and one writer.
    records, same = records_of(comments), alike(comments)
    reports, appeals = reports_of(keys), appeals_of(keys)
    others = moderation.others(keys, by=by)
    now = timezone.now()
    return [
        Row(
            comment,
            is_live=comment.is_live,
            others_alike=same[comment.words_key] - 1,
            record=records.get(comment.writer_id, (0, 0)),
            reports=reports[comment.pk],
            appeal=appeals.get(comment.pk),
            others=others.get(comment.pk, ""),
            now=now,
        )
        for comment in comments
    ]


def records_of(comments: Iterable[Comment]) -> dict[int, tuple[int, int]]:
    """Of each writer, how many of their newest comments were approved and rejected."""
    theirs = Comment.objects.filter(writer=OuterRef("pk")).order_by("-id").values("state")[:RECORD]
    counts = [StateCount(theirs, state=state.value) for state in RECORDED]
    writers = {comment.writer_id for comment in comments}
    rows: Any = Writer.objects.order_by().filter(pk__in=writers).values_list("pk", *counts)
    return {pk: (approved, rejected) for pk, approved, rejected in rows}


def alike(comments: Iterable[Comment]) -> dict[str, int]:
    """By the key of their words, how many there are that say the same, up to ALIKE and one."""
    first = {comment.words_key: comment.pk for comment in comments}
    same = Comment.objects.filter(words_key=OuterRef("words_key"))
    counted = CappedCount(capped(same, ALIKE + 1))
    rows: Any = Comment.objects.order_by().filter(pk__in=first.values())
    return dict(rows.values_list("words_key", counted))


def reports_of(keys: Sequence[int]) -> dict[int, list[Report]]:
    found: dict[int, list[Report]] = defaultdict(list)
    for report in Report.objects.open().filter(comment__in=keys)[:REPORTS_READ]:
        found[report.comment_id].append(report)
    return found


def appeals_of(keys: Sequence[int]) -> dict[int, Appeal]:
    return {appeal.comment_id: appeal for appeal in Appeal.objects.open().filter(comment__in=keys)}


def for_rows() -> Any:
    """Comments as rows_of() takes them; each knows as `is_live` whether its story is online."""
    live = Edition.objects.order_by().live().filter(article=OuterRef("article"))
    return Comment.objects.for_queue().select_related("answers").annotate(is_live=Exists(live))


class Queue(LeafedList):
    """The list's rows in a fixed number of queries, and no count without an end."""

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.moderator = person(request)
        self.tab = tabs.named(request.GET.get(tabs.PARAMETER))
        super().__init__(request, *args, **kwargs)
        self.tabs = tabs.offered(self.moderator, self.tab)

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.rows = rows_of(self.result_list, by=self.moderator)
        # Told apart, the page would say how many there are in all, and that is not counted.
        self.full_result_count = self.result_count

    @cached_property
    def choices(self) -> list[Any]:
        """The filters that offer something to choose, each with its name and choices."""
        offered = [one for one in self.filter_specs if one.lookup_choices]
        names = {tabs.PARAMETER} if self.tab == tabs.REVIEW else {tabs.PARAMETER, tabs.ORDER}
        return [one for one in offered if one.parameter_name not in names]

    @cached_property
    def narrowed(self) -> list[dict[str, Any]]:
        """What links narrowed the list to, each with the way out of it."""
        linked = [one for one in self.filter_specs if not one.lookup_choices and one.value()]
        return [
            {
                "title": one.title,
                "name": one.parameter_name,
                "value": one.value(),
                "without": self.get_query_string(remove=[one.parameter_name]),
            }
            for one in linked
        ]

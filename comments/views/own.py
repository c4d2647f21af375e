"""What a writer sees of their own comments that nobody else sees: waiting ones, rejected ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import OuterRef, Prefetch, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.jobs import SYSTEM
from articles.models import Edition
from comments.choices import DECIDING, CommentState, Reason
from comments.identity import sender_of
from comments.models import Appeal, Comment, CommentQuerySet, Decision, Writer
from comments.views.finding import LIST, of_live_story, wants

MOST = 10
#: Longer ago, a rejection is of no use to its writer.
SINCE = timedelta(days=90)

HIDDEN = (CommentState.WAITING, CommentState.REJECTED)
#: Reasons of screening that say that no person seemed to have written it.
BY_PROGRAM = frozenset({Reason.TRAP, Reason.HASTE, Reason.NO_PROOF})


@dataclass(frozen=True, slots=True)
class Own:
    """A comment as its writer sees it: `why` it is not shown, the latest appeal, if any."""

    comment: Comment
    appeal: Appeal | None
    may_appeal: bool

    @property
    def is_rejected(self) -> bool:
        return self.comment.state == CommentState.REJECTED

    @property
    def why(self) -> str:
        """In general words: which phrase it was would only teach how to get round it, and what
        moderators note is for the desk."""
        if not self.is_rejected:
            return ""
        if self.comment.decided_by and self.comment.decided_by.username != SYSTEM:
            return _("An editor read it and decided not to show it.")
        reasons = {finding.get("reason") for finding in self.comment.findings}
        if reasons & BY_PROGRAM:
            return _("It looked as if a program had sent it.")
        return _("It contains something that is not accepted here.")


@require_safe
@of_live_story
def mine(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Own comments under a story that are not shown; as part=list without the page around it."""
    name = "comments/_mine.html" if wants(request, LIST) else "comments/mine.html"
    own = hidden_of(sender_of(request).writer, edition.article_id)
    return render(request, name, {"edition": edition, "mine": own})


def hidden_of(writer: Writer | None, article_id: int, but: Own | None = None) -> list[Own]:
    """Newest first, without the one that the page shows elsewhere; two queries, and none for
    somebody unknown."""
    if writer is None:
        return []
    found = Comment.objects.filter(writer=writer, article=article_id, state__in=HIDDEN)
    recent = found.filter(created_at__gt=timezone.now() - SINCE).order_by("-pk")
    return [one for one in owned(recent, MOST) if not but or one.comment != but.comment]


def posted_by(writer: Writer | None, pk: int | None) -> Own | None:
    """The comment that this writer has just sent; None for a number that is none of theirs."""
    if writer is None or pk is None:
        return None
    return next(iter(owned(Comment.objects.filter(writer=writer, pk=pk), 1)), None)


def owned(comments: CommentQuerySet, most: int) -> list[Own]:
    """With the appeals, and whether one more may be made: one for each rejection."""
    rejections = Decision.objects.filter(
        comment=OuterRef("pk"), verb__in=sorted(DECIDING), after=CommentState.REJECTED
    )
    latest = Subquery(rejections.order_by("-pk").values("pk")[:1])
    appeals = Prefetch("appeals", Appeal.objects.order_by("-pk"))
    found = comments.annotate(rejection=latest).select_related("decided_by", "answers", "parent")
    return [own(comment) for comment in found.prefetch_related(appeals)[:most]]


def own(comment: Comment) -> Own:
    rejection: int | None = vars(comment)["rejection"]
    appeals = list(comment.appeals.all())
    made = any(appeal.decision_id == rejection for appeal in appeals)
    may = comment.state == CommentState.REJECTED and rejection is not None and not made
    return Own(comment, next(iter(appeals), None), may)

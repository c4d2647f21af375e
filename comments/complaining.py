"""What readers complain of: a comment that should not be shown, one that should have been."""

from __future__ import annotations

from datetime import timedelta

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import visitors
from articles.workflow import Refused
from comments import limits
from comments.choices import DECIDING, CommentState, ReportReason
from comments.identity import Sender
from comments.models import Appeal, Comment, Decision, LettersSettings, Report, Writer
from comments.posting import NotLive

#: So long one network's second report of the same comment says nothing new.
AGAIN_AFTER = timedelta(days=1)


class Again(Refused):
    """They have complained of this already."""


class NotYours(Refused):
    """Only who wrote a comment may appeal, and only while it stands rejected."""


@transaction.atomic
def report(comment_id: int, *, reason: ReportReason, words: str, sender: Sender) -> Report:
    """Say that a comment should not be shown. Who said it is not kept.

    Raises NotLive, Again and limits.Flooded.
    """
    limits.complain(sender)
    # Held, so that a rejection at this moment either upholds the report or comes before it.
    held = Comment.objects.shown().of_live_stories().select_for_update(of=("self",), no_key=True)
    if not held.filter(pk=comment_id).values_list("pk", flat=True).first():
        raise NotLive(_("This comment is not shown any more."))
    if not is_first(comment_id, sender.address):
        raise Again(_("You have reported this comment already. An editor will look at it."))
    now = timezone.now()
    hours = LettersSettings.current().report_hours
    return Report.objects.create(
        comment_id=comment_id,
        reason=reason,
        words=words,
        at=now,
        due_at=now + timedelta(hours=hours),
    )


def is_first(comment_id: int, address: str) -> bool:
    """Note the report of this network; where nobody can note it, a report is worth reading."""
    try:
        mark = visitors.mark(visitors.network_of(address), f"report {comment_id}")
        return cache.add(mark, 1, AGAIN_AFTER.total_seconds())
    except visitors.UNREACHABLE:
        return True


@transaction.atomic
def appeal(comment_id: int, *, words: str, writer: Writer) -> Appeal:
    """Ask to look again at a comment of one's own that was rejected, once for each rejection.

    Raises NotYours and Again.
    """
    comment = own_rejected(comment_id, writer)
    decision = rejection_of(comment)
    if Appeal.objects.filter(decision=decision).exists():
        raise Again(_("You have appealed against this decision already."))
    now = timezone.now()
    hours = LettersSettings.current().appeal_hours
    return Appeal.objects.create(
        comment=comment,
        decision=decision,
        words=words,
        at=now,
        due_at=now + timedelta(hours=hours),
    )


def own_rejected(comment_id: int, writer: Writer) -> Comment:
    """Held until the transaction ends, so that two appeals at once are one."""
    rows = Comment.objects.select_for_update(of=("self",)).filter(pk=comment_id, writer=writer)
    comment = rows.filter(state=CommentState.REJECTED).first()
    if comment is None:
        raise NotYours(_("There is no rejected comment of yours here to appeal for."))
    return comment


def rejection_of(comment: Comment) -> Decision:
    """The decision by which the comment stands rejected now."""
    deciding = comment.decisions.filter(verb__in=sorted(DECIDING), after=CommentState.REJECTED)
    decision = deciding.order_by("-pk").first()
    if decision is None:
        raise NotYours(_("This comment was rejected too long ago to appeal."))
    return decision

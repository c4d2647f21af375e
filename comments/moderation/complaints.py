"""Answers what readers complain of, where the comment stays as it is.

A verdict that gives the complaint right settles it by itself (deciding.py). Complaints about a
story that was withdrawn stay open: its comments come back with it, and somebody waits for an
answer.
"""

from __future__ import annotations

from typing import NoReturn

from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import User
from articles.workflow import Refused, Stale
from comments.choices import AppealOutcome, CommentState, LetterVerb, ReportOutcome
from comments.models import Appeal, Comment, Report
from comments.moderation.acting import (
    Act,
    clock_time,
    cut,
    demand_right,
    demand_words,
    lock_one,
)


@transaction.atomic
def dismiss_reports(
    comment: Comment, *, by: User, note: str = "", last_seen: int | None = None
) -> int:
    """Settle a comment's open reports: it stays. How many there were.

    `last_seen` is the number of the latest report that `by` has read; one that came in since stays
    open. Raises Stale where somebody else settled them.
    """
    demand_right(by)
    act, locked = Act(by, cut(note)), lock_one(comment)
    reports = Report.objects.filter(comment=locked)
    read = reports.filter(outcome=ReportOutcome.OPEN)
    if last_seen is not None:
        read = read.filter(pk__lte=last_seen)
    count = read.update(outcome=ReportOutcome.DISMISSED, settled_by=act.by, settled_at=act.at)
    if not count:
        settled = reports.exclude(outcome=ReportOutcome.OPEN).select_related("settled_by")
        refuse_settled(settled.order_by("-settled_at", "-pk").first())
    act.row(LetterVerb.DISMISS, locked).save()
    return count


@transaction.atomic
def deny(appeal: Appeal, *, by: User, answer: str) -> Appeal:
    """Let a rejection stand, and tell its writer why. To grant an appeal, approve the comment."""
    demand_right(by)
    sentence = _("Write an answer: the writer reads it, and the log keeps it.")
    act = Act(by, demand_words(answer, sentence))
    comment = lock_one(appeal.comment)
    locked = Appeal.objects.select_for_update().get(pk=appeal.pk)
    if locked.outcome != AppealOutcome.OPEN:
        refuse_settled(locked)
    if comment.state != CommentState.REJECTED:
        raise Refused(_("This comment is no longer rejected. Decide on the comment itself first."))
    locked.outcome, locked.answer = AppealOutcome.DENIED, act.note
    locked.settled_by, locked.settled_at = act.by, act.at
    locked.save(update_fields=["outcome", "answer", "settled_by", "settled_at"])
    act.row(LetterVerb.DENY, comment).save()
    return locked


def refuse_settled(complaint: Report | Appeal | None) -> NoReturn:
    """Tells who was first."""
    if complaint is None:
        raise Refused(_("Nobody has reported this comment."))
    sentence = _("%(who)s settled this already, at %(when)s: %(outcome)s.")
    outcome = complaint.get_outcome_display()
    told = {"who": complaint.settled_by, "when": clock_time(complaint.settled_at)}
    raise Stale(sentence % (told | {"outcome": outcome}))

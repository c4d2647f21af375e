"""Takes an act back while it is fresh: comments get the state that they had before it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import User
from articles.workflow import Refused
from comments import tallies
from comments.choices import (
    DECIDED,
    DECIDING,
    OPEN,
    SHOWN,
    AppealOutcome,
    LetterVerb,
    ReportOutcome,
)
from comments.models import Appeal, Comment, Decision, Report
from comments.moderation.acting import Act, announce, demand_right, lock
from comments.moderation.banning import lift_with
from comments.moderation.deciding import Outcome, set_pick

#: So long who acted may take it back; later it takes a decision of its own.
UNDO_WITHIN = timedelta(minutes=10)

VERDICTS = frozenset({LetterVerb.APPROVE, LetterVerb.REJECT})
UNDONE = VERDICTS | {LetterVerb.BAN}

FIELDS = ["state", "decided_by", "decided_at", "decision_note"]

Verdicts = Mapping[int, Decision]


@transaction.atomic
def undo(batch: UUID, *, by: User, now: datetime | None = None) -> Outcome:
    """Take back what one act did: its verdicts, with what they settled and unpicked, and its ban.

    Where somebody decided since, that stands and the comment is handed back as overtaken. Raises
    Refused where it is too late, or where it was somebody else's act.
    """
    demand_right(by)
    act = Act(by, at=now or timezone.now())
    rows = list(Decision.objects.filter(batch=batch))
    demand_fresh(rows, act)
    verdicts = {row.comment_id: row for row in rows if row.verb in VERDICTS and row.comment_id}
    outcome = sort_out(lock(verdicts), verdicts)
    if outcome.done:
        lost = {row.comment_id for row in rows if row.verb == LetterVerb.UNPICK}
        give_back(outcome.done, verdicts, lost, act)
    lifted = [lift_with(row, act) for row in rows if row.verb == LetterVerb.BAN]
    if outcome.done or any(lifted):
        outcome.batch = act.batch
    elif not outcome.overtaken:
        raise Refused(nothing_sentence())
    return outcome


def nothing_sentence() -> str:
    return _("There is nothing here that can be undone.")


def demand_fresh(rows: Collection[Decision], act: Act) -> None:
    if not any(row.verb in UNDONE for row in rows):
        raise Refused(nothing_sentence())
    if any(row.by_id != act.by.pk for row in rows):
        raise Refused(_("Only the person who decided can undo it. You can decide anew."))
    if any(row.at < act.at - UNDO_WITHIN for row in rows):
        minutes = int(UNDO_WITHIN.total_seconds()) // 60
        sentence = _("This can be undone for %(minutes)d minutes only. You can decide anew.")
        raise Refused(sentence % {"minutes": minutes})


def sort_out(comments: Collection[Comment], verdicts: Verdicts) -> Outcome:
    """What nobody decided since is to be done; `comments` are locked."""
    outcome, last = Outcome(), last_decisions(comments)
    for comment in comments:
        stands = last[comment.pk] == verdicts[comment.pk].pk
        (outcome.done if stands else outcome.overtaken).append(comment)
    prefetch_related_objects(outcome.overtaken, "decided_by")
    return outcome


def last_decisions(comments: Collection[Comment], **leaving_out: Any) -> dict[int, int]:
    """The number of the last decision on each of these comments."""
    rows = Decision.objects.filter(comment__in=comments, verb__in=sorted(DECIDING)).order_by()
    found = rows.exclude(**leaving_out) if leaving_out else rows
    return dict(found.values_list("comment").annotate(Max("pk")))


def give_back(
    comments: list[Comment], verdicts: Verdicts, lost: Collection[int | None], act: Act
) -> None:
    """Put comments into the state of before the verdicts; `lost` are those that were picks."""
    any_row = verdicts[comments[0].pk]
    turned = [one for one in comments if is_turned(verdicts[one.pk])]
    picks = [one for one in comments if one.pk in lost]
    drops = [one for one in comments if one.is_picked and verdicts[one.pk].before not in SHOWN]
    rows = [act.row(LetterVerb.UNDO, one, verdicts[one.pk].before) for one in comments]
    rows += [act.row(LetterVerb.PICK, one) for one in picks]
    rows += [act.row(LetterVerb.UNPICK, one) for one in drops]
    for comment in comments:
        comment.state = verdicts[comment.pk].before
    put_in_line([one for one in comments if one.state in OPEN])
    decide_as_before([one for one in comments if one.state in DECIDED], any_row.batch, act)
    set_pick(picks, True)
    set_pick(drops, False)
    Decision.objects.bulk_create(rows)
    open_again(comments, any_row)
    if turned:
        tallies.after_change(turned)
        announce()


def is_turned(row: Decision) -> bool:
    return (row.before in SHOWN) != (row.after in SHOWN)


def put_in_line(comments: list[Comment]) -> None:
    """Nobody has decided on these, as before."""
    for state in sorted(OPEN):
        ids = [comment.pk for comment in comments if comment.state == state]
        fields: dict[str, Any] = {"decided_by": None, "decided_at": None, "decision_note": ""}
        if ids:
            Comment.objects.filter(pk__in=ids).update(state=state, **fields)
    for comment in comments:
        comment.decided_by, comment.decided_at, comment.decision_note = None, None, ""


def decide_as_before(comments: list[Comment], batch: UUID, act: Act) -> None:
    """Who decided on these before the act of that number, and why, is what they say again."""
    if not comments:
        return
    earlier = last_decisions(comments, batch=batch)
    known = Decision.objects.select_related("by").in_bulk(earlier.values())
    for comment in comments:
        row = known.get(earlier.get(comment.pk, 0))
        comment.decided_by, comment.decided_at = (row.by, row.at) if row else (act.by, act.at)
        comment.decision_note = row.note if row else ""
    Comment.objects.bulk_update(comments, FIELDS)


def open_again(comments: list[Comment], row: Decision) -> None:
    """Complaints that the act settled wait for an answer again."""
    settled = {"comment__in": comments, "settled_by": row.by_id, "settled_at": row.at}
    for model, outcome in (
        (Report, ReportOutcome.UPHELD),
        (Appeal, AppealOutcome.GRANTED),
    ):
        rows = model._default_manager.filter(outcome=outcome, **settled)
        rows.update(outcome="", settled_by=None, settled_at=None)

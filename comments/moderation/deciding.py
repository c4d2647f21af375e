"""Approves and rejects comments: checks, locks, changes, records and announces."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from articles.jobs import system_user
from articles.models import User
from articles.workflow import Refused, Stale
from comments import tallies
from comments.choices import (
    DECIDING,
    SHOWN,
    TRANSITIONS,
    AppealOutcome,
    CommentState,
    LetterVerb,
    ReportOutcome,
)
from comments.models import Appeal, Comment, Decision, Report
from comments.moderation.acting import Act, announce, clock_time, cut, demand_right, lock

VERBS = {CommentState.APPROVED: LetterVerb.APPROVE, CommentState.REJECTED: LetterVerb.REJECT}


@dataclass(slots=True)
class Outcome:
    """What became of the comments that one act was about, each as it stands now."""

    done: list[Comment] = field(default_factory=list)
    #: Somebody else decided since this moderator saw them; their decision stands.
    overtaken: list[Comment] = field(default_factory=list)
    #: The verdict is no change, or no step that TRANSITIONS knows.
    idle: list[Comment] = field(default_factory=list)
    #: By this the act can be undone; None where nothing was done.
    batch: UUID | None = None


def approve(comment: Comment, *, by: User, note: str = "") -> Comment:
    """Show a comment to readers. `comment.state` is taken as what `by` has seen."""
    return decide_one(comment, CommentState.APPROVED, by=by, note=note)


def reject(comment: Comment, *, by: User, note: str = "") -> Comment:
    """Keep a comment from readers. `comment.state` is taken as what `by` has seen."""
    return decide_one(comment, CommentState.REJECTED, by=by, note=note)


def decide_one(comment: Comment, verdict: CommentState, *, by: User, note: str) -> Comment:
    """Raises PermissionDenied, Stale where somebody else was first, Refused where it is no step."""
    outcome = decide({comment.pk: CommentState(comment.state)}, verdict, by=by, note=note)
    if outcome.overtaken:
        raise Stale(overtaken_sentence(outcome.overtaken[0]))
    if not outcome.done:
        raise Refused(_("There is nothing to decide: this comment is in that state already."))
    return outcome.done[0]


@transaction.atomic
def decide(
    seen: Mapping[int, CommentState], verdict: CommentState, *, by: User, note: str = ""
) -> Outcome:
    """Give one verdict on many comments; `seen` maps ids to the states that `by` saw them in.

    Where the state has changed since, the comment is left alone and handed back as overtaken:
    of two moderators the first one's decision stands, and the other is told.
    """
    demand_right(by)
    outcome = sort_out(lock(seen), seen, verdict)
    prefetch_related_objects(outcome.overtaken, "decided_by")
    if outcome.done:
        act = Act(by, cut(note))
        record(outcome.done, verdict, act)
        outcome.batch = act.batch
    return outcome


def refuse_by_screening(comment: Comment, note: str) -> None:
    """Reject what screening refuses, before anybody saw it: its writer may appeal.

    To be called in the transaction that stores the comment; it is stored here if it is not yet.
    """
    if comment._state.adding:
        comment.save()
    record([comment], CommentState.REJECTED, Act(system_user(), cut(note)))


def record(comments: list[Comment], verdict: CommentState, act: Act) -> None:
    """Write the verdict on locked comments, and what follows from it."""
    turned = [one for one in comments if (one.state in SHOWN) != (verdict in SHOWN)]
    picked = [one for one in comments if one.is_picked and verdict not in SHOWN]
    rows = [act.row(VERBS[verdict], comment, verdict) for comment in comments]
    rows += [act.row(LetterVerb.UNPICK, comment) for comment in picked]
    Decision.objects.bulk_create(rows)
    write(comments, verdict, act)
    set_pick(picked, False)  # What readers do not see is no pick.
    settle_complaints(comments, verdict, act)
    if turned:
        tallies.after_change(turned)
        announce()


def write(comments: list[Comment], verdict: CommentState, act: Act) -> None:
    for comment in comments:
        comment.state, comment.decided_by = verdict, act.by
        comment.decided_at, comment.decision_note = act.at, act.note
    rows = Comment.objects.filter(pk__in=[comment.pk for comment in comments])
    rows.update(state=verdict, decided_by=act.by, decided_at=act.at, decision_note=act.note)


def set_pick(comments: list[Comment], is_picked: bool) -> None:
    if comments:
        for comment in comments:
            comment.is_picked = is_picked
        Comment.objects.filter(pk__in=[one.pk for one in comments]).update(is_picked=is_picked)


def settle_complaints(comments: list[Comment], verdict: CommentState, act: Act) -> None:
    """Who complained is right: a rejection upholds open reports, an approval grants an appeal."""
    ids = [comment.pk for comment in comments]
    settled: dict[str, Any] = {"settled_by": act.by, "settled_at": act.at}
    if verdict == CommentState.REJECTED:
        upheld = Report.objects.filter(comment__in=ids, outcome=ReportOutcome.OPEN)
        upheld.update(outcome=ReportOutcome.UPHELD, **settled)
    else:
        granted = Appeal.objects.filter(comment__in=ids, outcome=AppealOutcome.OPEN)
        granted.update(outcome=AppealOutcome.GRANTED, **settled)


def sort_out(
    comments: Iterable[Comment], seen: Mapping[int, CommentState], verdict: CommentState
) -> Outcome:
    outcome = Outcome()
    for comment in comments:
        state = CommentState(comment.state)
        if state != seen[comment.pk]:
            outcome.overtaken.append(comment)
        elif verdict in TRANSITIONS[state]:
            outcome.done.append(comment)
        else:
            outcome.idle.append(comment)
    return outcome


def overtaken_sentence(comment: Comment) -> str:
    """Tells a moderator who was first. `comment` is as it stands now."""
    if comment.decided_by is None:
        return put_back_sentence(comment)
    return _(
        "%(who)s decided on this comment at %(when)s, after you opened the list: %(state)s. "
        "That decision stands."
    ) % {
        "who": comment.decided_by,
        "when": clock_time(comment.decided_at),
        "state": comment.get_state_display(),
    }


def put_back_sentence(comment: Comment) -> str:
    """Of one that was decided when it was listed, and of which that was undone."""
    last = comment.decisions.filter(verb__in=sorted(DECIDING)).select_related("by").first()
    return _(
        "%(who)s put this comment back at %(when)s, after you opened the list: %(state)s. "
        "Read it again."
    ) % {
        "who": last.by if last else _("Somebody"),
        "when": clock_time(last.at if last else None),
        "state": comment.get_state_display(),
    }

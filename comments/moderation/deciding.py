"""Approves and rejects comments: checks, locks, changes, records and announces."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles import signals
from articles.models import User
from articles.workflow import Refused, Stale, demand
from comments import tallies
from comments.choices import SHOWN, TRANSITIONS, CommentState, LetterVerb
from comments.models import NOTE_LENGTH, Comment, Decision

PERMISSION = "comments.moderate_comment"

VERBS = {CommentState.APPROVED: LetterVerb.APPROVE, CommentState.REJECTED: LetterVerb.REJECT}


@dataclass(slots=True)
class Outcome:
    """What became of the comments that one act was about, each as it stands now."""

    done: list[Comment] = field(default_factory=list)
    #: Somebody else decided since this moderator saw them; their decision stands.
    overtaken: list[Comment] = field(default_factory=list)
    #: The verdict is no change, or no step that TRANSITIONS knows.
    idle: list[Comment] = field(default_factory=list)


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
    demand(by, PERMISSION)
    note = note.strip()[:NOTE_LENGTH]
    outcome = sort_out(lock(seen), seen, verdict)
    visible = verdict in SHOWN or any(comment.state in SHOWN for comment in outcome.done)
    record(outcome.done, verdict, by=by, note=note)
    if outcome.done and visible:
        announce()
    return outcome


def record(comments: list[Comment], verdict: CommentState, *, by: User, note: str) -> None:
    """Write the verdict on locked comments, and who gave it when and why, for good."""
    now = timezone.now()
    batch = uuid4()
    Decision.objects.bulk_create(
        Decision(
            verb=VERBS[verdict],
            comment=comment,
            writer_id=comment.writer_id,
            before=comment.state,
            after=verdict,
            by=by,
            at=now,
            note=note,
            batch=batch,
        )
        for comment in comments
    )
    for comment in comments:
        comment.state, comment.decided_by = verdict, by
        comment.decided_at, comment.decision_note = now, note
    Comment.objects.filter(pk__in=[comment.pk for comment in comments]).update(
        state=verdict, decided_by=by, decided_at=now, decision_note=note
    )
    tallies.after_change(comments)


def lock(ids: Iterable[int]) -> list[Comment]:
    """The rows as they are now, held until the transaction ends, always in the same order."""
    rows = Comment.objects.select_for_update(of=("self",)).select_related("decided_by")
    return list(rows.filter(pk__in=list(ids)).order_by("pk"))


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
    """Tells a moderator who was first. `comment` is as it stands now, so it has been decided."""
    when = timezone.localtime(comment.decided_at) if comment.decided_at else timezone.localtime()
    return _(
        "%(who)s decided on this comment at %(when)s, after you opened the list: %(state)s. "
        "That decision stands."
    ) % {
        "who": comment.decided_by,
        "when": date_format(when, "H:i"),
        "state": comment.get_state_display(),
    }


def announce() -> None:
    """Readers' pages have changed; said once the change is sure."""
    transaction.on_commit(partial(signals.public_changed.send_robust, sender=Comment))

"""Keeps a writer or a network from writing for a while, and lets them write again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from articles.models import User
from articles.workflow import Refused, Stale
from comments.choices import OPEN, CommentState, LetterVerb
from comments.models import Ban, Comment, Decision, Whereabouts, Writer
from comments.moderation.acting import (
    AT_ONCE,
    Act,
    clock_time,
    cut,
    demand_right,
    demand_words,
    lock,
)
from comments.moderation.deciding import record

#: For how many days one may be banned; None has no end.
BAN_DAYS: tuple[int | None, ...] = (1, 7, 30, None)


@transaction.atomic
def ban_writer(
    writer: Writer,
    *,
    by: User,
    reason: str,
    days: int | None,
    because_of: Comment | None = None,
    and_reject: bool = False,
) -> Ban:
    """`and_reject` also rejects what of this writer is still to be reviewed, in the same act.

    Raises Refused without a reason or for another number of days, Stale where a ban is in force.
    """
    act = begin(by, reason, days)
    # Not for update: who decides on a comment notes its writer, and would wait for us with a lock.
    locked = Writer.objects.select_for_update(no_key=True).get(pk=writer.pk)
    demand_no_ban(locked.bans.in_force(act.at).select_related("by").first())
    ban = Ban(writer=locked, because_of=because_of, **terms(act, days))
    ban.save()
    act.about(LetterVerb.BAN, locked.pk, because_of).save()
    if and_reject:
        reject_open(locked, act)
    return ban


@transaction.atomic
def ban_network(
    comment: Comment, *, by: User, reason: str, days: int | None, and_reject: bool = False
) -> Ban:
    """Ban the network that a comment came from. Nobody sees which it is.

    `and_reject` rejects what the comment's writer has open: others share the network. Raises as
    ban_writer does, and Refused where the network is no longer known.
    """
    act = begin(by, reason, days)
    network = Whereabouts.objects.filter(comment=comment).values_list("network", flat=True).first()
    if not network:
        raise Refused(
            _("From where this comment was sent is no longer kept. Ban its writer instead.")
        )
    # One row stands for the network, so that of two moderators at once the other waits.
    list(Whereabouts.objects.select_for_update().filter(network=network).order_by("comment")[:1])
    in_force = Ban.objects.in_force(act.at).filter(network=network)
    demand_no_ban(in_force.select_related("by").first())
    ban = Ban(network=network, because_of=comment, **terms(act, days))
    ban.save()
    act.about(LetterVerb.BAN, None, comment).save()
    if and_reject and comment.writer:
        reject_open(comment.writer, act)
    return ban


@transaction.atomic
def lift(ban: Ban, *, by: User, note: str = "") -> Ban:
    """End a ban before its time. Raises Stale where it has ended already."""
    demand_right(by)
    act = Act(by, cut(note))
    locked = Ban.objects.select_for_update().get(pk=ban.pk)
    if locked.lifted_at:
        sentence = _("%(who)s lifted this ban already, at %(when)s.")
        raise Stale(sentence % {"who": locked.lifted_by, "when": clock_time(locked.lifted_at)})
    if locked.expires_at and locked.expires_at <= act.at:
        raise Stale(_("This ban has ended by itself already."))
    end(locked, act)
    return locked


def begin(by: User, reason: str, days: int | None) -> Act:
    demand_right(by)
    if days not in BAN_DAYS:
        raise Refused(_("Choose for how long: a day, a week, 30 days or for good."))
    sentence = _("Say why: the log keeps the reason, and the writer may ask for it.")
    return Act(by, demand_words(reason, sentence))


def terms(act: Act, days: int | None) -> dict[str, Any]:
    ends = act.at + timedelta(days=days) if days else None
    return {"reason": act.note, "by": act.by, "at": act.at, "expires_at": ends}


def demand_no_ban(ban: Ban | None) -> None:
    """Tells who was first."""
    if ban is None:
        return
    told = {"who": ban.by, "when": clock_time(ban.at)}
    if ban.expires_at is None:
        sentence = _("%(who)s set a ban already, at %(when)s, without an end. That ban stands.")
        raise Stale(sentence % told)
    until = date_format(localtime(ban.expires_at), "Y-m-d H:i")
    sentence = _("%(who)s set a ban already, at %(when)s, until %(until)s. That ban stands.")
    raise Stale(sentence % (told | {"until": until}))


def reject_open(writer: Writer, act: Act) -> None:
    theirs = Comment.objects.to_review().filter(writer=writer).order_by("pk")
    comments = lock(theirs.values_list("pk", flat=True)[:AT_ONCE])
    still_open = [one for one in comments if one.state in OPEN]
    if still_open:
        record(still_open, CommentState.REJECTED, act)


def end(ban: Ban, act: Act) -> None:
    ban.lifted_at, ban.lifted_by = act.at, act.by
    ban.save(update_fields=["lifted_at", "lifted_by"])
    act.about(LetterVerb.LIFT, ban.writer_id, ban.because_of).save()


def batch_of(ban: Ban) -> UUID | None:
    """By this the act that set a ban can be undone, with what it rejected."""
    rows = Decision.objects.filter(verb=LetterVerb.BAN, by=ban.by_id, at=ban.at)
    found = rows.filter(writer=ban.writer_id, comment=ban.because_of_id)
    return found.values_list("batch", flat=True).first()


def lift_with(row: Decision, act: Act) -> Ban | None:
    """End the ban that a row of the log set, if it is in force still; None where it is not."""
    bans = Ban.objects.select_for_update().filter(by=row.by_id, at=row.at)
    ban = bans.filter(writer=row.writer_id, because_of=row.comment_id, lifted_at=None).first()
    if ban:
        end(ban, act)
    return ban

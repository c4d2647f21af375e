"""Puts a comment before the others, as the staff's pick, and takes it from there."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import User
from articles.workflow import Refused, Stale
from comments.choices import LetterVerb
from comments.models import Comment
from comments.moderation.acting import Act, announce, clock_time, demand_right, lock_one
from comments.moderation.deciding import overtaken_sentence


def pick(comment: Comment, *, by: User) -> Comment:
    """Only what readers see can be picked, and no answer. `comment` is as `by` has seen it."""
    return turn(comment, LetterVerb.PICK, by)


def unpick(comment: Comment, *, by: User) -> Comment:
    return turn(comment, LetterVerb.UNPICK, by)


@transaction.atomic
def turn(comment: Comment, verb: LetterVerb, by: User) -> Comment:
    """Raises Stale where another moderator was first, Refused where it is no step."""
    demand_right(by)
    act, locked = Act(by), lock_one(comment)
    if locked.state != comment.state:
        raise Stale(overtaken_sentence(locked))
    if locked.is_picked == (verb == LetterVerb.PICK):
        raise Stale(first_sentence(locked))
    if verb == LetterVerb.PICK:
        demand_pickable(locked)
    act.row(verb, locked).save()
    locked.is_picked = verb == LetterVerb.PICK
    Comment.objects.filter(pk=locked.pk).update(is_picked=locked.is_picked)
    announce()
    return locked


def demand_pickable(comment: Comment) -> None:
    if comment.parent_id is not None:
        raise Refused(_("An answer cannot be picked: it stands under the comment it answers."))
    if not comment.visible:
        raise Refused(_("Only a comment that readers see can be picked. Approve it first."))


def first_sentence(comment: Comment) -> str:
    """Tells who picked it, or took the pick from it."""
    verbs = (LetterVerb.PICK, LetterVerb.UNPICK)
    last = comment.decisions.filter(verb__in=verbs).select_related("by").first()
    told = {"who": last.by, "when": clock_time(last.at)} if last else None
    if comment.is_picked:
        return (
            _("%(who)s picked this comment already, at %(when)s.") % told
            if told
            else _("This comment is a pick already.")
        )
    return (
        _("%(who)s took the pick from this comment already, at %(when)s.") % told
        if told
        else _("This comment is no pick.")
    )

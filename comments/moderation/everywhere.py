"""Finds what says the same in whatever spelling, and decides on all of it at once."""

from __future__ import annotations

from django.db import transaction

from articles.models import User
from comments.choices import CommentState
from comments.models import Comment, CommentQuerySet
from comments.moderation.acting import AT_ONCE, demand_right
from comments.moderation.deciding import Outcome, decide


def same_text(comment: Comment) -> CommentQuerySet:
    """This comment and every other that says the same, under any story and in any state."""
    return Comment.objects.filter(words_key=comment.words_key)


@transaction.atomic
def decide_same(comment: Comment, verdict: CommentState, *, by: User, note: str = "") -> Outcome:
    """One verdict on this comment and those that say the same, as far as a person has to read
    them still. The oldest AT_ONCE of them; the next act takes the rest."""
    demand_right(by)
    still_open = same_text(comment).to_review().order_by("pk")
    seen = dict(still_open.values_list("pk", "state")[:AT_ONCE])
    return decide(
        {pk: CommentState(state) for pk, state in seen.items()}, verdict, by=by, note=note
    )

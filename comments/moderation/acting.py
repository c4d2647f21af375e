"""What every act on the letters page does alike: the right, the locks, the log, the news."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles import signals
from articles.models import User
from articles.workflow import Refused, demand
from comments.choices import LetterVerb
from comments.models import NOTE_LENGTH, Comment, Decision

#: The right that every act here asks for.
PERMISSION = "comments.moderate_comment"

#: So many comments one act takes at most; the next one takes the rest.
AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Act:
    """One act in the log: all of its rows have the same person, moment, reason and number."""

    by: User
    note: str = ""
    at: datetime = field(default_factory=timezone.now)
    batch: UUID = field(default_factory=uuid4)

    def row(self, verb: LetterVerb, comment: Comment, after: str = "") -> Decision:
        """`after` is the state that the comment gets, where the act gives it one."""
        row = self.about(verb, comment.writer_id, comment)
        row.before, row.after = comment.state if after else "", after
        return row

    def about(
        self, verb: LetterVerb, writer_id: int | None, comment: Comment | None = None
    ) -> Decision:
        return Decision(
            verb=verb,
            comment=comment,
            writer_id=writer_id,
            by=self.by,
            at=self.at,
            note=self.note,
            batch=self.batch,
        )


def demand_right(by: User) -> None:
    """Raises PermissionDenied."""
    demand(by, PERMISSION)


def cut(words: str) -> str:
    """A reason as the log keeps it."""
    return words.strip()[:NOTE_LENGTH]


def demand_words(words: str, sentence: str) -> str:
    """A reason where one is due."""
    if not words.strip():
        raise Refused(sentence)
    return cut(words)


def lock(ids: Iterable[int]) -> list[Comment]:
    """The rows as they are now, held until the transaction ends, in the order of their numbers.

    For an answer the comment above it is held too: by a decision it is counted, or has hidden the
    answer. So who holds an answer holds its thread, and who hides a thread may hide its answers.
    All locks are taken in one order, comments by number and then, in tallies.py, the tallies of
    their stories: no two acts wait for each other.
    """
    chosen = dict(Comment.objects.filter(pk__in=list(ids)).values_list("pk", "parent"))
    wanted = {*chosen, *filter(None, chosen.values())}
    # Nothing is joined: of what is joined PostgreSQL gives back the row of before it waited.
    held = Comment.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    return [comment for comment in held if comment.pk in chosen] if chosen else []


def lock_one(comment: Comment) -> Comment:
    """Raises Refused where it is gone."""
    found = lock([comment.pk])
    if not found:
        raise Refused(_("This comment is no longer here."))
    return found[0]


def clock_time(moment: datetime | None) -> str:
    """As sentences about what another moderator did name it; with the day if it is another."""
    local = timezone.localtime(moment)
    same_day = local.date() == timezone.localdate()
    return date_format(local, "H:i" if same_day else "Y-m-d H:i")


def announce() -> None:
    """Readers' pages have changed; said once the change is sure."""
    transaction.on_commit(partial(signals.public_changed.send_robust, sender=Comment))

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

    Everybody takes locks in one order, so that no two wait for each other: first comments on
    stories (for an answer the one above it, since a decision hides or counts what is under it),
    then answers, then, in tallies.py, the tallies. Who holds an answer so holds its thread.
    """
    chosen = dict(Comment.objects.filter(pk__in=list(ids)).values_list("pk", "parent"))
    threads = held({parent or pk for pk, parent in chosen.items()})
    answers = held({pk for pk, parent in chosen.items() if parent})
    return sorted(
        (comment for comment in (*threads, *answers) if comment.pk in chosen),
        key=lambda comment: comment.pk,
    )


def held(ids: set[int]) -> list[Comment]:
    # Nothing is joined: of what is joined PostgreSQL gives back the row of before it waited.
    if not ids:
        return []
    return list(Comment.objects.select_for_update().filter(pk__in=ids).order_by("pk"))


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

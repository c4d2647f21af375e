"""What a moderator is told after an act, and what undoes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments import moderation
from comments.choices import CommentState

#: Sentences about single comments that somebody else decided; more would bury the list.
MOST = 3


@dataclass(slots=True)
class Told:
    """Sentences with their level (django.contrib.messages); `undo` names the way back, if any."""

    sentences: list[tuple[int, str]] = field(default_factory=list)
    undo: str = ""

    @classmethod
    def done(cls, sentence: str, undo: str = "") -> Told:
        return cls([(messages.SUCCESS, sentence)], undo)

    @classmethod
    def trouble(cls, sentence: str) -> Told:
        return cls([(messages.WARNING, sentence)])

    @property
    def is_trouble(self) -> bool:
        return any(level != messages.SUCCESS for level, _sentence in self.sentences)

    @property
    def words(self) -> str:
        return "\n".join(sentence for _level, sentence in self.sentences)


def of_decision(verdict: CommentState, outcome: moderation.Outcome) -> Told:
    """How many were decided, and which ones somebody else had decided before."""
    told = Told()
    if outcome.done:
        sentence = done_sentence(verdict, len(outcome.done))
        told = Told.done(sentence, batch_word(outcome.batch))
    tell_overtaken(told, outcome)
    if not told.sentences:
        return Told.trouble(_("Nothing was changed: there was nothing to decide."))
    return told


def of_undoing(outcome: moderation.Outcome) -> Told:
    told = Told()
    if count := len(outcome.done):
        sentence = ngettext(
            "%(count)d comment is as it was before.",
            "%(count)d comments are as they were before.",
            count,
        )
        told = Told.done(sentence % {"count": count})
    elif outcome.batch:
        told = Told.done(_("The ban was lifted."))
    tell_overtaken(told, outcome)
    return told if told.sentences else Told.trouble(_("There was nothing left to undo."))


def tell_overtaken(told: Told, outcome: moderation.Outcome) -> None:
    for comment in outcome.overtaken[:MOST]:
        sentence = f"{comment}\n{moderation.overtaken_sentence(comment)}"
        told.sentences.append((messages.WARNING, sentence))
    left = len(outcome.overtaken) - MOST
    if left > 0:
        more = ngettext(
            "%(count)d more comment was decided by somebody else; that decision stands.",
            "%(count)d more comments were decided by somebody else; those decisions stand.",
            left,
        )
        told.sentences.append((messages.WARNING, more % {"count": left}))


def batch_word(batch: UUID | None) -> str:
    """What takes back an act with this number (undoing.py)."""
    return f"batch:{batch}" if batch else ""


def done_sentence(verdict: CommentState, count: int) -> str:
    if verdict == CommentState.APPROVED:
        sentence = ngettext(
            "%(count)d comment was approved.",
            "%(count)d comments were approved.",
            count,
        )
    else:
        sentence = ngettext(
            "%(count)d comment was rejected.",
            "%(count)d comments were rejected.",
            count,
        )
    return sentence % {"count": count}


def ban_sentence(end: datetime | None) -> str:
    if end is None:
        return _("Banned for good, until somebody lifts it.")
    moment = date_format(timezone.localtime(end), "Y-m-d H:i")
    return _("Banned until %(moment)s.") % {"moment": moment}

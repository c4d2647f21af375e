"""Where in a comment screening found something: the text in pieces, the found ones marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from comments.choices import Guess, PhraseLevel, Reason

#: Chips of one row; what is more stands with the comment itself.
CHIPS = 6


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of the words; `why` is empty where nothing was found in them."""

    words: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """A reason in short, as the list shows it."""

    label: str
    tone: str
    #: The phrase, or what was written.
    words: str = ""
    #: Says that it is a guess, before the phrase; empty where the phrase stands there as it is.
    guess: str = ""


#: How a chip is coloured by its level; the words say it too.
TONES = {PhraseLevel.LOW: "plain", PhraseLevel.MIDDLE: "care", PhraseLevel.HIGH: "bad"}


def pieces(text: str, findings: Iterable[Mapping[str, Any]]) -> list[Piece]:
    """All of `text`, cut where found words begin and end; where two overlap, the first is named."""
    cut, at = [], 0
    for start, end, why in sorted(spans(text, findings)):
        if end <= at:
            continue
        if start > at:
            cut.append(Piece(text[at:start]))
        cut.append(Piece(text[max(start, at) : end], why))
        at = end
    return [*cut, Piece(text[at:])] if at < len(text) else cut


def spans(text: str, findings: Iterable[Mapping[str, Any]]) -> Iterator[tuple[int, int, str]]:
    """Every place where the writer's words that were found stand."""
    why = {str(one.get("words") or ""): whole_label(one) for one in findings}
    for words in filter(None, why):
        at = text.find(words)
        while at >= 0:
            yield at, at + len(words), why[words]
            at = text.find(words, at + len(words))


def label(finding: Mapping[str, Any]) -> str:
    """The reason; a list's own category says more than that the word is on a list."""
    reason = str(finding.get("reason", ""))
    named = str(Reason(reason).label) if reason in Reason.values else reason
    category = str(finding.get("category") or "")
    return _("%(name)s: %(words)s") % {"name": named, "words": category} if category else named


def guess(finding: Mapping[str, Any]) -> str:
    """In words that it is a guess, and of what kind; empty for what is sure."""
    kind = finding.get("guess")
    return str(Guess(kind).label) if kind in Guess.values else ""


def whole_label(finding: Mapping[str, Any]) -> str:
    """The reason with all that is said of it, for where it stands in one piece."""
    if not guess(finding):
        return label(finding)
    return f"{label(finding)} \u00b7 {guess(finding)} {finding.get('phrase')}"


def chips(findings: Iterable[Mapping[str, Any]]) -> list[Chip]:
    """One for each reason and its words, each once."""
    return list(dict.fromkeys(chip(finding) for finding in findings))


def chip(finding: Mapping[str, Any]) -> Chip:
    phrase, words = str(finding.get("phrase") or ""), str(finding.get("words") or "")
    tone = TONES.get(finding.get("level", 1), "plain")
    return Chip(label(finding), tone, phrase or words, guess(finding))

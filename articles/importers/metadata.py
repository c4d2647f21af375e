"""Lines under the title and below the story: dates, sources, credits, tags, in any order."""

from __future__ import annotations

import re
from dataclasses import dataclass

from articles.choices import CreditRole
from articles.importers import dates, furniture, labels, vocabulary
from articles.importers.labels import Labelled
from articles.importers.lines import Line, fold
from articles.importers.names import is_body, is_name, split_names, split_sources

#: Characters of a bare outlet beside a date; what is longer is a sentence.
LONGEST_OUTLET = 24

_EDGES = " \t\u3000\u00a0\u2003|\uff5c\u4e28,\uff0c;\uff1b:\uff1a-()[]\uff08\uff09\u3010\u3011/"
#: Metadata hold a date, a mark behind a label, or a label that needs none.
_HINT = re.compile(
    r"[:|/#\d]|[记作通来稿综文图摄供译编校审初复终签主总监策统责值转一二三采撰执报标关]|前|刚刚|[今昨]天"
)
_SENTENCE = re.compile("[\u3002,\uff0c!?\uff01\uff1f\u201c]")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What one line says about the story beside its text."""

    stamps: tuple[dates.Stamp, ...] = ()
    labelled: Labelled | None = None
    no_year: bool = False
    guessed: bool = False


def read(line: Line, in_head: bool) -> Metadata | None:
    """The line as metadata, or None where it is text.

    In the head, between title and body, a bare date and an outlet without a label count, too.
    """
    if not line.is_short or not _HINT.search(line.folded):
        return None
    if line.is_sentence and "原" not in line.text[:4]:
        return None
    stamps, rest = without_dates(line.text)
    rest = without_counts(rest).strip(_EDGES) if stamps or in_head else rest
    if not rest or fold(rest) in vocabulary.DATES:
        alone = stamps and (in_head or any(stamp.has_time for stamp in stamps))
        return Metadata(tuple(stamps)) if alone else None
    if in_head and dates.lacks_year(fold(rest)):
        return Metadata(tuple(stamps), no_year=True)
    labelled = labels.read(rest)
    if labelled:
        return from_labels(tuple(stamps), labelled, in_head)
    outlet = bare_outlet(rest, stamps[0].has_time) if in_head and stamps else None
    return Metadata(tuple(stamps), outlet, guessed=True) if outlet else None


def from_labels(
    stamps: tuple[dates.Stamp, ...], labelled: Labelled, in_head: bool
) -> Metadata | None:
    """Labels count when they name something; `时间：` without a date is a line of the body."""
    if labelled.names_date and not stamps:
        return None
    timed = any(stamp.has_time for stamp in stamps)
    names = labelled.credits or labelled.sources or labelled.compiled or labelled.tags
    if labelled.names_date and not names and not in_head and not timed:
        return None
    return Metadata(stamps, labelled)


def without_dates(text: str) -> tuple[list[dates.Stamp], str]:
    """The dates of a line (three at most), and the line with a space for each."""
    stamps: list[dates.Stamp] = []
    while len(stamps) < 3 and (stamp := dates.find(fold(text))):
        stamps.append(stamp)
        text = f"{text[: stamp.start]} {text[stamp.end :]}"
    return stamps, text.strip()


def without_counts(text: str) -> str:
    folded = fold(text)
    for hit in reversed(list(furniture.COUNTS.finditer(folded))):
        text = f"{text[: hit.start()]} {text[hit.end() :]}"
    return text


def bare_outlet(rest: str, timed: bool) -> Labelled | None:
    """`成都日报 张三` beside a date: an outlet, and perhaps who wrote.

    Beside a date without a time only what is built like an outlet's name counts.
    """
    if len(rest) > LONGEST_OUTLET or _SENTENCE.search(rest):
        return None
    words = rest.split()
    found = Labelled()
    people = [word for word in words if is_name(word) and not is_body(word)] if words[1:] else []
    outlet = " ".join(word for word in words if word not in people)
    if not timed and not is_body(outlet):
        return None
    found.sources = split_sources(outlet)
    found.credit((CreditRole.REPORTER,), split_names(" ".join(people)))
    return found

"""Which lines of a body are subheads, and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from articles.importers.base import Block

LONGEST = 80
#: A question or a cry may be a subhead when it is no longer than this.
LONGEST_QUESTION = 40
#: More short lines in a row are a list or a poem.
MOST_IN_A_ROW = 2
CLAUSE = 6
#: A paragraph that lost its full stop still has this length.
PARAGRAPH = 40

_CLAUSES = re.compile("[\uff0c,\u3001;\uff1b:\uff1a!\uff01?\uff1f\\s]+")
_BRACKETED = re.compile("[(\uff08\\[\u3010].*[)\uff09\\]\u3011]$")
_LEADS_ON = re.compile("[,\uff0c\u3001;\uff1b:\uff1a\u2026\u2014-]$")
_NUMBERED = re.compile(
    "(?:[一二三四五六七八九十]{1,3}\u3001|[(\uff08][一二三四五六七八九十]{1,3}[)\uff09]|第[一二三四五六七八九十]{1,3}[章节篇]|0?\\d[.\u3001])"
)
_SPEAKER = re.compile("(?:记者|问|答|主持人|[QA])\\s?[:\uff1a]")


@dataclass(frozen=True, slots=True)
class Guess:
    """A block taken for a subhead; `confidence` is a percentage."""

    block: Block
    confidence: int


def decide(body: Sequence[Block]) -> tuple[list[Block], list[Guess], list[Block]]:
    """The body with its subheads marked, the guesses, and short lines kept as text."""
    decided = list(body)
    guesses: list[Guess] = []
    listed: list[Block] = []
    for row, following in rows(body):
        heads = [index for index in row if is_longer(body[following], body[index])]
        if len(row) > MOST_IN_A_ROW:
            listed += [body[index] for index in row[:1] if heads]
            continue
        for index in heads:
            decided[index] = replace(body[index], kind="heading")
            guesses.append(Guess(body[index], confidence(body[index].text, body[following].text)))
    return decided, guesses, listed


def rows(body: Sequence[Block]) -> Iterator[tuple[list[int], int]]:
    """Runs of lines that might be subheads, each with the block that follows it."""
    row: list[int] = []
    texts = [index for index, block in enumerate(body) if block.kind != "photo"]
    for index in texts:
        might = index > 0 and might_be_subhead(body[index].text)
        if row and (not might or index == texts[-1]):
            yield row, index
            row = []
        elif might:
            row.append(index)


def might_be_subhead(text: str) -> bool:
    """Whether the words alone allow it: short, no full stop, not leading on to something."""
    if not 1 < len(text) <= LONGEST or "\u3002" in text or text[-1] == ".":
        return False
    if text[-1] in "?\uff1f!\uff01" and len(text) > LONGEST_QUESTION:
        return False
    return not any((_LEADS_ON.search(text), _SPEAKER.match(text), _BRACKETED.match(text)))


def is_longer(following: Block, block: Block) -> bool:
    """Whether a body paragraph follows; a signature over a date is no subhead."""
    words = following.text
    return len(words) > len(block.text) and ("\u3002" in words or len(words) >= PARAGRAPH)


def confidence(text: str, following: str) -> int:
    """How sure a subhead is, in per cent; most when the next paragraph repeats a clause of it."""
    sure = 55
    clauses = [clause for clause in _CLAUSES.split(text) if len(clause) >= CLAUSE]
    if any(clause in following for clause in clauses):
        sure += 30
    if _NUMBERED.match(text):
        sure += 20
    if len(following) > 2 * len(text):
        sure += 10
    if text[-1] in "?\uff1f!\uff01":
        sure -= 15
    return max(10, min(sure, 95))

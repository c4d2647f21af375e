"""Bringing two people's changes of one text together; where they differ, somebody must choose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise, takewhile
from typing import Generic, NamedTuple, TypeVar

from articles.aligning import paired, rising

T = TypeVar("T")


class Origin(StrEnum):
    """Whose a settled value is; BASE says that nobody touched it, BOTH that they agree."""

    BASE = "base"
    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


class Choice(StrEnum):
    """How a collision ends; with BOTH mine stands after theirs."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Settled(Generic[T]):
    value: T
    origin: Origin


@dataclass(frozen=True, slots=True)
class Collision(Generic[T]):
    base: T
    mine: T
    theirs: T


Blocks = tuple[str, ...]
#: A part of a merged text.
Piece = Settled[Blocks] | Collision[Blocks]


class StillOpen(ValueError):
    """Collisions without a choice; `places` are those of the pieces."""

    def __init__(self, places: Sequence[int]) -> None:
        super().__init__(f"No choice for the pieces {', '.join(map(str, places))}.")
        self.places = tuple(places)


def merge_value(base: T, mine: T, theirs: T) -> Settled[T] | Collision[T]:
    """One value that is whole or not at all: a title, a date, a list of tags."""
    if mine == theirs:
        return Settled(mine, Origin.BASE if mine == base else Origin.BOTH)
    if mine == base:
        return Settled(theirs, Origin.THEIRS)
    if theirs == base:
        return Settled(mine, Origin.MINE)
    return Collision(base, mine, theirs)


# --- blocks ---------------------------------------------------------------------------------


class _Edit(NamedTuple):
    """What one side put for base[start:end]."""

    start: int
    end: int
    side: Origin
    blocks: Blocks


def merge_paragraphs(
    base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]
) -> list[Piece]:
    """Both sides' blocks (each a block's HTML) in one row of pieces, of which no one is empty.

    Edits of different blocks are settled, of neighbours too. Edits of one block collide unless
    they are equal; of what both added at one place only the unequal middle does. A block that one
    side moved and the other edited collides where it stood. A photo that both set, in different
    places, comes twice; `richtext.clean` keeps the first. Nearly linear in the number of blocks.
    """
    edits = sorted([*_edits(base, mine, Origin.MINE), *_edits(base, theirs, Origin.THEIRS)])
    pieces: list[Piece] = []
    at = 0
    for region in _regions(edits):
        start, end = _span(region)
        pieces.append(Settled(tuple(base[at:start]), Origin.BASE))
        pieces += _merged(
            tuple(base[start:end]),
            _applied(base, region, Origin.MINE),
            _applied(base, region, Origin.THEIRS),
        )
        at = end
    pieces.append(Settled(tuple(base[at:]), Origin.BASE))
    return [piece for piece in pieces if isinstance(piece, Collision) or piece.value]


def _edits(base: Sequence[str], other: Sequence[str], side: Origin) -> Iterator[_Edit]:
    """Edits block by block where blocks pair, else one for all that stands between pairs."""
    end = len(base), len(other)
    for (i, j), (next_i, next_j) in pairwise([(-1, -1), *rising(paired(base, other)), end]):
        if (next_i, next_j) != (i + 1, j + 1):
            yield _Edit(i + 1, next_i, side, tuple(other[j + 1 : next_j]))
        if (next_i, next_j) != end and base[next_i] != other[next_j]:
            yield _Edit(next_i, next_i + 1, side, (other[next_j],))


def _regions(edits: Sequence[_Edit]) -> Iterator[list[_Edit]]:
    """Edits that overlap or add at one place, together; the rest stands alone."""
    region: list[_Edit] = []
    end = 0
    for edit in edits:
        adds_here_too = region and region[0].start == end == edit.end
        if region and edit.start >= end and not adds_here_too:
            yield region
            region = []
        end = max(end, edit.end)
        region.append(edit)
    if region:
        yield region


def _applied(base: Sequence[str], region: Sequence[_Edit], side: Origin) -> Blocks:
    """The blocks of a region as one side has them."""
    at, end = _span(region)
    blocks: list[str] = []
    for edit in region:
        if edit.side == side:
            blocks += [*base[at : edit.start], *edit.blocks]
            at = edit.end
    return (*blocks, *base[at:end])


def _span(region: Sequence[_Edit]) -> tuple[int, int]:
    """The places of the base where a region begins and ends; its edits come in their order."""
    return region[0].start, max(edit.end for edit in region)


def _merged(base: Blocks, mine: Blocks, theirs: Blocks) -> Iterator[Piece]:
    whole = merge_value(base, mine, theirs)
    if base or isinstance(whole, Settled):
        yield whole
        return
    head = _shared(mine, theirs)
    tail = _shared(mine[head:][::-1], theirs[head:][::-1])
    yield Settled(mine[:head], Origin.BOTH)
    yield merge_value((), mine[head : len(mine) - tail], theirs[head : len(theirs) - tail])
    yield Settled(mine[len(mine) - tail :], Origin.BOTH)


def _shared(one: Blocks, other: Blocks) -> int:
    """How many blocks both begin with."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def settle(pieces: Sequence[Piece], choices: Mapping[int, Choice]) -> list[str]:
    """The blocks of the merged text, with a choice for the place of each collision.

    Raises StillOpen if one is missing.
    """
    collisions = {place for place, piece in enumerate(pieces) if isinstance(piece, Collision)}
    if missing := sorted(collisions - choices.keys()):
        raise StillOpen(missing)
    blocks: list[str] = []
    for place, piece in enumerate(pieces):
        blocks += piece.value if isinstance(piece, Settled) else _chosen(piece, choices[place])
    return blocks


def _chosen(collision: Collision[Blocks], choice: Choice) -> Blocks:
    if choice == Choice.BOTH:
        return collision.theirs + collision.mine
    return collision.mine if choice == Choice.MINE else collision.theirs

"""Breaks words into lines as Chinese and Latin are set; pure, and told how wide things are.

The rules (GB/T 15834, and the W3C's requirements for Chinese): no line begins with a mark that
closes or ends with one that opens; a dash or an ellipsis of two signs stays whole; a Latin word or
a number is not cut unless it alone is wider than a line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from articles.text import excerpt

#: How wide some words are, in the unit of the width that they have to fit.
Measure = Callable[[str], float]

#: Marks that no line begins with, full width and half.
FULL_CLOSING = (
    "\u3001\u3002\uff0c\uff0e\uff1a\uff1b\uff01\uff1f\uff09\uff3d\uff5d\u3015\u3009\u300b\u300d\u300f"
    "\u3011\u3017\u201d\u2019\u2026\u2014\u00b7\uff05\u2030\uff5e\u30fb\u3005"
)
CLOSING = FULL_CLOSING + ",.:;!?)]}%"
#: Marks that no line ends with.
OPENING = (
    "\uff08\uff3b\uff5b\u3014\u3008\u300a\u300c\u300e\u3010\u3016\u201c\u2018\uff04\uffe5\u00a5"
    "#([{$"
)
#: After these a headline breaks more willingly: a part of it ends there.
PAUSES = "\u3001\u3002\uff0c\uff1a\uff1b\uff01\uff1f\u2026\u2014,:;!?"
WILLING = 0.06

_WIDE = (
    "\u2e80-\u2fdf\u2ff0-\u303f\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\uac00-\ud7a3\uf900-\ufaff"
    "\ufe30-\ufe4f\uff01-\uffe6\U00020000-\U0003ffff\u2018\u2019\u201c\u201d\u2014\u2026\u00b7"
)
_PIECE = re.compile(f"[{_WIDE}]|[,.:;!?)\\]}}%]+(?=[{_WIDE}]|\\s|$)|[^{_WIDE}\\s]+|\\s+")


@dataclass(frozen=True, slots=True)
class Unit:
    """What stays on one line, and whether a space stands before it."""

    words: str
    is_apart: bool


@dataclass(frozen=True, slots=True)
class Setting:
    """Words as they fit: the size of the type, and the lines."""

    size: int
    lines: list[str]


def units(text: str) -> list[Unit]:
    """What may not be broken: a sign with the marks that belong to it, a Latin word."""
    found: list[Unit] = []
    is_apart = False
    for piece in _PIECE.findall(text.strip()):
        if piece.isspace():
            # A full-width mark brings its own room.
            is_apart = not (found and found[-1].words[-1] in FULL_CLOSING)
            continue
        if found and (piece[0] in CLOSING or (not is_apart and found[-1].words[-1] in OPENING)):
            words = found[-1].words + " " * is_apart + piece
            found[-1] = Unit(words, found[-1].is_apart)
        else:
            found.append(Unit(piece, is_apart))
        is_apart = False
    return found


def filled(text: str, width: float, measure: Measure) -> list[str]:
    """Lines that take as much as they hold, as a text is set."""
    fitting = pieces(text, width, measure)
    widths = [measure(unit.words) for unit in fitting]
    space = measure(" ")
    ends, used = [], 0.0
    for place, unit in enumerate(fitting):
        step = widths[place] + space * unit.is_apart
        if place and used + step > width:
            ends.append(place)
            used = widths[place]
        else:
            used += step
    if ends and ends[-1] == len(fitting) - 1 and ends[-1] - [0, *ends][-2] > 2:
        # Nothing stands alone on the last line if the line before can spare something.
        ends[-1] -= 1
    return list(joined(fitting, [0, *ends, len(fitting)])) if fitting else []


def balanced(text: str, width: float, measure: Measure) -> list[str]:
    """No more lines than needed, all about as long, as a headline is set.

    It breaks at a pause where that costs little, and leaves no sign alone on the last line.
    """
    count = len(filled(text, width, measure))
    fitting = pieces(text, width, measure)
    if count < 2:
        return [line for line in joined(fitting, [0, len(fitting)]) if line]
    return list(joined(fitting, best_breaks(fitting, count, width, measure)))


def pieces(text: str, width: float, measure: Measure) -> list[Unit]:
    """The units; one that is wider than a line is cut, since there is no other way."""
    return [
        part
        for unit in units(text)
        for part in ([unit] if measure(unit.words) <= width else list(cut(unit, width, measure)))
    ]


def cut(unit: Unit, width: float, measure: Measure) -> Iterator[Unit]:
    """Parts as wide as a line holds, at least a sign each."""
    part, used, is_apart = "", 0.0, unit.is_apart
    for sign in unit.words:
        step = measure(sign)
        if part and used + step > width:
            yield Unit(part, is_apart)
            part, used, is_apart = "", 0.0, False
        part += sign
        used += step
    yield Unit(part, is_apart)


def best_breaks(fitting: Sequence[Unit], count: int, width: float, measure: Measure) -> list[int]:
    """Where the lines begin, and where the last ends: of all ways the one with the least cost."""
    widths = [measure(unit.words) for unit in fitting]
    space, last = measure(" "), len(fitting)

    @cache
    def best(start: int, lines: int) -> tuple[float, tuple[int, ...]]:
        """The cost of setting everything from `start` in so many lines, and their ends."""
        if lines == 1:
            room = width - sum(widths[start:]) - space * apart(start + 1, last)
            return (room * room if room >= 0 else float("inf")), (last,)
        found: tuple[float, tuple[int, ...]] = (float("inf"), (last,))
        used = 0.0
        for end in range(start + 1, last - lines + 2):
            used += widths[end - 1] + space * (fitting[end - 1].is_apart and end - 1 > start)
            if used > width:
                break
            cost, ends = best(end, lines - 1)
            cost += (width - used) ** 2 - willingness(end)
            found = min(found, (cost, (end, *ends)))
        return found

    def apart(start: int, end: int) -> int:
        return sum(unit.is_apart for unit in fitting[start:end])

    def willingness(end: int) -> float:
        pauses = fitting[end].is_apart or fitting[end - 1].words[-1] in PAUSES
        return WILLING * width * width if pauses else 0

    return [0, *best(0, count)[1]]


def joined(fitting: Sequence[Unit], places: Sequence[int]) -> Iterator[str]:
    """The lines that begin and end at these places."""
    for start, end in pairwise(places):
        line = "".join(" " * unit.is_apart + unit.words for unit in fitting[start:end])
        yield line.strip()


def fitted(
    text: str,
    width: float,
    height: float,
    sizes: Sequence[int],
    measure_at: Callable[[int], Measure],
    leading: float,
) -> Setting:
    """The words in the largest of these sizes (largest first) in which their lines fit.

    In the smallest they are cut by an ellipsis if they must.
    """
    for size in sizes:
        measure = measure_at(size)
        if len(filled(text, width, measure)) * size * leading <= height:
            return Setting(size, balanced(text, width, measure))
    size = sizes[-1]
    most = max(1, int(height / (size * leading)))
    return Setting(size, shortened(text, width, most, measure_at(size)))


def shortened(text: str, width: float, most: int, measure: Measure) -> list[str]:
    """As much of the words as fits into so many full lines, and an ellipsis."""
    lines = filled(text, width, measure)
    limit = min(len(text), sum(map(len, lines[:most])) + 2)
    while len(lines) > most and limit > 2:
        lines = filled(excerpt(text, limit), width, measure)
        limit -= 1
    return lines[:most]

"""Shows where the words of a question stand in a text, as the text was written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from articles.bigrams import HAN, folded, is_han, runs_asked

#: A piece of text, and whether it is what was asked for.
Fragment = tuple[str, bool]
#: Where something begins and ends.
Span = tuple[int, int]

#: Characters of a snippet, and before its first hit.
SNIPPET, LEAD = 110, 24
#: A hit is looked for in so many characters of a text; the index has all of it.
LOOKED_AT = 100_000
#: Hits that are tried as the first of a snippet.
MOST_HITS = 200
ELLIPSIS = "\u2026\u2026"

#: Marks that become one with the character before them; scripts that no Chinese paper sets may
#: have others, and are then marked less well.
_JOINED = (
    "\u0300-\u036f\u1160-\u11ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f"
    "\uff9e\uff9f"
)
#: Characters of which each is folded into one, whatever stands beside it but such a mark.
_PLAIN = f"[\n -~\u2014\u2018-\u201d\u3000-\u3029\uff01-\uff5e{HAN}]+"
_SIGN = re.compile(f"(?P<plain>{_PLAIN})(?![{_JOINED}])|.[{_JOINED}]*", re.DOTALL)
#: Before the beginning of a word of letters.
_BEGIN = f"(?<![^\\W_{HAN}])"
_PAUSE = re.compile("[\n\u3002\uff01\uff1f\uff1b\uff0c\u3001\uff1a!?;]")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as the index has it; `starts` and `ends` are the places of each of its characters in
    the text as it was written."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]


def highlighted(text: str, words: str) -> list[Fragment]:
    """The text in pieces, told apart by whether they are hits; joined, they are the text."""
    return list(fragments(text, hits(text, words)))


def snippet(text: str, words: str, size: int = SNIPPET) -> list[Fragment]:
    """About `size` characters around the best hits of a text, on one line; its beginning where
    nothing of it is a hit."""
    line = " ".join(text[:LOOKED_AT].split())
    found = hits(line, words)
    start = start_of(line, best(line, found, size), size)
    end = min(start + size, len(line))
    inside = [(max(a, start), min(b, end)) for a, b in found if a < end and b > start]
    shown = fragments(line[start:end], [(a - start, b - start) for a, b in inside])
    before = [(ELLIPSIS, False)] if start else []
    after = [(ELLIPSIS, False)] if end < len(line) else []
    return [*before, *shown, *after]


# Where the words stand


def hits(text: str, words: str) -> list[Span]:
    """Where they begin and end in the text, in their order; hits that meet are one."""
    patterns = patterns_of(words)
    if not patterns:
        return []
    whole = mapped(text)
    found = sorted(match.span() for one in patterns for match in one.finditer(whole.text))
    return merged((whole.starts[start], whole.ends[end - 1]) for start, end in found)


def patterns_of(words: str) -> list[re.Pattern[str]]:
    """Han runs wherever they stand, other words where they begin."""
    wanted = dict.fromkeys(runs_asked(words))
    return [re.compile(("" if is_han(run) else _BEGIN) + re.escape(run)) for run in wanted]


def mapped(text: str) -> Folded:
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _SIGN.finditer(text):
        start, end = match.span()
        piece = folded(match[0])
        plain = match["plain"] is not None
        pieces.append(piece)
        starts += range(start, end) if plain else [start] * len(piece)
        ends += range(start + 1, end + 1) if plain else [end] * len(piece)
    return Folded("".join(pieces), starts, ends)


def merged(found: Iterable[Span]) -> list[Span]:
    whole: list[Span] = []
    for start, end in found:
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return whole


def fragments(text: str, found: Iterable[Span]) -> Iterator[Fragment]:
    last = 0
    for start, end in found:
        if start > last:
            yield text[last:start], False
        yield text[start:end], True
        last = end
    if last < len(text):
        yield text[last:], False


# What is shown of a long text


def best(line: str, found: Sequence[Span], size: int) -> int:
    """The start of the hit after which most of what was asked for stands within `size`."""

    def told(first: Span) -> tuple[int, int]:
        near = [line[a:b] for a, b in found if first[0] <= a and b <= first[0] + size - LEAD]
        return sum(map(len, set(near))), len(near)

    return max(found[:MOST_HITS], key=told, default=(0, 0))[0]


def start_of(line: str, hit: int, size: int) -> int:
    """Where a snippet begins that shows a hit: after a pause shortly before it, if there is one."""
    if hit < LEAD or len(line) <= size:
        return 0
    earliest = min(hit - LEAD, len(line) - size)
    pauses = [match.end() for match in _PAUSE.finditer(line, earliest, hit)]
    return pauses[0] if pauses else earliest

"""Which parts of two texts, or of two rows of blocks, are the same; comparing and merging ask."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import partial
from heapq import nsmallest
from itertools import pairwise
from typing import NamedTuple

from diff_match_patch import diff_match_patch

from articles.richtext import plain_text


class Stretch(NamedTuple):
    """`size` characters that both texts have, from these places on."""

    old: int
    new: int
    size: int


#: A place in the old row and the place in the new one that belongs to it.
Pair = tuple[int, int]

_Look = Callable[[str, str], Iterator[Stretch]]

# --- characters -----------------------------------------------------------------------------

#: Long runs of characters that stand once in each text are looked for first, then shorter ones.
_GRAMS = (24, 8, 4, 2)
#: Of what is left between them, gaps of so many characters on both sides together are searched
#: character by character. Wider ones have so little in common that they were written anew.
_NARROW = 48

_myers = diff_match_patch()
_myers.Diff_Timeout = 0  # A clock would let the load of the machine decide what has changed.


def common(old: str, new: str) -> list[Stretch]:
    """What both texts have, in order; between two neighbours something was removed or added.

    Nearly linear whatever the texts, so it need not be the most that can be found.
    """
    return _common(old, new, _GRAMS)


def _common(old: str, new: str, grams: Sequence[int]) -> list[Stretch]:
    looks: list[_Look] = [_ends, *(partial(_anchored, size=size) for size in grams), _finely]
    found: list[Stretch] = []
    for look in looks:
        found = list(_filled(found, old, new, look))
    return found


def _filled(found: list[Stretch], old: str, new: str, look: _Look) -> Iterator[Stretch]:
    """The stretches with those that `look` sees in the gaps between them."""
    for before, after in pairwise(bounded(found, len(old), len(new))):
        start_old, start_new = before.old + before.size, before.new + before.size
        if start_old < after.old and start_new < after.new:
            for seen in look(old[start_old : after.old], new[start_new : after.new]):
                yield Stretch(start_old + seen.old, start_new + seen.new, seen.size)
        if after.size:
            yield after


def bounded(found: Sequence[Stretch], old: int, new: int) -> list[Stretch]:
    """The stretches between two empty ones, at the beginning and at the end of both texts."""
    return [Stretch(0, 0, 0), *found, Stretch(old, new, 0)]


def _ends(old: str, new: str) -> Iterator[Stretch]:
    if head := _myers.diff_commonPrefix(old, new):
        yield Stretch(0, 0, head)
    if tail := _myers.diff_commonSuffix(old[head:], new[head:]):
        yield Stretch(len(old) - tail, len(new) - tail, tail)


def _anchored(old: str, new: str, size: int) -> Iterator[Stretch]:
    """A row of stretches around grams that stand once in each text, else around all grams."""
    end_old = end_new = 0
    for i, j in rising(_shared(_once, old, new, size) or _shared(_numbered, old, new, size)):
        if i < end_old or j < end_new:
            continue
        back = 0
        while i - back > end_old and j - back > end_new and old[i - back - 1] == new[j - back - 1]:
            back += 1
        end_old, end_new = i + size, j + size
        while end_old < len(old) and end_new < len(new) and old[end_old] == new[end_new]:
            end_old, end_new = end_old + 1, end_new + 1
        yield Stretch(i - back, j - back, end_old - i + back)


def _shared(
    places: Callable[[str, int], Mapping[Hashable, int]], old: str, new: str, size: int
) -> list[Pair]:
    there = places(new, size)
    return [(i, there[gram]) for gram, i in places(old, size).items() if gram in there]


def _once(text: str, size: int) -> dict[Hashable, int]:
    """The grams that a text has once, with their places, in order."""
    places: dict[Hashable, int] = {}
    for at in range(len(text) - size + 1):
        gram = text[at : at + size]
        places[gram] = -1 if gram in places else at
    return {gram: at for gram, at in places.items() if at >= 0}


def _numbered(text: str, size: int) -> dict[Hashable, int]:
    """All grams, the first of a kind, the second and so on, with their places, in order."""
    seen: Counter[str] = Counter()
    places: dict[Hashable, int] = {}
    for at in range(len(text) - size + 1):
        gram = text[at : at + size]
        places[gram, seen[gram]] = at
        seen[gram] += 1
    return places


def _finely(old: str, new: str) -> Iterator[Stretch]:
    if len(old) + len(new) > _NARROW:
        return
    i = j = 0
    for side, text in _myers.diff_main(old, new, False):
        if side == _myers.DIFF_EQUAL:
            yield Stretch(i, j, len(text))
        i += len(text) * (side != _myers.DIFF_INSERT)
        j += len(text) * (side != _myers.DIFF_DELETE)


def rising(pairs: Sequence[Pair]) -> list[Pair]:
    """The longest row of these pairs in which both places rise; the pairs come by their first."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for at, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        ends[length : length + 1] = [place]
        last[length : length + 1] = [at]
        before.append(last[length - 1] if length else -1)
    row: list[Pair] = []
    at = last[-1] if last else -1
    while at >= 0:
        row.append(pairs[at])
        at = before[at]
    return row[::-1]


# --- blocks ---------------------------------------------------------------------------------

#: Two blocks are one, edited, from this likeness on. When one character in five is another, 0.6
#: is left; two paragraphs of one story reach 0.4 only if they are made after one pattern.
ALIKE = 0.4
#: From this on, nobody looks whether a block further away is even more alike.
_SURE = 0.7
_LONGEST_TRAIT = 3
#: What more blocks have than this does not tell which of them belong together.
_TELLING = 8
_CANDIDATES = 3


def paired(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Which block (its HTML) has become which, by place; each has one partner or none.

    Equal blocks pair in their order, then those that moved, then blocks whose words are alike.
    A rising row of the pairs stayed where it was. Nearly linear in the number of blocks.
    """
    pairs = _standing(old, new)
    near = _opposite([(-1, -1), *pairs, (len(old), len(new))])
    pairs += _moved(*_left(old, new, pairs))
    pairs += _alike(*_left(old, new, pairs), near, _SURE)
    return sorted(pairs + _alike(*_left(old, new, pairs), near, ALIKE, recall=True))


def _left(
    old: Sequence[str], new: Sequence[str], pairs: Sequence[Pair]
) -> tuple[dict[int, str], dict[int, str]]:
    """The blocks of both sides, by their place, that have no partner yet."""
    taken_old, taken_new = ({pair[side] for pair in pairs} for side in (0, 1))
    return (
        {i: block for i, block in enumerate(old) if i not in taken_old},
        {j: block for j, block in enumerate(new) if j not in taken_new},
    )


def _standing(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Equal blocks in their order: each block is a character of a text, and texts we can do."""
    signs: dict[str, str] = {}
    one, other = (
        "".join(signs.setdefault(block, chr(len(signs))) for block in row) for row in (old, new)
    )
    found = _common(one, other, (1, 1, 1))
    return [(same.old + at, same.new + at) for same in found for at in range(same.size)]


def _moved(old: dict[int, str], new: dict[int, str]) -> list[Pair]:
    waiting: defaultdict[str, deque[int]] = defaultdict(deque)
    for j, block in new.items():
        waiting[block].append(j)
    return [(i, waiting[block].popleft()) for i, block in old.items() if waiting.get(block)]


def _opposite(standing: Sequence[Pair]) -> list[Pair]:
    """Places in both rows that lie as far behind, or before, a pair that stands."""
    found: list[Pair] = []
    for (i, j), (next_i, next_j) in pairwise(standing):
        span = min(next_i - i, next_j - j)
        found += [(i + step, j + step) for step in range(1, span)]
        if next_i - i != next_j - j:
            found += [(next_i - step, next_j - step) for step in range(1, span)]
    return found


def _alike(
    old: dict[int, str],
    new: dict[int, str],
    near: Sequence[Pair],
    least: float,
    *,
    recall: bool = False,
) -> list[Pair]:
    """Blocks that are alike, the most alike first.

    Only the `near` ones are looked at, or those too that `recall` finds elsewhere.
    """
    former, latter = ({at: _traits(block) for at, block in row.items()} for row in (old, new))
    candidates = {(i, j) for i, j in near if i in former and j in latter}
    if recall:
        candidates.update(_recalled(former, latter))
    rated = [(-_likeness(former[i], latter[j]), i, j) for i, j in candidates]
    pairs: dict[int, int] = {}
    for much, i, j in sorted(rated):
        if -much >= least and i not in pairs and j in latter:
            pairs[i] = j
            del latter[j]
    return list(pairs.items())


def _traits(block: str) -> frozenset[str]:
    """The characters of a block's words, their pairs and triples."""
    words = plain_text(block)
    return frozenset(
        words[at : at + size] for size in range(1, _LONGEST_TRAIT + 1) for at in range(len(words))
    )


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other) or 1)


def _recalled(
    former: Mapping[int, frozenset[str]], latter: Mapping[int, frozenset[str]]
) -> Iterator[Pair]:
    """For each new block the old ones that share most of the triples which few have."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for i, traits in former.items():
        for trait in traits:
            if len(trait) == _LONGEST_TRAIT:
                holders[trait].append(i)
    telling = {trait: places for trait, places in holders.items() if len(places) <= _TELLING}
    for j, traits in latter.items():
        votes = Counter(i for trait in traits & telling.keys() for i in telling[trait])
        yield from ((i, j) for _, i in nsmallest(_CANDIDATES, ((-n, i) for i, n in votes.items())))

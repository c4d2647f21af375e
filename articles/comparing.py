"""What changed between two states of a text, character by character, as an editor reads it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise
from typing import NamedTuple

from articles.aligning import Stretch, bounded, common, paired, rising
from articles.richtext import blocks_of, photo_keys, plain_text


class Kind(StrEnum):
    """What became of characters or of a block; characters are never CHANGED."""

    KEPT = "kept"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Run:
    kind: Kind
    text: str


# --- two texts ------------------------------------------------------------------------------


def runs(old: str, new: str) -> list[Run]:
    """Old and new text as one row of runs; what was removed stands before what came for it.

    Kept and removed runs make up the old text, kept and added ones the new. No run is empty and
    no two neighbours are of one kind. Two texts of 100,000 characters take about a second.
    """
    kept = _slid(old, new, _readable(old, new, common(old, new)))
    found: list[Run] = []
    for before, after in pairwise(bounded(kept, len(old), len(new))):
        found += [
            Run(Kind.REMOVED, old[before.old + before.size : after.old]),
            Run(Kind.ADDED, new[before.new + before.size : after.new]),
            Run(Kind.KEPT, old[after.old : after.old + after.size]),
        ]
    return [run for run in found if run.text]


def _readable(old: str, new: str, found: Sequence[Stretch]) -> list[Stretch]:
    """Without the crumbs: a few kept characters between longer edits are no help to a reader.

    Line ends stay, so that paragraphs keep apart.
    """
    kept: list[Stretch] = []
    for stretch in bounded(found, len(old), len(new)):
        while len(kept) > 1 and _is_crumb(old, kept[-2], kept[-1], stretch):
            kept.pop()
        kept.append(stretch)
    return kept[1:-1]


def _is_crumb(old: str, before: Stretch, kept: Stretch, after: Stretch) -> bool:
    small = 2 * kept.size <= min(_edited(before, kept), _edited(kept, after))
    return small and "\n" not in old[kept.old : kept.old + kept.size]


def _edited(before: Stretch, after: Stretch) -> int:
    """How long the edit between two stretches is."""
    return max(after.old - before.old, after.new - before.new) - before.size


#: How far an edit is moved to find a better place.
_REACH = 40
_STOPS = "\u3002\uff01\uff1f!?;\uff1b\u2026"
_PAUSES = "\uff0c\u3001\uff1a,:\u201d\u2019\u300d\u300f\u300b\uff09)"


def _slid(old: str, new: str, kept: Sequence[Stretch]) -> list[Stretch]:
    """The same edits, moved to begin and end where a sentence or a clause does, if they can.

    An addition of `b,` in `a,b,c` may as well be read as one of `,b`.
    """
    slid = bounded(kept, len(old), len(new))
    for at in range(1, len(slid)):
        before, after = slid[at - 1 : at + 1]
        removed = before.old + before.size, after.old
        added = before.new + before.size, after.new
        if (removed[0] == removed[1]) == (added[0] == added[1]):
            continue
        text, (start, end) = (new, added) if removed[0] == removed[1] else (old, removed)
        shift = _best_shift(text, start, end, before.size, after.size)
        slid[at - 1] = before._replace(size=before.size + shift)
        slid[at] = Stretch(after.old + shift, after.new + shift, after.size - shift)
    return [stretch for stretch in slid if stretch.size]


def _best_shift(text: str, start: int, end: int, room_before: int, room_after: int) -> int:
    least = most = 0
    while -least < min(room_before, _REACH) and text[start + least - 1] == text[end + least - 1]:
        least -= 1
    while most < min(room_after, _REACH) and text[start + most] == text[end + most]:
        most += 1
    shifts = range(least, most + 1)
    return max(shifts, key=lambda by: (_seam(text, start + by) + _seam(text, end + by), by))


def _seam(text: str, at: int) -> int:
    """How well a text may be cut at this place."""
    if at in (0, len(text)) or text[at - 1] == "\n":
        return 4
    before, after = text[at - 1], text[at]
    if before in _STOPS:
        return 3
    if before in _PAUSES:
        return 2
    return int(not (before.isalnum() and after.isalnum()))


# --- two bodies -----------------------------------------------------------------------------


class Block(StrEnum):
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    PHOTO = "photo"
    LIST = "list"
    TABLE = "table"
    QUOTE = "quote"
    RULE = "rule"


_BLOCK_TAGS = {
    "<h2>": Block.HEADING,
    "<h3>": Block.HEADING,
    "<fig": Block.PHOTO,
    "<ul>": Block.LIST,
    "<ol>": Block.LIST,
    "<tab": Block.TABLE,
    "<blo": Block.QUOTE,
    "<hr>": Block.RULE,
}


@dataclass(frozen=True, slots=True)
class Change:
    """A block of either body and what became of it.

    `old` and `new` are its HTML, empty where it was not there; `block` is what it is now, or was
    if it is gone. Runs are of its words; a photo has a key instead, a rule nothing. `moved` says
    that it left its place, which a block that is kept may do as well. `format_only` is a change
    that leaves each word as it was: bold, a link, a heading made of a paragraph.
    """

    block: Block
    kind: Kind
    old: str
    new: str
    runs: tuple[Run, ...]
    photo: str = ""
    moved: bool = False
    format_only: bool = False


def paragraphs(old_html: str, new_html: str) -> list[Change]:
    """The blocks of two clean bodies: those of the new one in their order, and in between, where
    they stood, those that are gone.

    A block pairs with the one it was made of, wherever that stood, as `aligning.paired` tells.
    """
    old, new = blocks_of(old_html), blocks_of(new_html)
    pairs = paired(old, new)
    stayed = dict(rising(pairs))
    partners = dict(pairs)
    found = [
        ((j, 0, 0), _change(old[i], new[j], moved=i not in stayed)) for i, j in partners.items()
    ]
    added = set(range(len(new))).difference(partners.values())
    found += [((j, 0, 0), _change("", new[j])) for j in added]
    last = -1
    for i, block in enumerate(old):
        last = stayed.get(i, last)
        if i not in partners:
            found.append(((last, 1, i), _change(block, "")))
    return [change for _, change in sorted(found, key=lambda placed: placed[0])]


def _change(old: str, new: str, *, moved: bool = False) -> Change:
    block = _BLOCK_TAGS.get((new or old)[:4], Block.PARAGRAPH)
    words = plain_text(old), plain_text(new)
    if old == new:
        kind = Kind.KEPT
    elif old and new:
        kind = Kind.CHANGED
    else:
        kind = Kind.ADDED if new else Kind.REMOVED
    return Change(
        block,
        kind,
        old,
        new,
        tuple(runs(*words)),
        photo="".join(photo_keys(new or old)) if block == Block.PHOTO else "",
        moved=moved,
        format_only=kind == Kind.CHANGED and words[0] == words[1],
    )


# --- many states: the copy that keeps all marks ---------------------------------------------


@dataclass(frozen=True, slots=True)
class State:
    """A text as it was left at one stage; line ends part its paragraphs."""

    text: str
    author: str
    stage: str


#: What stands for the end of a paragraph that was added or removed.
PILCROW = "\u00b6"


@dataclass(frozen=True, slots=True)
class MarkedRun:
    """Characters with one history: the places of the states that brought and that removed them.

    None says that they were there from the first state on, and that they are there still.
    `is_break` is the end of a paragraph, whose text is the pilcrow.
    """

    text: str
    added_by: int | None
    removed_by: int | None
    is_break: bool = False


class _Sign(NamedTuple):
    char: str
    added_by: int | None = None
    removed_by: int | None = None


def marked(states: Sequence[State]) -> list[list[MarkedRun]]:
    """All that was ever written (花脸稿), oldest state first: paragraphs of runs, in their order.

    Paragraphs part where the last state parts them. The end of one is a run of its own only if
    it has a history: one that was removed stands inside a paragraph, one that was added at its
    end. Each state is compared with the one before it, at the price of `runs`.
    """
    copy: list[_Sign] = []
    for by, state in enumerate(states):
        copy = list(_rewritten(copy, state.text, by)) if by else [*map(_Sign, state.text)]
    return list(_set_out(copy)) if states else []


def _rewritten(copy: Sequence[_Sign], text: str, by: int) -> Iterator[_Sign]:
    """The copy with the marks of one more state."""
    ahead = deque(copy)
    standing = "".join(sign.char for sign in copy if sign.removed_by is None)
    for run in runs(standing, text):
        if run.kind == Kind.ADDED:
            yield from _passed(ahead, whole="\n" in run.text)
            yield from (_Sign(char, by) for char in run.text)
            continue
        left = len(run.text)
        while left:
            sign = ahead.popleft()
            if sign.removed_by is None:
                left -= 1
                sign = sign._replace(removed_by=by if run.kind == Kind.REMOVED else None)
            yield sign
    yield from ahead


def _passed(ahead: deque[_Sign], *, whole: bool) -> Iterator[_Sign]:
    """What was removed here earlier and comes before an addition: all of it for `whole`
    paragraphs, for words what stood in the same one."""
    while ahead and ahead[0].removed_by is not None and (whole or ahead[0].char != "\n"):
        yield ahead.popleft()


def _set_out(copy: Sequence[_Sign]) -> Iterator[list[MarkedRun]]:
    paragraph: list[MarkedRun] = []
    for (is_break, added_by, removed_by), signs in groupby(copy, _history):
        text = "".join(sign.char for sign in signs)
        if not is_break:
            paragraph.append(MarkedRun(text, added_by, removed_by))
            continue
        for _ in text:
            if (added_by, removed_by) != (None, None):
                paragraph.append(MarkedRun(PILCROW, added_by, removed_by, is_break=True))
            if removed_by is None:
                yield paragraph
                paragraph = []
    yield paragraph


def _history(sign: _Sign) -> tuple[bool, int | None, int | None]:
    return sign.char == "\n", sign.added_by, sign.removed_by

"""Words of Chinese and Latin text as an index keeps them, and as it is asked for them.

Chinese has no spaces, so every pair of neighbouring characters is a term, and so is the last of a
run: what was asked for is found wherever it stands, with no dictionary that could be wrong.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from opencc import OpenCC

#: Characters beyond which a text is not indexed: no caption is as long.
INDEXED = 20_000
#: Runs of a question that are looked for; nobody types more.
MOST_RUNS = 12
#: Of a run in a question, and of a word without a space or Han character in an index, as much is
#: kept: PostgreSQL takes no term of more than 2,046 bytes.
RUN_LENGTH = 60
#: A tsvector knows no place beyond this, and no more places of one term.
LAST_PLACE, MOST_PLACES = 16_383, 255
#: Bytes of the terms of one vector; PostgreSQL takes a megabyte with all that it adds to them.
MOST_BYTES = 400_000

#: Characters of Chinese words, inside a class of a pattern.
HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_RUN = re.compile(f"[{HAN}]+|[^\\W_{HAN}]+")
#: Marks without a shape, and those that choose one of a character's shapes, as names have them.
_UNSEEN = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)


#: Which table of OpenCC says what is simplified; the second knows variants of Hong Kong besides.
_TABLES = ("t2s", "hk2s")
_HAN_RANGES = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))


@dataclass(frozen=True, slots=True)
class Phrase:
    """Terms that follow each other; of the last, the beginning may be enough."""

    terms: tuple[str, ...]
    is_prefix: bool


def folded(text: str) -> str:
    """One spelling for what readers take for the same: width, case, traditional characters, and
    what cannot be seen."""
    seen = unicodedata.normalize("NFKC", _UNSEEN.sub("", text))
    return seen.translate(simplified()).casefold()


@cache
def simplified() -> dict[int, str]:
    """The simplified character of each traditional one, made of OpenCC's tables in 0.2 seconds.

    One by one and not by phrases, so that places in a text stay: the index and a question take the
    same way, and what is highlighted is found again in the text as it was written. Characters that
    stand for two traditional ones, as 干 does, are thereby one.
    """
    chars = [chr(code) for first, last in _HAN_RANGES for code in range(first, last + 1)]
    table: dict[str, str] = {}
    for name in _TABLES:
        made = OpenCC(name).convert("\n".join(chars)).split("\n")
        pairs = zip(chars, made, strict=True)
        table = {one: other for one, other in pairs if one != other} | table
    return {ord(one): table.get(other, other) for one, other in table.items()}


def runs(text: str) -> list[str]:
    """Stretches of Han characters, and words of letters and digits, in their order."""
    return _RUN.findall(folded(text))


def runs_asked(words: str) -> list[str]:
    """Those of a question, as many and as much of each as are looked for."""
    return [run[:RUN_LENGTH] for run in runs(words[: MOST_RUNS * RUN_LENGTH])[:MOST_RUNS]]


def is_han(run: str) -> bool:
    return bool(re.match(f"[{HAN}]", run))


def terms(text: str, most: int | None = INDEXED) -> list[str]:
    """All that an index keeps of a text, or of the first `most` characters of it, in its order."""
    found: list[str] = []
    for run in runs(text[:most]):
        if is_han(run):
            found += [run[at : at + 2] for at in range(len(run))]
        else:
            found.append(run[:RUN_LENGTH])
    return found


def phrases(words: str) -> list[Phrase]:
    """What a text has to hold all of: a run of several characters as its pairs, one character or
    a Latin word as the beginning of a term. Empty for a question without a letter."""
    asked: list[Phrase] = []
    for run in runs_asked(words):
        if is_han(run) and len(run) > 1:
            pairs = tuple(run[at : at + 2] for at in range(len(run) - 1))
            asked.append(Phrase(pairs, is_prefix=False))
        else:
            asked.append(Phrase((run,), is_prefix=True))
    return asked


def vector(found: Sequence[str]) -> str:
    """The terms as PostgreSQL writes a tsvector: no parser of its own has a say in them."""
    places = defaultdict(list)
    for place, term in enumerate(found[:LAST_PLACE], start=1):
        places[term].append(place)
    return " ".join(
        f"{quoted(term)}:{','.join(map(str, at[:MOST_PLACES]))}" for term, at in places.items()
    )


def vectors(groups: Iterable[tuple[str, Sequence[str]]]) -> Iterator[str]:
    """The terms of a text of any length, each group under its label (A to D), as tsvectors.

    A vector ends where PostgreSQL would drop a place; the next one begins a phrase's length before,
    so that each phrase stands whole in one of them.
    """
    whole = [(term, label) for label, found in groups for term in found]
    start = 0
    while start < len(whole) or not start:
        places, end = placed(whole, start)
        yield " ".join(f"{quoted(term)}:{','.join(at)}" for term, at in places.items())
        if end == len(whole):
            return
        start = end - RUN_LENGTH


def placed(whole: Sequence[tuple[str, str]], start: int) -> tuple[dict[str, list[str]], int]:
    """The labelled places of the terms from `start` on, as many as fit, and where they end."""
    places: dict[str, list[str]] = defaultdict(list)
    size = 0
    for at, (term, label) in enumerate(whole[start : start + LAST_PLACE], start=1):
        size += 0 if term in places else len(term.encode())
        if size > MOST_BYTES or len(places.get(term, ())) == MOST_PLACES:
            return places, start + at - 1
        places[term].append(f"{at}{label}")
    return places, min(start + LAST_PLACE, len(whole))


def quoted(term: str) -> str:
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"

"""Words of Chinese and Latin text as an index keeps them, and as it is asked for them.

Chinese has no spaces, so every pair of neighbouring characters is a term, and so is the last of a
run: what was asked for is found wherever it stands, with no dictionary that could be wrong.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

#: Characters beyond which a text is not indexed: no caption is as long.
INDEXED = 20_000
#: Runs of a question that are looked for; nobody types more.
MOST_RUNS = 12
#: Of a run in a question, and of a word without a space or Han character in an index, as much is
#: kept: PostgreSQL takes no term of more than 2,046 bytes.
RUN_LENGTH = 60
#: A tsvector knows no place beyond this, and no more places of one term.
LAST_PLACE, MOST_PLACES = 16_383, 255

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_RUN = re.compile(f"[{_HAN}]+|[^\\W_{_HAN}]+")
#: Marks without a shape, and those that choose one of a character's shapes, as names have them.
_UNSEEN = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Terms that follow each other; of the last, the beginning may be enough."""

    terms: tuple[str, ...]
    is_prefix: bool


def folded(text: str) -> str:
    """One spelling for what readers take for the same: width, case and what cannot be seen.

    Traditional characters are not folded to simplified ones: that needs a table which is kept
    well, and none is at hand. It would be applied here, as both sides of the index pass through.
    """
    return unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).casefold()


def runs(text: str) -> list[str]:
    """Stretches of Han characters, and words of letters and digits, in their order."""
    return _RUN.findall(folded(text))


def is_han(run: str) -> bool:
    return bool(re.match(f"[{_HAN}]", run))


def terms(text: str) -> list[str]:
    """All that an index keeps of a text, in its order."""
    found: list[str] = []
    for run in runs(text[:INDEXED]):
        if is_han(run):
            found += [run[at : at + 2] for at in range(len(run))]
        else:
            found.append(run[:RUN_LENGTH])
    return found


def phrases(words: str) -> list[Phrase]:
    """What a text has to hold all of: a run of several characters as its pairs, one character or
    a Latin word as the beginning of a term. Empty for a question without a letter."""
    asked: list[Phrase] = []
    for whole in runs(words[: MOST_RUNS * RUN_LENGTH])[:MOST_RUNS]:
        run = whole[:RUN_LENGTH]
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


def quoted(term: str) -> str:
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"

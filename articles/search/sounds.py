"""Headlines as they sound: what somebody types who does not switch to Chinese for a search."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pypinyin import Style, lazy_pinyin

from articles.bigrams import is_han, runs

#: Stands before each such term, so that none is taken for a word of the text: a letter to both
#: databases that no text has there.
SIGN = "\u02bc"
#: Letters of initials and of whole syllables that are kept from each character on.
INITIALS, LETTERS = 12, 30
#: Fewer letters begin too many headlines, and words of other languages besides.
LEAST = 3

_LETTERS = re.compile("[a-z]+")


def sounds(lines: Iterable[str]) -> list[str]:
    """What is kept of these lines: from each of their characters on the initials (成都高新 is
    cdgx) and the syllables (chengdugaoxin), each once."""
    found: dict[str, None] = {}
    for line in lines:
        initials, syllables = spelt(runs(line))
        for at in range(len(syllables)):
            found[SIGN + "".join(initials[at:])[:INITIALS]] = None
            found[SIGN + "".join(syllables[at:])[:LETTERS]] = None
    return list(found)


def spelt(line: Iterable[str]) -> tuple[list[str], list[str]]:
    """The initial and the syllable of each Han character; a word of letters is both itself."""
    initials: list[str] = []
    syllables: list[str] = []
    for run in line:
        initials += read(run, Style.FIRST_LETTER)
        syllables += read(run, Style.NORMAL)
    return initials, syllables


def read(run: str, style: Style) -> list[str]:
    """Characters that no dictionary reads stay as they are, in either style alike."""
    return lazy_pinyin(run, style=style) if is_han(run) else [run]


def sound_asked(run: str, least: int = LEAST) -> str:
    """What to look for in the sounds where a word of letters was typed; empty where nothing is."""
    return SIGN + run[:LETTERS] if len(run) >= least and _LETTERS.fullmatch(run) else ""

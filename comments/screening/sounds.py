"""How words sound: pinyin without tones, in which other characters and typed pinyin are alike.

A character has the reading that it has most often; only a phrase of the list is also read as its
words are (银行 is yin hang). What sounds alike to some ears only (zh and z, n and l) is not folded.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from pypinyin.constants import PHRASES_DICT as WORDS
from pypinyin.constants import PINYIN_DICT

#: No syllable is longer: zhuang, chuang, shuang.
LONGEST = 6
#: A run of letters beside a hit that is longer is not taken apart; nobody types pinyin so.
MOST_LETTERS = 40

_TONES = frozenset("12345")
_WITH_V = str.maketrans(dict.fromkeys("\u00fc\u01d6\u01d8\u01da\u01dc", "v"))


@dataclass(frozen=True, slots=True)
class Sound:
    """`letters[i]` is said by the character `origins[i]` of the words."""

    letters: str
    origins: tuple[int, ...]

    def cuts(self) -> frozenset[int]:
        """Where one character ends and the next begins, in letters."""
        pairs = zip(self.origins, self.origins[1:], strict=False)
        return frozenset(at for at, (one, other) in enumerate(pairs, start=1) if one != other)


def sound(words: str) -> Sound:
    """That of a text in its one spelling; letters sound as they are, tones (`shua1`) as nothing."""
    said = readings()
    pieces = [said.get(char, char) for char in words]
    for at in range(1, len(words)):
        if words[at] in _TONES and "a" <= words[at - 1] <= "z":
            pieces[at] = ""
    return joined(pieces)


def sounds_of_phrase(words: str) -> list[Sound]:
    """By character and, where it differs, by word."""
    said, odd = readings(), odd_words()
    pieces = [said.get(char, char) for char in words]
    plainly = [joined(pieces)]
    stretches = ((start, end) for start, end in combinations(range(len(words) + 1), 2))
    found = [(start, end) for start, end in stretches if words[start:end] in odd]
    if not found:
        return plainly
    for start, end in found:
        pieces[start:end] = odd[words[start:end]]
    return [*plainly, joined(pieces)]


def joined(pieces: list[str]) -> Sound:
    origins = tuple(place for place, piece in enumerate(pieces) for _ in piece)
    return Sound("".join(pieces), origins)


@cache
def readings() -> dict[str, str]:
    """The commonest reading of each character, made of pypinyin's table in 0.2 seconds."""
    return {chr(code): toneless(told.partition(",")[0]) for code, told in PINYIN_DICT.items()}


@cache
def odd_words() -> dict[str, list[str]]:
    """Words with a character that has another reading in them, as 行 has in 银行."""
    said = readings()
    told = ((word, [toneless(each[0]) for each in each_one]) for word, each_one in WORDS.items())
    return {
        word: pieces
        for word, pieces in told
        if len(word) == len(pieces) and pieces != [said.get(char) for char in word]
    }


def toneless(reading: str) -> str:
    parts = unicodedata.normalize("NFKD", reading.translate(_WITH_V))
    return "".join(part for part in parts if part.isascii() and part.isalpha())


@cache
def syllables() -> frozenset[str]:
    """All that a character can be read as."""
    every = (each for told in PINYIN_DICT.values() for each in told.split(","))
    return frozenset(toneless(each) for each in every) - {""}


def is_pinyin(letters: str) -> bool:
    """Whether a run of letters can be read as whole syllables; nothing is none of them."""
    if len(letters) > MOST_LETTERS:
        return False
    ends, known = {0}, syllables()
    for end in range(1, len(letters) + 1):
        starts = range(max(0, end - LONGEST), end)
        if any(start in ends and letters[start:end] in known for start in starts):
            ends.add(end)
    return len(letters) in ends

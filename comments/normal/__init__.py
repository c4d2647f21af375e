"""One spelling for texts that say the same, so that words are found however they are written.

Width, case, accents, traditional characters, look-alikes of other scripts and characters taken
apart are folded; marks, spaces and whatever cannot be seen are left out. What is not folded: words
turned round, characters said twice, and letters put between (`刷a单`); for digits that stand for
letters, and for words by their sound, screening/tracks.py has an eye.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from articles.bigrams import simplified
from comments.normal.lookalikes import APART, ONE

#: Characters whose spelling is remembered; a text of all of Unicode must not fill the memory.
REMEMBERED = 50_000


@dataclass(frozen=True, slots=True)
class Spelling:
    """`words` in one spelling; `places[i]` is where its i-th character stands in the original."""

    words: str
    places: tuple[int, ...]


def spelling(text: str) -> Spelling:
    """The letters and digits of a text, folded, and where each of them was written."""
    pieces = [_SPELT[char] for char in undisguised(text)]
    if not _APART_FIRST.isdisjoint(pieces):
        put_together(pieces)
    words = "".join(pieces)
    if len(words) == len(text) and all(pieces):
        return Spelling(words, tuple(range(len(text))))
    return Spelling(words, tuple(place for place, piece in enumerate(pieces) for _ in piece))


def plain(text: str) -> str:
    """As long as the text, each character in its plainest form; marks and spaces stay.

    It is what addresses and numbers are looked for in, whose marks belong to them.
    """
    return "".join([_PLAIN[char] for char in text])


def words_key(text: str) -> str:
    """64 hexadecimal digits; the same for two texts that differ in spelling alone."""
    words = spelling(text).words or text
    return hashlib.sha256(words.encode(errors="replace")).hexdigest()


# --- single characters --------------------------------------------------------------------------


class _Spelt(dict[str, str]):
    """The spelling of a character, worked out when it is met first."""

    def __missing__(self, char: str) -> str:
        spelt = spelt_out(char)
        if len(self) < REMEMBERED:
            self[char] = spelt
        return spelt


class _Plain(dict[str, str]):
    """The one character that a character is in plain writing."""

    def __missing__(self, char: str) -> str:
        told = _SPELT[char] or unicodedata.normalize("NFKC", char)
        one = told if len(told) == 1 else char
        if len(self) < REMEMBERED:
            self[char] = one
        return one


def spelt_out(char: str) -> str:
    """Letters and digits of one character: accents gone, simplified, in small letters."""
    if char in ONE:
        return ONE[char].casefold()
    bare = [part for part in unicodedata.normalize("NFKD", char) if not is_mark(part)]
    whole = unicodedata.normalize("NFC", "".join(bare))  # Korean syllables are whole again.
    small = taken_for(taken_for(whole.translate(simplified())).casefold())
    return "".join(part for part in small if part.isalnum() and not is_mark(part))


def taken_for(chars: str) -> str:
    return "".join(ONE.get(char, char) for char in chars)


def is_mark(char: str) -> bool:
    return unicodedata.category(char).startswith("M")


_SPELT = _Spelt()
_PLAIN = _Plain()


# --- several characters -------------------------------------------------------------------------

_APART_FIRST = frozenset(pair[0] for pair in APART)
_DISGUISED = re.compile("(?<=[a-z])[@$](?=[a-z])", re.IGNORECASE)


def undisguised(text: str) -> str:
    """Signs that stand for a letter inside a Latin word (`c@sino`) made that letter."""
    if "@" not in text and "$" not in text:
        return text
    return _DISGUISED.sub(lambda sign: "a" if sign[0] == "@" else "s", text)


def put_together(pieces: list[str]) -> None:
    """Characters written as two parts made one, which stands in the first one's place."""
    for at in range(len(pieces) - 1):
        whole = APART.get(pieces[at] + pieces[at + 1])
        if whole:
            pieces[at], pieces[at + 1] = whole, ""

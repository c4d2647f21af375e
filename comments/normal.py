"""One spelling for texts that say the same, so that words are found however they are written."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from articles.bigrams import folded


@dataclass(frozen=True, slots=True)
class Spelling:
    """`words` in one spelling; `places[i]` is where its i-th character stands in the original."""

    words: str
    places: tuple[int, ...]


def spelling(text: str) -> Spelling:
    """Width, case, traditional characters, separators and look-alikes folded."""
    words, places = [], []
    for place, char in enumerate(text):
        for one in folded(char):
            if one.isalnum():
                words.append(one)
                places.append(place)
    return Spelling("".join(words), tuple(places))


def words_key(text: str) -> str:
    """64 hexadecimal digits; the same for two texts that differ in spelling alone."""
    words = spelling(text).words or text
    return hashlib.sha256(words.encode()).hexdigest()

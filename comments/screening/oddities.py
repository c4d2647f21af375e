"""Finds characters that nobody types who only wants to be read: towers, private ones, mixtures."""

from __future__ import annotations

import re

#: Marks over and under letters, as towers of them are built. Those of scripts that cannot be
#: written without marks (Tibetan, Uyghur, Thai) are others.
_TOWER = re.compile("(?:.[\u0300-\u036f\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{2,}){2,}")

#: Characters whose shape each font makes up.
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]+")

_LATIN, _GREEK, _CYRILLIC = "a-zA-Z", "\u0370-\u03ff", "\u0400-\u04ff"

#: One word of two alphabets: `\u0440aypal`. Greek after Latin is a unit or a formula at times, so
#: it takes a word of three letters.
_MIXED = re.compile(
    f"(?<![{_LATIN}{_CYRILLIC}])(?:[{_LATIN}]+[{_CYRILLIC}]|[{_CYRILLIC}]+[{_LATIN}])"
    f"[{_LATIN}{_CYRILLIC}]*"
    f"|(?<![{_LATIN}])[{_LATIN}]+[{_GREEK}][{_LATIN}]+"
)

#: Letters and digits in circles and squares, or set as mathematics: a row of them is a disguise.
_DRESSED = re.compile("[\u2460-\u24ff\u2776-\u2793\U0001d400-\U0001d7ff\U0001f100-\U0001f189]{4,}")

_ALL = (_TOWER, _PRIVATE, _MIXED, _DRESSED)


def oddity(text: str) -> str:
    """The first odd stretch of a text; empty where there is none."""
    found = (pattern.search(text) for pattern in _ALL)
    return next((match[0] for match in found if match), "")

"""Tidies the words of a comment: what cannot be seen, towers of marks and stray spaces go."""

from __future__ import annotations

import re
import unicodedata

#: Letters by their class that show nothing at all: a nickname of these would look empty.
_BLANKS = "\u115f\u1160\u2800\u3164\uffa0"

#: Joins emoji into one sign. All other invisible characters go, above all those that turn the
#: direction of writing and so would turn the page around them.
_JOINER = "\u200d"

#: Code points without a meaning to show: control, format, lone surrogates.
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})

#: How many combining marks one letter may carry; towers of them climb over the lines above.
MARKS = 3

_LINE_END = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BLANK_LINES = re.compile("\n{3,}")
_JOINERS = re.compile(f"{_JOINER}+")


def tidy_name(raw: str) -> str:
    """A nickname on one line: invisible characters gone, spaces single."""
    return " ".join(visible(_LINE_END.sub(" ", raw).replace("\n", " ")).split())


def tidy_text(raw: str) -> str:
    """The text of a comment: as `tidy_name`, but lines stay, with at most one empty between."""
    lines = visible(_LINE_END.sub("\n", raw)).split("\n")
    tidy = "\n".join(" ".join(line.split()) for line in lines)
    return _BLANK_LINES.sub("\n\n", tidy).strip("\n")


def visible(raw: str) -> str:
    """The text without what cannot be seen; tabs become spaces, line feeds stay."""
    kept: list[str] = []
    marks = 0
    for char in raw.replace("\t", " "):
        kind = unicodedata.category(char)
        marks = marks + 1 if kind in {"Mn", "Me"} else 0
        if marks <= MARKS and is_kept(char, kind):
            kept.append(char)
    return _JOINERS.sub(_JOINER, "".join(kept)).strip(_JOINER)


def is_kept(char: str, kind: str) -> bool:
    if char in {"\n", _JOINER}:
        return True
    return kind not in _UNSEEN and char not in _BLANKS

"""One line of a page's text, as given and folded for reading labels, dates and furniture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

#: Lines that are longer are paragraphs; nobody looks for labels or furniture in them.
SHORT = 200

#: One character for one, so that places in the folded line are places in the given one.
_TWINS = (
    {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys(map(ord, "\t\u00a0\u2002\u2003\u2009\u202f\u3000"), " ")
    | dict.fromkeys(map(ord, "\u2236\ufe30\ufe55"), ":")
    | dict.fromkeys(map(ord, "\u4e28\u2502\u2503\u00a6"), "|")
    | dict.fromkeys(map(ord, "\u3010\u3014\u3016"), "[")
    | dict.fromkeys(map(ord, "\u3011\u3015\u3017"), "]")
    | {0x2013: "-", 0x2212: "-", 0xFF65: "\u00b7", 0x30FB: "\u00b7"}
)


_WIDE = re.compile("[" + "".join(map(chr, _TWINS)) + "]")


def fold(text: str) -> str:
    """Full-width marks, digits and spaces as ASCII, bars and brackets as one kind each."""
    # A pattern passes over Han many times faster than str.translate does.
    return _WIDE.sub(_twin, text)


def _twin(hit: re.Match[str]) -> str:
    return _TWINS[ord(hit[0])]


@dataclass(frozen=True)
class Line:
    """A line without the white space around it; `number` counts from 1."""

    number: int
    text: str

    @cached_property
    def folded(self) -> str:
        return fold(self.text)

    @property
    def is_short(self) -> bool:
        return len(self.text) <= SHORT

    @property
    def is_sentence(self) -> bool:
        """Whether a full stop stands in it: then its first words are no label and no furniture."""
        return "\u3002" in self.text


def lines_of(text: str) -> Iterator[Line]:
    """The lines that hold anything, whatever number of blank ones separates them."""
    for number, line in enumerate(text.split("\n"), 1):
        stripped = line.strip()
        if stripped:
            yield Line(number, stripped)

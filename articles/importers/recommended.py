"""Rows of recommended stories: a title, and mostly its date and time behind it."""

from __future__ import annotations

import re

from articles.importers import dates
from articles.importers.base import ImportedRecommendation
from articles.importers.lines import Line

#: A title is never longer; what is longer is text again.
LONGEST = 150

_BULLET = re.compile("[\u00b7\u2022\u25aa\u25a0\u25cf\u25b8\u25b6\u25ba\u00bb>*-]+\\s*")
_EDGES = " \t\u3000\u00a0\u2003|[]()\u3010\u3011\uff08\uff09"
_CLOSED_QUOTE = re.compile("\u3002[\u201d\u300d\u300f\u300b]*$")


def read(line: Line) -> tuple[ImportedRecommendation, dates.Stamp | None]:
    """A row, and the date found in it; a row that is nothing but a date has no title."""
    stamp = dates.find(line.folded)
    if stamp is None:
        span = dates.find_without_year(line.folded)
        title = line.text if not span or span[1] < len(line.text) else line.text[: span[0]]
        return ImportedRecommendation(without_bullet(title)), None
    before, after = line.text[: stamp.start], line.text[stamp.end :]
    if before.strip(_EDGES) and after.strip(_EDGES):
        # A date inside a title is part of it.
        return ImportedRecommendation(without_bullet(line.text)), None
    side = before if before.strip(_EDGES) else after
    return ImportedRecommendation(without_bullet(cleaned(side)), stamp.value), stamp


def cleaned(side: str) -> str:
    """The title without the brackets that stood around the date."""
    side = side.strip().rstrip("(\uff08[\u3010|").lstrip(")\uff09]\u3011|")
    return side.strip()


def without_bullet(title: str) -> str:
    bullet = _BULLET.match(title)
    return (title[bullet.end() :] if bullet else title).strip() or title.strip()


def is_text_again(line: Line) -> bool:
    """Whether the list is over and the story goes on: sentences, and no date at the end."""
    if len(line.text) > LONGEST:
        return True
    stamp = dates.find(line.folded)
    if stamp and not line.text[stamp.end :].strip(_EDGES):
        return False
    if not line.is_sentence:
        return False
    quoted = line.text[0] in "\u201c\u300c\u300e\u300a" and _CLOSED_QUOTE.search(line.text)
    return not (quoted and line.text.count("\u3002") == 1)

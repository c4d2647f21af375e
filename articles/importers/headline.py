"""Remarks on the first line of a file, which is its title, whole and as given."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from articles.importers import dates, furniture, labels
from articles.importers.lines import Line
from articles.importers.notes import Code, Notes, quoted
from articles.text import HAN

LONGEST = 200
#: Shorter titles are one line in print, too.
SHORTEST_SPLIT = 16
SHORTEST_PART = 4

_CRY = re.compile("[!\uff01?\uff1f]+[\u201d\u300b]?\\s*")
_BAR = re.compile("\\s*[|\uff5c\u4e28]\\s*")
_SPACE = re.compile(f"(?<=[{HAN}\u201d\u300b])[ \u3000\u2003\u00a0]+(?=[{HAN}\u201c\u300a])")


def remark(line: Line, notes: Notes) -> None:
    if looks_like_no_title(line):
        message = _("The first line does not look like a title. Check it: %(line)s")
        notes.add(Code.TITLE_DOUBTFUL, message % {"line": quoted(line.text)}, line.number)
    if len(line.text) > LONGEST:
        message = _("The title has %(count)d characters. Is it the first paragraph?")
        notes.add(Code.TITLE_LONG, message % {"count": len(line.text)}, line.number)
        return
    parts = split(line.text)
    if parts:
        message = _("The title may be a kicker and a headline: %(kicker)s / %(headline)s")
        given = {"kicker": parts[0], "headline": parts[1]}
        notes.add(Code.TITLE_SPLIT, message % given, line.number)


def looks_like_no_title(line: Line) -> bool:
    stamp = dates.find(line.folded) if line.is_short else None
    if stamp and not (line.folded[: stamp.start] + line.folded[stamp.end :]).strip(" |:"):
        return True
    if furniture.header(line) or furniture.is_furniture(line):
        return True
    found = labels.read(line.text)
    return found is not None and not found.original_title


def split(title: str) -> tuple[str, str] | None:
    """Where a kicker and a headline run together: at a cry, a bar, or a space between words."""
    if len(title) < SHORTEST_SPLIT:
        return None
    for pattern in (_CRY, _BAR, _SPACE):
        for hit in pattern.finditer(title):
            kicker = title[: hit.end()] if pattern is _CRY else title[: hit.start()]
            headline = title[hit.end() :]
            if len(kicker.strip()) >= SHORTEST_PART and len(headline) >= 2 * SHORTEST_PART:
                return kicker.strip(), headline
    return None

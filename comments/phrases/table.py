"""Tables of phrases as people have them: CSV from Excel or WPS, or one phrase a line; and ours."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from articles.importers.decode import is_noise, marked, unmarked
from articles.workflow import Refused
from comments import normal
from comments.choices import PhraseKind
from comments.models import Phrase
from comments.phrases import cells
from comments.phrases.cells import COLUMNS, EMPTY, READ, BadCell

MOST_BYTES = 8 * 1024 * 1024
MOST_LINES = 100_000

#: What may part the cells; the wide ones are typed by hand.
SEPARATORS = "\t,\uff0c;\uff1b"

#: A spreadsheet takes these for the beginning of a formula; an apostrophe keeps it from that.
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


class Unreadable(Refused):
    """The whole file cannot be read as a table."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line that is understood. `given` holds the values of those columns that it has."""

    line: int
    words: str
    key: str
    kind: PhraseKind
    given: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    line: int
    words: str
    sentence: str


@dataclass(slots=True)
class Table:
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read(raw: bytes, kind: PhraseKind = PhraseKind.SUSPECT) -> Table:
    """A file in UTF-8, UTF-16 or GB18030. `kind` is the list of lines that name none.

    Raises Unreadable where it is no table at all; what is wrong with a line is kept beside it.
    """
    return read_text(decoded(raw), kind)


def decoded(raw: bytes) -> str:
    if len(raw) > MOST_BYTES:
        told = {"most": MOST_BYTES // 1024 // 1024}
        raise Unreadable(_("The file is larger than %(most)d MB. Split it.") % told)
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        sentence = _("This is a workbook. Open it in Excel or WPS and save it as CSV (UTF-8).")
        raise Unreadable(sentence)
    found = marked(raw) or unmarked(raw)
    if found.trouble or "\x00" in found.text or is_noise(found.text):
        raise Unreadable(_("The file cannot be read as text. Save it as CSV (UTF-8)."))
    return found.text


def read_text(text: str, kind: PhraseKind = PhraseKind.SUSPECT) -> Table:
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines:
        raise Unreadable(_("There is no phrase in it."))
    if len(lines) > MOST_LINES:
        told = {"most": MOST_LINES, "count": len(lines)}
        raise Unreadable(_("It has %(count)d lines; take in %(most)d at once.") % told)
    separator = separator_of(lines[0][1])
    columns = columns_of(split(lines[0][1], separator))
    table = Table()
    earlier: dict[tuple[str, str], int] = {}
    for number, line in lines[1:] if columns else lines:
        found = read_line(number, split(line, separator), columns or COLUMNS, kind)
        keep(table, found, earlier)
    return table


def separator_of(line: str) -> str:
    """The mark that the first line has most of."""
    return max(SEPARATORS, key=line.count)


def split(line: str, separator: str) -> list[str]:
    """The cells of one line. A quotation mark that is never closed spoils its own line alone."""
    try:
        return next(csv.reader([line], delimiter=separator, skipinitialspace=True), [])
    except csv.Error:
        return [line]


def columns_of(first: Sequence[str]) -> list[str]:
    """What the columns are called, where the first line says it; empty where it is a phrase."""
    known = cells.headings()
    names = [known.get(cells.folded(cell), "") for cell in first]
    told = [cell for cell in first if cell.strip()]
    is_heading = "words" in names and (len(told) == 1 or sum(map(bool, names)) > 1)
    return names if is_heading else []


def read_line(
    number: int, line: Sequence[str], columns: Sequence[str], kind: PhraseKind
) -> Row | Fault:
    named = dict(zip(columns, map(unescaped, line), strict=False))
    words = named.get("words", "")
    try:
        given = dict(values(named))
        cells.demand_sound(words, by_sound=given.get("by_sound", False))
    except BadCell as bad:
        return Fault(number, words[:40], str(bad))
    key = normal.spelling(given["words"]).words
    return Row(number, given.pop("words"), key, given.pop("kind", kind), given)


def values(named: dict[str, str]) -> Iterator[tuple[str, Any]]:
    yield "words", READ["words"](named.pop("words", ""))
    for column, cell in named.items():
        if column and cell.strip():
            yield column, READ[column](cell)
        elif column in EMPTY:
            yield column, EMPTY[column]


def keep(table: Table, found: Row | Fault, earlier: dict[tuple[str, str], int]) -> None:
    """Put a line to the others; one that says a phrase again is at fault."""
    if isinstance(found, Fault):
        table.faults.append(found)
        return
    first = earlier.setdefault((found.key, found.kind), found.line)
    if first == found.line:
        table.rows.append(found)
        return
    sentence = _("Line %(line)d has it already.") % {"line": first}
    table.faults.append(Fault(found.line, found.words, sentence))


def unescaped(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and is_formula(cell) else cell


# --- ours -----------------------------------------------------------------------------------------


def as_csv(phrases: Iterable[Phrase]) -> Iterator[str]:
    """The lines of a table that Excel and WPS open as it is, and that `read` understands."""
    yield "\ufeff" + line([cells.heading(column) for column in COLUMNS])
    for phrase in phrases:
        told = [cells.told(column, getattr(phrase, column)) for column in COLUMNS]
        yield line([escaped(cell) for cell in told])


def escaped(cell: str) -> str:
    """The cell, or with an apostrophe what would be a formula, or would lose its own apostrophe."""
    return f"'{cell}" if is_formula(cell) else cell


def is_formula(cell: str) -> bool:
    return cell.lstrip("'").startswith(_FORMULA)


def line(cells_of_line: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells_of_line)
    return out.getvalue()

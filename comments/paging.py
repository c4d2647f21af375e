"""Pages of what readers see, by cursor: a page costs the same at any depth, and no row is counted.

A cursor names the place of the last comment of a page by the very columns that the list is sorted
by. So a comment that comes or goes elsewhere moves nobody's place, and every comment that stays
where it is stands on one page and on no other. In the hot order one that gets likes in between may
climb over the reader's place; it is then met at the top, when the list is opened again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Func, Value
from django.db.models.lookups import GreaterThan, LessThan

from comments.choices import CommentOrder
from comments.models import Comment, CommentQuerySet
from comments.ranking import COLUMNS

PER_PAGE = 30

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: What both databases take as a whole number.
MOST = 2**63 - 1
CURSOR = re.compile("[a-z]+(_-?[0-9]{1,19})+", re.ASCII)


class BadCursor(ValueError):
    """It is not one that this list has given."""


@dataclass(frozen=True, slots=True)
class Page:
    """Comments, and the cursor of those after them; empty on the last page."""

    comments: list[Comment]
    next: str


def page_of(article_id: int, order: CommentOrder, cursor: str, size: int = PER_PAGE) -> Page:
    """Comments on the story itself, none of their replies. Raises BadCursor."""
    threads = Comment.objects.under(article_id).threads()
    return leaf(threads, COLUMNS[order], order.value, cursor, size)


def leaf(found: CommentQuerySet, columns: Sequence[str], name: str, cursor: str, size: int) -> Page:
    """A page of any list sorted by `columns`. `name` keeps cursors of different lists apart."""
    place = decoded(cursor, name, columns) if cursor else ()
    comments = list(behind(found, columns, place)[: size + 1])
    more = len(comments) > size
    del comments[size:]
    return Page(comments, encoded(comments[-1], name, columns) if more else "")


#: As what a value is compared; the other columns are whole numbers.
FIELDS: dict[str, models.Field[Any, Any]] = {
    "is_picked": models.BooleanField(),
    "ranked_at": models.DateTimeField(),
}


class Row(Func):
    """Columns as one value: databases compare such along an index, where a chain of ORs would
    walk it from its beginning."""

    function = ""
    output_field = models.BooleanField()  # It has none of its own; that of a condition does.


def behind(found: CommentQuerySet, columns: Sequence[str], place: Sequence[Any]) -> CommentQuerySet:
    """What comes after `place` in the order of these columns, which all rise or all fall."""
    found = found.order_by(*columns)
    if not place:
        return found
    names = [column.removeprefix("-") for column in columns]
    values = [
        Value(value, output_field=FIELDS.get(name, models.BigIntegerField()))
        for name, value in zip(names, place, strict=True)
    ]
    compare = LessThan if columns[0].startswith("-") else GreaterThan
    return found.filter(compare(Row(*map(F, names)), Row(*values)))


def place_of(comment: Comment, columns: Sequence[str]) -> list[Any]:
    return [getattr(comment, column.removeprefix("-")) for column in columns]


# Places as text: the name of the list and whole numbers, since a float would lose microseconds


def encoded(comment: Comment, name: str, columns: Sequence[str]) -> str:
    return "_".join([name, *(str(whole(value)) for value in place_of(comment, columns))])


def whole(value: Any) -> int:
    if isinstance(value, datetime):
        return (value - EPOCH) // timedelta(microseconds=1)
    return int(value)


def decoded(cursor: str, name: str, columns: Sequence[str]) -> list[Any]:
    """The place that `encoded` made for this list. Raises BadCursor."""
    given, *numbers = cursor.split("_") if CURSOR.fullmatch(cursor) else [""]
    if given != name or len(numbers) != len(columns):
        raise BadCursor(cursor)
    return [
        value_of(int(number), column.removeprefix("-"))
        for number, column in zip(numbers, columns, strict=True)
    ]


def value_of(number: int, column: str) -> Any:
    if abs(number) > MOST:
        raise BadCursor(number)
    if column == "is_picked":
        return bool(number)
    if column != "ranked_at":
        return number
    try:
        return EPOCH + timedelta(microseconds=number)
    except OverflowError as error:  # Beyond the calendar.
        raise BadCursor(number) from error

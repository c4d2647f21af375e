"""Pages of a list by cursor: where the next begins, opaque to whoever asks."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from articles.api import problems
from articles.api.problems import Problem
from articles.views.addresses import absolute

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: What both databases take as a whole number.
MOST = 2**63 - 1

Place = list[int | str]


def encoded(list_name: str, place: Place) -> str:
    """A place in a list as text of letters, digits, - and _."""
    words = json.dumps([list_name, *place], ensure_ascii=False, separators=(",", ":"))
    return urlsafe_b64encode(words.encode()).decode().rstrip("=")


def decoded(cursor: str, list_name: str, kinds: Sequence[type]) -> Place | None:
    """The place that `encoded` made for this list; None without a cursor.

    `kinds` are int or str. Raises Problem for a cursor that is none, or is of another list.
    """
    if not cursor:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        name, *place = json.loads(urlsafe_b64decode(padded))
        is_ours = encoded(name, place) == cursor
    except (ValueError, TypeError, RecursionError) as error:
        raise refused() from error
    if not is_ours or name != list_name or [type(value) for value in place] != list(kinds):
        raise refused()
    if not all(map(fits, place)):
        raise refused()
    return place


def fits(value: int | str) -> bool:
    """Whether both databases take it."""
    return abs(value) <= MOST if isinstance(value, int) else "\0" not in value


def refused() -> Problem:
    message = _("The cursor is not one of this list.")
    return Problem(problems.INVALID, errors=[{"parameter": "cursor", "detail": message}])


# Moments as whole numbers: a float would lose the microseconds


def micros(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1)


def moment(value: int) -> datetime:
    """Raises Problem for one beyond the calendar."""
    try:
        return EPOCH + timedelta(microseconds=value)
    except OverflowError as error:
        raise refused() from error


def before(columns: Sequence[str], values: Sequence[Any]) -> Q:
    """Rows after these values in the descending order of these columns.

    The first column alone bounds the walk along its index; the rest decides among equals.
    """
    equals: dict[str, Any] = {}
    later = Q()
    for column, value in zip(columns, values, strict=True):
        later |= Q(**equals, **{f"{column}__lt": value})
        equals[column] = value
    return Q(**{f"{columns[0]}__lte": values[0]}) & later


def next_address(request: HttpRequest, known: Sequence[str], cursor: str) -> str:
    """The absolute address of the next page, with what was asked for of the known parameters."""
    query = request.GET.copy()
    for name in set(query) - set(known):
        del query[name]
    query["cursor"] = cursor
    return absolute(f"{request.path}?{query.urlencode()}")

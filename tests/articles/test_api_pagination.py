"""Cursors of the API: what is not one of ours is refused, and what is leads on."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from django.utils import timezone

from articles.api import pagination, problems


def written(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "\u4e2d\u6587",
        "a" * 400,
        written(["stories", 1]),
        written(["stories", 1, 2, 3]),
        written(["stories", "1", 2]),
        written(["stories", 1.5, 2]),
        written(["stories", True, 2]),
        written(["stories", None, 2]),
        written(["stories", 1, 2**63]),
        written(["stories", -(2**64), 2]),
        written(["tags", 1, 2]),
        written({"stories": 1}),
        written("stories"),
        written(7),
        written([]),
        base64.urlsafe_b64encode(b"[" * 300).decode().rstrip("="),
        base64.urlsafe_b64encode(b'["stories", 1, 2]').decode(),
        base64.urlsafe_b64encode(b'["stories","\\ud800",2]').decode().rstrip("="),
        base64.urlsafe_b64encode(b'["stories",1' + b"0" * 280 + b",2]").decode().rstrip("="),
    ],
)
def test_a_cursor_that_is_none_is_refused(cursor: str) -> None:
    with pytest.raises(problems.Problem) as refused:
        pagination.decoded(cursor, "stories", (int, int))
    assert refused.value.kind is problems.INVALID


@pytest.mark.parametrize("name", ["a\0b"])
def test_a_word_that_no_database_keeps_is_refused(name: str) -> None:
    with pytest.raises(problems.Problem):
        pagination.decoded(pagination.encoded("tags", [name]), "tags", (str,))


@pytest.mark.parametrize("value", [2**62, -(2**62)])
def test_a_moment_beyond_the_calendar_is_refused(value: int) -> None:
    with pytest.raises(problems.Problem):
        pagination.moment(value)


@pytest.mark.parametrize("place", [[1, 2], [0, 2**63 - 1]])
def test_a_cursor_is_read_as_it_was_written(place: Any) -> None:
    cursor = pagination.encoded("stories", place)
    assert cursor.isascii()
    assert not set(cursor) & set("+/=&?")
    assert pagination.decoded(cursor, "stories", (int, int)) == place
    assert pagination.decoded("", "stories", (int, int)) is None


def test_a_moment_keeps_its_microseconds() -> None:
    now = timezone.now()
    assert pagination.moment(pagination.micros(now)) == now

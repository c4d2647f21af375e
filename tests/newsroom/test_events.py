"""Log records as one line each, which no visitor can forge."""

from __future__ import annotations

import logging
import sys
from typing import Any

import pytest

from newsroom.events import FieldsFormatter


def line(message: str, **fields: Any) -> str:
    record = logging.makeLogRecord(
        {"name": "newsroom.demo", "levelname": "INFO", "msg": message, "created": 0.0} | fields
    )
    return FieldsFormatter().format(record)


def test_a_line_break_from_outside_stays_on_the_line() -> None:
    written = line("asked for /a\n1970-01-01T00:00:00Z INFO forged", path="/a\nb\u2028c")
    assert len(written.splitlines()) == 1


@pytest.mark.parametrize(
    ("value", "written"),
    [(7, "n=7"), ("a b", 'n="a b"'), ("", 'n=""'), ("a=b", 'n="a=b"'), ("\u7a3f", "n=\u7a3f")],
)
def test_a_field_can_be_read_back(value: Any, written: str) -> None:
    assert line("published", n=value).endswith(written)


def test_an_event_begins_with_when_level_and_who() -> None:
    assert line("published") == "1970-01-01T00:00:00Z INFO newsroom.demo published"


def test_a_request_is_no_field() -> None:
    assert "secret" not in line("oops", request="secret", status_code=500)


def test_an_error_carries_its_traceback() -> None:
    try:
        raise ValueError("odd")
    except ValueError:
        assert "ValueError: odd" in line("oops", exc_info=sys.exc_info())

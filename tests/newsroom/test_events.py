"""Log records as one line each, which no visitor can forge."""

from __future__ import annotations

import logging
import sys
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import ResolverMatch
from django.utils.log import log_response

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


@pytest.mark.parametrize(
    ("namespace", "status", "is_told"),
    [
        ("comments", 429, False),
        ("comments", 403, False),
        ("comments", 422, False),
        ("comments", 500, True),
        ("comments", 404, True),
        ("api", 429, True),
        (None, 403, True),
    ],
)
def test_a_refusal_of_the_letters_page_alone_is_no_line(
    namespace: str | None, status: int, is_told: bool, caplog: pytest.LogCaptureFixture
) -> None:
    request = RequestFactory().post("/")
    if namespace:
        request.resolver_match = ResolverMatch(lambda: None, (), {}, namespaces=[namespace])
    log_response("refused", request=request, response=HttpResponse(status=status))
    assert bool(caplog.records) == is_told

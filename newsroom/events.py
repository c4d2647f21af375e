"""Writes log records as one line each: when, level, logger, event, then the fields it carries."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any

#: What every record has; anything else was given as a field of the event.
STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}

#: Fields that Django adds and that are no values.
LEFT_OUT = frozenset({"request", "server_time", "exc_info"})


class FieldsFormatter(logging.Formatter):
    """`2026-11-20T02:00:00Z INFO newsroom.demo published article=7 version=2`."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        event = one_line(record.getMessage())
        fields = [f"{name}={quoted(value)}" for name, value in sorted(fields_of(record).items())]
        line = " ".join([at, record.levelname, record.name, event, *fields])
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return line


#: What the letters page answers to who writes too often, may not write, or has to mend something.
REFUSED = frozenset({403, 422, 429})


class NoRefusals(logging.Filter):
    """Leaves out what Django says of each refusal of the letters page: a flood would fill the log.

    The page is meant to refuse, and says itself where somebody floods it (comments.limits). All
    else stays: errors, missing tokens (django.security.csrf), other pages' answers.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        match = getattr(getattr(record, "request", None), "resolver_match", None)
        is_refusal = getattr(record, "status_code", 0) in REFUSED
        return not (is_refusal and match and "comments" in match.namespaces)


def fields_of(record: logging.LogRecord) -> dict[str, Any]:
    return {
        name: value
        for name, value in vars(record).items()
        if name not in STANDARD and name not in LEFT_OUT
    }


def quoted(value: Any) -> str:
    """A value that can be read back: bare where it is one word, else as JSON."""
    words = str(value)
    if words and not any(mark in words for mark in ' "=\\') and words.isprintable():
        return words
    return one_line(json.dumps(words, ensure_ascii=False))


def one_line(words: str) -> str:
    """No visitor can forge a line of the log by a line break in an address."""
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in words)

"""What is wrong with a parameter, in a sentence: pydantic's findings as members of a problem."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

A_MOMENT = _("Write date, time and zone, like 2021-12-20T10:48:00+08:00.")

#: By pydantic's name of the finding; what stands in %(…)s comes from its context.
SENTENCES: dict[str, str | Promise] = {
    "missing": _("This parameter has to be given."),
    "greater_than_equal": _("Write a number of at least %(ge)s."),
    "less_than_equal": _("Write a number of at most %(le)s."),
    "int_parsing": _("Write digits alone."),
    "string_too_long": _("Write at most %(max_length)s characters."),
    "string_too_short": _("Write at least one character."),
    "string_pattern_mismatch": _("It has characters that cannot stand here."),
    "literal_error": _("Choose one of: %(expected)s."),
    "enum": _("Choose one of: %(expected)s."),
    "timezone_aware": A_MOMENT,
    "value_error": "%(error)s",
}


def faults(errors: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """One {"parameter", "detail"} for each finding."""
    return [{"parameter": str(error["loc"][-1]), "detail": sentence(error)} for error in errors]


def sentence(error: Mapping[str, Any]) -> str:
    name = str(error["type"])
    fallback = A_MOMENT if name.startswith("datetime") else _("This cannot be understood.")
    context = {key: str(value) for key, value in error.get("ctx", {}).items()}
    if "expected" in context:
        context["expected"] = context["expected"].replace(" or ", ", ").replace("'", "")
    return str(SENTENCES.get(name, fallback)) % context


def is_of_path(errors: Iterable[Mapping[str, Any]]) -> bool:
    """Whether the address itself is wrong: then there is nothing at it."""
    return any(error["loc"][0] == "path" for error in errors)

"""System checks of the desk: refuses an editor that is set up in a way known to be dangerous."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error


def error(number: int, sentence: str, hint: str) -> Error:
    return Error(sentence, hint=hint, id=f"articles.E{number:03}")


def check_editor(**kwargs: Any) -> list[CheckMessage]:
    """CKEditor 4 is out of support; these are the settings its known holes need."""
    found: list[CheckMessage] = []
    if apps.is_installed("ckeditor_uploader"):
        found.append(
            error(
                1,
                "ckeditor_uploader takes files from anyone, without a token.",
                "Remove it from INSTALLED_APPS; photos come in through the story's form.",
            )
        )
    configs = getattr(settings, "CKEDITOR_CONFIGS", {})
    for name, config in configs.items():
        found.extend(dangers(name, config))
    return found


#: What a configuration must not say: id, whether it does, sentence, hint.
FORBIDDEN: tuple[tuple[int, Callable[[Mapping[str, Any]], bool], str, str], ...] = (
    (
        2,
        lambda config: config.get("allowedContent", True) is True,
        "The editor %(name)s lets every tag through.",
        "Set allowedContent to richtext.editor_rules().",
    ),
    (
        3,
        lambda config: config.get("versionCheck") is not False,
        "The editor %(name)s asks another server for its version.",
        "Set versionCheck to False.",
    ),
    (
        4,
        lambda config: bool(config.get("fullPage")),
        "The editor %(name)s takes full pages, which CKEditor 4 does not clean.",
        "Set fullPage to False.",
    ),
)


def dangers(name: str, config: Mapping[str, Any]) -> Iterator[Error]:
    for number, holds, sentence, hint in FORBIDDEN:
        if holds(config):
            yield error(number, sentence % {"name": name}, hint)

"""The editor's settings are safe, and dangerous ones stop the start."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.core.checks import registry
from django.utils import translation

from articles import richtext
from articles.checks import check_editor
from articles.editor import PHOTO_PLUGIN, PHOTO_STYLES, StoryEditor, photo_words, settings

STATIC = Path(django_settings.BASE_DIR) / "static"


def ids(found: list[Any]) -> list[str]:
    return [message.id for message in found]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"allowedContent": True}, "articles.E002"),
        ({"versionCheck": True}, "articles.E003"),
        ({"fullPage": True}, "articles.E004"),
    ],
)
def test_a_dangerous_setting_stops_the_start(
    change: dict[str, Any], expected: str, settings: Any
) -> None:
    settings.CKEDITOR_CONFIGS = {"default": settings.CKEDITOR_CONFIGS["default"] | change}
    assert ids(check_editor()) == [expected]


@pytest.mark.parametrize("name", ["allowedContent", "versionCheck"])
def test_a_setting_left_out_stops_the_start(name: str, settings: Any) -> None:
    config = dict(settings.CKEDITOR_CONFIGS["default"])
    del config[name]
    settings.CKEDITOR_CONFIGS = {"default": config}
    assert len(check_editor()) == 1


def test_the_open_upload_view_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apps, "is_installed", {"ckeditor_uploader"}.__contains__)
    assert ids(check_editor()) == ["articles.E001"]


def test_the_check_runs_with_every_start() -> None:
    assert check_editor in registry.registry.get_checks()


def test_our_own_settings_pass() -> None:
    assert check_editor() == []
    assert django_settings.CKEDITOR_CONFIGS["default"]["allowedContent"] == richtext.editor_rules()


def test_the_settings_can_be_read_before_django_is_ready() -> None:
    code = "from articles.editor import settings; settings()"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert run.returncode == 0, run.stderr.decode()


def test_no_button_belongs_to_a_removed_plugin() -> None:
    buttons = {button.lower() for group in settings()["toolbar"] for button in group}
    assert not buttons & set(settings()["removePlugins"].split(","))


def test_no_dialog_takes_files() -> None:
    assert "link:upload" in settings()["removeDialogTabs"].split(";")


@pytest.mark.parametrize(("code", "spoken"), [("zh-hans", "zh-cn"), ("en", "en"), ("fr", "en")])
def test_the_editor_speaks_a_language_that_is_collected(code: str, spoken: str) -> None:
    editor = StoryEditor()
    with translation.override(code):
        editor.render("body", "", {"id": "id_body"})
    assert editor.config["language"] == spoken


def test_markup_in_the_body_cannot_leave_the_textarea() -> None:
    page = StoryEditor().render("body", "</textarea><script>alert(1)</script>", {"id": "id_body"})
    assert "<script" not in page


def test_the_photo_plugin_is_given_the_words_it_says_and_no_others() -> None:
    said = re.findall(r"\bwords\.(\w+)", (STATIC / PHOTO_PLUGIN).read_text("utf-8"))
    # The address of the button's picture is added when the widget is rendered.
    assert set(said) == photo_words().keys() | {"icon"}
    assert (STATIC / PHOTO_STYLES).is_file()


def test_what_the_plugin_shows_of_a_photo_is_no_part_of_the_text() -> None:
    shown = '<div class="storyphoto-inside"><img src="x"><textarea>图说</textarea></div>'
    kept = '<figure data-photo="0a1b2c3d4e5f"></figure>'
    assert richtext.clean(f'<figure data-photo="0a1b2c3d4e5f">{shown}</figure>') == kept

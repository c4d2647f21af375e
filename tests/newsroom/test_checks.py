"""Each danger of a deployment is found by its own check, and a safe one is left in peace."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks

DANGERS: dict[str, dict[str, Any]] = {
    "newsroom.E001": {"DEBUG": True},
    "newsroom.E002": {"SECRET_KEY": "short"},
    "newsroom.E003": {"SITE_URL": "http://news.example.org"},
    "newsroom.E004": {"ALLOWED_HOSTS": ["news.example.org", "*"]},
    "newsroom.W002": {"TRUSTED_PROXIES": 0},
    "newsroom.W003": {"STATIC_ROOT": Path("/nowhere")},
    "newsroom.W004": {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"},
    "newsroom.W005": {"TASK_QUEUE": "process"},
    "newsroom.W006": {"LETTERS_KEY_IS_GIVEN": False},
    "newsroom.E006": {"READERS_SIGN_IN": "https://app.example.org/sign-in", "READERS_SECRET": ""},
}


@pytest.fixture
def safe(settings: Any, tmp_path: Path) -> Any:
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "staticfiles.json").write_text("{}")
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    settings.SITE_URL = "https://news.example.org"
    settings.ALLOWED_HOSTS = ["news.example.org"]
    settings.TRUSTED_PROXIES = 1
    settings.TASK_QUEUE = "database"
    settings.LETTERS_KEY_IS_GIVEN = True
    return settings


def found() -> set[str]:
    messages = run_checks(include_deployment_checks=True)
    return {str(message.id) for message in messages if str(message.id).startswith("newsroom.")}


@pytest.mark.parametrize("code", DANGERS)
def test_a_danger_is_found_by_its_check(code: str, safe: Any) -> None:
    for name, value in DANGERS[code].items():
        setattr(safe, name, value)
    assert found() == {code}


@pytest.mark.parametrize(
    "options",
    [
        {"location": "static/originals"},
        {"location": "originals", "base_url": "/originals/"},
        {"bucket_name": "b", "querystring_auth": False},
        {"bucket_name": "b", "default_acl": "public-read"},
    ],
)
def test_open_originals_are_found(options: dict[str, Any], safe: Any, tmp_path: Path) -> None:
    if "location" in options:
        options = options | {"location": tmp_path / options["location"]}
    safe.STORAGES = safe.STORAGES | {"default": safe.STORAGES["default"] | {"OPTIONS": options}}
    assert found() == {"newsroom.E005"}


def test_workers_with_a_cache_each_are_found(safe: Any) -> None:
    safe.WORKERS = 4
    safe.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    assert found() == {"newsroom.W001"}


def test_a_secret_without_a_page_to_sign_in_is_found(safe: Any) -> None:
    safe.READERS_SIGN_IN, safe.READERS_SECRET = "", "s3cret-" * 5
    assert found() == {"newsroom.E006"}


def test_every_message_says_what_to_do(safe: Any) -> None:
    safe.DEBUG, safe.SECRET_KEY, safe.ALLOWED_HOSTS, safe.SITE_URL = True, "a", ["*"], "http://a"
    messages = [m for m in run_checks(include_deployment_checks=True) if "newsroom" in str(m.id)]
    assert len(messages) >= 4
    assert all(message.hint for message in messages)


def test_a_safe_deployment_is_left_in_peace(safe: Any) -> None:
    assert found() == set()

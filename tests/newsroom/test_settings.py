"""The start itself: a bad value stops it, the embedded default is safe, and keys are kept."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from newsroom import keyfile

ROOT = Path(__file__).resolve().parents[2]
ASK = "import newsroom.settings as s; print(s.DEBUG, s.ALLOWED_HOSTS, s.HTTPS)"


def start(tmp_path: Path, *words: str, **given: str) -> subprocess.CompletedProcess[str]:
    """Run Python in a process of its own, with these variables and no other of ours.

    Without `words` it loads the settings and says three of them.
    """
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, *(words or ("-c", ASK))],
        env=kept | {"NEWSROOM_VAR": str(tmp_path / "var")} | given,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [("DATABASE_URL", "postgres://editor:hunter2@db:port/news"), ("DEBUG", "perhaps")],
)
def test_a_bad_value_stops_the_start(name: str, value: str, tmp_path: Path) -> None:
    done = start(tmp_path, **{name: value})
    assert done.returncode != 0
    assert f"ImproperlyConfigured: {name} is " in done.stderr
    assert "hunter2" not in done.stderr


def test_a_command_with_a_bad_value_says_one_sentence(tmp_path: Path) -> None:
    done = start(tmp_path, "manage.py", "check", DATABASE_URL="mysql://db/news")
    assert done.returncode == 1
    assert done.stderr.startswith("DATABASE_URL is ")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "value"), [("DATABASE_URL", "sqlite:///{file}/a/b"), ("NEWSROOM_VAR", "{file}/a")]
)
def test_a_place_that_cannot_be_made_is_named_by_its_variable(
    name: str, value: str, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    done = start(tmp_path, **{name: value.format(file=tmp_path / "file")})
    last = done.stderr.strip().splitlines()[-1]
    assert "ImproperlyConfigured" in last
    assert f"Set {name} " in last


def test_the_embedded_default_is_safe_and_keeps_its_key(tmp_path: Path) -> None:
    done = start(tmp_path)
    assert done.stdout.split()[0] == "False", done.stderr
    key = tmp_path / "var" / "secret_key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    first = key.read_text()
    assert len(first) >= 50
    start(tmp_path)
    assert key.read_text() == first


def test_addresses_have_a_key_of_their_own_that_is_kept(tmp_path: Path) -> None:
    ask = ("-c", "import newsroom.settings as s; print(s.LETTERS_KEYS, s.LETTERS_KEY_IS_GIVEN)")
    first = start(tmp_path, *ask).stdout
    key = tmp_path / "var" / "letters_key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert first.split() == [f"['{key.read_text()}']", "False"]
    assert key.read_text() != (tmp_path / "var" / "secret_key").read_text()
    assert start(tmp_path, *ask).stdout == first


def test_a_given_letters_key_makes_no_file_and_is_never_quoted(tmp_path: Path) -> None:
    ask = ("-c", "import newsroom.settings as s; print(len(s.LETTERS_KEYS))")
    given = ",".join(["0123456789" * 5, "abcdefghij" * 5])
    assert start(tmp_path, *ask, LETTERS_KEY=given).stdout.strip() == "2"
    assert not (tmp_path / "var" / "letters_key").exists()
    refused = start(tmp_path, *ask, LETTERS_KEY=given + ",hunter2")
    assert "LETTERS_KEY is not shown here" in refused.stderr
    assert "hunter2" not in refused.stderr


@pytest.mark.parametrize("host", ["news.example.org", "[2001:db8::1]"])
def test_an_https_address_names_its_host(host: str, tmp_path: Path) -> None:
    done = start(tmp_path, SITE_URL=f"https://{host}:8443")
    assert f"'{host}'" in done.stdout
    assert done.stdout.split()[-1] == "True"


def test_a_key_file_with_too_little_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("short")
    with pytest.raises(ImproperlyConfigured, match="fewer than 50") as caught:
        keyfile.kept_secret(tmp_path / "secret_key")
    assert "short" not in str(caught.value).split("secret_key", 1)[1]


def test_a_key_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ImproperlyConfigured, match=r"file"):
        keyfile.kept_secret(tmp_path / "file" / "secret_key")


def test_the_second_of_two_writers_keeps_the_first_key(tmp_path: Path) -> None:
    path = tmp_path / "secret_key"
    keyfile.write_once(path, "a" * 60)
    keyfile.write_once(path, "b" * 60)
    assert path.read_text() == "a" * 60
    assert [found.name for found in tmp_path.iterdir()] == ["secret_key"]


def test_the_language_is_the_sites_and_not_the_visitors() -> None:
    assert settings.LANGUAGE_CODE == "zh-hans"
    assert {code for code, _ in settings.LANGUAGES} == {"zh-hans", "en"}
    assert "django.middleware.locale.LocaleMiddleware" not in settings.MIDDLEWARE


def test_every_variable_is_explained() -> None:
    source = (ROOT / "newsroom" / "settings.py").read_text()
    read = set(re.findall(r'env\.(?:read|address|secret)\(\s*"([A-Z_]+)"', source))
    assert len(read) > 12
    explained = (ROOT / "deploy" / "README.md").read_text()
    assert {name for name in read if f"`{name}`" not in explained} == set()

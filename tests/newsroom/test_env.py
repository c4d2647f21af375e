"""Readers of the environment: a bad value is refused with a sentence that says what is right."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from newsroom import env
from newsroom.env import BadValue, Environment


@pytest.mark.parametrize(
    ("reader", "value"),
    [
        (env.flag, "maybe"),
        (env.flag, "2"),
        (env.number(0, 10), "11"),
        (env.number(0, 10), "-1"),
        (env.number(0, 10), "\uff13"),
        (env.number(0, 10), "1e3"),
        (env.one_of("zh-hans", "en"), "fr"),
        (env.hosts, "https://news.example.org"),
        (env.hosts, "news.example.org:8000"),
        (env.hosts, "news.example.org/path"),
        (env.hosts, "two words"),
        (env.origin, "news.example.org"),
        (env.origin, "ftp://news.example.org"),
        (env.origin, "https://news.example.org/news"),
        (env.origin, "https://news.example.org?a=1"),
        (env.origin, "https://user@news.example.org"),
        (env.origin, "https://news.example.org:port"),
        (env.origin, "https://"),
        (env.origins, "https://a.example.org,b.example.org"),
        (env.folder, "var"),
        (env.folder, "~nobody-of-this-name/var"),
        (env.sender, "news"),
        (env.sender, "news@example.org\nBcc: x@example.org"),
        (env.secret_key, "short"),
        (env.secret_key, "a" * 60),
        (env.secret_keys, ""),
        (env.secret_keys, "0123456789" * 6 + ",short"),
        (env.secret_keys, "0123456789" * 6 + ","),
        (env.shared_secret, "x" * 31),
        (env.existing_file, "/nowhere/regions.mmdb"),
        (env.page_address, "app.example.org/sign-in"),
        (env.page_address, "http://app.example.org/sign-in"),
        (env.page_address, "https://user:hunter2@app.example.org/sign-in"),
        (env.page_address, "https://app.example.org/sign-in#top"),
        (env.page_address, "https://app.example.org:port/"),
        (env.page_address, "javascript:alert(1)"),
    ],
)
def test_a_bad_value_is_refused(reader: Callable[[str], Any], value: str) -> None:
    with pytest.raises(BadValue, match=r"\.$"):
        reader(value)


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(BadValue):
        env.folder(str(tmp_path / "taken"))


@pytest.mark.parametrize(
    ("reader", "value", "expected"),
    [
        (env.flag, "ON", True),
        (env.flag, "0", False),
        (env.number(0, 10), "10", 10),
        (env.one_of("zh-hans", "en"), "EN", "en"),
        (env.hosts, " a.example.org , .b.example.org,[::1],*", None),
        (env.origin, "https://News.example.org/", "https://news.example.org"),
        (env.origin, "http://[::1]:8000", "http://[::1]:8000"),
        (env.origins, "", []),
        (
            env.secret_keys,
            f"{'0123456789' * 5}, {'9876543210' * 5}",
            ["0123456789" * 5, "9876543210" * 5],
        ),
        (env.shared_secret, "", ""),
        (env.existing_file, "", ""),
        (env.existing_file, __file__, __file__),
        (env.page_address, "", ""),
        (env.page_address, "http://127.0.0.1:9000/in", "http://127.0.0.1:9000/in"),
        (env.page_address, "https://app.example.org/in?a=1", "https://app.example.org/in?a=1"),
    ],
)
def test_a_good_value_is_read(reader: Callable[[str], Any], value: str, expected: Any) -> None:
    expected = (
        expected if expected is not None else ["a.example.org", ".b.example.org", "[::1]", "*"]
    )
    assert reader(value) == expected


def test_an_empty_variable_counts_as_not_given() -> None:
    given = Environment({"DEBUG": " "})
    assert "DEBUG" not in given
    assert given.read("DEBUG", env.flag, "off") is False


def test_the_sentence_names_variable_value_and_remedy() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^DEBUG is 'maybe'\. Write on or off\.$"):
        Environment({"DEBUG": "maybe"}).read("DEBUG", env.flag, "off")


def refuse(value: str) -> Any:
    raise BadValue("Write something else.")


@pytest.mark.parametrize(
    "value",
    [
        "postgres://editor:hunter2@db.example.org/news",
        "postgres://editor:hunter2/odd@db.example.org/news",
        "postgres://editor:hunter2",
        "postgres:/editor:hunter2@db/news",
        "postgres://editor:x@hunter2@db/news",
        "redis://:hunter2@cache.example.org:6379/0",
        "s3://key:hunter2@store.example.org/bucket?region=hunter2",
        "https://u:hunter2@news.example.org",
        "hunter2",
        "postgres://editor@db/news?password=hunter2",
        "sqlite:///news?password=hunter2",
    ],
)
def test_no_message_shows_a_password(value: str) -> None:
    with pytest.raises(ImproperlyConfigured) as caught:
        Environment({"A_URL": value}).address("A_URL", refuse, "")
    assert "A_URL" in str(caught.value)
    assert "hunter2" not in "".join(traceback.format_exception(caught.value))


def test_an_address_without_credentials_is_quoted() -> None:
    with pytest.raises(ImproperlyConfigured, match="sqlite:///news"):
        Environment({"A_URL": "sqlite:///news"}).address("A_URL", refuse, "")


def test_the_host_behind_credentials_is_quoted() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"@db\.example\.org/news"):
        Environment({"A_URL": "postgres://u:p@db.example.org/news"}).address("A_URL", refuse, "")


def test_no_message_shows_the_key() -> None:
    given = dict.fromkeys(["SECRET_KEY"], "-".join(["never", "shown"]))
    with pytest.raises(ImproperlyConfigured) as caught:
        Environment(given).secret("SECRET_KEY", env.secret_key)
    assert "never-shown" not in "".join(traceback.format_exception(caught.value))

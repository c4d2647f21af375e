"""Addresses of services: what is refused, and what becomes of the others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from newsroom import backends
from newsroom.env import BadValue

BASE = Path("/srv/news")
S3 = "s3://key:se%2Fcret@store.example.org:9000/bucket"


def database(value: str) -> Any:
    return backends.database(value, BASE)


def storage(value: str) -> Any:
    return backends.storage(value, "/media/")


@pytest.mark.parametrize(
    ("reader", "value"),
    [
        (database, ""),
        (database, "news.sqlite3"),
        (database, "mysql://u:p@db/news"),
        (database, "sqlite://"),
        (database, "sqlite:///"),
        (database, "sqlite:///folder/"),
        (database, "sqlite:///:memory:"),
        (database, "sqlite://host/file"),
        (database, "sqlite:////"),
        (database, "sqlite:///news%00.sqlite3"),
        (database, "postgres://db/news%00"),
        (database, "postgres://db"),
        (database, "postgres://db/"),
        (database, "postgres://db:port/news"),
        (database, "postgres://db:99999/news"),
        (database, "postgres://[db/news"),
        (database, "postgres://db/news?sslmode=maybe"),
        (database, "postgres://db/news?unknown=1"),
        (database, "postgres://db/news?sslmode=require&sslmode=disable"),
        (database, "postgres://db/news?connect_timeout=soon"),
        (backends.cache, "redis"),
        (backends.cache, "redis://"),
        (backends.cache, "redis://cache:6379/first"),
        (backends.cache, "memcached://cache"),
        (backends.cache, "locmem://name"),
        (storage, "file://relative/path"),
        (storage, "file:///"),
        (storage, "file:///folder%0a"),
        (storage, "ftp://host/folder"),
        (storage, "s3://store.example.org/bucket"),
        (storage, "s3://key:secret@store.example.org"),
        (storage, "s3://key:secret@store.example.org/bucket/folder"),
        (storage, f"{S3}?scheme=gopher"),
        (storage, f"{S3}?public_url=images.example.org"),
        (storage, f"{S3}?public_url=https://images.example.org?a=1"),
        (storage, f"{S3}?addressing=sideways"),
        (storage, f"{S3}?bucket=twice"),
        (backends.email, "smtp://"),
        (backends.email, "pigeon://coop"),
        (backends.email, "smtp://host?tls=perhaps"),
        (backends.email, "smtps://host?tls=on"),
    ],
)
def test_a_bad_address_is_refused(reader: Callable[[str], Any], value: str) -> None:
    with pytest.raises(BadValue, match=r"\.$"):
        reader(value)


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(BadValue):
        database(f"sqlite:///{tmp_path}")


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("sqlite:///news.sqlite3", BASE / "news.sqlite3"),
        ("sqlite:///var/news.sqlite3", BASE / "var/news.sqlite3"),
        ("sqlite:////data/news.sqlite3", Path("/data/news.sqlite3")),
        ("sqlite:////data/a%20b.sqlite3", Path("/data/a b.sqlite3")),
    ],
)
def test_a_sqlite_path_is_relative_with_three_strokes(value: str, name: Path) -> None:
    found = database(value)
    assert found["NAME"] == name
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_a_postgres_address_is_taken_apart() -> None:
    found = database("postgresql://ed%40itor:p%2Fw@db.example.org:6432/news?sslmode=require")
    assert found["USER"] == "ed@itor"
    assert found["PASSWORD"] == "p/w"
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example.org", "6432", "news")
    assert found["OPTIONS"] == {"sslmode": "require"}
    assert found["CONN_HEALTH_CHECKS"] is True


@pytest.mark.parametrize(
    ("value", "host"),
    [("postgres:///news", ""), ("postgres:///news?host=/run/postgresql", "/run/postgresql")],
)
def test_a_postgres_without_a_host_is_a_socket(value: str, host: str) -> None:
    assert database(value)["HOST"] == host


def test_a_redis_address_stays_whole() -> None:
    found = backends.cache("rediss://:p%40w@cache:6380/2")
    assert found["LOCATION"] == "rediss://:p%40w@cache:6380/2"


def test_local_originals_and_renditions_lie_apart(tmp_path: Path) -> None:
    found = storage(f"file://{tmp_path}")
    originals, renditions = found["default"]["OPTIONS"], found["renditions"]["OPTIONS"]
    assert originals["location"] == tmp_path / "originals"
    assert "base_url" not in originals
    assert renditions["base_url"] == "/media/"


def test_a_bucket_keeps_originals_signed_and_renditions_open() -> None:
    found = storage(f"{S3}?scheme=http&region=cn-1")
    originals, renditions = found["default"]["OPTIONS"], found["renditions"]["OPTIONS"]
    assert originals["querystring_auth"] is True
    assert "custom_domain" not in originals
    assert originals["secret_key"] == "se/cret"
    assert renditions["endpoint_url"] == "http://store.example.org:9000"
    assert renditions["custom_domain"] == "store.example.org:9000/bucket"
    assert renditions["url_protocol"] == "http:"


def test_renditions_may_have_a_public_address_of_their_own() -> None:
    options = storage(f"{S3}?public_url=https://images.example.org/p/")["renditions"]["OPTIONS"]
    assert options["custom_domain"] == "images.example.org/p"
    assert options["url_protocol"] == "https:"


def test_the_storage_backend_takes_these_options() -> None:
    from storages.backends.s3 import S3Storage

    options = storage(f"{S3}?public_url=https://images.example.org")["renditions"]["OPTIONS"]
    address = S3Storage(**options).url("aa/token/480.jpg")
    assert address == "https://images.example.org/renditions/aa/token/480.jpg"


@pytest.mark.parametrize(
    ("value", "port", "tls", "ssl"),
    [
        ("smtp://u:p%40w@mail.example.org:587?tls=on", 587, True, False),
        ("smtps://u:p%40w@mail.example.org", 465, False, True),
    ],
)
def test_a_mail_address_is_taken_apart(value: str, port: int, tls: bool, ssl: bool) -> None:
    found = backends.email(value)
    assert found["EMAIL_HOST_PASSWORD"] == "p@w"
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (port, tls, ssl)

"""Probes: live asks nothing, ready asks the database, the report is for staff."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client
from redis.exceptions import ConnectionError as RedisDown

from articles.models import User
from newsroom import health


class Unreachable:
    """A connection that cannot be made; its error quotes a password, as some drivers do."""

    vendor = "postgresql"

    def cursor(self) -> Any:
        raise OperationalError("password hunter2 refused")


@pytest.fixture
def no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "connection", Unreachable())


def test_live_asks_nothing(django_assert_num_queries: Any, db: None) -> None:
    with django_assert_num_queries(0):
        response = Client().get("/health/live")
    assert response.json() == {"status": "ok"}
    assert "no-store" in response.headers["Cache-Control"]


def test_ready_says_when_the_database_is_down(no_database: None) -> None:
    response = Client().get("/health/ready")
    assert response.status_code == 503
    assert response.json() == {"status": "unavailable", "database": False}


def test_ready_says_when_all_is_well(db: None) -> None:
    assert Client().get("/health/ready").status_code == 200


def test_a_stranger_gets_no_report(db: None) -> None:
    response = Client().get("/health/report")
    assert response.status_code == 302
    assert b"database" not in response.content


def test_the_report_explains(chief: User) -> None:
    client = Client()
    client.force_login(chief)
    found = client.get("/health/report").json()
    assert found["status"] == "ok"
    assert found["migrations"] == {"ok": True, "pending": []}
    assert found["database"]["kind"] == connection.vendor
    assert {"cache", "storage", "versions"} <= found.keys()


def test_a_part_that_is_down_is_named_without_its_address(
    no_database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*args: Any) -> None:
        raise RedisDown("redis://:hunter2@cache")

    monkeypatch.setattr(cache, "set", down)
    found = health.cache_works()
    assert (found["ok"], found["error"]) == (False, "ConnectionError")
    assert "hunter2" not in str(found)
    assert "hunter2" not in str(health.database())

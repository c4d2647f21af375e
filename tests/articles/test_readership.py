"""Views are gathered and added up: none lost, none twice, whoever else writes at the moment."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from multiprocessing import get_context
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import hot, readership
from articles.models import Article, HourOfViews
from tests.conftest import NOW

Draft = Callable[..., Article]
HOUR = NOW.replace(minute=0)


@pytest.fixture(autouse=True)
def empty_tally() -> Iterator[None]:
    readership.tally.take()
    yield
    readership.tally.take()


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*args: Any) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(readership, "write", locked)


def kept() -> list[tuple[str, int]]:
    rows = HourOfViews.objects.order_by("article_id", "hour")
    return list(rows.values_list("article__title", "views"))


def test_a_busy_database_stops_nobody_and_loses_nothing(
    clock: Any, draft: Draft, busy: None, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    article = draft("甲")
    for _ in range(3):
        readership.count(article.pk, timezone.now())
        clock.shift(readership.PATIENCE)
    assert readership.tally.waiting.total() == 3
    assert {record.message for record in caplog.records} == {"views_wait"}
    monkeypatch.undo()
    assert readership.flush(timezone.now()) == 3
    assert kept() == [("甲", 3)]


def test_what_waits_has_a_bound(clock: Any, busy: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readership, "MOST", 2)
    for pk in (1, 2, 3, 1):
        readership.count(pk, timezone.now())
    assert sorted(readership.tally.waiting.values()) == [1, 2]


def test_a_story_that_is_no_more_takes_no_other_with_it(clock: Any, draft: Draft) -> None:
    article = draft("甲")
    readership.count(article.pk, NOW)
    readership.count(article.pk + 1000, NOW)
    readership.flush(NOW)
    assert kept() == [("甲", 1)]


def test_counts_wait_for_a_while(clock: Any, draft: Draft) -> None:
    article = draft("甲")
    for seconds, views in [(0, []), (9, []), (1, [("甲", 3)])]:
        clock.shift(seconds)
        readership.count(article.pk, timezone.now())
        assert kept() == views


def test_counts_of_many_stories_do_not_wait(
    clock: Any, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readership, "FULL", 2)
    for title in ("甲", "乙"):
        readership.count(draft(title).pk, NOW)
    assert kept() == [("甲", 1), ("乙", 1)]


def test_views_are_added_to_their_hour_in_one_statement_each(clock: Any, draft: Draft) -> None:
    article = draft("甲")
    for minutes in (0, 59, 60, 61):
        readership.count(article.pk, HOUR + timedelta(minutes=minutes))
    readership.flush(NOW)
    readership.tally.add({(article.pk, HOUR): 5}, NOW)
    with CaptureQueriesContext(connection) as captured:
        assert readership.flush(NOW) == 5
    assert kept() == [("甲", 7), ("甲", 2)]
    assert len([sql for sql in captured if "INSERT" in sql["sql"]]) == 1
    assert readership.flush(NOW) == 0


@pytest.mark.django_db(transaction=True)
def test_two_processes_lose_no_view_of_each_other(draft: Draft) -> None:
    stories = [draft(title).pk for title in ("甲", "乙")]

    def add(order: int) -> None:
        try:
            for _ in range(10):
                readership.write({(pk, HOUR): 1 for pk in stories[::order]})
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(add, (1, -1)))
    assert kept() == [("甲", 20), ("乙", 20)]


def test_the_last_counts_are_written_at_the_end_and_places_stay(
    put_out: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readership.connection, "close", lambda: None)
    articles = [put_out(title).article for title in ("甲", "乙")]
    for article in [*articles, articles[1]]:
        readership.count(article.pk, timezone.now())
    readership.flush_last()
    monkeypatch.setattr(readership, "tally", readership.Tally())  # As a new process has it.
    hot.rank(timezone.now())
    assert [edition.title for edition in hot.hottest(2)] == ["乙", "甲"]


def test_a_worker_of_a_server_says_goodbye_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python leaves out atexit in a child of multiprocessing, which granian's workers are."""
    read_end, write_end = os.pipe()
    monkeypatch.setattr(
        readership, "write", lambda views: os.write(write_end, str(views.total()).encode())
    )
    monkeypatch.setattr(readership.connection, "close", lambda: None)
    readership.at_the_end()
    worker = get_context("fork").Process(target=readership.count, args=(1, NOW))
    worker.start()
    worker.join(timeout=30)
    os.close(write_end)
    assert (worker.exitcode, os.read(read_end, 9)) == (0, b"1")
    os.close(read_end)

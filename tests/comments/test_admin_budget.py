"""What the queue asks of the database where one story has a hundred thousand comments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comments.choices import CommentState
from comments.models import Comment, Writer
from tests.comments.conftest import Write
from tests.comments.crowding import multiply
from tests.comments.queueing import LIST, PAGE, told
from tests.test_query_budgets import LIST_BUDGET, unbounded

MANY = 100_000
TABS = ("", "?by=longest", "?tab=reported", "?tab=appeals", "?tab=approved", "?tab=all", "?p=3")


@pytest.fixture
def crowd(write: Write) -> None:
    """Half of them to be reviewed, grave and less so, each kind by one writer in the same words."""
    for level in range(4):
        writer = Writer.objects.create(name=f"刷屏{level}")
        multiply(write(f"沙发{level}", writer=writer, level=level), MANY // 8)
    multiply(write("好", writer=writer, state=CommentState.APPROVED), MANY // 2)


def statements(ask: Callable[[], Any]) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        ask()
    return [query["sql"] for query in captured.captured_queries]


def walks(asked: list[str]) -> set[str]:
    """What SQLite reads from one end to the other."""
    plans: list[str] = []
    for sql in asked:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql.replace('%', '%%')}")
            plans += [row[3] for row in cursor.fetchall()]
    return {plan for plan in plans if plan == "SCAN comments_comment"}


def test_the_queue_holds_its_budget_at_a_hundred_thousand_comments(
    crowd: None, desk: Client, django_assert_max_num_queries: Any
) -> None:
    assert Comment.objects.count() == MANY
    queue = reverse(LIST)
    desk.get(queue)
    for query in TABS:
        asked = statements(lambda query=query: desk.get(f"{queue}{query}"))  # type: ignore[misc]
        assert len(asked) <= LIST_BUDGET, query
        assert unbounded(asked) == []
        if connection.vendor == "sqlite" and query != "?tab=all":
            assert walks(asked) == set(), query
    comment = Comment.objects.waiting().order_by("id")[0]
    one = statements(lambda: desk.get(reverse(PAGE, args=[comment.pk]), {"part": "pane"}))
    assert unbounded(one) == []
    with django_assert_max_num_queries(30):
        told(desk, f"approve:{comment.pk}", comment)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="Reads the plans of SQLite.")
def test_the_gravest_come_by_their_index(desk: Client, write: Any) -> None:
    write()
    desk.get(reverse(LIST))
    asked = statements(lambda: desk.get(reverse(LIST)))
    (rows,) = (sql for sql in asked if "likely(" in sql and "findings" in sql)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {rows.replace('%', '%%')}")
        plans = [row[3] for row in cursor.fetchall()]
    assert any("USING INDEX comment_gravest" in plan for plan in plans)
    assert not any("TEMP B-TREE" in plan for plan in plans)


def test_the_list_costs_the_same_whatever_its_length(
    write: Any, desk: Client, put_out: Any, reported: Any
) -> None:
    counts = []
    desk.get(reverse(LIST))
    for rows in (1, 8):
        for number in range(rows):
            reported(write(f"第{number}条", article=put_out(f"稿{rows}{number}").article))
        counts.append(len(statements(lambda: desk.get(reverse(LIST), {"tab": "all"}))))
    assert counts[0] == counts[1]

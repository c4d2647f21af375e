"""The plots of the first page: what they count, and that a table says the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.choices import DeskVerb, Level
from articles.models import Article, Edition, User
from newsroom.desk_charts import Step, charts, hours_by_level

CHART_BUDGET = 2


def test_first_publications_are_counted_by_the_day_of_the_paper(
    clock: Any, put_out: Callable[..., Edition], revise: Callable[..., Article], chief: User
) -> None:
    clock.move_to(datetime(2026, 11, 10, 15, 30, tzinfo=timezone.get_fixed_timezone(0)))
    first = put_out("已是十一日").article  # In Chengdu it is half past eleven in the evening.
    clock.shift(timedelta(hours=1))
    put_out("十一日")
    put_out(article=revise(first, kicker="新"), change="typo")
    clock.shift(timedelta(days=3))
    chart = charts(timezone.now())[0]
    found = {label: values for label, values in chart.table if values != ["0"]}
    assert found == {"11-10": ["1"], "11-11": ["1"]}
    assert len(chart.labels) == 30
    assert "2" in chart.summary


def step(verb: DeskVerb, hours: float, level: int | None = None, round: int = 1) -> Step:
    at = datetime(2026, 11, 1, tzinfo=timezone.get_fixed_timezone(0)) + timedelta(hours=hours)
    return Step(1, round, verb, level, at)


@pytest.mark.parametrize(
    ("steps", "waits"),
    [
        ([], {}),
        # What had begun before the stretch that is read is not measured.
        ([step(DeskVerb.PASS_FIRST, 5, 1)], {}),
        ([step(DeskVerb.SUBMIT, 0), step(DeskVerb.PASS_FIRST, 3, 1)], {1: [3]}),
        (
            [
                step(DeskVerb.SUBMIT, 0),
                step(DeskVerb.PASS_FIRST, 1, 1),
                step(DeskVerb.PASS_SECOND, 3, 2),
                step(DeskVerb.SIGN_OFF, 7, 3),
                step(DeskVerb.PUBLISH, 9),
            ],
            {1: [1], 2: [2], 3: [4]},
        ),
        ([step(DeskVerb.SUBMIT, 0), step(DeskVerb.RETURN, 2, 1)], {1: [2]}),
        # Returned after the signature: it waited for no review then.
        (
            [step(DeskVerb.SUBMIT, 0), step(DeskVerb.SIGN_OFF, 1, 3), step(DeskVerb.RETURN, 9, 3)],
            {3: [1]},
        ),
        # A change sends the text to be read anew.
        (
            [step(DeskVerb.SUBMIT, 0), step(DeskVerb.EDIT, 4), step(DeskVerb.PASS_FIRST, 5, 1)],
            {1: [1]},
        ),
        # Another act in between stops no clock.
        (
            [
                step(DeskVerb.SUBMIT, 0),
                step(DeskVerb.BREAK_LOCK, 1),
                step(DeskVerb.PASS_FIRST, 5, 1),
            ],
            {1: [5]},
        ),
        ([step(DeskVerb.SUBMIT, 0), step(DeskVerb.PASS_FIRST, 2, 1, round=2)], {}),
    ],
)
def test_a_wait_lasts_from_one_act_of_the_log_to_the_next(
    steps: list[Step], waits: dict[int, list[float]]
) -> None:
    assert hours_by_level(steps) == waits


@pytest.mark.three_reviews
def test_a_plot_is_followed_by_the_same_numbers_as_a_table(
    client: Client, clock: Any, draft: Callable[..., Article], reporter: User, editor: User
) -> None:
    article = workflow.submit(draft(), by=reporter, version=1)
    clock.shift(timedelta(hours=3))
    workflow.pass_(article, by=editor, version=article.version, level=Level.FIRST)
    client.force_login(editor)
    html = client.get(reverse("admin:index")).content.decode()
    chart = charts(timezone.now())[1]
    assert next(iter(chart.table)) == (str(Level.FIRST.label), ["3.0", "3.0"])
    data = html.partition('<script id="chart-hours" type="application/json">')[2]
    assert json.loads(data.partition("</script>")[0]) == chart.drawn
    assert 'data-chart="chart-hours" aria-hidden="true"' in html
    assert '<th scope="row">' in html.partition('id="chart-hours"')[2]


def test_the_plots_cost_two_queries(chief: User, put_out: Callable[..., Edition]) -> None:
    put_out()
    with CaptureQueriesContext(connection) as queries:
        charts(timezone.now())
    assert len(queries) == CHART_BUDGET

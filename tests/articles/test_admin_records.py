"""The log and the passes at the desk: looked at by who may, changed by nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import workflow
from articles.choices import DeskVerb, Level
from articles.models import Article, DeskAct, Pass, User
from tests.articles.desk import change_url

pytestmark = pytest.mark.three_reviews

Draft = Callable[..., Article]
RECORDS = ("pass", "deskact")


def address(model: str, page: str = "changelist", *args: Any) -> str:
    return reverse(f"admin:articles_{model}_{page}", args=args)


def rows(client: Client, model: str, **query: Any) -> list[Any]:
    response = client.get(address(model), query)
    assert response.status_code == 200
    return list(response.context["cl"].result_list)


def cost(client: Client, model: str) -> int:
    client.get(address(model))
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address(model)).status_code == 200
    return len(queries)


@pytest.mark.parametrize("model", RECORDS)
def test_a_reporter_does_not_see_the_record(client: Client, reporter: User, model: str) -> None:
    client.force_login(reporter)
    assert client.get(address(model)).status_code == 403


@pytest.mark.parametrize("model", RECORDS)
def test_not_even_an_administrator_changes_the_record(
    client: Client, admin_user: User, signed: Draft, model: str
) -> None:
    signed()
    client.force_login(admin_user)
    kept = (Pass if model == "pass" else DeskAct).objects.earliest("pk")
    for page in ("change", "delete"):
        values = {"post": "yes", "note": "x", "opinion": "x"}
        assert client.post(address(model, page, kept.pk), values).status_code == 403
    assert client.post(address(model, "add"), {}).status_code == 403


@pytest.mark.parametrize("model", RECORDS)
def test_a_list_of_records_costs_the_same_for_few_and_many(
    desk: Client, signed: Draft, model: str
) -> None:
    signed(title="第1篇")
    one = cost(desk, model)
    for number in range(2, 8):
        signed(title=f"第{number}篇")
    assert len(rows(desk, model)) > 20
    assert cost(desk, model) == one


@pytest.mark.parametrize("model", RECORDS)
def test_a_list_of_records_never_loads_a_body(desk: Client, signed: Draft, model: str) -> None:
    signed()
    with CaptureQueriesContext(connection) as queries:
        rows(desk, model)
    assert not any('"articles_article"."body"' in query["sql"] for query in queries)


@pytest.mark.parametrize("model", RECORDS)
@pytest.mark.parametrize("term", ["0", "#1", "';--", "长" * 300, "9" * 40])
def test_a_search_for_anything_is_answered(
    desk: Client, signed: Draft, model: str, term: str
) -> None:
    signed()
    assert rows(desk, model, q=term) == []


def test_the_log_shows_number_level_and_hash(desk: Client, signed: Draft) -> None:
    signed()
    act = DeskAct.objects.get(verb=DeskVerb.PASS_SECOND)
    page = desk.get(address("deskact")).content.decode()
    assert f"<code>{act.row_hash[:12]}</code>" in page
    assert str(Level.SECOND.label) in page
    numbers = [row.number for row in rows(desk, "deskact")]
    assert numbers == sorted(numbers, reverse=True)


def test_a_row_of_the_log_shows_its_whole_hash(desk: Client, signed: Draft) -> None:
    signed()
    act = DeskAct.objects.latest("number")
    page = desk.get(address("deskact", "change", act.pk)).content.decode()
    for value in (act.row_hash, act.previous, act.text_hash):
        assert value in page


def test_the_log_is_searched_by_number_and_hash(desk: Client, signed: Draft) -> None:
    signed()
    act = DeskAct.objects.get(number=2)
    assert act in rows(desk, "deskact", q="2")
    assert rows(desk, "deskact", q=act.row_hash) == [act]


def test_the_log_names_a_draft_that_is_gone_and_leads_nowhere(desk: Client, signed: Draft) -> None:
    article = signed(title="删掉的稿")
    link = f'href="{change_url(article)}"'
    assert link in desk.get(address("deskact")).content.decode()
    act = DeskAct.objects.latest("number")
    article.delete()
    for page in (address("deskact"), address("deskact", "change", act.pk)):
        shown = desk.get(page)
        assert shown.status_code == 200
        assert "删掉的稿" in shown.content.decode()
        assert link not in shown.content.decode()


@pytest.fixture
def green(signed: Draft, draft: Draft, chief: User, director: User) -> dict[str, Pass]:
    """Two signatures through the green channel, one looked at since, among others."""
    signed(title="慢的")
    kept = {}
    for name in ("waiting", "reviewed"):
        kept[name] = workflow.green(draft(name), by=chief, version=1, reason="突发")
    kept["reviewed"] = workflow.review_afterwards(kept["reviewed"], by=director, opinion="属实")
    return kept


@pytest.mark.parametrize(
    ("chosen", "names"),
    [("waiting", ["waiting"]), ("reviewed", ["reviewed"]), ("all", ["reviewed", "waiting"])],
)
def test_the_list_of_the_green_channel_is_a_filter_away(
    desk: Client, green: dict[str, Pass], chosen: str, names: list[str]
) -> None:
    found = rows(desk, "pass", green=chosen)
    assert sorted(one.article.title for one in found) == names


def test_an_unknown_filter_shows_everything(desk: Client, green: dict[str, Pass]) -> None:
    assert len(rows(desk, "pass", green="x", standing="x")) == Pass.objects.count() == 5


def test_the_list_says_what_the_review_afterwards_found(
    desk: Client, green: dict[str, Pass], director: User
) -> None:
    page = desk.get(address("pass"), {"green": "reviewed"}).content.decode()
    assert "属实" in page
    assert str(director) in page


def test_void_passes_stand_apart_from_valid_ones(
    desk: Client, signed: Draft, revise: Draft
) -> None:
    revise(signed(), body="<p>改了</p>")
    assert len(rows(desk, "pass", standing="void")) == 3
    assert rows(desk, "pass", standing="valid") == []


def test_a_pass_shows_all_that_it_vouches_for(desk: Client, green: dict[str, Pass]) -> None:
    given = green["reviewed"]
    page = desk.get(address("pass", "change", given.pk)).content.decode()
    for value in (given.text_hash, "突发", "属实"):
        assert value in page

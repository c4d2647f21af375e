"""The baskets of the list: which stories lie in each, how many, and who acts next on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.admin.baskets import BASKETS
from articles.choices import ReviewState
from articles.models import Article, Edition, User
from tests.articles.desk import LIST, found

Draft = Callable[..., Article]


@pytest.fixture
def desk(client: Client, admin_user: User) -> Client:
    client.force_login(admin_user)
    return client


@pytest.fixture
def flow(
    draft: Draft,
    signed: Callable[..., Article],
    put_out: Callable[..., Edition],
    revise: Callable[..., Article],
    reporter: User,
    chief: User,
) -> None:
    """A story in every basket; they are named after where they lie."""
    draft("草稿", created_by=reporter)
    for state in (ReviewState.FIRST, ReviewState.SECOND, ReviewState.FINAL):
        since = timezone.now() - timedelta(hours=9 if state == ReviewState.FINAL else 1)
        draft(state.value, state=state, round=1, state_since=since)
    draft("退回", state=ReviewState.RETURNED, round=1, created_by=chief)
    signed(title="待发")
    put_out("定时", at=timezone.now() + timedelta(days=1))
    put_out("已发")
    revise(put_out("旧题").article, title="又改")
    workflow.archive(put_out("归档").article, by=chief)
    workflow.discard(draft("废稿"), by=chief)


#: Where the stories of `flow` lie, for the chief.
IN_BASKETS: dict[str, set[str]] = {
    "mine": {"first", "second", "final"},
    "overdue": {"final"},
    "overdue-first": set(),
    "overdue-second": set(),
    "overdue-final": {"final"},
    "draft": {"草稿", "又改"},
    "first": {"first"},
    "second": {"second"},
    "final": {"final"},
    "returned": {"退回"},
    "returned-to-me": {"退回"},
    "drafts-of-mine": set(),
    "unsaved": set(),
    "signed": {"待发"},
    "scheduled": {"定时"},
    "changed": {"又改"},
    "today": {"已发", "又改", "归档"},
    "archived": {"归档"},
    "bin": {"废稿"},
    "green": set(),
}


def test_every_story_lies_in_its_basket(client: Client, flow: None, chief: User) -> None:
    client.force_login(chief)
    assert {name: set(found(client, basket=name)) for name in IN_BASKETS} == IN_BASKETS


def test_every_basket_is_looked_into() -> None:
    assert IN_BASKETS.keys() == BASKETS.keys()


@pytest.mark.parametrize("query", [{}, {"basket": "nonsense"}, {"basket": ""}])
def test_what_is_put_away_is_hidden_unless_asked_for(
    desk: Client, flow: None, query: dict[str, str]
) -> None:
    titles = set(found(desk, **query))
    assert {"草稿", "已发"} < titles
    assert not {"归档", "废稿"} & titles


def test_a_chip_says_how_many_lie_in_its_basket(client: Client, flow: None, chief: User) -> None:
    client.force_login(chief)
    shown = client.get(reverse(LIST), {"basket": "first"}).context["cl"]
    counts = {chip.address.partition("=")[2]: chip.count for chip in shown.chips}
    assert counts["mine"] == "3"
    assert counts["draft"] == "2"
    assert [chip.count for chip in shown.chips if chip.is_open] == ["1"]
    assert "today" not in counts
    for chip in shown.chips:
        assert client.get(chip.address).context["cl"].paginator.count_in_words == chip.count


def test_only_a_reviewer_is_told_what_waits_for_them(
    client: Client, draft: Draft, reporter: User
) -> None:
    client.force_login(reporter)
    names = [chip.address for chip in client.get(reverse(LIST)).context["cl"].chips]
    assert not any("mine" in name for name in names)
    assert any("draft" in name for name in names)


def test_an_open_basket_is_posted_again_with_the_other_filters(desk: Client, draft: Draft) -> None:
    response = desk.get(reverse(LIST), {"basket": "draft"})
    assert '<input type="hidden" name="basket" value="draft">' in response.content.decode()


# Who acts next


def next_words(client: Client, **query: Any) -> list[str]:
    rows = client.get(reverse(LIST), query).context["cl"].result_list
    return [" ".join(astuple(row.next_step)) for row in rows]


def test_a_story_that_waits_names_the_group_it_waits_for(
    desk: Client, flow: None, editor: User
) -> None:
    waiting = next_words(desk, basket="second") + next_words(desk, basket="signed")
    assert "部门主任" in waiting[0]
    assert "发布编辑" in waiting[1]
    (late,) = next_words(desk, basket="final")
    assert "总编" in late
    assert "9" in late
    assert "5" in late


def test_a_story_with_its_writer_names_the_writer_and_who_returned_it(
    desk: Client, draft: Draft, reporter: User, editor: User
) -> None:
    article = draft("退回", created_by=reporter)
    article = workflow.submit(article, by=reporter, version=1)
    workflow.return_(article, by=editor, version=1, opinion="改")
    draft("无主")
    returned = next_words(desk, basket="returned")[0]
    assert "Reporter" in returned
    assert "Editor" in returned
    assert "Reporter" not in next_words(desk, basket="draft")[0]


def test_a_story_says_when_it_appears_and_when_it_is_deleted(
    desk: Client, clock: Any, flow: None
) -> None:
    assert "11-21 10:00" in next_words(desk, basket="scheduled")[0]
    assert "2026-12-20" in next_words(desk, basket="bin")[0]
    assert next_words(desk, basket="archived")[0].strip() == ""
    assert next_words(desk, q="已发")[0].strip() == ""

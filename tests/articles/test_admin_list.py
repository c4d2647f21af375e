"""The lists of the desk: what they find, and what they cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.admin import counting
from articles.admin.base import DeskAdmin
from articles.admin.baskets import BASKETS
from articles.choices import ReviewState
from articles.models import (
    Article,
    ArticleSource,
    Credit,
    Edition,
    Person,
    PhotoUse,
    Source,
    User,
)

Draft = Callable[..., Article]
LIST = "admin:articles_article_changelist"


@pytest.fixture
def desk(client: Client, admin_user: User) -> Client:
    client.force_login(admin_user)
    return client


def found(client: Client, **query: Any) -> list[str]:
    response = client.get(reverse(LIST), query)
    return [article.title for article in response.context["cl"].result_list]


def cost(client: Client, address: str) -> int:
    client.get(address)  # Content types and the like are remembered after the first time.
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_a_list_of_stories_costs_the_same_for_one_and_for_thirty(
    desk: Client, draft: Draft, editor: User
) -> None:
    draft("第1篇", updated_by=editor)
    one = cost(desk, reverse(LIST))
    for number in range(2, 31):
        article = draft(f"第{number}篇", updated_by=editor)
        source = Source.objects.create(name=f"第{number}报")
        ArticleSource.objects.create(article=article, source=source, rank=1)
    assert len(found(desk)) == 30
    assert cost(desk, reverse(LIST)) == one


def test_a_list_never_loads_a_body(desk: Client, draft: Draft) -> None:
    draft()
    with CaptureQueriesContext(connection) as queries:
        desk.get(reverse(LIST))
    column = '"articles_article"."body"'
    assert not any(column in query["sql"] for query in queries)


@pytest.mark.parametrize("name", ["photo", "person", "tag", "importrecord", "edition", "section"])
def test_every_other_list_opens(desk: Client, draft: Draft, name: str) -> None:
    draft()
    assert desk.get(reverse(f"admin:articles_{name}_changelist")).status_code == 200


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"readers": "live"}, {"已发", "已发又改"}),
        ({"readers": "changed"}, {"已发又改"}),
        ({"readers": "unpublished"}, {"未发"}),
        ({"readers": "nonsense"}, {"已发", "已发又改", "未发"}),
    ],
)
def test_stories_are_found_by_what_readers_see(
    desk: Client,
    draft: Draft,
    put_out: Callable[..., Edition],
    revise: Callable[..., Article],
    query: dict[str, str],
    titles: set[str],
) -> None:
    draft("未发")
    put_out("已发")
    revise(put_out("旧题").article, title="已发又改")
    assert set(found(desk, **query)) == titles


def test_a_chosen_state_is_posted_again_with_the_other_filters(desk: Client, draft: Draft) -> None:
    draft()
    response = desk.get(reverse(LIST), {"readers": "live"})
    kept = '<input type="hidden" name="readers" value="live">'
    assert kept in response.content.decode()


def test_stories_are_found_by_the_photos_they_wait_for(
    desk: Client, draft: Draft, with_photo: Callable[..., PhotoUse]
) -> None:
    draft("无图")
    with_photo(draft("待图"), caption="图")
    assert found(desk, photos="waiting") == ["待图"]


def test_stories_are_found_by_a_person_and_by_a_source(desk: Client, draft: Draft) -> None:
    person, source = Person.objects.create(name="何苗"), Source.objects.create(name="晚报")
    draft("别的")
    article = draft("要找的")
    Credit.objects.create(article=article, person=person, role="reporter")
    ArticleSource.objects.create(article=article, source=source)
    assert found(desk, credits__person__id__exact=person.pk) == ["要找的"]
    assert found(desk, sources__id__exact=source.pk) == ["要找的"]


@pytest.mark.parametrize("words", ["科技城", "建圈", "晚报"])
def test_stories_are_found_by_words_in_titles_and_sources(
    desk: Client, draft: Draft, words: str
) -> None:
    draft("别的")
    article = draft("未来科技城开工", kicker="建圈强链")
    ArticleSource.objects.create(article=article, source=Source.objects.create(name="晚报"))
    assert found(desk, q=words) == ["未来科技城开工"]


def test_a_story_is_found_by_its_number(desk: Client, draft: Draft) -> None:
    draft("甲")
    assert found(desk, q=str(draft("乙").pk)) == ["乙"]


def suggestions(client: Client, model: str, field: str, term: str) -> list[str]:
    query = {"app_label": "articles", "model_name": model, "field_name": field, "term": term}
    response = client.get(reverse("admin:autocomplete"), query)
    return [row["text"] for row in response.json()["results"]]


@pytest.mark.parametrize("term", ["也然", "yuan"])
def test_a_person_is_suggested_by_name_and_by_pinyin(
    client: Client, reporter: User, term: str
) -> None:
    Person.objects.create(name="袁也然")
    client.force_login(reporter)
    assert suggestions(client, "credit", "person", term) == ["袁也然"]


# Baskets


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
    "signed": {"待发"},
    "scheduled": {"定时"},
    "changed": {"又改"},
    "today": {"已发", "又改", "归档"},
    "archived": {"归档"},
    "bin": {"废稿"},
    "green": set(),
}


@pytest.mark.parametrize(("basket", "titles"), IN_BASKETS.items())
def test_every_story_lies_in_its_basket(
    client: Client, flow: None, chief: User, basket: str, titles: set[str]
) -> None:
    client.force_login(chief)
    assert set(found(client, basket=basket)) == titles


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


# Pages


@pytest.fixture
def three_pages(draft: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seven stories, three to a page, counted up to four."""
    monkeypatch.setattr(counting, "LISTED", 4)
    monkeypatch.setattr(DeskAdmin, "list_per_page", 3)
    for number in range(7):
        draft(f"第{number}篇", updated_at=timezone.now() - timedelta(hours=number))


def test_a_long_list_is_not_counted_to_its_end_and_yet_leafed_through(
    desk: Client, three_pages: None
) -> None:
    shown = desk.get(reverse(LIST)).context["cl"]
    assert shown.paginator.count_in_words == "4+"
    assert shown.newer == ""
    second = desk.get(reverse(LIST) + shown.older).context["cl"]
    last = desk.get(reverse(LIST) + second.older).context["cl"]
    assert [row.title for row in last.result_list] == ["第6篇"]
    assert last.older == ""
    assert "p=2" in last.newer


@pytest.mark.parametrize("number", ["0", "-1", "1001", "9" * 30, "x"])
def test_a_page_that_is_none_leads_back_to_the_list(
    desk: Client, three_pages: None, number: str
) -> None:
    response = desk.get(reverse(LIST), {"p": number}, follow=True)
    assert response.status_code == 200
    assert response.context["cl"].page_num == 1


def test_a_short_list_is_counted_to_its_end(desk: Client, draft: Draft) -> None:
    draft()
    shown = desk.get(reverse(LIST)).context["cl"]
    assert shown.paginator.count_in_words == "1"
    assert shown.older == ""
    response = desk.get(reverse(LIST), {"p": "2"}, follow=True)
    assert response.redirect_chain == []


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0"), (7, "7"), (999, "999"), (1000, "999+"), (1001, "999+")]
)
def test_a_number_ends_where_nobody_reads_it(count: int, words: str) -> None:
    assert counting.in_words(count) == words


def test_numbers_are_counted_in_one_query_and_no_further_than_shown(
    draft: Draft, chief: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "MOST", 2)
    for _number in range(4):
        draft()
    stories = Article.objects.all()
    one = stories.filter(pk=draft().pk)
    with CaptureQueriesContext(connection) as queries:
        assert counting.counted(chief, [stories, stories.none(), one]) == [3, 0, 1]
    assert len(queries) == 1
    assert counting.counted(chief, []) == []

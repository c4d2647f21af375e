"""The lists of the desk: what they find, and what they cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.admin import counting
from articles.admin.base import DeskAdmin
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
from tests.articles.desk import LIST, found

Draft = Callable[..., Article]


@pytest.fixture
def desk(client: Client, admin_user: User) -> Client:
    client.force_login(admin_user)
    return client


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

"""The API's stories: what is refused, what is left out, and what one is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import search, workflow
from articles.api.negotiation import NINJS
from articles.choices import ArticleKind, EditionChange
from articles.models import Article, Edition, Person, Recommendation, Section, Topic, User
from articles.views import addresses
from tests.crowd import Cast, gather

PutOut = Callable[..., Edition]
OWN = "http://127.0.0.1:8000"
HOSTILE = "<script>alert(1)</script>\"'&"

#: With the settings, which every page asks for; whatever the limit is.
LIST_BUDGET, STORY_BUDGET, SEARCH_BUDGET = 4, 5, 6


def get(path: str, **headers: str) -> Any:
    return Client().get(f"/api/v1/{path}", headers=headers)


def titles(query: str = "") -> list[str]:
    return [story["title"] for story in get(f"stories?{query}").json()["stories"]]


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=101",
        "limit=1_0",
        "limit=-1",
        "limit=%EF%BC%91",
        "limit=" + "9" * 30,
        "cursor=x",
        "cursor=" + "a" * 500,
        "cursor=%00",
        "since=3",
        "since=2021-12-20",
        "since=2021-12-20T10:48:00",
        "since=0001-01-01T00:00:00%2B14:00",
        "until=9999-12-31T23:59:59-12:00",
        "until=%00",
        "person=x",
        "person=" + "9" * 30,
        "kind=secret",
        "format=xml",
        "section=" + "a" * 121,
        "section=%00",
        "tag=%00",
        "topic=a%00",
        "q=%00",
        "q=" + "a" * 101,
    ],
)
def test_a_parameter_that_cannot_be_used_is_named(query: str, db: None) -> None:
    response = get(f"stories?{query}")
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["type"].endswith("/api/v1/problems/invalid-parameter")
    assert [fault["parameter"] for fault in problem["errors"]] == [query.split("=")[0]]
    assert all(fault["detail"] for fault in problem["errors"])


@pytest.mark.parametrize("path", ["0", "9" * 18, "9" * 30, "-1", "x", "1/x", "%00", "1%0A"])
@pytest.mark.parametrize("below", ["", "/comments", "/recommendations"])
def test_there_is_nothing_at_a_number_of_no_story(path: str, below: str, db: None) -> None:
    response = get(f"stories/{path}{below}")
    assert response.status_code == 404
    assert response.json()["type"].endswith("/not-found")


def test_a_withdrawn_story_is_gone_with_its_notice(put_out: PutOut, chief: User, site: Any) -> None:
    edition = put_out("要撤的稿")
    workflow.withdraw(edition.article, by=chief, reason="内部原因", notice="本稿有误")
    for below in ("", "/comments", "/recommendations", "?format=ninjs"):
        response = get(f"stories/{edition.article_id}{below}")
        problem = response.json()
        assert response.status_code == problem["status"] == 410
        assert response.headers["Cache-Control"] == "public, max-age=15"
        assert problem["detail"] == "本稿有误"
        assert "要撤的稿" not in response.text
        assert "内部原因" not in response.text
    assert titles() == []


def test_readers_see_the_edition_and_not_the_copy(put_out: PutOut, revise: Any, site: Any) -> None:
    edition = put_out("登出的题")
    revise(edition.article, title="未发的改动", body="<p>未发的正文</p>")
    put_out("以后的稿", at=timezone.now() + timedelta(hours=1))
    assert titles() == titles("q=登出") == ["登出的题"]
    assert titles("q=未发") == titles("q=以后") == []
    assert "未发" not in get(f"stories/{edition.article_id}").text


def test_lists_are_filtered_by_what_editions_carry(
    put_out: PutOut, draft: Callable[..., Article], site: Any, section: Section
) -> None:
    below = Section.objects.create(name="社区", slug="shequ", parent=section)
    first = draft("甲", section=below, published_at=datetime(2021, 1, 2, tzinfo=ZoneInfo("UTC")))
    first.tags.add("科技")
    first.topics.add(Topic.objects.create(name="两会", slug="lianghui"))
    second = draft("乙", kind=ArticleKind.COMPILED)
    second.credits.update(person=Person.objects.create(name="刘洋"))
    for article in (first, second):
        put_out(article=article)
    person = Person.objects.get(name="刘洋").pk
    found = {
        "section=yaowen": ["乙", "甲"],
        "section=shequ": ["甲"],
        "section=none": [],
        "tag=科技": ["甲"],
        "tag=无": [],
        "topic=lianghui": ["甲"],
        "kind=compiled": ["乙"],
        f"person={person}": ["乙"],
        "since=2021-01-03T00:00:00Z": ["乙"],
        "until=2021-01-02T08:00:00%2B08:00": [],
        "since=2021-01-02T08:00:00%2B08:00&tag=科技&section=yaowen": ["甲"],
        "q=甲": ["甲"],
        "q=甲&section=yaowen&tag=科技": ["甲"],
        "q=甲&kind=compiled": [],
        "q=甲&section=none": [],
        "q=甲 乙丙": [],
    }
    assert {query: titles(query) for query in found} == found


def test_a_synonym_finds_the_stories_of_its_tag(put_out: PutOut, draft: Any, site: Any) -> None:
    article = draft("甲")
    article.tags.add("地铁", "轨道交通")
    (metro, rail) = article.tags.order_by("id")
    put_out(article=article)
    metro.merge_into(rail)
    assert titles(f"tag={rail.slug}") == titles(f"tag={metro.slug}") == ["甲"]


def fill(section: Section, hire: Any, total: int) -> None:
    gather(total, Cast(*(hire("chief") for _ in range(4))), section, logged=0)


@pytest.mark.parametrize("query", ["limit=4", "limit=4&section=yaowen", "limit=4&q=高新区"])
def test_pages_follow_each_other_without_a_gap(
    query: str, section: Section, hire: Any, site: Any
) -> None:
    fill(section, hire, 20)
    search.rebuild_stories()  # The crowd was written past it.
    whole = [story["id"] for story in get("stories?limit=100").json()["stories"]]
    seen, path = [], f"/api/v1/stories?{query}&junk=1"
    while path:
        response = Client().get(path)
        page = response.json()
        seen += [story["id"] for story in page["stories"]]
        assert ("Link" in response.headers) == bool(page["next"])
        path = (page["next"] or "").removeprefix(OWN)
        assert "junk" not in path
    assert seen == whole
    assert len(seen) > 10


def test_equal_times_stand_on_one_page_each(put_out: PutOut, site: Any) -> None:
    now = timezone.now()
    ids = [put_out(title, published_at=now).article_id for title in "甲乙丙"]
    first = get("stories?limit=2").json()
    second = Client().get(first["next"].removeprefix(OWN)).json()
    seen = [story["id"] for page in (first, second) for story in page["stories"]]
    assert seen == ids[::-1]


def test_a_cursor_of_another_list_is_refused(put_out: PutOut, site: Any) -> None:
    for title in "甲乙":
        put_out(title).article.tags.add(title)
    cursor = get("stories?limit=1").json()["next"].partition("cursor=")[2]
    for other in ("tags", "topics", "search?q=a", "stories?q=a"):
        mark = "&" if "?" in other else "?"
        assert get(f"{other}{mark}cursor={cursor}").status_code == 400


@pytest.mark.parametrize("limit", [2, 100])
def test_a_list_stays_in_its_budget(limit: int, section: Section, hire: Any, site: Any) -> None:
    fill(section, hire, 40)
    queries = {
        f"stories?limit={limit}&section=yaowen&tag=a&topic=b&person=1": LIST_BUDGET,
        f"stories?limit={limit}&section=yaowen": LIST_BUDGET,
        f"stories?limit={limit}&format=ninjs": LIST_BUDGET,
        f"search?limit={limit}&q=高新区": SEARCH_BUDGET,
        f"hot?limit={limit}": LIST_BUDGET,
    }
    for path, budget in queries.items():
        with CaptureQueriesContext(connection) as captured:
            assert get(path).status_code == 200
        assert len(captured) <= budget, path


# The search


def test_the_search_names_what_it_did_not_find(put_out: PutOut, site: Any) -> None:
    put_out("无偿献血")
    found = get("search?q=献血 潍坊").json()
    assert [story["title"] for story in found["stories"]] == ["无偿献血"]
    assert (found["count"], found["missing"], found["next"]) == (1, ["潍坊"], None)
    assert get("search?q=献血&section=none").json()["count"] == 0
    assert get("search?q=献血&order=time&format=ninjs").json()["associations"]


@pytest.mark.parametrize(
    "q", ["%", "_", '"', "*", "' OR 1=1 --", "\u3000", "NEAR(a b)", "title:a", "a" * 100]
)
def test_what_is_searched_for_is_never_a_question_of_the_database(q: str, site: Any) -> None:
    response = Client().get("/api/v1/search", {"q": q})
    assert (response.status_code, response.json()["count"]) == (200, 0)


# One story


@pytest.fixture
def full(
    draft: Any, photo: Any, with_photo: Any, revise: Any, put_out: PutOut, site: Any
) -> Edition:
    """A corrected story with hostile words in every field."""
    words = dict.fromkeys(
        ("kicker", "subtitle", "digest", "original_title", "original_author"), HOSTILE
    )
    article = draft("甲", kind=ArticleKind.REPRINT, list_title="短题", **words)
    with_photo(article, photo, caption=HOSTILE, credit="刘洋 摄", alt=HOSTILE, is_cover=True)
    with_photo(article, None, caption="待来的图", rank=1)
    article.tags.add("科技")
    put_out(article=article)
    article = revise(article, subtitle="改")
    return put_out(article=article, change=EditionChange.FACT, note="更正了人数")


def test_a_story_says_all_that_its_page_says(full: Edition) -> None:
    story = get(f"stories/{full.article_id}").json()
    assert story["version"] == 2
    assert story["url"].startswith(OWN)
    assert story["body_text"] == "这是\u201c甲\u201d的正文\u3002"
    assert [credit["role"] for credit in story["credits"]] == ["editor"]
    assert [(note["change"], note["note"]) for note in story["notices"]] == [("fact", "更正了人数")]
    assert story["original"]["title"] == HOSTILE
    assert story["rights"]["holder"] == story["sources"][0]["name"]
    first, waiting = story["photos"]
    assert first["caption"] == HOSTILE
    assert {size["shape"] for size in first["renditions"]} >= {"full"}
    assert all(size["url"].startswith(f"{OWN}/media/") for size in first["renditions"])
    assert (waiting["renditions"], waiting["width"]) == ([], None)


def test_the_html_of_a_story_runs_nothing(full: Edition) -> None:
    html = get(f"stories/{full.article_id}").json()["body_html"]
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert f'<img src="{OWN}/media/' in html
    assert "<figcaption>待来的图</figcaption>" in html


@pytest.mark.parametrize(
    ("href", "whole"),
    [
        ("/about/", f"{OWN}/about/"),
        ("#h-1", f"{OWN}/2021/12/20/7/#h-1"),
        ("?a=1&amp;b=2", f"{OWN}/2021/12/20/7/?a=1&amp;b=2"),
        ("//example.org/x", "http://example.org/x"),
        ("https://example.org/\u4e2d", "https://example.org/\u4e2d"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("http://[x", "http://[x"),
        ("/&quot;&gt;&lt;b", f"{OWN}/&quot;&gt;&lt;b"),
    ],
)
def test_a_link_works_from_anywhere(href: str, whole: str) -> None:
    assert addresses.whole(href, f"{OWN}/2021/12/20/7/") == whole


def test_ninjs_has_only_what_the_standard_names(full: Edition) -> None:
    response = get(f"stories/{full.article_id}", accept=NINJS)
    assert response.headers["Content-Type"] == NINJS
    assert "Accept" in response.headers["Vary"]
    story = response.json()
    assert story["uri"] == f"{OWN}{full.get_absolute_url()}"
    assert story["standard"]["version"] == "3.1"
    assert (story["pubStatus"], story["language"]) == ("usable", "zh-Hans-CN")
    assert {line["role"]: line["value"] for line in story["headlines"]}["main"] == "甲"
    assert "更正了人数" in [line["value"] for line in story["descriptions"]][-1]
    pictures = story["associations"]
    assert [picture["type"] for picture in pictures] == ["picture", "picture"]
    assert pictures[0]["renditions"][0]["contentType"].startswith("image/")
    assert not [value for value in story.values() if value in ("", None, [])]


def test_a_list_as_ninjs_is_a_package(full: Edition) -> None:
    package = get("stories", accept=f"text/html;q=0.5, {NINJS}").json()
    assert package["type"] == "composite"
    (item,) = package["associations"]
    assert (item["representationType"], item["rel"]) == ("partial", "item")
    assert item["associations"][0]["type"] == "picture"


@pytest.mark.parametrize("query", ["", "?format=ninjs"])
def test_a_story_stays_in_its_budget(query: str, full: Edition) -> None:
    with CaptureQueriesContext(connection) as captured:
        assert get(f"stories/{full.article_id}{query}").status_code == 200
    assert len(captured) <= STORY_BUDGET


def test_recommendations_lead_on(put_out: PutOut, draft: Any, site: Any) -> None:
    article, hidden = draft("甲"), draft("未登的稿")
    other = put_out("乙")
    Recommendation.objects.create(article=article, target=other.article)
    Recommendation.objects.create(article=article, target=hidden, rank=1)
    put_out(article=article)
    rows = get(f"stories/{article.pk}/recommendations").json()["recommendations"]
    assert rows[0]["title"] == "乙"
    assert rows[0]["url"].endswith(other.get_absolute_url())
    assert "未登的稿" not in [row["title"] for row in rows]


def test_the_hot_list_names_stories_as_lists_do(put_out: PutOut, site: Any) -> None:
    put_out("甲")
    (story,) = get("hot?limit=1").json()["stories"]
    assert story == get("stories").json()["stories"][0]

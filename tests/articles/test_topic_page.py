"""The pages of special subjects: what stands in their blocks and after them, and what does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import workflow
from articles.models import Article, Edition, Photo, Tag, Topic, TopicBlock, TopicPick
from tests.articles.page_reading import Reading, reading

Tell = Callable[..., Edition]

#: Of a topic's page, whatever stands on it, and of the list of topics.
TOPIC_BUDGET, TOPICS_BUDGET = 11, 7


@pytest.fixture
def topic(db: None) -> Topic:
    return Topic.objects.create(name="大运会", slug="dayun", introduction="第一段\n\n第二段")


@pytest.fixture
def tell(draft: Any, put_out: Any, topic: Topic) -> Tell:
    """Publishes a story of the topic, the first told the oldest."""
    hours = iter(range(100))

    def told(title: str, *tags: str, at: Any = None) -> Edition:
        since = timezone.now() - timedelta(hours=100 - next(hours))
        article = draft(title, published_at=since)
        article.topics.add(topic)
        article.tags.add(*tags)
        edition: Edition = put_out(article=article, at=at)
        return edition

    return told


@pytest.fixture
def block(topic: Topic) -> Callable[..., TopicBlock]:
    """A block with these stories picked."""

    def made(*picks: Article, tag: str = "", **fields: Any) -> TopicBlock:
        chosen = Tag.objects.get(name=tag) if tag else None
        rank = topic.blocks.count()
        fields = {"name": f"版块{rank}", "rank": rank, "tag": chosen} | fields
        one = TopicBlock.objects.create(topic=topic, **fields)
        for place, article in enumerate(picks):
            TopicPick.objects.create(block=one, article=article, rank=place)
        return one

    return made


def page(url: str = "/topic/dayun/") -> Reading:
    response = Client().get(url)
    assert response.status_code == 200
    return reading(response)


def titles(page: Reading) -> list[str]:
    return [title.text for title in page.of_class("row-title")]


# What is refused


@pytest.mark.parametrize("url", ["/topic/dayun/", "/topic/dayun/?page=1", "/topic/none/"])
def test_a_topic_without_a_live_story_is_not_found(
    url: str, topic: Topic, tell: Tell, draft: Any, put_out: Any, block: Any
) -> None:
    draft("草稿").topics.add(topic)
    tell("定时", at=timezone.now() + timedelta(hours=1))
    block(put_out("不属于专题的稿").article)
    assert Client().get(url).status_code == 404
    assert "大运会" not in Client().get("/topics/").content.decode()


@pytest.mark.parametrize("number", ["0", "2", "x", "1.0"])
def test_what_is_not_the_number_of_a_page_is_not_found(number: str, tell: Tell) -> None:
    tell("一")
    assert Client().get("/topic/dayun/", {"page": number}).status_code == 404
    assert Client().get("/topics/", {"page": number}).status_code == 404


@pytest.mark.parametrize("url", ["/topic/dayun/", "/topics/"])
def test_the_first_page_has_one_address(url: str, tell: Tell) -> None:
    tell("一")
    response = Client().get(url, {"page": "1"})
    assert (response.status_code, response.headers["Location"]) == (301, url)


def test_a_story_that_readers_do_not_see_stands_in_no_block(
    tell: Tell, draft: Any, block: Any, chief: Any
) -> None:
    tell("看得见")
    gone = tell("撤下的稿", "游泳").article
    late = tell("定时的稿", "游泳", at=timezone.now() + timedelta(hours=1)).article
    workflow.withdraw(gone, by=chief, reason="失实")
    block(gone, late, draft("草稿"), tag="游泳")
    assert titles(page()) == ["看得见"]
    assert not page().of_class("topic-block")


def test_what_is_typed_into_a_topic_is_text(topic: Topic, tell: Tell, block: Any) -> None:
    bad = '<script src="/x">"><b>'
    Topic.objects.update(name=bad, introduction=bad)
    block(tell("一").article, name=bad)
    for url, place in (("/topic/dayun/", "h1"), ("/topics/", "h2")):
        found = page(url)
        assert not [one for one in found.named("script") if one.attributes.get("src") == "/x"]
        assert bad in [one.text for one in found.named(place)]
        assert list(found.inline_code()) == []


# What stands on a topic's page


def test_picked_stories_stand_before_those_with_the_tag(
    tell: Tell, put_out: Any, block: Any
) -> None:
    old, *_tagged = [tell(title, "游泳") for title in ("旧", "一", "二", "三")]
    other = put_out("别处的稿")
    block(other.article, old.article, tag="游泳", size=4)
    assert titles(page()) == ["别处的稿", "旧", "三", "二", "一"]


def test_no_story_stands_twice(tell: Tell, block: Any) -> None:
    first, _second, third = [tell(title, "游泳", "跳水") for title in "甲乙丙"]
    block(third.article, tag="游泳", size=2)
    block(third.article, first.article, tag="跳水", size=3)
    assert titles(page()) == ["丙", "乙", "甲"]
    assert not page().of_class("topic-rest")


def test_a_block_takes_no_more_than_its_size(tell: Tell, block: Any) -> None:
    picked = [tell(title).article for title in "甲乙丙"]
    block(*picked, size=2)
    blocked, rest = page().of_class("topic-block")[0], page().of_class("topic-rest")[0]
    assert "甲" in blocked.text
    assert "丙" not in blocked.text
    assert "丙" in rest.text


def test_the_rest_comes_newest_first_in_pages(
    tell: Tell, block: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.views.lists.PER_PAGE", 2)
    told = [tell(title) for title in "甲乙丙丁"]
    block(told[3].article)
    assert titles(page()) == ["丁", "丙", "乙"]
    second = page("/topic/dayun/?page=2")
    assert titles(second) == ["甲"]
    assert not second.of_class("topic-block")


def test_the_cover_is_the_topics_own_or_that_of_its_newest_story(
    topic: Topic, tell: Tell, draft: Any, put_out: Any, with_photo: Any, photo: Photo
) -> None:
    tell("无图")
    assert not page().of_class("topic-picture")
    article = draft("有图", published_at=timezone.now())
    with_photo(article, photo)
    article.topics.add(topic)
    put_out(article=article)
    assert page().of_class("topic-picture")
    other = Photo.objects.create(token="f" * 32, width=1, height=1, sha256="f" * 64)
    Topic.objects.update(cover=other)
    assert not page().of_class("topic-picture"), "Nothing is made of its own cover yet."


def test_an_introduction_has_paragraphs(tell: Tell) -> None:
    tell("一")
    words = page().of_class("topic-introduction")[0].text
    assert words == "第一段 第二段"


# The list of topics


def test_topics_stand_in_the_order_of_their_newest_stories(
    tell: Tell, draft: Any, put_out: Any
) -> None:
    tell("旧")
    article = draft("新", published_at=timezone.now())
    article.topics.add(Topic.objects.create(name="两会"))
    put_out(article=article)
    Topic.objects.create(name="空")
    found = page("/topics/")
    assert [one.text for one in found.of_class("topic-name")] == ["两会", "大运会"]
    assert [one.text[:1] for one in found.of_class("topic-newest")] == ["新", "旧"]


def test_no_topics_is_said(db: None) -> None:
    assert page("/topics/").of_class("list-empty")


def test_the_pages_of_topics_cost_the_same_whatever_they_hold(
    topic: Topic, tell: Tell, block: Any, draft: Any, put_out: Any, with_photo: Any, photo: Photo
) -> None:
    Topic.objects.update(cover=photo)
    counts = []
    for round_ in range(2):
        for number in range(3):
            article = draft(f"{round_}{number}")
            with_photo(article, photo)
            article.topics.add(topic, Topic.objects.create(name=f"{round_}{number}"))
            article.tags.add("游泳", f"标签{round_}")
            put_out(article=article)
        block(article, tag="游泳", size=1)
        block(tag=f"标签{round_}", size=1)
        counts.append([cost("/topic/dayun/"), cost("/topics/")])
    assert counts[0] == counts[1]
    assert counts[0] <= [TOPIC_BUDGET, TOPICS_BUDGET]


def cost(url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert Client().get(url).status_code == 200
    return len(captured)

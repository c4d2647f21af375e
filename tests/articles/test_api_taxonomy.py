"""Sections, tags and topics of the API: only those that readers have a story of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Edition, Section, Topic, TopicBlock, TopicPick

PutOut = Callable[..., Edition]
OWN = "http://127.0.0.1:8000"


def get(path: str) -> Any:
    return Client().get(f"/api/v1/{path}")


@pytest.mark.parametrize("slug", ["none", "a%00", "a" * 200, "..", "%2F"])
def test_there_is_nothing_at_a_name_of_no_topic(slug: str, db: None) -> None:
    assert get(f"topics/{slug}").status_code == 404


@pytest.mark.parametrize("query", ["prefix=%00", "prefix=" + "a" * 101, "limit=x"])
def test_tags_are_asked_for_within_limits(query: str, db: None) -> None:
    assert get(f"tags?{query}").status_code == 400


def test_names_of_drafts_stand_nowhere(draft: Callable[..., Article], site: Any) -> None:
    article = draft()
    article.tags.add("机密标签")
    article.topics.add(Topic.objects.create(name="机密专题", slug="jimi"))
    assert get("tags").json() == {"tags": [], "next": None}
    assert get("topics").json() == {"topics": [], "next": None}
    assert get("topics/jimi").status_code == 404


def test_sections_are_a_tree_without_what_is_hidden(section: Section, site: Any) -> None:
    Section.objects.create(name="社区", slug="shequ", parent=section)
    Section.objects.create(name="内部", slug="neibu", is_shown=False)
    (top,) = get("sections").json()["sections"]
    assert (top["name"], [one["slug"] for one in top["sections"]]) == ("要闻", ["shequ"])
    assert top["stories_url"] == f"{OWN}/api/v1/stories?section=yaowen"


def test_tags_are_leafed_through_by_name(put_out: PutOut, draft: Any, site: Any) -> None:
    article = draft()
    names = ["A级", "a_b", "a%b", "地铁", "地铁新线", "科技"]
    article.tags.add(*names)
    put_out(article=article)
    seen, path = [], "/api/v1/tags?limit=4"
    while path:
        page = Client().get(path).json()
        seen += [tag["name"] for tag in page["tags"]]
        path = (page["next"] or "").removeprefix(OWN)
    assert sorted(seen) == sorted(names)
    found = {"地铁": 2, "a%25": 1, "a_": 1, "无": 0}
    assert {one: len(get(f"tags?prefix={one}").json()["tags"]) for one in found} == found


def topic_of(*stories: Edition, name: str = "两会") -> Topic:
    topic = Topic.objects.create(name=name, introduction="导语")
    for story in stories:
        story.topic_rows.add(topic)
    return topic


def test_topics_are_leafed_through(put_out: PutOut, site: Any) -> None:
    first, second = put_out("甲"), put_out("乙")
    topic_of(first, name="旧专题")
    topic_of(second, name="新专题")
    page = get("topics?limit=1").json()
    rest = Client().get(page["next"].removeprefix(OWN)).json()
    assert [one["name"] for one in (*page["topics"], *rest["topics"])] == ["新专题", "旧专题"]
    assert rest["next"] is None


def test_a_topic_has_the_blocks_of_its_page(put_out: PutOut, draft: Any, site: Any) -> None:
    shown, hidden = put_out("甲"), draft("未登的稿")
    topic = topic_of(shown)
    block = TopicBlock.objects.create(topic=topic, name="最新")
    for rank, article in enumerate((hidden, shown.article)):
        TopicPick.objects.create(block=block, article=article, rank=rank)
    with CaptureQueriesContext(connection) as captured:
        found = get(f"topics/{topic.slug}").json()
    assert [story["title"] for story in found["blocks"][0]["stories"]] == ["甲"]
    assert (found["introduction"], found["cover"]) == ("导语", None)
    assert len(captured) <= 8

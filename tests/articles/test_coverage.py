"""Previous coverage: what was reported before on a story's topics, and what never stands there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import coverage, workflow
from articles.models import Edition, Topic
from tests.articles.page_reading import reading


@pytest.fixture
def on(draft: Any, put_out: Any) -> Any:
    """Publishes a story on topics, so many hours ago."""

    def published(title: str, hours: int, *names: str) -> Edition:
        article = draft(title, published_at=timezone.now() - timedelta(hours=hours))
        article.topics.add(*(Topic.objects.get_or_create(name=name)[0] for name in names))
        edition: Edition = put_out(article=article)
        return edition

    return published


def titles(edition: Edition) -> list[str]:
    return [story.title for story in coverage.earlier(edition, timezone.now())]


def test_a_story_without_topics_asks_nothing(put_out: Any) -> None:
    edition = put_out()
    with CaptureQueriesContext(connection) as asked:
        assert coverage.earlier(edition, timezone.now()) == []
    assert len(asked) == 0


def test_neither_later_nor_withdrawn_nor_other_stories_stand_there(
    on: Any, chief: Any, put_out: Any
) -> None:
    on("更晚", 1, "大运会")
    on("别的专题", 9, "两会")
    gone = on("撤下", 9, "大运会")
    workflow.withdraw(gone.article, by=chief, reason="测试")
    put_out("没有专题")
    assert titles(on("本篇", 5, "大运会")) == []


def test_the_newest_of_all_its_topics_stand_there_once(on: Any) -> None:
    for hours in range(10, 17):
        on(f"{hours}小时前", hours, "大运会", "两会")
    edition = on("本篇", 5, "大运会", "两会")
    with CaptureQueriesContext(connection) as asked:
        assert titles(edition) == [f"{hours}小时前" for hours in range(10, 15)]
    assert len(asked) == 1


def test_the_page_names_the_topic_and_what_came_before(on: Any, site: Any) -> None:
    on("<b>从前</b>", 9, "大运会")
    edition = on("本篇", 5, "大运会")
    block = reading(Client().get(edition.get_absolute_url())).of_class("coverage")[0]
    assert "<b>从前</b>" in block.text
    assert "大运会" in block.text


def test_an_address_that_was_changed_since_leads_nowhere_wrong(on: Any) -> None:
    on("从前", 9, "大运会")
    edition = on("本篇", 5, "大运会")
    Topic.objects.update(slug="another")
    assert titles(edition) == []

"""Recommended stories: what is never shown, then order and links."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Article, Edition, Recommendation
from articles.related import recommended

PutOut = Callable[..., Edition]


@pytest.fixture
def story(draft: Callable[..., Article]) -> Article:
    return draft("主稿")


def pick(article: Article, target: Article | None = None, title: str = "") -> None:
    rank = article.recommendations.count()
    Recommendation.objects.create(article=article, target=target, title=title, rank=rank)


def titles(edition: Edition) -> list[str]:
    return [row.title for row in recommended(edition, timezone.now())]


def test_a_story_that_is_not_live_is_not_recommended(
    story: Article, put_out: PutOut, draft: Any, chief: Any
) -> None:
    gone, later = put_out("撤下的"), put_out("将来的", at=timezone.now() + timedelta(days=1))
    for target in (gone.article, later.article, draft("草稿")):
        pick(story, target)
    workflow.withdraw(gone.article, by=chief, reason="错")
    assert titles(put_out(article=story)) == []


def test_a_title_of_a_withdrawn_story_is_not_shown_either(
    story: Article, put_out: PutOut, chief: Any
) -> None:
    pick(story, title="撤下的")
    edition = put_out(article=story)
    gone = put_out("撤下的")
    assert recommended(edition, timezone.now())[0].url == gone.get_absolute_url()
    workflow.withdraw(gone.article, by=chief, reason="错")
    assert titles(edition) == []


def test_a_story_does_not_recommend_itself_or_another_twice(
    story: Article, put_out: PutOut
) -> None:
    other = put_out("别的")
    pick(story, other.article)
    pick(story, title="别的")
    pick(story, title="主稿")
    assert titles(put_out(article=story)) == ["别的"]


def test_picks_keep_the_editors_order_and_wait_as_text(story: Article, put_out: PutOut) -> None:
    here = put_out("在库的")
    pick(story, title="还没有的")
    pick(story, here.article)
    rows = recommended(put_out(article=story), timezone.now())
    assert [(row.title, row.url) for row in rows] == [
        ("还没有的", None),
        ("在库的", here.get_absolute_url()),
    ]


def test_a_story_without_picks_shows_its_sections_newest(
    clock: Any, story: Article, put_out: PutOut
) -> None:
    for number in range(12):
        put_out(f"第{number}篇")
        clock.shift(60)
    found = titles(put_out(article=story))
    assert found == [f"第{number}篇" for number in range(11, 1, -1)]


def test_recommended_rows_cost_one_query(
    story: Article, put_out: PutOut, django_assert_num_queries: Any
) -> None:
    pick(story, put_out("甲").article)
    pick(story, title="乙")
    edition = put_out(article=story)
    with django_assert_num_queries(1):
        assert len(recommended(edition, timezone.now())) == 2

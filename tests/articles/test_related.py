"""Recommended stories: what is never shown, then order and links."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles import compiling, related, workflow
from articles.likeness import SAME
from articles.models import Article, Edition, Likeness, Recommendation, Section
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


# What is computed


def liken(article: Article, *others: tuple[Article, float]) -> None:
    for other, score in others:
        for one, two in ((article, other), (other, article)):
            Likeness.objects.create(article=one, other=two, score=score)


def test_computed_rows_leave_out_what_readers_do_not_see(
    story: Article, put_out: PutOut, draft: Any, chief: Any
) -> None:
    gone, later = put_out("撤下的"), put_out("将来的", at=timezone.now() + timedelta(days=1))
    hidden = [gone.article, later.article, draft("草稿")]
    liken(story, *((article, 0.9) for article in hidden))
    workflow.withdraw(gone.article, by=chief, reason="错")
    assert titles(put_out(article=story)) == []


def test_computed_rows_leave_out_what_hardly_is_like_it(story: Article, put_out: PutOut) -> None:
    elsewhere = Section.objects.create(name="别处")
    near, far = (put_out(title, section=elsewhere).article for title in ("像的", "不像的"))
    liken(story, (near, related.LEAST), (far, related.LEAST / 2))
    assert titles(put_out(article=story)) == ["像的"]


def test_no_computed_row_repeats_a_story_under_another_number(
    story: Article, put_out: PutOut
) -> None:
    reprint, chosen, again = (put_out(title).article for title in ("转载", "选的", "又是选的"))
    liken(story, (reprint, SAME), (again, 0.5))
    liken(again, (chosen, SAME))
    pick(story, chosen)
    assert titles(put_out(article=story)) == ["选的"]


def test_an_editor_may_pick_a_reprint_and_it_stands_once(story: Article, put_out: PutOut) -> None:
    reprint = put_out("转载").article
    liken(story, (reprint, SAME))
    pick(story, reprint)
    assert titles(put_out(article=story)) == ["转载"]


def test_a_headline_stands_once(story: Article, put_out: PutOut) -> None:
    for _ in range(2):
        put_out("天气")
    put_out("主稿")
    pick(story, title="早报")
    put_out("早报 ")
    assert titles(put_out(article=story)).count("天气") == 1
    assert "主稿" not in titles(story.editions.get())


def test_picks_come_first_then_what_is_like_it_then_the_newest(
    clock: Any, story: Article, put_out: PutOut
) -> None:
    picked, near, nearer, newest = (put_out(title) for title in ("选的", "像的", "更像的", "新的"))
    liken(story, (near.article, 0.3), (nearer.article, 0.6), (picked.article, 0.9))
    pick(story, picked.article)
    clock.shift(60)
    rows = recommended(put_out(article=story), timezone.now())
    assert [row.title for row in rows] == ["选的", "更像的", "像的", "新的"]
    assert rows[1].at == nearer.published_at
    assert rows[3].url == newest.get_absolute_url()


def test_of_what_is_about_as_near_the_newer_comes_first(
    clock: Any, story: Article, put_out: PutOut
) -> None:
    old = put_out("旧的", published_at=timezone.now() - 2 * related.FRESH)
    new, near = put_out("新的"), put_out("很像的", published_at=old.published_at)
    liken(story, (old.article, 0.32), (new.article, 0.3), (near.article, 0.6))
    assert titles(put_out(article=story)) == ["很像的", "新的", "旧的"]


def test_there_are_ten_rows_at_most(clock: Any, story: Article, put_out: PutOut) -> None:
    others = [put_out(f"第{number}篇").article for number in range(14)]
    liken(story, *((article, 0.5) for article in others[:6]))
    for target in others[6:10]:
        pick(story, target)
    assert len(set(titles(put_out(article=story)))) == 10


@pytest.mark.parametrize(
    ("picks", "alike", "queries"), [(0, 0, 2), (0, 10, 1), (2, 0, 3), (2, 8, 2), (10, 0, 1)]
)
def test_rows_cost_a_query_for_each_kind_that_is_needed(
    picks: int,
    alike: int,
    queries: int,
    story: Article,
    draft: Any,
    reporter: Any,
    django_assert_num_queries: Any,
) -> None:
    now = timezone.now()
    for number in range(picks + alike):
        other = draft(f"第{number}篇")
        Edition.objects.create(
            **as_published(other, reporter, now), **compiling.columns(other), change="first"
        )
        if number < picks:
            pick(story, other)
        else:
            liken(story, (other, 0.5))
    story = Article.objects.get(pk=story.pk)
    edition = Edition(**as_published(story, reporter, now), **compiling.columns(story))
    with django_assert_num_queries(queries):
        assert len(recommended(edition, now)) == picks + alike


def as_published(article: Article, by: Any, now: Any) -> dict[str, Any]:
    return {
        "article": article,
        "number": 1,
        "article_version": 1,
        "live_from": now,
        "published_at": now,
        "section": article.section,
        "by": by,
    }

"""The hot list: what never stands in it, how views fade, and what its page costs."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles import hot, jobs, readership, signals, workflow
from articles.choices import EditionChange
from articles.models import Article, Edition, HotStory, HourOfViews
from tests.conftest import NOW

PutOut = Callable[..., Edition]
HOUR = timedelta(hours=1)

#: The editions, and the site with its boundaries; the sections of the head.
HOT_BUDGET = 3


def viewed(article: Article, views: int, hours_ago: int = 0) -> None:
    hour = timezone.now().replace(minute=0, second=0, microsecond=0) - hours_ago * HOUR
    HourOfViews.objects.create(article=article, hour=hour, views=views)


def titles(limit: int = 10) -> list[str]:
    return [edition.title for edition in hot.hottest(limit)]


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ([], 0),
        ([(NOW, 8)], 8),
        ([(NOW + HOUR, 8)], 8),
        ([(NOW - hot.HALF_LIFE, 8)], 4),
        ([(NOW - 2 * hot.HALF_LIFE, 8), (NOW, 1)], 3),
    ],
)
def test_a_view_is_worth_half_after_each_half_life(hours: Any, expected: float) -> None:
    assert hot.score(hours, NOW) == pytest.approx(expected)


def test_a_story_that_is_not_live_has_no_place(put_out: PutOut, draft: Any, chief: Any) -> None:
    gone, later = put_out("撤下的"), put_out("将来的", at=timezone.now() + HOUR)
    for article in (gone.article, later.article, draft("草稿")):
        viewed(article, 100)
    workflow.withdraw(gone.article, by=chief, reason="错")
    assert not hot.rank(timezone.now())
    assert titles() == []


def test_a_withdrawn_story_is_gone_before_the_next_ranking(put_out: PutOut, chief: Any) -> None:
    for number in range(6):
        viewed(put_out(f"第{number}篇").article, 9 - number)
    hot.rank(timezone.now())
    first = HotStory.objects.get(rank=1).article
    workflow.withdraw(first, by=chief, reason="错")
    assert titles() == [f"第{number}篇" for number in range(1, 6)]


def test_places_follow_views_and_their_age(clock: Any, put_out: PutOut) -> None:
    for title, views, hours_ago in [("昨天的", 99, 24), ("今天的", 9, 0), ("很久的", 9999, 80)]:
        viewed(put_out(title).article, views, hours_ago)
    assert hot.rank(timezone.now())
    ranked = HotStory.objects.order_by("rank").values_list("article__title", flat=True)
    assert list(ranked) == ["今天的", "昨天的"]


def test_of_stories_read_alike_the_newer_stands_first(clock: Any, put_out: PutOut) -> None:
    for title in ("旧的", "新的"):
        viewed(put_out(title).article, 7)
        clock.shift(60)
    hot.rank(timezone.now())
    assert titles(2) == ["新的", "旧的"]


def test_a_story_with_two_editions_counts_once(put_out: PutOut, revise: Any) -> None:
    article = put_out("甲").article
    viewed(article, 3)
    put_out(article=revise(article, title="甲改"), change=EditionChange.TYPO)
    assert [round(worth) for _pk, worth in hot.ranking(timezone.now())] == [3]


def test_only_a_new_order_is_written_and_told(clock: Any, put_out: PutOut) -> None:
    told: list[Any] = []
    signals.public_changed.connect(receiver := lambda **_: told.append(1))
    try:
        viewed(put_out("甲").article, 3)
        told.clear()
        assert [hot.rank(timezone.now()) for _ in range(2)] == [1, 0]
    finally:
        signals.public_changed.disconnect(receiver)
    assert told == [1]


def test_a_site_that_is_hardly_read_shows_its_newest_behind(clock: Any, put_out: PutOut) -> None:
    for number in range(4):
        edition = put_out(f"第{number}篇")
        clock.shift(60)
        if number == 1:
            viewed(edition.article, 1)
    hot.rank(timezone.now())
    assert titles(3) == ["第1篇", "第3篇", "第2篇"]


def test_the_list_costs_one_query(put_out: PutOut, django_assert_num_queries: Any) -> None:
    for number in range(hot.HANDFUL):
        viewed(put_out(f"第{number}篇").article, number + 1)
    hot.rank(timezone.now())
    with django_assert_num_queries(1):
        assert [edition.section.name for edition in hot.hottest(3)] == ["要闻"] * 3


def test_the_page_says_each_story_once_and_stays_in_its_budget(
    put_out: PutOut, site: Any, django_assert_max_num_queries: Any
) -> None:
    editions = [put_out(f"第{number}篇") for number in range(6)]
    for edition in editions:
        viewed(edition.article, edition.pk)
    hot.rank(timezone.now())
    with django_assert_max_num_queries(HOT_BUDGET):
        page = Client().get("/hot/").content.decode()
    places = [page.index(f'href="{edition.get_absolute_url()}"') for edition in editions]
    assert places == sorted(places, reverse=True)
    assert re.findall(r'"hot-place" aria-hidden="true">(\d+)<', page) == list("123456")


def test_an_empty_site_has_a_hot_list_all_the_same(site: Any) -> None:
    assert Client().get("/hot/").status_code == 200


def test_old_hours_are_forgotten(clock: Any, put_out: PutOut) -> None:
    article = put_out("甲").article
    viewed(article, 1, hours_ago=24 * 91)
    viewed(article, 2, hours_ago=24 * 89)
    assert hot.forget_old(timezone.now()) == 1
    assert HourOfViews.objects.get().views == 2


def test_the_job_counts_what_waits_in_its_process(clock: Any, put_out: PutOut) -> None:
    readership.tally.take()
    readership.count(put_out("甲").article.pk, timezone.now())
    assert jobs.JOBS["hot"].run(timezone.now()) == 1
    assert HotStory.objects.get().score == 1

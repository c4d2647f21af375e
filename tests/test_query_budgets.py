"""How many queries a page may cost, without a cache, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article, Edition, Recommendation, Section

PutOut = Callable[..., Edition]

STORY_BUDGET = 5


@pytest.fixture
def count(django_assert_max_num_queries: Any) -> Callable[[str], int]:
    def counted(url: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert Client().get(url).status_code == 200
        return len(captured)

    return counted


def fill(put_out: PutOut, draft: Any, with_photo: Any, photo: Any, rows: int) -> Edition:
    """`rows` stories with photos and tags; the last recommends all others."""
    editions = []
    for number in range(rows):
        article = draft(f"第{number}篇")
        with_photo(article, photo, caption="图说")
        article.tags.add("地铁", f"标签{number}")
        for rank, edition in enumerate(editions[-9:]):
            Recommendation.objects.create(article=article, target=edition.article, rank=rank)
        editions.append(put_out(article=article))
    return editions[-1]


@pytest.mark.parametrize("rows", [1, 12])
def test_the_story_page_stays_in_its_budget(
    rows: int, put_out: PutOut, draft: Any, with_photo: Any, photo: Any, site: Any, count: Any
) -> None:
    edition = fill(put_out, draft, with_photo, photo, rows)
    assert count(edition.get_absolute_url()) <= STORY_BUDGET


def test_lists_cost_the_same_whatever_their_length(
    put_out: PutOut,
    draft: Any,
    with_photo: Any,
    photo: Any,
    site: Any,
    section: Section,
    count: Any,
) -> None:
    urls = [
        "/",
        reverse("articles:section", args=[section.slug]),
        reverse("articles:tag", args=["地铁"]),
    ]
    fill(put_out, draft, with_photo, photo, 1)
    few = [count(url) for url in urls]
    fill(put_out, draft, with_photo, photo, 15)
    assert [count(url) for url in urls] == few


def test_the_front_page_does_not_ask_once_a_section(
    put_out: PutOut, draft: Any, site: Any, count: Any
) -> None:
    put_out("一")
    few = count("/")
    for number in range(6):
        section = Section.objects.create(name=f"栏目{number}")
        put_out(f"稿{number}", section=section)
    assert count("/") == few


def test_the_desks_list_costs_the_same_whatever_its_length(
    draft: Any, chief: Any, django_assert_num_queries: Any
) -> None:
    client = Client()
    client.force_login(chief)
    url = reverse("admin:articles_article_changelist")
    counts = []
    for rows in (1, 20):
        for number in range(rows):
            draft(f"稿{number}").tags.add(f"标签{number}")
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert Article.objects.count() == 21

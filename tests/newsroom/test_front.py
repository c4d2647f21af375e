"""The front page: what stands in its places, its one first picture, and how long it may be kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date

from articles import board, workflow
from articles.board import Place, Row, Rule
from articles.models import Article, Edition, FrontLayout, HotStory, Section, Tag, Topic, User
from newsroom import caching
from tests.articles.page_reading import Reading, reading

PutOut = Callable[..., Edition]

#: Of a board that has everything on it, whatever the number of stories.
FULL_BUDGET = 9


def front(**headers: str) -> Reading:
    response = Client().get("/", headers=headers)
    assert response.status_code == 200
    return reading(response)


def texts(page: Reading, name: str) -> list[str]:
    return [element.text for element in page.of_class(name)]


def lay(by: User, *places: Place) -> FrontLayout:
    """A layout with these places, the others as usual."""
    last = FrontLayout.objects.current()
    return board.lay_out(places, by=by, replaces=last.pk if last else None)


@pytest.fixture
def pictured(draft: Any, put_out: PutOut, with_photo: Any, photo: Any) -> Callable[..., Edition]:
    """Puts a story with a picture out."""

    def out(title: str, **fields: Any) -> Edition:
        article = draft(title, **fields)
        with_photo(article, photo)
        return put_out(article=article)

    return out


# Without a layout


def test_the_lead_is_the_newest_with_a_picture(pictured: Any, put_out: PutOut, site: Any) -> None:
    pictured("有图")
    put_out("更新的没有图")
    page = front()
    assert texts(page, "lead-title") == ["有图"]
    assert page.named("img")[0].attributes["fetchpriority"] == "high"


def test_without_pictures_the_newest_leads(put_out: PutOut) -> None:
    put_out("旧")
    put_out("新")
    page = front()
    assert texts(page, "lead-title") == ["新"]
    assert not page.named("img")


def test_a_section_repeats_nothing_that_stands_above_it(put_out: PutOut, section: Section) -> None:
    for number in range(7):
        put_out(f"第{number}篇")
    page = front()
    above = page.of_class("front-main")[0].text
    (block,) = page.of_class("block")
    assert "第2篇" in above
    assert "第1篇" in block.text
    assert "第0篇" in block.text
    assert "第2篇" not in block.text


# A full board


@pytest.fixture
def full(
    draft: Any, put_out: PutOut, with_photo: Any, photo: Any, chief: User, section: Section
) -> User:
    """A board on which every place is shown and every rule is used; gives who laid it out."""
    tag, topic = Tag.objects.create(name="地铁"), Topic.objects.create(name="两会")
    for number in range(8):
        article = draft(f"稿{number}")
        article.tags.add(tag)
        article.topics.add(topic)
        with_photo(article, photo)
        put_out(article=article)
        HotStory.objects.create(article=article, rank=number + 1, score=1)
    ids = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    lay(
        chief,
        Place(board.HEADLINE, True, 1, Rule(board.By.LEAD), (Row(ids[0]),)),
        Place(board.CAROUSEL, True, 2, Rule(board.By.PICTURED)),
        Place(board.IMPORTANT, True, 3, Rule(board.By.TAG, tag.pk), (Row(ids[1], pinned=2),)),
        Place(board.TOPICS, True, 2, Rule(board.By.NEWEST)),
        Place(board.section_key(section), True, 2, Rule(board.By.HOT)),
    )
    return chief


def test_a_full_board_stays_in_its_budget(full: User) -> None:
    with CaptureQueriesContext(connection) as captured:
        page = front()
    assert len(captured) <= FULL_BUDGET
    assert texts(page, "lead-title") == ["稿0"]
    assert texts(page, "carousel-words") == ["稿7", "稿6"]
    assert [row.text for row in page.of_class("row-title")][:3] == ["稿5", "稿1", "稿4"]
    assert len(page.of_class("topic-band")) == len(page.of_class("hot")) == 1


def test_one_picture_alone_is_to_load_first(full: User) -> None:
    pictures = front().named("img")
    assert len(pictures) > 3
    first = [one for one in pictures if "fetchpriority" in one.attributes]
    assert first == pictures[:1]
    assert all(one.attributes["loading"] == "lazy" for one in pictures[1:])
    assert all(one.attributes["width"] and one.attributes["height"] for one in pictures)


def test_the_carousel_leads_where_the_headline_has_no_picture(full: User, put_out: PutOut) -> None:
    plain = put_out("没有图")
    lay(
        full,
        Place(board.HEADLINE, True, 1, Rule(board.By.NONE), (Row(plain.article_id),)),
        Place(board.CAROUSEL, True, 2, Rule(board.By.PICTURED)),
    )
    page = front()
    assert len(page.of_class("has-no-picture")) == 1
    first = [one for one in page.named("img") if "fetchpriority" in one.attributes]
    assert first == page.named("img")[:1]


def test_the_carousel_is_leafed_through_by_links(full: User) -> None:
    page = front()
    ways = [way.attributes for way in page.of_class("carousel-way")]
    slides = [slide.attributes["id"] for slide in page.of_class("carousel-slide")]
    assert [way["href"] for way in ways] == [f"#{slides[1]}", f"#{slides[0]}"]
    assert all(way["aria-label"] for way in ways)
    assert [
        script for script in page.named("script") if "carousel" in script.attributes.get("src", "")
    ]


def test_a_page_without_a_carousel_loads_no_script_for_it(put_out: PutOut) -> None:
    put_out()
    assert not [
        one for one in front().named("script") if "carousel" in one.attributes.get("src", "")
    ]


# By the clock


def until(moment: datetime, edition: Edition) -> Place:
    row = Row(edition.article_id, moment)
    return Place(board.HEADLINE, True, 1, Rule(board.By.NEWEST), (row,))


def test_a_page_lives_until_the_next_row_ends(
    site: Any, put_out: PutOut, chief: User, clock: Any
) -> None:
    old, new = put_out("旧"), put_out("新")
    assert new.pk > old.pk
    lay(chief, until(timezone.now() + timedelta(seconds=20), old))
    clock.shift(timedelta(seconds=8))
    assert Client().get("/").headers["Cache-Control"] == "public, max-age=12"
    clock.shift(timedelta(seconds=12))
    response = Client().get("/")
    assert response.headers["Cache-Control"] == f"public, max-age={caching.LIFETIMES['front']}"
    assert texts(reading(response), "lead-title") == ["新"]


def test_whoever_asks_by_time_alone_is_told_that_a_row_has_ended(
    clock: Any, site: Any, put_out: PutOut, chief: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caching, "STARTED", timezone.now())
    old, _new = put_out("旧"), put_out("新")
    end = timezone.now() + timedelta(minutes=5)
    lay(chief, until(end, old))
    clock.shift(timedelta(minutes=4))
    kept = Client().get("/").headers["Last-Modified"]
    asked = {"If-Modified-Since": kept}
    assert Client().get("/", headers=asked).status_code == 304
    clock.move_to(end + timedelta(seconds=2))
    changed = Client().get("/", headers=asked)
    assert changed.status_code == 200
    assert changed.headers["Last-Modified"] == http_date(end.timestamp())


def test_the_page_of_a_moment_has_the_layout_of_then(
    put_out: PutOut, chief: User, clock: Any
) -> None:
    old = put_out("旧")
    put_out("新")
    before = timezone.now()
    clock.shift(timedelta(hours=1))
    lay(chief, Place(board.HEADLINE, True, 1, Rule(board.By.NONE), (Row(old.article_id),)))
    client = Client()
    client.force_login(chief)
    for at, lead in ((before, "新"), (timezone.now(), "旧")):
        query = {"at": timezone.localtime(at).strftime("%Y-%m-%dT%H:%M:%S")}
        assert texts(reading(client.get(reverse("front_at"), query)), "lead-title") == [lead]


def test_a_withdrawn_story_is_gone_from_its_place_at_once(
    put_out: PutOut, chief: User, site: Any
) -> None:
    gone = put_out("撤下")
    put_out("还在")
    lay(chief, Place(board.HEADLINE, True, 1, Rule(board.By.NEWEST), (Row(gone.article_id),)))
    assert texts(front(), "lead-title") == ["撤下"]
    workflow.withdraw(gone.article, by=chief, reason="有误")
    assert "撤下" not in " ".join(element.text for element in front().named("main"))

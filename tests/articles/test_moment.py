"""A story and the front page as readers saw them at a moment: for whom, and what of then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.choices import EditionChange
from articles.models import Article, Edition, User
from tests.articles.page_reading import Reading, reading
from tests.conftest import NOW

HOUR = timedelta(hours=1)


def moment_url(article: Article) -> str:
    return reverse("admin:articles_article_moment", args=[article.pk])


@pytest.fixture
def story(
    clock: Any, put_out: Callable[..., Edition], revise: Callable[..., Article], chief: User
) -> Article:
    """Out at 10:00, corrected at 11:00, withdrawn from 12:00 to 13:00; it is 14:00 now."""
    article = put_out("初版").article
    clock.shift(HOUR)
    article = revise(article, title="二版", body="<p>更正的正文</p>")
    put_out(article=article, change=EditionChange.FACT, note="人名有误")
    clock.shift(HOUR)
    workflow.withdraw(article, by=chief, reason="核实", notice="正在核实")
    clock.shift(HOUR)
    workflow.restore(article, by=chief)
    clock.shift(HOUR)
    return article


def at(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M:%S")


def page(desk: Client, article: Article, moment: datetime | None = None) -> Reading:
    response = desk.get(moment_url(article), {"at": at(moment)} if moment else {})
    assert response.status_code == 200
    assert response["Cache-Control"].startswith("no-store, private")
    return reading(response)


# Who is refused, and what is not a moment


def test_a_stranger_is_sent_to_the_sign_in(client: Client, story: Article) -> None:
    for address in (moment_url(story), reverse("front_at")):
        assert client.get(address)["Location"].startswith(reverse("admin:login"))


def test_who_may_not_look_up_editions_is_refused(client: Client, story: Article) -> None:
    client.force_login(User.objects.create_user("guest", is_staff=True))
    for address in (moment_url(story), reverse("front_at")):
        assert client.get(address).status_code == 403


BAD_MOMENTS = [
    "x",
    "2026-02-30T10:00",
    "0001-01-01T00:00",
    "9999-12-31T23:59",
    "9" * 400,
    "2026-11-20T25:00",
    "1989-12-31T23:59",
]


def test_what_is_no_moment_is_answered_with_a_sentence(desk: Client, story: Article) -> None:
    addresses = (moment_url(story), reverse("front_at"))
    for address, asked in product(addresses, BAD_MOMENTS):
        response = desk.get(address, {"at": asked})
        assert response.status_code == 400, asked
        assert reading(response).of_class("moment-error")[0].text
        assert "更正的正文" not in response.content.decode()


def test_a_story_that_never_was_is_not_found(desk: Client) -> None:
    address = reverse("admin:articles_article_moment", args=[10**30])
    assert desk.get(address).status_code == 404


# What readers saw


SEEN = {
    NOW - timedelta(seconds=1): "404",
    NOW: "初版",
    NOW + HOUR - timedelta(seconds=1): "初版",
    NOW + HOUR: "二版",
    NOW + 2 * HOUR - timedelta(seconds=1): "二版",
    NOW + 2 * HOUR: "410",
    NOW + 3 * HOUR - timedelta(seconds=1): "410",
    NOW + 3 * HOUR: "二版",
}


def test_the_page_is_the_one_of_that_moment(desk: Client, story: Article) -> None:
    for moment, seen in SEEN.items():
        shown = page(desk, story, moment)
        titles = [title.text for title in shown.of_class("story-title")]
        codes = [code.text for code in shown.of_class("message-code")]
        assert titles + codes == [seen], moment


@pytest.mark.parametrize("query", [{}, {"at": ""}])
def test_without_a_moment_it_is_now(desk: Client, story: Article, query: dict[str, str]) -> None:
    response = desk.get(moment_url(story), query)
    (field,) = [
        one.attributes["value"]
        for one in reading(response).named("input")
        if one.attributes["name"] == "at"
    ]
    assert field == "2026-11-20T14:00:00"
    assert response.context["edition"].number == 3


def test_a_notice_of_then_stands_for_a_withdrawn_story(desk: Client, story: Article) -> None:
    shown = page(desk, story, NOW + 2 * HOUR)
    assert "正在核实" in shown.of_class("message")[0].text
    assert not shown.of_class("story")


def test_corrections_stand_from_their_moment_on(desk: Client, story: Article) -> None:
    assert not page(desk, story, NOW).of_class("notice")
    assert "人名有误" in page(desk, story, NOW + HOUR).of_class("notice")[0].text


def test_the_bar_names_edition_interval_hash_and_who_published(
    desk: Client, story: Article, chief: User
) -> None:
    edition = story.editions.get(number=2)
    bar = page(desk, story, NOW + HOUR).of_class("page-bar")[0].text
    for words in ("2026-11-20 11:00:00", "2026-11-20 12:00:00", edition.content_hash, str(chief)):
        assert words in bar


def test_all_that_readers_ever_saw_is_one_press_away(desk: Client, story: Article) -> None:
    shown = page(desk, story)
    links = [one.attributes["href"] for one in shown.named("a")]
    periods = [link for link in links if link.startswith("?at=")]
    assert len(periods) == 4
    seen = [reading(desk.get(moment_url(story) + link)) for link in periods]
    titles = [title.text for one in seen for title in one.of_class("story-title")]
    assert titles == ["二版", "二版", "初版"]
    current = [one.text for one in shown.named("a") if "aria-current" in one.attributes]
    assert [text for text in current if "2026-11-20 13:00:00" in text]


def test_a_part_of_a_second_is_not_lost_on_the_way(
    desk: Client, clock: Any, put_out: Callable[..., Edition]
) -> None:
    clock.shift(timedelta(microseconds=123_456))
    edition = put_out("刚发的")
    exact = desk.get(moment_url(edition.article), {"at": edition.live_from.isoformat()})
    assert exact.context["edition"] == edition
    (field,) = [
        one.attributes["value"]
        for one in reading(exact).named("input")
        if one.attributes["name"] == "at"
    ]
    assert desk.get(moment_url(edition.article), {"at": field}).context["edition"] == edition


def test_an_edition_that_was_called_off_was_seen_by_nobody(
    desk: Client, put_out: Callable[..., Edition], chief: User, clock: Any
) -> None:
    edition = put_out("不发了", at=NOW + HOUR)
    workflow.unschedule(edition.article, by=chief)
    shown = page(desk, edition.article, NOW + 2 * HOUR)
    assert [code.text for code in shown.of_class("message-code")] == ["404"]
    assert not [one for one in shown.named("a") if one.attributes["href"].startswith("?at=")]


def test_recommended_stories_are_those_of_then_and_comments_are_left_out(
    desk: Client, clock: Any, put_out: Callable[..., Edition], chief: User
) -> None:
    gone, article = put_out("后来撤下的"), put_out("主稿").article
    clock.shift(HOUR)
    put_out("后来发的")
    workflow.withdraw(gone.article, by=chief, reason="有误")
    shown = page(desk, article, NOW)
    assert [row.text for row in shown.of_class("row-title")] == ["后来撤下的"]
    assert not shown.of_class("letters")
    assert [row.text for row in page(desk, article).of_class("row-title")] == ["后来发的"]


# The front page


def front(desk: Client, moment: datetime | None = None) -> Reading:
    response = desk.get(reverse("front_at"), {"at": at(moment)} if moment else {})
    assert response.status_code == 200
    assert response["Cache-Control"].startswith("no-store, private")
    return reading(response)


def test_the_front_page_is_the_one_of_that_moment(desk: Client, story: Article) -> None:
    assert front(desk, NOW - HOUR).of_class("front-empty")
    assert front(desk, NOW).of_class("lead-title")[0].text == "初版"
    assert front(desk, NOW + HOUR).of_class("lead-title")[0].text == "二版"
    assert front(desk, NOW + 2 * HOUR).of_class("front-empty")
    assert front(desk).of_class("lead-title")[0].text == "二版"


def test_nobody_is_told_to_keep_the_front_page_of_then(desk: Client, story: Article) -> None:
    response = desk.get(reverse("front_at"))
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "ETag" not in response.headers

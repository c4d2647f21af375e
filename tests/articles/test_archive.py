"""The archive by day: which days have a page, what stands on it, and where it leads."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import workflow
from articles.models import Edition, User
from articles.views import archive
from tests.articles.page_reading import Reading, reading

pytestmark = pytest.mark.usefixtures("clock")  # 2026-11-20 10:00 in Shanghai

SHANGHAI = ZoneInfo("Asia/Shanghai")
#: Of a day without pictures.
DAY_BUDGET = 6


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.fixture
def told(put_out: Any) -> Any:
    """Publishes a story under this time."""
    return lambda title, when: put_out(title, published_at=at(when))


def page(url: str) -> Reading:
    response = Client().get(url)
    assert response.status_code == 200
    return reading(response)


def titles(page: Reading) -> list[str]:
    return [title.text for title in page.of_class("row-title")]


def steps(page: Reading) -> dict[str, str]:
    links = [link.attributes for link in page.named("a")]
    return {link["rel"]: link["href"] for link in links if link.get("rel") in {"prev", "next"}}


# What is refused

NO_DAYS = ["2026/11/19", "2026/11/21", "2027/01/01", "9999/12/31", "0001/01/01", "0001/01/02"]
ODD_DAYS = ["2026/02/30", "2026/1/1", "2026-11-20", "0000/01/01", "2026/13/01"]


ODD_WORDS = ["x", "2026-02-30", "2026-11-20T08:00", "20261120x", "\u0662026-11-20", "\x00"]


def test_a_day_without_stories_is_not_found(told: Any) -> None:
    told("今天", "2026-11-20 08:00")
    client = Client()
    found = {day: client.get(f"/{day}/").status_code for day in NO_DAYS + ODD_DAYS}
    assert found == dict.fromkeys(NO_DAYS + ODD_DAYS, 404)


def test_a_word_that_is_no_day_is_not_found(told: Any) -> None:
    told("今天", "2026-11-20 08:00")
    client = Client()
    found = {word: client.get("/archive/", {"day": word}).status_code for word in ODD_WORDS}
    assert found == dict.fromkeys(ODD_WORDS, 404)


def test_a_day_of_hidden_stories_is_not_found(told: Any, draft: Any, chief: User) -> None:
    draft("草稿", published_at=at("2026-11-18 08:00"))
    workflow.withdraw(told("撤下", "2026-11-18 09:00").article, by=chief, reason="失实")
    told("看得见", "2026-11-20 08:00")
    assert Client().get("/2026/11/18/").status_code == 404
    found = page("/2026/11/20/")
    assert "/2026/11/18/" not in [link.attributes["href"] for link in found.named("a")]


# What stands on a day


def test_a_day_ends_at_midnight_of_the_site(told: Any) -> None:
    told("前", "2026-11-17 23:59:59")
    told("始", "2026-11-18 00:00")
    told("终", "2026-11-18 23:59:59")
    told("后", "2026-11-19 00:00")
    found = page("/2026/11/18/")
    assert titles(found) == ["终", "始"]
    assert steps(found) == {"prev": "/2026/11/17/", "next": "/2026/11/19/"}


def test_the_steps_lead_over_days_without_stories(told: Any) -> None:
    told("旧", "2021-12-20 10:48:53")
    told("新", "2026-11-20 08:00")
    assert steps(page("/2021/12/20/")) == {"next": "/2026/11/20/"}
    assert steps(page("/2026/11/20/")) == {"prev": "/2021/12/20/"}


def test_the_month_links_the_days_with_stories(told: Any) -> None:
    for day in ("10-31", "11-01", "11-18", "11-20"):
        told(day, f"2026-{day} 09:00")
    found = page("/2026/11/18/")
    month = {link.text: link.attributes for link in found.named("a") if link.text.isdigit()}
    assert {text: link["href"] for text, link in month.items()} == {
        "1": "/2026/11/01/",
        "18": "/2026/11/18/",
        "20": "/2026/11/20/",
    }
    assert month["18"]["aria-current"] == "date"
    assert len(found.named("td")) == 42
    links = [step.attributes.get("href") for step in found.of_class("month-step")]
    assert links == ["/2026/10/31/", None]


def test_a_month_begins_with_its_monday() -> None:
    weeks = archive.weeks_of(date(2021, 12, 20), set())
    assert [square and square.day.day for square in weeks[0]] == [None, None, 1, 2, 3, 4, 5]
    assert all(weeks[1])


# The way to a day


def test_an_archive_without_stories_says_so(db: None) -> None:
    assert page("/archive/").of_class("list-empty")


NEAREST = {
    "": "/2026/11/20/",
    "2026-11-19": "/2026/11/18/",
    "2026-11-18": "/2026/11/18/",
    "2020-01-01": "/2021/12/20/",
    "0001-01-01": "/2021/12/20/",
    "9999-12-31": "/2026/11/20/",
}


def test_the_archive_leads_to_the_nearest_day(told: Any) -> None:
    for when in ("2021-12-20 10:48", "2026-11-18 00:00", "2026-11-20 08:00"):
        told(when, when)
    client = Client()
    answers = {asked: client.get("/archive/", {"day": asked}) for asked in NEAREST}
    assert {asked: answer.headers["Location"] for asked, answer in answers.items()} == NEAREST
    assert {answer.status_code for answer in answers.values()} == {302}


def test_a_day_costs_the_same_whatever_its_length(told: Any) -> None:
    counts = []
    for number in range(3):
        told(f"甲{number}", f"2026-11-18 0{number}:00")
        told(f"乙{number}", f"2026-1{number // 2}-0{number + 1} 00:00")
        with CaptureQueriesContext(connection) as captured:
            page("/2026/11/18/")
        counts.append(len(captured))
    assert counts == [DAY_BUDGET] * 3


def test_a_day_is_found_by_its_index(told: Any) -> None:
    told("一", "2026-11-18 00:00")
    day = date(2026, 11, 18)
    for asked in (archive.on(day, day).newest_first(), archive.before(day), archive.after(day)):
        plan = asked.explain()
        if connection.vendor == "sqlite":
            assert "edition_by_date" in plan
            assert "TEMP B-TREE" not in plan
    assert Edition.objects.filter(pk__in=archive.on(day, day)).count() == 1
    assert timedelta(days=1) == archive.beginning(date(2026, 11, 19)) - archive.beginning(day)
    assert reverse("articles:day", args=[day]) == "/2026/11/18/"

"""The beacon: what it does not count, what it keeps of nobody, and what it counts."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import readership, visitors, workflow
from articles.models import Article, Edition, HourOfViews

PutOut = Callable[..., Edition]

PHONE = "Mozilla/5.0 (Linux; Android 14; CUBOT X90) AppleWebKit/537.36 Chrome/120 Mobile"
ADDRESS = "203.0.113.77"


@pytest.fixture(autouse=True)
def empty_tally() -> Iterator[None]:
    readership.tally.take()
    yield
    readership.tally.take()


@pytest.fixture
def story(put_out: PutOut) -> Article:
    return put_out().article


def read(article: Article | int, address: str = ADDRESS, body: bytes = b"", **headers: str) -> Any:
    """Send what beacon.js sends."""
    pk = article if isinstance(article, int) else article.pk
    client = Client(headers={"User-Agent": PHONE} | headers, enforce_csrf_checks=True)
    url = reverse("articles:read", args=[pk])
    return client.post(url, body, content_type="text/plain", REMOTE_ADDR=address)


def counted() -> int:
    return readership.tally.waiting.total()


# What is not counted


def test_only_a_post_is_taken(story: Article) -> None:
    url, client = reverse("articles:read", args=[story.pk]), Client(headers={"User-Agent": PHONE})
    for method in (client.get, client.head, client.put, client.delete, client.options):
        assert method(url).status_code == 405
    assert counted() == 0


def test_a_story_that_is_not_live_gets_the_same_answer_and_no_view(
    story: Article, draft: Any, put_out: PutOut, chief: Any
) -> None:
    workflow.withdraw(story, by=chief, reason="错")
    later = put_out("将来的", at=timezone.now() + timedelta(hours=1)).article
    for asked in (story, later, draft("草稿"), 0, 10**18 - 1):
        answer = read(asked)
        assert (answer.status_code, answer.content) == (204, b"")
    assert counted() == 0


NO_READERS = [
    {"User-Agent": ""},
    {"User-Agent": "Mozilla/5.0 (compatible; Baiduspider/2.0; +search)"},
    {"User-Agent": "Sogou web spider/4.0"},
    {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
    {"User-Agent": PHONE.replace("Chrome", "HeadlessChrome")},
    {"User-Agent": "python-requests/2.32"},
    {"Sec-GPC": "1"},
    {"DNT": "1"},
]


READERS = [
    PHONE,
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605 MicroMessenger/8.0.49",
    "Mozilla/5.0 (Linux; Android 12) AppleWebKit/537 Chrome/97 Mobile baiduboxapp/13.61",
    "Mozilla/5.0 (Linux; U; Android 13; zh-cn) AppleWebKit/537 MQQBrowser/14 Mobile Safari/537",
    "Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537 Chrome/120 Safari/537 SE 2.X MetaSr 1.0",
    "Mozilla/5.0 (Linux; HarmonyOS; ALN-AL00) AppleWebKit/537 Chrome/114 HuaweiBrowser/15 Mobile",
]


def test_browsers_of_readers_are_counted(story: Article) -> None:
    for number, browser in enumerate(READERS, start=1):
        read(story, f"198.51.100.{number}", **{"User-Agent": browser})
        assert counted() == number, browser


def test_programs_and_who_asks_not_to_be_are_not_counted(story: Article) -> None:
    for headers in NO_READERS:
        assert read(story, **headers).status_code == 204
        assert counted() == 0, headers


def test_a_body_is_not_read_and_its_sender_not_counted(story: Article) -> None:
    assert read(story, body=b"x" * 5_000_000).status_code == 204
    assert counted() == 0


# Who sends too much


def test_a_thousand_views_from_one_address_are_one(story: Article) -> None:
    for number in range(1000):
        read(story, **{"X-Forwarded-For": f"198.51.100.{number % 250}"})
    assert counted() == 1


def test_a_home_is_one_visitor_whatever_its_addresses(story: Article) -> None:
    for end in range(3):
        read(story, f"2001:db8:0:1::{end:x}")
    read(story, "2001:db8:0:2::1")
    read(story, f"::ffff:{ADDRESS}")
    read(story, ADDRESS)
    assert counted() == 3


def test_a_visitor_counts_again_after_half_an_hour(cache_clock: Any, story: Article) -> None:
    for seconds in (0, visitors.AGAIN_AFTER - 1, 2):
        cache_clock.shift(seconds)
        read(story)
    assert counted() + HourOfViews.objects.get().views == 2


def test_one_address_cannot_push_the_whole_paper(
    cache_clock: Any, story: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visitors, "MOST_A_MINUTE", 3)
    firsts = [visitors.is_first_view(pk, ADDRESS) for pk in range(5)]
    assert firsts == [True] * 3 + [False] * 2
    assert visitors.is_first_view(1, "198.51.100.1")
    cache_clock.shift(61)
    assert visitors.is_first_view(9, ADDRESS)


def test_without_a_cache_nothing_is_counted_and_nothing_breaks(
    story: Article, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    def unreachable(*args: Any, **options: Any) -> bool:
        raise ConnectionError(ADDRESS)

    monkeypatch.setattr(visitors.cache, "add", unreachable)
    assert read(story).status_code == 204
    assert counted() == 0
    assert [record.message for record in caplog.records] == ["cache_unreachable"]
    assert ADDRESS not in repr([vars(record) for record in caplog.records])


# What is kept


def test_nothing_kept_leads_back_to_a_visitor(
    story: Article, caplog: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[Any] = []

    def seen(real: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *args: (kept.append(args), real(*args))[1]  # type: ignore[func-returns-value]

    for name in ("add", "set", "incr"):
        monkeypatch.setattr(visitors.cache, name, seen(getattr(cache, name)))
    caplog.set_level(logging.DEBUG)
    for article in (story.pk, 999):
        read(article)
    Client().get(reverse("articles:read", args=[story.pk]), REMOTE_ADDR=ADDRESS)
    names = {args[0] for args in kept} - {"visitors-key"}
    assert all(re.fullmatch("visitor:[0-9a-f]{64}", name) for name in names)
    assert len(names) == 3
    assert ADDRESS not in repr(kept) + caplog.text + repr(readership.tally.waiting)


def test_hashes_change_with_the_key_of_the_day(cache_clock: Any) -> None:
    before = visitors.mark(ADDRESS, 1)
    assert visitors.mark(ADDRESS, 1) == before
    cache_clock.shift(visitors.KEY_LASTS + 1)
    assert visitors.mark(ADDRESS, 1) != before


def test_the_answer_is_empty_and_sets_no_cookie(story: Article) -> None:
    answer = read(story)
    assert (answer.status_code, answer.content, dict(answer.cookies)) == (204, b"", {})
    assert answer.headers["Cache-Control"] == "no-store"
    assert counted() == 1


def test_a_view_costs_one_query_and_another_one_none(story: Article) -> None:
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            read(story)
        costs.append(len(captured))
    assert costs == [1, 0]


def test_what_was_counted_is_in_the_database_soon(clock: Any, story: Article) -> None:
    read(story)
    clock.shift(readership.PATIENCE)
    read(story, "198.51.100.1")
    assert HourOfViews.objects.get().views == 2


# Who sends it


def test_only_the_public_page_names_the_address(story: Article, chief: Any) -> None:
    public = Client().get(story.editions.get().get_absolute_url()).content.decode()
    assert f'data-read="{reverse("articles:read", args=[story.pk])}"' in public
    assert "js/beacon.js" in public
    client = Client()
    client.force_login(chief)
    preview = client.get(reverse("admin:articles_article_preview", args=[story.pk]))
    assert preview.status_code == 200
    assert "data-read" not in preview.content.decode()
    assert "beacon" not in preview.content.decode()


def test_the_script_sends_no_cookie_and_waits_until_it_is_seen() -> None:
    script = Path("static/js/beacon.js").read_text()
    assert 'credentials: "omit"' in script
    assert 'visibilityState === "visible"' in script

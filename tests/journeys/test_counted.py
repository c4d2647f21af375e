"""A reader opens a story: it is counted once it was on the screen for a while, and only then."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, Request

from articles import readership
from articles.models import Edition, SiteSettings

OpenPage = Callable[..., Page]

READER = "Mozilla/5.0 (Linux; Android 14; ALN-AL00) AppleWebKit/537.36 Chrome/140 Mobile"
HIDDEN = "Object.defineProperty(document, 'visibilityState', { value: 'hidden' });"


@pytest.fixture(autouse=True)
def empty_tally() -> Iterator[None]:
    readership.tally.take()
    yield
    readership.tally.take()


@pytest.fixture
def read_story(
    site: SiteSettings, put_out: Callable[..., Edition], open_page: OpenPage
) -> Callable[..., tuple[Page, list[Request]]]:
    """Opens a story, with the clock in the test's hand; answers what it sends."""
    edition = put_out("一湖秋水")

    def opened(script: str = "") -> tuple[Page, list[Request]]:
        page, sent = open_page("/about/", user_agent=READER), []
        page.on("request", lambda one: sent.append(one) if one.url.endswith("/read/") else None)
        page.clock.install()
        page.add_init_script(script)
        page.goto(edition.get_absolute_url(), wait_until="load")
        return page, sent

    return opened


def test_a_page_that_nobody_sees_is_not_counted(
    read_story: Callable[..., tuple[Page, list[Request]]],
) -> None:
    page, sent = read_story(HIDDEN)
    page.clock.run_for(60_000)
    assert sent == []


def test_a_story_is_counted_once_and_without_a_cookie(
    read_story: Callable[..., tuple[Page, list[Request]]],
) -> None:
    page, sent = read_story()
    page.clock.run_for(4_000)
    assert sent == []
    with page.expect_response("**/read/") as answered:
        page.clock.run_for(2_000)
    page.clock.run_for(60_000)
    assert answered.value.status == 204
    assert "cookie" not in sent[0].all_headers()
    assert (len(sent), readership.tally.waiting.total()) == (1, 1)

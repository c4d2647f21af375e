"""Text that was typed and not saved outlives its window, the input method and the connection."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from django.urls import reverse
from playwright.sync_api import Error, Page, Request, expect

from articles.models import Article, Autosave, SiteSettings
from tests.articles.colliding import saved, stored
from tests.articles.desk import change_url
from tests.articles.typist import ADD, sign_url
from tests.journeys.conftest import press, write_in_editor
from tests.journeys.windows import OFFER, beside, save

Window = Callable[..., Page]

TITLE, WORDS = "没来得及存的题", "没来得及存的一段"
#: A pause after which what stands in a page is kept, and then some.
PAUSE = 4000


@pytest.fixture
def story(
    site: SiteSettings, draft: Callable[..., Article], revise: Callable[..., Article]
) -> Article:
    return saved(draft, revise)


def type_and_wait(page: Page, address: str) -> None:
    """Write in the body and the headline, and wait until the page says that it is kept."""
    page.goto(address)
    write_in_editor(page, WORDS)
    with page.expect_response(lambda answer: TITLE in (answer.request.post_data or "")):
        page.fill("#id_title", TITLE)
    expect(page.locator("[data-kept]")).to_be_visible()


def crash(page: Page) -> None:
    """End the window's process; nothing of the page's own runs any more."""
    with page.expect_event("crash"), suppress(Error):
        page.goto("chrome://crash")


def typed_in(sent: list[Request]) -> list[Request]:
    """Of the signs that a page gave, those that carry what is typed."""
    return [request for request in sent if 'name="_typed"' in (request.post_data or "")]


def test_what_was_typed_outlives_a_crash_and_is_gone_on_with(
    story: Article, sign_in: Window, troubles: list[str]
) -> None:
    window = sign_in("reporter")
    type_and_wait(window, change_url(story))
    again = beside(window, troubles)
    crash(window)
    assert stored(story).title == "原题"

    again.goto(change_url(story))
    press(again, OFFER)
    expect(again.locator("#id_title")).to_have_value(TITLE)
    expect(again.locator(".cke_editable")).to_contain_text(WORDS)
    assert save(again).ok
    assert stored(story).title == TITLE
    assert f"<p>{WORDS}</p>" in stored(story).body
    expect(again.locator(OFFER)).to_have_count(0)
    assert not Autosave.objects.exists()
    assert troubles == []


def test_a_story_that_was_never_saved_waits_on_the_first_page(
    site: SiteSettings, sign_in: Window, troubles: list[str]
) -> None:
    window = sign_in("reporter")
    again = beside(window, troubles)
    type_and_wait(window, reverse(ADD))
    crash(window)
    assert not Article.objects.exists()

    again.goto(reverse("admin:index"))
    expect(again.locator(".desk-unsaved-row")).to_contain_text(TITLE)
    press(again, OFFER)
    assert save(again).ok
    assert Article.objects.get().title == TITLE
    again.goto(reverse("admin:index"))
    expect(again.locator(OFFER)).to_have_count(0)
    assert troubles == []


@pytest.mark.parametrize("field", ["#id_title", ".cke_editable"])
def test_half_a_word_of_the_input_method_is_not_kept(
    story: Article, sign_in: Window, troubles: list[str], field: str
) -> None:
    desk = sign_in("reporter")
    desk.goto(change_url(story))
    sent: list[Request] = []
    desk.on("request", lambda one: sent.append(one) if one.url.endswith(sign_url(story)) else None)
    desk.click(field)
    keys = desk.context.new_cdp_session(desk)
    keys.send("Input.imeSetComposition", {"text": "wang", "selectionStart": 4, "selectionEnd": 4})
    expect(desk.locator("[data-dirty]").first).to_be_visible()
    desk.wait_for_timeout(PAUSE)
    assert typed_in(sent) == []
    keys.send("Input.insertText", {"text": "王"})
    expect(desk.locator("[data-kept]")).to_be_visible(timeout=20_000)
    assert typed_in(sent)
    assert save(desk).ok
    assert "王" in stored(story).title + stored(story).body
    assert troubles == []


def test_what_the_server_could_not_be_told_is_kept_in_the_browser(
    story: Article, sign_in: Window, troubles: list[str]
) -> None:
    window = sign_in("reporter")
    window.goto(change_url(story))
    write_in_editor(window, WORDS)
    window.context.set_offline(True)
    window.fill("#id_title", TITLE)
    expect(window.locator("[data-kept].is-trouble")).to_be_visible(timeout=20_000)
    again = beside(window, troubles)
    window.close()
    again.context.set_offline(False)

    again.goto(change_url(story))
    press(again, "[data-late] a")
    expect(again.locator("#id_title")).to_have_value(TITLE)
    assert save(again).ok
    assert stored(story).title == TITLE
    assert f"<p>{WORDS}</p>" in stored(story).body
    assert [one for one in troubles if "ERR_INTERNET_DISCONNECTED" not in one] == []

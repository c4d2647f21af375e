"""A reader types into the search field: headlines are offered, by keys and input methods alike."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from articles.models import Edition, SiteSettings
from tests.journeys.conftest import PHONE

FIELD, OFFERS = "#search-q", "#search-offers [role=option]"

#: What an input method does in Chromium, as a script can do it: a key of its own, then the word.
COMPOSED = """([field, key, words]) => {
  const key229 = { key, keyCode: 229, isComposing: true, bubbles: true, cancelable: true };
  field.dispatchEvent(new KeyboardEvent("keydown", key229));
  field.value = words;
  field.dispatchEvent(new InputEvent("input", { isComposing: true, bubbles: true }));
}"""


@pytest.fixture
def page(
    site: SiteSettings, put_out: Callable[..., Edition], open_page: Callable[..., Page]
) -> Page:
    for title in ("桂溪大桥", "府河大桥"):
        put_out(title)
    return open_page("/search/", viewport=PHONE)


def test_headlines_are_offered_and_gone_through_by_keys(page: Page, troubles: list[str]) -> None:
    field, offers = page.locator(FIELD), page.locator(OFFERS)
    field.press_sequentially("大桥")
    expect(offers).to_have_text(["府河大桥", "桂溪大桥"])
    field.press("ArrowUp")
    expect(field).to_have_attribute("aria-activedescendant", "search-offers-1")
    field.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.fill("gxdq")
    expect(offers).to_have_text(["桂溪大桥"])
    field.press("ArrowDown")
    field.press("Enter")
    expect(page.locator("h1")).to_have_text("桂溪大桥")
    assert troubles == []


def test_an_input_method_keeps_its_keys_and_its_half_typed_words(
    page: Page, troubles: list[str]
) -> None:
    field, offers = page.locator(FIELD), page.locator(OFFERS)
    asked: list[str] = []
    page.route("**/suggest/*", lambda route: (asked.append(route.request.url), route.continue_()))
    page.evaluate(COMPOSED, [field.element_handle(), "Enter", "daqiao"])
    page.wait_for_timeout(400)
    assert asked == []
    field.fill("大桥")
    expect(offers).to_have_count(2)
    field.press("ArrowDown")
    page.evaluate(COMPOSED, [field.element_handle(), "Enter", "大桥"])
    assert page.url.endswith("/search/")
    field.press("Escape")
    field.press("Enter")
    expect(page.locator(".search mark").first).to_have_text("大桥")
    assert troubles == []

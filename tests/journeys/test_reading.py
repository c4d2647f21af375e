"""Walks of readers: how they set the page, what is read to them, and the photos they look at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from articles import photodesk
from articles.models import Article, Edition, SiteSettings
from tests.conftest import picture_bytes
from tests.journeys.conftest import PHONE

OpenPage = Callable[..., Page]

#: Adds up what moves while a page loads.
SHIFTS = """
    window.moved = 0;
    const add = (list) => list.getEntries().forEach((shift) => { moved += shift.value; });
    new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
"""
#: A browser with a voice of the device, or, by the address, with one that sends the text away. It
#: ends a sentence when the test says so.
VOICES = """
    const said = [];
    window.told = { said, end: () => told.now.dispatchEvent(new Event("end")), cancelled: 0 };
    window.SpeechSynthesisUtterance = class extends EventTarget {
      constructor(words) { super(); this.words = words; }
    };
    const synth = Object.assign(new EventTarget(), {
      getVoices: () => [
        { name: "remote", lang: "zh-CN", localService: false },
        { name: "own", lang: "zh-CN", localService: true },
      ].filter(({ localService }) => localService === !location.search),
      cancel: () => { told.cancelled += 1; },
      speak: (one) => { told.now = one; said.push([one.words, one.voice.name, one.rate]); },
    });
    Object.defineProperty(window, "speechSynthesis", { value: synth });
"""


@pytest.fixture
def edition(
    site: SiteSettings, draft: Callable[..., Article], with_photo: Any, put_out: Any
) -> Edition:
    """A story of two sentences and three photos, the last two in a gallery."""
    article = draft("一湖秋水", body="<p>第一句\uff0c到这里\u3002第二句\uff1f</p>")
    for number in range(3):
        photo = photodesk.take_in(picture_bytes(width=800 + number), f"{number}.jpg")
        with_photo(article, photo, caption=f"图{number + 1}", in_gallery=number > 0)
    published: Edition = put_out(article=article)
    return published


def kept(page: Page, name: str) -> Any:
    return page.evaluate("name => document.documentElement.dataset[name]", name)


def text_size(page: Page) -> float:
    script = "parseFloat(getComputedStyle(document.querySelector('.story-body p')).fontSize)"
    size: float = page.evaluate(script)
    return size


def test_elder_mode_and_a_closed_banner_are_remembered(
    edition: Edition, open_page: OpenPage, troubles: list[str]
) -> None:
    page = open_page("/", viewport=PHONE)
    expect(page.locator(".app-banner")).to_be_visible()
    page.locator(".elder-switch").click()
    page.goto(edition.get_absolute_url())
    assert kept(page, "elder") == "on"
    assert text_size(page) >= 24
    for call in (".app-banner", ".letters-app"):
        expect(page.locator(call)).to_be_hidden()
    height = page.locator(".elder-switch").evaluate("one => one.getBoundingClientRect().height")
    assert height >= 48
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator(".elder-switch").click()
    page.locator(".app-banner-close").click()
    page.goto("/")
    assert kept(page, "elder") is None
    expect(page.locator(".app-banner")).to_be_hidden()
    assert page.context.cookies() == []
    assert troubles == []


def test_what_was_chosen_with_the_keys_holds_before_the_page_is_painted(
    edition: Edition, open_page: OpenPage, troubles: list[str]
) -> None:
    page = open_page(edition.get_absolute_url(), color_scheme="light")
    before = text_size(page)
    page.locator(".preferences summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Escape")
    expect(page.locator(".preferences-panel")).to_be_hidden()
    expect(page.locator(".preferences summary")).to_be_focused()
    page.add_init_script(SHIFTS)
    page.reload(wait_until="networkidle")
    assert page.evaluate("moved") == 0
    assert (kept(page, "size"), kept(page, "theme")) == ("large", "dark")
    assert text_size(page) == pytest.approx(before * 1.125)
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    assert page.evaluate(ground) == "rgb(23, 24, 27)"
    assert troubles == []


def test_photos_are_leafed_through_with_the_keys(
    edition: Edition, open_page: OpenPage, troubles: list[str]
) -> None:
    page = open_page(edition.get_absolute_url())
    second = page.locator(".photo-open").nth(1)
    second.focus()
    page.keyboard.press("Enter")
    count = page.locator(".lightbox-count > span").first
    expect(count).to_have_text("2/3")
    page.keyboard.press("ArrowRight")
    expect(count).to_have_text("3/3")
    expect(page.locator(".lightbox-on")).to_be_hidden()
    expect(page.locator(".lightbox figcaption").nth(2)).to_contain_text("图3")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(count).to_have_text("1/3")
    page.keyboard.press("Escape")
    expect(page.locator(".lightbox")).to_be_hidden()
    expect(second).to_be_focused()
    assert troubles == []


def test_a_story_is_read_sentence_by_sentence_by_the_browsers_own_voice(
    edition: Edition, open_page: OpenPage, troubles: list[str]
) -> None:
    page = open_page("about:blank")
    page.add_init_script(VOICES)
    page.goto(f"{edition.get_absolute_url()}?only=remote")
    expect(page.locator(".aloud-start")).to_be_hidden()
    page.goto(edition.get_absolute_url())
    page.locator(".aloud-start").click()
    expect(page.locator("h1")).to_have_class("story-title is-short is-read")
    page.evaluate("told.end()")
    expect(page.locator(".story-body p").first).to_have_class("is-read")
    page.locator(".aloud-pause").click()
    page.evaluate("told.end()")
    page.locator(".aloud-rate").select_option("1.25")
    page.locator(".aloud-pause").click()
    page.evaluate("told.end()")
    sentences = ["一湖秋水", *2 * ["第一句\uff0c到这里\u3002"], "第二句\uff1f"]
    rates = [1, 1, 1.25, 1.25]
    said = [[words, "own", rate] for words, rate in zip(sentences, rates, strict=True)]
    assert page.evaluate("told.said") == said
    page.evaluate("told.end()")
    expect(page.locator(".aloud-bar")).to_be_hidden()
    assert page.locator(".is-read").count() == 0
    assert troubles == []


def test_paper_gets_the_story_and_its_address_alone(
    edition: Edition, open_page: OpenPage, troubles: list[str]
) -> None:
    page = open_page(edition.get_absolute_url())
    page.locator(".elder-switch").click()
    page.emulate_media(media="print")
    for gone in (".masthead-nav", ".masthead-tools", ".share", ".story-letters", ".footer-links"):
        expect(page.locator(gone)).to_be_hidden()
    for there in (".masthead-name", "h1", ".story-body p", "figcaption >> nth=0", ".share-paper"):
        expect(page.locator(there).first).to_be_visible()
    assert page.pdf().startswith(b"%PDF")
    assert troubles == []


def test_without_scripts_nothing_is_offered_that_would_not_work(
    edition: Edition, open_page: OpenPage
) -> None:
    page = open_page(edition.get_absolute_url(), java_script_enabled=False)
    for gone in (".preferences", ".elder-switch", ".aloud-start", ".aloud-bar", ".lightbox"):
        expect(page.locator(gone)).to_be_hidden()
    page.locator(".share-scan summary").click()
    expect(page.locator(".share-scan img")).to_be_visible()
    expect(page.locator(".gallery .slide").nth(1)).to_be_visible()

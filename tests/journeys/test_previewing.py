"""A story is seen as readers will see it: beside its form, and through a link by somebody else."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from articles.models import Article, SiteSettings
from tests.articles.colliding import saved
from tests.articles.desk import change_url
from tests.journeys.conftest import PHONE, press
from tests.journeys.windows import save, unexpected

Window = Callable[..., Page]


@pytest.fixture
def story(
    site: SiteSettings, draft: Callable[..., Article], revise: Callable[..., Article]
) -> Article:
    return saved(draft, revise)


def test_the_page_stands_beside_the_form_at_three_widths(
    story: Article, sign_in: Window, troubles: list[str]
) -> None:
    desk = sign_in("reporter")
    desk.goto(change_url(story))
    opener, panel = desk.locator("[data-preview-open]"), desk.locator("#preview-panel")
    opener.focus()
    desk.keyboard.press("Space")
    page = desk.frame_locator("#preview-panel iframe")
    expect(page.locator("h1")).to_have_text("原题")
    for width in (390, 768, 1280):
        panel.locator(f"[data-preview-width='{width}']").click()
        expect(panel.locator("[aria-pressed=true]")).to_contain_text(str(width))
        assert page.locator(":root").evaluate("() => innerWidth") == width
        assert page.locator(":root").evaluate("page => page.scrollWidth <= innerWidth")
    desk.fill("#id_title", "存过的题")
    assert save(desk).ok
    expect(page.locator("h1")).to_have_text("存过的题")
    panel.locator("[data-preview-reload]").focus()
    desk.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(opener).to_have_attribute("aria-expanded", "false")
    assert troubles == []


def test_a_link_shows_one_version_without_an_account_until_it_is_revoked(
    story: Article,
    sign_in: Window,
    open_page: Window,
    revise: Callable[..., Article],
    troubles: list[str],
) -> None:
    desk = sign_in("editor")
    desk.goto(reverse("admin:articles_article_preview_links", args=[story.pk]))
    desk.fill("[name=reader]", "供稿单位")
    press(desk, ".preview-links-form [type=submit]")
    address = urlsplit(desk.locator(".preview-link-address").input_value()).path

    reader = open_page(address, viewport=PHONE)
    expect(reader.locator("h1")).to_have_text("原题")
    expect(reader.locator(".page-bar")).to_contain_text("供稿单位")
    expect(reader.locator("meta[name=robots]")).to_have_attribute("content", "noindex, nofollow")
    revise(story, title="后来改的题")
    reader.reload()
    expect(reader.locator("h1")).to_have_text("原题")
    assert reader.context.cookies() == []

    press(desk, ".preview-link [type=submit]")
    answer = reader.reload()
    assert answer is not None
    assert answer.status == 410
    expect(reader.get_by_text("原题")).to_have_count(0)
    assert unexpected(troubles, 410) == []

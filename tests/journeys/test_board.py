"""An editor lays the front page out: by mouse, by keys, and back again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from articles.models import Edition, FrontLayout, SiteSettings
from tests.journeys.conftest import PHONE, press

Window = Callable[..., Page]
BOARD = reverse("admin:articles_frontlayout_changelist")
SAVE = ".board-bar .is-primary"
#: What is dragged and where it goes are both in view.
TALL = {"width": 1280, "height": 1600}


def card(page: Page, place: str, title: str) -> Any:
    return page.locator(f'[data-place="{place}"] [data-card]', has_text=title)


def titles(page: Page, place: str) -> list[str]:
    return page.locator(
        f'[data-place="{place}"] [data-card]:visible [data-title]'
    ).all_inner_texts()


@pytest.fixture
def stories(site: SiteSettings, put_out: Callable[..., Edition]) -> list[Edition]:
    return [put_out(title) for title in ("甲稿", "乙稿", "丙稿", "丁稿")]


def test_a_story_is_dragged_to_the_headline_shown_and_taken_back(
    stories: list[Edition], sign_in: Window, open_page: Window, troubles: list[str]
) -> None:
    page = sign_in("editor", viewport=TALL)
    page.goto(BOARD)
    assert titles(page, "headline") == ["丁稿"]
    press(page, SAVE)
    card(page, "important", "乙稿").drag_to(page.locator('[data-place="headline"] [data-cards]'))
    expect(card(page, "headline", "乙稿")).to_be_visible()
    page.fill("[name=note]", "换头条")
    press(page, SAVE)
    assert titles(page, "headline") == ["乙稿"]
    reader = open_page("/")
    expect(reader.locator(".lead-title")).to_have_text("乙稿")
    page.click(f'a[href="{reverse("admin:articles_frontlayout_history")}"]')
    first = FrontLayout.objects.earliest("pk")
    press(page, f'a[href="{reverse("admin:articles_frontlayout_layout", args=[first.pk])}"]')
    assert "丁稿" in page.locator(".board-changes del").first.inner_text()
    press(page, 'a[href="?ask"]')
    press(page, ".board-ask .is-primary")
    reader.reload()
    expect(reader.locator(".lead-title")).to_have_text("丁稿")
    assert troubles == []


def test_a_story_is_found_added_and_moved_by_keys_on_a_phone(
    stories: list[Edition], sign_in: Window, troubles: list[str]
) -> None:
    page = sign_in("editor", viewport=PHONE)
    page.goto(BOARD)
    search = page.locator('[data-place="important"] [data-add]')
    search.press_sequentially("甲")
    expect(page.locator('[data-place="important"] [role=option]')).to_have_count(1)
    search.press("Enter")
    assert titles(page, "important")[0] == "甲稿"
    card(page, "important", "甲稿").locator('[data-act="down"]').press("Enter")
    assert titles(page, "important")[1] == "甲稿"
    assert page.evaluate("document.activeElement.dataset.act") == "down"
    card(page, "important", "甲稿").locator("summary").press("Enter")
    card(page, "important", "甲稿").locator('[name$="-pinned"]').press("Space")
    press(page, SAVE)
    assert titles(page, "important")[1] == "甲稿"
    kept = {place["place"]: place["rows"] for place in FrontLayout.objects.get().places}
    assert kept["important"] == [{"id": stories[0].article_id, "until": None, "pinned": 2}]
    assert troubles == []


def test_the_board_is_tried_in_a_frame_before_it_is_saved(
    stories: list[Edition], sign_in: Window, troubles: list[str]
) -> None:
    page = sign_in("editor")
    page.goto(BOARD)
    card(page, "important", "甲稿").locator('[data-act="keep"]').click()
    card(page, "important", "甲稿").locator("summary").click()
    card(page, "important", "甲稿").locator('[name$="-place"]').select_option("headline")
    page.click("[data-board-preview]")
    frame = page.frame_locator('iframe[name="board-preview"]')
    expect(frame.locator(".lead-title")).to_have_text("甲稿")
    page.click("[data-board-close]")
    assert not FrontLayout.objects.exists()
    assert troubles == []

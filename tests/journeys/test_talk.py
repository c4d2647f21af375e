"""People talk on a story by the keys alone, and the one who is named comes from the notice."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from articles import notices
from articles.models import Article, StaffNote, User
from tests.articles.desk import change_url
from tests.journeys.conftest import PHONE

FIELD, LIST = "#note-text", "#note-text-suggestions"


@pytest.fixture
def colleague(hire: Callable[[str], User]) -> User:
    user = hire("director")
    User.objects.filter(pk=user.pk).update(username="wangwei", real_name="王伟")
    return user


def test_a_note_is_written_by_keys_while_the_story_stays_as_it_is_typed(
    site: Any,
    sign_in: Callable[..., Page],
    draft: Callable[..., Article],
    colleague: User,
    troubles: list[str],
) -> None:
    article = draft("河堤加固")
    desk = sign_in("reporter")
    desk.goto(change_url(article))
    desk.fill("#id_title", "还没有保存的题")
    desk.focus(FIELD)
    desk.keyboard.type("请 @ww")
    expect(desk.locator(f"{LIST} [aria-selected=true]")).to_contain_text("@wangwei")
    desk.keyboard.press("Enter")
    desk.keyboard.type("核实")
    expect(desk.locator(FIELD)).to_have_value("请 @王伟 核实")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("#notes .desk-note .desk-name")).to_have_text("@王伟")
    expect(desk.locator(FIELD)).to_have_value("")
    expect(desk.locator("#id_title")).to_have_value("还没有保存的题")
    assert StaffNote.objects.get().mentioned.get() == colleague
    assert troubles == []


def test_a_name_that_is_being_composed_is_no_name_yet(
    site: Any, sign_in: Callable[..., Page], draft: Callable[..., Article], colleague: User
) -> None:
    desk = sign_in("reporter")
    desk.goto(change_url(draft()))
    asked: list[str] = []
    desk.on("request", lambda request: asked.append(request.url))
    desk.focus(FIELD)
    desk.keyboard.type("@")
    expect(desk.locator(LIST)).to_contain_text("王伟")
    asked.clear()
    keys = desk.context.new_cdp_session(desk)
    keys.send("Input.imeSetComposition", {"text": "wang", "selectionStart": 4, "selectionEnd": 4})
    desk.wait_for_timeout(500)
    assert [url for url in asked if "people" in url] == []
    keys.send("Input.insertText", {"text": "王"})
    expect(desk.locator(f"{LIST} [role=option]")).to_have_count(1)
    desk.keyboard.press("Escape")
    expect(desk.locator(LIST)).to_be_hidden()
    expect(desk.locator(FIELD)).to_have_value("@王")


def test_a_refused_note_stays_in_its_field_and_survives_a_reload(
    site: Any, sign_in: Callable[..., Page], draft: Callable[..., Article]
) -> None:
    desk = sign_in("reporter")
    desk.goto(change_url(draft()))
    desk.fill(FIELD, "字" * 1001)
    desk.click("#notes button[type=submit]")
    expect(desk.locator("[data-note-trouble]")).to_be_visible()
    desk.reload()
    expect(desk.locator(FIELD)).to_have_value("字" * 1001)
    assert not StaffNote.objects.exists()


def test_who_is_named_comes_from_the_notice_on_a_phone(
    site: Any, sign_in_by_form: Callable[..., Page], draft: Callable[..., Article], hire: Any
) -> None:
    article = draft("河堤加固")
    reader = sign_in_by_form("director", viewport=PHONE)
    director = User.objects.filter(groups__name="部门主任").get()
    notices.add_note(article, by=hire("reporter"), words=f"@{director.username} 请核")
    reader.goto(reverse("admin:articles_notice_mine"))
    expect(reader.locator(".desk-notice.is-unread")).to_have_count(1)
    reader.click(".desk-notice a")
    reader.wait_for_url(re.compile("#notes$"))
    expect(reader.locator("#notes .desk-note-words")).to_be_in_viewport()
    reader.goto(reverse("admin:articles_notice_mine"))
    expect(reader.locator(".desk-notice.is-unread")).to_have_count(0)

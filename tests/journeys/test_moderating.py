"""A moderator works the queue through by keys, and somebody else decides in between."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from articles.models import Edition, SiteSettings, User
from comments import moderation
from comments.choices import CommentState
from comments.models import Ban, Comment, Writer
from tests.journeys.conftest import PHONE, press

Window = Callable[..., Page]
QUEUE = reverse("admin:comments_comment_changelist")
NAME = "moderators' colleague"


@pytest.fixture
def waiting(site: SiteSettings, put_out: Callable[..., Edition]) -> list[Comment]:
    """Five comments of five writers, in the order of the queue."""
    article, now = put_out("有跟帖的稿件").article, timezone.now()
    return [
        Comment.objects.create(
            article=article,
            writer=Writer.objects.create(name=name),
            author_name=name,
            text=f"{name}写的<b>话</b>",
            posted_at=now,
        )
        for name in ("甲", "乙", "丙", "丁", "戊")
    ]


@pytest.fixture
def colleague(hire: Callable[[str], User]) -> User:
    user = hire("moderator")
    user.real_name = NAME
    user.save()
    return user


def row(page: Page, comment: Comment) -> Locator:
    return page.locator(f"#comment-{comment.pk}")


def expect_state(page: Page, comment: Comment, state: str) -> None:
    """Once the page has it, the database has it too, and the page takes the next key."""
    expect(row(page, comment)).to_have_attribute("data-state", state)
    expect(page.locator("[data-letters]")).not_to_have_attribute("aria-busy", "true")
    comment.refresh_from_db()
    assert comment.state == state


def composing(page: Page, key: str) -> None:
    """A key that an input method takes for itself."""
    page.evaluate(
        """(key) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {
            key: key, isComposing: true, bubbles: true, cancelable: true,
        }))""",
        key,
    )


def test_the_queue_is_worked_through_by_keys_alone(
    waiting: list[Comment], sign_in: Window, colleague: User, troubles: list[str]
) -> None:
    first, second, third, fourth, _fifth = waiting
    page = sign_in("moderator")
    page.goto(QUEUE)
    expect(row(page, first)).to_contain_text("甲写的<b>话</b>")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(row(page, first)).to_be_focused()
    composing(page, "a")
    page.keyboard.press("a")
    expect_state(page, first, "approved")
    expect(row(page, second)).to_be_focused()

    page.keyboard.press("r")
    composing(page, "1")
    page.keyboard.press("Tab")
    page.keyboard.insert_text("与稿件无关")
    composing(page, "Enter")
    page.keyboard.press("Enter")
    expect_state(page, second, "rejected")
    assert second.decision_note == "与稿件无关"

    moderation.approve(Comment.objects.get(pk=third.pk), by=colleague)
    expect(row(page, third)).to_be_focused()
    page.keyboard.press("r")
    page.keyboard.press("2")
    expect(page.locator("[data-said]")).to_contain_text(NAME)
    expect_state(page, third, "approved")
    expect(row(page, third)).to_contain_text(NAME)

    expect(row(page, fourth)).to_be_focused()
    page.keyboard.press("b")
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    expect(page.locator("[data-undo-form]")).to_be_visible()
    expect(page.locator("[data-letters]")).not_to_have_attribute("aria-busy", "true")
    assert Ban.objects.in_force().get().writer == fourth.writer
    page.keyboard.press("u")
    expect(page.locator("[data-undo-form]")).to_be_hidden()
    assert not Ban.objects.in_force().exists()
    assert troubles == []


def test_a_decision_is_undone_a_comment_picked_and_its_context_read_by_keys(
    waiting: list[Comment], sign_in: Window, troubles: list[str]
) -> None:
    first, second = waiting[:2]
    page = sign_in("moderator")
    page.goto(QUEUE)
    page.keyboard.press("a")
    expect_state(page, first, "approved")
    page.keyboard.press("u")
    expect_state(page, first, "waiting")
    expect(row(page, first)).to_be_focused()
    page.keyboard.press("a")
    expect_state(page, first, "approved")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("p")
    expect(row(page, first)).to_have_attribute("data-picked", "")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("[data-pane]")).to_contain_text("有跟帖的稿件")
    page.keyboard.press("Escape")
    expect(page.locator("[data-pane]")).to_be_hidden()
    expect(row(page, second)).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("[data-dialog=keys]")).to_be_visible()
    page.keyboard.press("a")
    page.keyboard.press("Escape")
    page.keyboard.press("x")
    expect(row(page, second).locator("[name=chosen]")).to_be_checked()
    page.keyboard.press("/")
    page.keyboard.type("apx")
    expect(page.locator("[data-search]")).to_have_value("apx")
    second.refresh_from_db()
    assert second.state == CommentState.WAITING
    assert troubles == []


def test_what_a_colleague_decides_is_seen_in_an_open_queue(
    waiting: list[Comment], sign_in: Window, colleague: User, troubles: list[str]
) -> None:
    page = sign_in("moderator")
    page.goto(QUEUE)
    moderation.reject(waiting[1], by=colleague, note="刷屏")
    moderation.look([waiting[2].pk], by=colleague)
    page.keyboard.press("j")
    expect(row(page, waiting[1])).to_contain_text("刷屏")
    expect(row(page, waiting[2]).locator("[data-others]")).to_contain_text(NAME)
    assert troubles == []


def test_many_are_rejected_at_once_on_a_phone_and_come_back(
    waiting: list[Comment], sign_in: Window, troubles: list[str]
) -> None:
    page = sign_in("moderator", viewport=PHONE)
    page.goto(QUEUE)
    for comment in waiting[:2]:
        row(page, comment).locator("[name=chosen]").check()
    page.fill("[data-bulk] [name=note]", "刷屏")
    page.click("[data-bulk] [value=reject]")
    for comment in waiting[:2]:
        expect_state(page, comment, "rejected")
    page.click("[data-undo-form] button")
    for comment in waiting[:2]:
        expect_state(page, comment, "waiting")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert troubles == []


def test_without_scripts_a_comment_is_rejected_from_its_page_and_comes_back(
    waiting: list[Comment], sign_in: Window, open_page: Window
) -> None:
    comment = waiting[0]
    signed = sign_in("moderator")
    page = open_page("/robots.txt", java_script_enabled=False)
    page.context.add_cookies(signed.context.cookies())  # type: ignore[arg-type]
    page.goto(QUEUE)
    press(page, f"#comment-{comment.pk} [data-context]")
    page.fill("#letters-reject-note", "与稿件无关")
    press(page, "[name=act][value=reject]")
    comment.refresh_from_db()
    assert (comment.state, comment.decision_note) == ("rejected", "与稿件无关")
    press(page, ".letters-undo button")
    comment.refresh_from_db()
    assert comment.state == CommentState.WAITING

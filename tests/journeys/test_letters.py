"""Readers write, reply, like, report and appeal in a browser, with scripts and without."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles.models import Edition, SiteSettings, User
from comments import moderation, tallies
from comments.choices import CommentState
from comments.models import Comment, LettersSettings, Like, Report, Writer
from tests.journeys.conftest import PHONE, press

OpenPage = Callable[..., Page]

#: As an input method sends Enter: Chromium while it composes, Safari just after.
COMPOSING = """field => field.dispatchEvent(new KeyboardEvent("keydown", {
    key: "Enter", ctrlKey: true, bubbles: true, cancelable: true, isComposing: %s, keyCode: %d
}))"""


@pytest.fixture
def edition(site: SiteSettings, put_out: Callable[..., Edition]) -> Edition:
    return put_out("有跟帖的稿件")


@pytest.fixture
def say(edition: Edition, moderator: User) -> Callable[..., Comment]:
    """Writes a comment that readers see."""

    def said(text: str, **fields: Any) -> Comment:
        now = timezone.now()
        given: dict[str, Any] = {"decided_by": moderator, "decided_at": now, "posted_at": now}
        given |= {"article": edition.article, "author_name": "读者"} | fields
        comment = Comment.objects.create(text=text, state=CommentState.APPROVED, **given)
        tallies.after_change([comment])
        return comment

    return said


def letters(edition: Edition) -> str:
    return reverse("comments:story", args=[edition.article_id])


def fill(page: Page, place: str, text: str) -> None:
    page.fill(f"#{place}-name", "锦江边的人")
    page.fill(f"#{place}-text", text)


def test_a_comment_is_written_under_its_story_and_its_writer_alone_sees_it_wait(
    edition: Edition, open_page: OpenPage, troubles: list[str]
) -> None:
    LettersSettings.objects.create(proof_bits=8)
    page = open_page(edition.get_absolute_url(), viewport=PHONE)
    assert page.context.cookies() == []
    page.click(".letters-write")
    expect(page.locator("#write-name")).to_be_focused()
    fill(page, "write", "写得<b>真</b>好")
    for is_composing, code in (("true", 13), ("false", 229)):
        page.eval_on_selector("#write-text", COMPOSING % (is_composing, code))
    assert not Comment.objects.exists()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".write-thanks")).to_be_visible()
    expect(page.locator(".write")).to_be_focused()
    expect(page.locator(".own")).to_contain_text("写得<b>真</b>好")
    comment = Comment.objects.get()
    assert "no_proof" not in {finding["reason"] for finding in comment.findings}
    page.reload()
    expect(page.locator(".mine .own")).to_contain_text("写得<b>真</b>好")
    other = open_page(edition.get_absolute_url())
    expect(other.locator(".mine")).to_have_count(0)
    expect(other.get_by_text("锦江边的人")).to_have_count(0)
    assert troubles == []


def test_words_that_were_typed_are_not_closed_away(edition: Edition, open_page: OpenPage) -> None:
    page = open_page(edition.get_absolute_url())
    page.click(".letters-write")
    page.fill("#write-text", "写了一半")
    page.keyboard.press("Escape")
    expect(page.locator("#write-text")).to_have_value("写了一半")
    page.fill("#write-text", "")
    page.keyboard.press("Escape")
    expect(page.locator(".write")).to_have_count(0)
    expect(page.locator(".letters-write")).to_be_focused()


def test_a_reply_a_like_and_a_report_need_no_other_page_and_no_mouse(
    edition: Edition, say: Callable[..., Comment], open_page: OpenPage
) -> None:
    head = say("第一条", likes=3)
    reply = say("回复", parent=head, author_name="乙")
    page = open_page(edition.get_absolute_url())
    row = page.locator(f"#comment-{reply.pk}")
    row.locator(".comment-like").focus()
    page.keyboard.press("Enter")
    expect(row.locator(".comment-likes")).to_have_text("1")
    expect(row.locator(".comment-like")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(f"#answer-{reply.pk}-name")).to_be_focused()
    fill(page, f"answer-{reply.pk}", "回复的回复")
    page.keyboard.press("Control+Enter")
    expect(row.locator(".own")).to_contain_text("回复的回复")
    assert Comment.objects.get(answers=reply).parent == head
    page.locator(f"#comment-{head.pk} summary").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#report input[name=reason]").first).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("#report .write-thanks")).to_be_visible()
    assert Report.objects.get().comment == head
    assert page.url.endswith(edition.get_absolute_url())


def test_what_is_wrong_is_said_in_place_and_nothing_typed_is_lost(
    edition: Edition, open_page: OpenPage
) -> None:
    page = open_page(letters(edition))
    page.fill("#write-text", "没有名字")
    page.click(".write-send")
    expect(page.locator("#write-name")).to_be_focused()
    expect(page.locator("#write-name_error")).to_be_visible()
    expect(page.locator("#write-text")).to_have_value("没有名字")
    page.fill("#write-name", "有了")
    page.click(".write-send")
    expect(page.locator(".write-thanks")).to_be_visible()
    assert Comment.objects.get().author_name == "有了"


def test_a_like_is_remembered_and_taken_back(
    edition: Edition, say: Callable[..., Comment], open_page: OpenPage, troubles: list[str]
) -> None:
    comment = say("第一条")
    page = open_page(edition.get_absolute_url())
    thumb = page.locator(f"#comment-{comment.pk} .comment-like")
    thumb.click()
    expect(thumb).to_have_attribute("aria-pressed", "true")
    page.goto(letters(edition))
    expect(thumb).to_have_attribute("aria-pressed", "true")
    thumb.click()
    expect(thumb).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".letters-said")).to_contain_text("0")
    comment.refresh_from_db()
    assert (comment.likes, Like.objects.count()) == (0, 0)
    assert troubles == []


def test_more_comments_come_in_place(
    edition: Edition, say: Callable[..., Comment], open_page: OpenPage, troubles: list[str]
) -> None:
    for number in range(35):
        say(f"第{number}条")
    page = open_page(letters(edition))
    page.click("[data-letters-further]")
    expect(page.locator(".letters-list > li")).to_have_count(35)
    expect(page.locator(".letters-list > li").nth(30)).to_be_focused()
    expect(page.locator("[data-letters-further]")).to_have_count(0)
    assert troubles == []


def test_a_rejection_is_appealed_against_in_place(
    edition: Edition, open_page: OpenPage, moderator: User, troubles: list[str]
) -> None:
    page = open_page(letters(edition))
    fill(page, "write", "被拒的话")
    page.click(".write-send")
    expect(page.locator(".write-thanks")).to_be_visible()
    moderation.reject(Comment.objects.get(), by=moderator)
    page.reload()
    page.click(".own-appeal")
    page.fill("#appeal-words", "请再看看")
    page.click("#appeal .write-send")
    expect(page.locator("#appeal .write-thanks")).to_be_visible()
    assert Comment.objects.get().appeals.get().words == "请再看看"
    assert troubles == []


def test_everything_is_done_without_scripts(
    edition: Edition, say: Callable[..., Comment], open_page: OpenPage
) -> None:
    head = say("第一条")
    page = open_page(edition.get_absolute_url(), java_script_enabled=False, viewport=PHONE)
    press(page, f"#comment-{head.pk} .comment-like")
    press(page, f"#comment-{head.pk} button.comment-like")
    expect(page.locator(f"#comment-{head.pk} .comment-likes").first).to_have_text("1")
    fill(page, f"answer-{head.pk}", "无脚本的回复")
    press(page, ".write-send")
    expect(page.locator(".own")).to_contain_text("无脚本的回复")
    page.click(f"#comment-{head.pk} summary")
    press(page, f"#comment-{head.pk} .comment-more a")
    page.check("input[value=abuse]")
    press(page, ".write-send")
    expect(page.locator(".write-thanks")).to_be_visible()
    head.refresh_from_db()
    assert (head.likes, head.reports.count(), head.replies.count()) == (1, 1, 1)
    assert Writer.objects.count() == 1

"""Walks through the desk: a story on its way through four pairs of hands, by mouse and by key."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from articles.models import Article, DeskAct, Edition, SiteSettings, User
from tests.journeys.conftest import PHONE, press

Window = Callable[..., Page]


@pytest.fixture
def story(site: SiteSettings, draft: Callable[..., Article], reporter: User) -> Article:
    return draft("四个人的一篇稿", created_by=reporter, text_by=reporter)


def form_url(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def review_url(article: Article) -> str:
    return reverse("admin:articles_article_review", args=[article.pk])


def decide(page: Page, article: Article, verb: str, words: str = "") -> None:
    """Open the review page and take one decision in the bar at its foot."""
    page.goto(review_url(article))
    act = page.locator(f".desk-thumb-act.is-{verb}")
    act.locator("summary").click()
    if words:
        act.locator("textarea").fill(words)
    with page.expect_navigation():
        act.locator("button").click()


def rewrite(page: Page, article: Article, title: str) -> None:
    """Change the headline and hand the story in again."""
    page.goto(form_url(article))
    page.fill("[name=title]", title)
    press(page, "[name=_submit]")


def state_of(article: Article) -> str:
    return Article.objects.values_list("state", flat=True).get(pk=article.pk)


def test_a_story_goes_through_four_hands_and_two_returns_to_readers(
    story: Article, sign_in: Window, open_page: Window, troubles: list[str]
) -> None:
    writer = sign_in("reporter")
    rewrite(writer, story, "第一稿")
    editor, director = sign_in("editor", viewport=PHONE), sign_in("director", viewport=PHONE)
    decide(editor, story, "return", "核实人数")
    assert state_of(story) == "returned"
    writer.goto(form_url(story))
    expect(writer.get_by_text("核实人数").first).to_be_visible()
    rewrite(writer, story, "第二稿")
    decide(editor, story, "pass_first")
    decide(director, story, "return", "题太长")
    rewrite(writer, story, "第三稿")
    decide(editor, story, "pass_first", "可用")
    decide(director, story, "pass_second")
    chief = sign_in("chief", viewport=PHONE)
    decide(chief, story, "sign_off", "同意签发")
    decide(chief, story, "publish")
    edition = Edition.objects.live().get()
    reader = open_page(edition.get_absolute_url(), viewport=PHONE)
    expect(reader.locator("h1")).to_have_text("第三稿")
    assert DeskAct.objects.filter(article=story, verb="return").count() == 2

    correct_and_withdraw(story, reader, writer, editor, director, chief)
    assert [one for one in troubles if "410" not in one] == []


def correct_and_withdraw(
    story: Article, reader: Page, writer: Page, editor: Page, director: Page, chief: Page
) -> None:
    """The second half of the walk: what was published is corrected, then taken away."""
    rewrite(writer, story, "更正后的题")
    reader.reload()
    expect(reader.locator("h1")).to_have_text("第三稿")
    for page, verb in ((editor, "pass_first"), (director, "pass_second"), (chief, "sign_off")):
        decide(page, story, verb)
    chief.goto(form_url(story))
    act = chief.locator("#standing details", has=chief.locator("[form=act-correct][data-act]"))
    act.locator("summary").click()
    act.locator("select[name=change]").select_option("fact")
    act.locator("textarea[name=note]").fill("标题中的人数有误\uff0c现予更正\u3002")
    press(chief, "[form=act-correct][data-act]")
    reader.reload()
    expect(reader.locator("h1")).to_have_text("更正后的题")
    expect(reader.get_by_text("标题中的人数有误").first).to_be_visible()

    chief.locator(".desk-more > summary").click()
    act = chief.locator("#standing details.desk-act", has=chief.locator("[form=act-withdraw]"))
    act.locator("summary").click()
    act.locator("textarea[name=reason]").fill("来源撤回")
    press(chief, "[form=act-withdraw][data-act]")
    assert reader.reload() is not None
    expect(reader.locator("h1")).not_to_have_text("更正后的题")
    assert not Edition.objects.live().exists()


def tab_to(page: Page, selector: str, most: int = 80) -> None:
    """Press Tab until what has the focus matches."""
    for _press in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"{selector} is not reached with the Tab key.")


def test_a_story_is_written_submitted_and_passed_with_the_keys_alone(
    story: Article, sign_in: Window, troubles: list[str]
) -> None:
    writer = sign_in("reporter")
    writer.goto(form_url(story))
    tab_to(writer, "[name=title]")
    writer.keyboard.press("Control+a")
    writer.keyboard.insert_text("用键盘写的题")
    tab_to(writer, "[name=_submit]", most=200)
    with writer.expect_navigation():
        writer.keyboard.press("Enter")
    assert state_of(story) == "first"

    editor = sign_in("editor")
    editor.goto(review_url(story))
    tab_to(editor, ".is-pass_first > summary")
    editor.keyboard.press("Enter")
    expect(editor.locator(".is-pass_first textarea")).to_be_focused()
    editor.keyboard.insert_text("可用")
    tab_to(editor, ".is-pass_first button")
    with editor.expect_navigation():
        editor.keyboard.press("Enter")
    assert state_of(story) == "second"
    assert story.passes.get().opinion == "可用"
    assert troubles == []

"""Two windows at one story: whose save comes too late, who else is there, and who has locked it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from articles.models import Article, DeskAct, EditLock, SiteSettings
from tests.articles.colliding import asides, body, page_of, saved, stored
from tests.articles.desk import change_url
from tests.articles.typist import sign_url
from tests.journeys.conftest import press
from tests.journeys.test_desk import tab_to
from tests.journeys.windows import OFFER, beside, save, unexpected

Window = Callable[..., Page]

MINE, THEIRS = "文末加的一段", "首段后加的一段"
BOTH = body(first=f"第一段原文</p><p>{THEIRS}", third=f"第三段原文</p><p>{MINE}")


@pytest.fixture
def story(
    site: SiteSettings, draft: Callable[..., Article], revise: Callable[..., Article]
) -> Article:
    return saved(draft, revise)


def write_below(page: Page, paragraph: int, words: str) -> None:
    """Click into a paragraph of the body, counted from 0, and write another one below it."""
    page.locator(".cke_editable p").nth(paragraph).click()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.insert_text(words)


def follow(page: Page, name: str, article: Article) -> None:
    """Go to a page of the story by the first link to it."""
    press(page, f'a[href="{reverse(f"admin:articles_article_{name}", args=[article.pk])}"]')


def test_who_saves_too_late_chooses_with_the_keys_and_nothing_is_lost(
    story: Article, sign_in: Window, troubles: list[str]
) -> None:
    first, second = sign_in("editor"), sign_in("editor")
    for page in (first, second):
        page.goto(change_url(story))
    write_below(first, 0, THEIRS)
    first.fill("#id_title", "先存的题")
    assert save(first).ok
    write_below(second, 2, MINE)
    second.fill("#id_title", "后存的题")
    assert save(second).status == 409

    question = second.locator(".collision-question")
    expect(question).to_have_count(1)
    expect(question.locator(".is-base .rev-words")).to_have_text("原题")
    expect(question.locator(".is-mine ins")).to_have_text("后存的")
    expect(question.locator(".is-theirs ins")).to_have_text("先存的")
    expect(second.locator(".collision-list.is-mine ins")).to_have_text(MINE)
    expect(second.locator(".collision-list.is-theirs ins")).to_have_text(THEIRS)
    tab_to(second, ".collision-question input[value=mine]")
    second.keyboard.press("ArrowDown")
    expect(question.locator("input[value=theirs]")).to_be_checked()
    expect(second.locator(".collision-merged [data-when=theirs]")).to_have_text("先存的题")
    tab_to(second, ".collision-bar .is-primary")
    with second.expect_navigation():
        second.keyboard.press("Enter")
    merged = stored(story)
    assert (merged.title, merged.body) == ("先存的题", BOTH)

    read_the_record(second, story)
    assert unexpected(troubles, 409) == []


def read_the_record(page: Page, story: Article) -> None:
    """The second half of the walk: the text that lost, two revisions compared, and all marks."""
    follow(page, "revisions", story)
    press(page, f'.rev-aside-list a[href="{page_of(asides().get())}"]')
    expect(page.locator(".collision-side.is-mine ins")).to_have_text("后存的")
    page.go_back()
    page.locator("[name=from]").last.check()
    press(page, ".rev-bar .is-primary")
    expect(page.locator(".rev-part ins")).to_have_text(["先存的", THEIRS, MINE])
    follow(page, "marked", story)
    for words in ("先存的", THEIRS, MINE):
        expect(page.locator(".mark-copy ins", has_text=words)).to_have_count(1)
    expect(page.locator(".mark-copy del")).to_have_text("原")


def test_two_windows_of_one_person_collide_as_two_people_do(
    story: Article, sign_in: Window, troubles: list[str]
) -> None:
    first = sign_in("editor")
    second = beside(first, troubles)
    for page in (first, second):
        with page.expect_response(lambda answer: answer.url.endswith(sign_url(story))):
            page.goto(change_url(story))
    expect(second.locator("[data-elsewhere]")).to_be_visible()
    write_below(first, 0, THEIRS)
    assert save(first).ok
    write_below(second, 2, MINE)
    assert save(second).status == 409
    expect(second.locator(".collision-question")).to_have_count(0)
    press(second, ".collision-bar .is-primary")
    assert stored(story).body == BOTH
    assert unexpected(troubles, 409) == []


def test_a_lock_keeps_others_from_saving_until_it_is_broken(
    story: Article, sign_in: Window, troubles: list[str]
) -> None:
    holder, other = sign_in("editor"), sign_in("reporter")
    with holder.expect_response(lambda answer: answer.url.endswith(sign_url(story))):
        holder.goto(change_url(story))
    other.goto(change_url(story))
    expect(other.locator("#company [data-company]")).to_contain_text("Editor")
    holder.click("[form=lock-take]")
    expect(holder.locator("#company p[data-when=mine]")).to_be_visible()

    other.fill("#id_title", "锁外写的题")
    assert save(other).status == 409
    expect(other.locator("div.errornote")).to_contain_text("Editor")
    expect(other.locator("#id_title")).to_have_value("锁外写的题")
    assert asides().get().snapshot["title"] == "锁外写的题"
    assert stored(story).title == "原题"

    director = sign_in("director")
    director.goto(change_url(story))
    director.click("[form=lock-break]")
    expect(director.locator("[form=lock-take]")).to_be_visible()
    holder.fill("#id_title", "锁里写的题")
    expect(holder.locator("p[data-lost]")).to_contain_text("Director", timeout=20_000)
    assert save(other).ok
    assert stored(story).title == "锁外写的题"
    holder.reload()
    expect(holder.locator(OFFER)).to_be_visible()
    assert DeskAct.objects.filter(article=story, verb="break_lock").exists()
    assert not EditLock.objects.exists()
    assert unexpected(troubles, 409) == []

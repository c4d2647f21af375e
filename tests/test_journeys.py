"""Walks through the product in a real browser, as its people take them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils.translation import gettext
from playwright.sync_api import Browser, Page, expect, sync_playwright

from articles.models import Article, Edition, Section, SiteSettings, Tag, User
from tests.conftest import GIVEN

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ASKED = os.environ.get("NEWSROOM_JOURNEYS") == "1"

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not ASKED, reason="Set NEWSROOM_JOURNEYS=1 to walk through a browser."),
    pytest.mark.skipif(not CHROMIUM, reason="There is no chromium on this machine."),
]

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
PASSWORD = "a long pass phrase for tests"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        # Playwright's loop runs in this thread, which Django would take for an async view.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def troubles() -> list[str]:
    """What the pages complained of, and every address of another host that they asked for."""
    return []


@pytest.fixture
def site(browser: Browser, transactional_db: None, live_server: Any) -> SiteSettings:
    call_command("load_reference_data", verbosity=0)
    return SiteSettings.objects.get()


@pytest.fixture
def open_page(
    browser: Browser, live_server: Any, troubles: list[str]
) -> Iterator[Callable[..., Page]]:
    """Opens a window of its own for each person."""
    contexts = []

    def opened(path: str = "/", **options: Any) -> Page:
        context = browser.new_context(
            base_url=live_server.url, locale="zh-CN", **({"viewport": DESKTOP} | options)
        )
        contexts.append(context)
        page = context.new_page()
        host = urlsplit(live_server.url).netloc
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on(
            "console",
            lambda said: troubles.append(said.text) if said.type == "error" else None,
        )
        page.on(
            "request",
            lambda asked: (
                troubles.append(f"asked {asked.url}")
                if urlsplit(asked.url).netloc not in {host, ""}
                else None
            ),
        )
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def sign_in(open_page: Callable[..., Page], hire: Callable[[str], User]) -> Callable[..., Page]:
    def signed_in(role: str, **options: Any) -> Page:
        user = hire(role)
        user.set_password(PASSWORD)
        user.save()
        page = open_page("/desk/", **options)
        page.fill("input[name=username]", user.username)
        page.fill("input[name=password]", PASSWORD)
        with page.expect_navigation(url=lambda url: urlsplit(url).path == "/desk/"):
            page.press("input[name=password]", "Enter")
        return page

    return signed_in


def write_in_editor(page: Page, text: str) -> None:
    """Type a paragraph at the end of the body, as a person does."""
    page.wait_for_function("window.CKEDITOR && CKEDITOR.instances.id_body?.status === 'ready'")
    page.evaluate(
        """() => {
            const editor = CKEDITOR.instances.id_body;
            editor.focus();
            const range = editor.createRange();
            range.moveToElementEditEnd(editor.editable());
            editor.getSelection().selectRanges([range]);
        }"""
    )
    page.keyboard.press("Enter")
    page.keyboard.insert_text(text)


def press(page: Page, selector: str) -> None:
    """Click what leads to another page, and wait until that page is there."""
    with page.expect_navigation():
        page.click(selector)


def test_a_document_becomes_a_page(
    site: SiteSettings,
    sign_in: Callable[..., Page],
    open_page: Callable[..., Page],
    troubles: list[str],
) -> None:
    call_command("import_articles", str(GIVEN), verbosity=0, stdout=StringIO())
    article = Article.objects.get()
    Article.objects.update(section=Section.objects.top()[0])

    desk = sign_in("chief")
    desk.goto(reverse("admin:articles_article_changelist"))
    desk.get_by_role("link", name=article.title[:20]).first.click()
    write_in_editor(desk, "编辑在页面里加上的一段话\u3002")
    press(desk, "[name=_continue]")
    article.refresh_from_db()
    assert article.version == 2
    assert "<p>编辑在页面里加上的一段话\u3002</p>" in article.body
    assert article.body.count("<figure data-photo=") == 3

    press(desk, "#standing [data-act][form=act-publish]")
    edition = Edition.objects.live().get()
    assert edition.article_version == 2

    reader = open_page(edition.get_absolute_url(), viewport=PHONE)
    expect(reader.locator("h1")).to_contain_text("成都市党政代表团前往重庆市考察学习交流")
    expect(reader.get_by_text("编辑在页面里加上的一段话\u3002")).to_be_visible()
    expect(reader.locator("article h2, article h3").first).to_be_visible()
    assert reader.locator("figure figcaption").count() == 3
    for words in ("成都日报\u00b7锦观新闻", "袁也然", "打开成都高新查看更多评论", "有态度的新闻"):
        expect(reader.get_by_text(words).first).to_be_attached()
    expect(reader.get_by_text("申幻成功").first).to_be_visible()
    assert reader.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert reader.context.cookies() == []
    assert troubles == []


def test_a_photo_stands_in_the_text_as_one_piece(
    site: SiteSettings, sign_in: Callable[..., Page], tmp_path: Path, troubles: list[str]
) -> None:
    call_command("import_articles", str(GIVEN), verbosity=0, stdout=StringIO())
    article = Article.objects.get()
    desk = sign_in("editor")
    desk.goto(reverse("admin:articles_article_change", args=[article.pk]))
    desk.wait_for_function("window.CKEDITOR && CKEDITOR.instances.id_body?.status === 'ready'")
    widgets = desk.evaluate("Object.keys(CKEDITOR.instances.id_body.widgets.instances).length")
    assert widgets == 3
    before = article.body
    press(desk, "[name=_continue]")
    article.refresh_from_db()
    assert article.body == before
    assert troubles == []


def test_what_was_typed_outlives_the_session(
    sign_in: Callable[..., Page], draft: Callable[..., Article], troubles: list[str]
) -> None:
    article = draft()
    desk = sign_in("editor", viewport=PHONE)
    desk.goto(reverse("admin:articles_article_change", args=[article.pk]))
    cookies = desk.context.cookies()
    desk.fill("[name=title]", "还没保存的题")
    desk.context.clear_cookies()
    desk.click("[name=_continue]")
    expect(desk.locator("[data-trouble=signed-out]")).to_be_visible()
    assert Article.objects.get(pk=article.pk).version == 1
    desk.context.add_cookies(cookies)
    press(desk, "[name=_continue]")
    article.refresh_from_db()
    assert (article.title, article.version) == ("还没保存的题", 2)
    assert troubles == []


def test_a_known_tag_is_chosen_with_the_keys_and_enter_leaves_nothing(
    sign_in: Callable[..., Page], draft: Callable[..., Article], troubles: list[str]
) -> None:
    article = draft()
    Tag.objects.create(name="读书节")
    desk = sign_in("reporter")
    desk.goto(reverse("admin:articles_article_change", args=[article.pk]))
    desk.locator("#id_tags").press_sequentially("成都\uff0c读书")
    expect(desk.get_by_role("option", name="读书节")).to_be_visible()
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    expect(desk.locator("#id_tags")).to_have_value("成都\uff0c读书节\uff0c")
    desk.keyboard.press("Enter")
    press(desk, "[name=_continue]")
    assert set(article.tags.names()) == {"成都", "读书节"}
    article.refresh_from_db()
    assert article.version == 2
    assert troubles == []


def test_a_second_click_publishes_nothing_twice(
    sign_in: Callable[..., Page], draft: Callable[..., Article], troubles: list[str]
) -> None:
    article = draft()
    desk = sign_in("chief", viewport=PHONE)
    desk.goto(reverse("admin:articles_article_change", args=[article.pk]))
    desk.get_by_role("link", name=gettext("Publishing"), exact=True).click()
    with desk.expect_navigation():
        desk.dblclick("[form=act-publish][data-act]")
    assert urlsplit(desk.url).path == reverse("admin:articles_article_change", args=[article.pk])
    assert article.editions.count() == 1
    assert troubles == []


def test_a_story_can_be_read_without_scripts(
    site: SiteSettings, open_page: Callable[..., Page], put_out: Callable[..., Edition]
) -> None:
    edition = put_out("不用脚本也能读的稿件")
    reader = open_page("/", java_script_enabled=False, viewport=PHONE)
    reader.get_by_role("link", name=edition.title).first.click()
    expect(reader.locator("h1")).to_have_text(edition.title)


def test_a_comment_is_read_after_it_is_reviewed(
    site: SiteSettings,
    sign_in: Callable[..., Page],
    open_page: Callable[..., Page],
    put_out: Callable[..., Edition],
    troubles: list[str],
) -> None:
    edition = put_out("有跟帖的稿件")
    writer = open_page(reverse("comments:story", args=[edition.article_id]), viewport=PHONE)
    writer.fill("[name=name]", "锦江边的人")
    writer.fill("[name=text]", "写得好<b>真</b>好")
    press(writer, ".write-form [type=submit]")
    reader = open_page(edition.get_absolute_url())
    expect(reader.get_by_text("锦江边的人")).to_have_count(0)

    desk = sign_in("moderator")
    desk.goto(reverse("admin:comments_comment_changelist"))
    expect(desk.get_by_text("写得好<b>真</b>好").first).to_be_visible()
    comment = edition.article.comments.get()
    press(desk, f"button[value='approved:{comment.pk}']")
    comment.refresh_from_db()
    assert comment.state == "approved"
    reader.reload()
    expect(reader.get_by_text("写得好<b>真</b>好")).to_be_visible()
    assert troubles == []


#: How far things moved while a page loaded, as browsers score it: 0 is nothing.
SHIFTS = """() => new Promise((answer) => {
    let moved = 0;
    new PerformanceObserver((list) => {
        for (const shift of list.getEntries()) moved += shift.value;
    }).observe({ type: "layout-shift", buffered: true });
    setTimeout(() => answer(moved), 300);
})"""


def test_nothing_moves_while_pictures_and_scripts_arrive(
    site: SiteSettings,
    open_page: Callable[..., Page],
    draft: Callable[..., Article],
    with_photo: Callable[..., Any],
    photo: Any,
    put_out: Callable[..., Edition],
) -> None:
    article = draft("有图的稿件")
    with_photo(article, photo, caption="图说")
    edition = put_out(article=article)
    reader = open_page("/robots.txt", viewport=PHONE)
    for late in ("**/media/**", "**/*.js"):
        reader.route(late, lambda route: (reader.wait_for_timeout(200), route.continue_())[-1])
    for path in (edition.get_absolute_url(), "/"):
        reader.goto(path)
        expect(reader.locator("main img").first).to_have_js_property("complete", True)
        assert reader.evaluate(SHIFTS) == 0, path

"""Walks through the site in a real browser, as its people take them."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Page, expect

from articles.models import Article, Edition, Section, SiteSettings, Tag
from tests.conftest import GIVEN
from tests.journeys.conftest import PHONE, press, write_in_editor


def test_a_document_becomes_a_page(
    site: SiteSettings,
    sign_in: Callable[..., Page],
    sign_in_by_form: Callable[..., Page],
    open_page: Callable[..., Page],
    troubles: list[str],
) -> None:
    call_command("import_articles", str(GIVEN), verbosity=0, stdout=StringIO())
    article = Article.objects.get()
    Section.objects.update(levels=1)
    Article.objects.update(section=Section.objects.top()[0])

    desk = sign_in_by_form("editor")
    desk.goto(reverse("admin:articles_article_changelist"))
    desk.get_by_role("link", name=article.title[:20]).first.click()
    write_in_editor(desk, "编辑在页面里加上的一段话\u3002")
    press(desk, "[name=_submit]")
    article.refresh_from_db()
    assert article.version == 2
    assert "<p>编辑在页面里加上的一段话\u3002</p>" in article.body
    assert article.body.count("<figure data-photo=") == 3

    chief = sign_in("chief")
    chief.goto(reverse("admin:articles_article_change", args=[article.pk]))
    chief.locator("details", has=chief.locator("[form=act-sign_off]")).locator("summary").click()
    press(chief, "[data-act][form=act-sign_off]")
    press(chief, "[data-act][form=act-publish]")
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
    sign_in: Callable[..., Page], signed: Callable[..., Article], troubles: list[str]
) -> None:
    article = signed()
    desk = sign_in("publisher", viewport=PHONE)
    desk.goto(reverse("admin:articles_article_change", args=[article.pk]))
    desk.locator(".desk-to-standing").click()
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
    writer.click(".write-form [type=submit]")
    expect(writer.locator(".write-thanks")).to_be_visible()
    reader = open_page(edition.get_absolute_url())
    expect(reader.get_by_text("锦江边的人")).to_have_count(0)

    desk = sign_in("moderator")
    desk.goto(reverse("admin:comments_comment_changelist"))
    expect(desk.get_by_text("写得好<b>真</b>好").first).to_be_visible()
    comment = edition.article.comments.get()
    desk.click(f"button[value='approve:{comment.pk}']")
    expect(desk.locator(f"#comment-{comment.pk}")).to_have_attribute("data-state", "approved")
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

"""The front page, the pages of errors, robots.txt, and what holds on every readers' page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client, RequestFactory
from django.urls import reverse

from articles import workflow
from articles.models import Section, SiteSettings
from newsroom import views
from tests import stylesheet
from tests.articles.page_reading import Reading, reading


def front() -> Reading:
    response = Client().get("/")
    assert response.status_code == 200
    return reading(response)


def test_an_empty_front_page_is_a_page(db: None) -> None:
    page = front()
    assert page.of_class("front-empty")[0].text
    assert page.named("h1")[0].text
    assert not page.of_class("lead")


def test_the_first_sections_make_the_navigation(section: Section) -> None:
    Section.objects.create(name="下级", parent=section)
    Section.objects.create(name="隐藏", is_shown=False)
    (nav,) = front().of_class("masthead-nav")
    assert nav.text == section.name


def test_the_footer_carries_the_licences_that_are_set(site: SiteSettings) -> None:
    site.icp_licence = "<b>蜀ICP备1号"
    site.save()
    footer = front().of_class("footer")[0].text
    assert "<b>蜀ICP备1号" in footer
    site.icp_licence = ""
    site.save()
    assert not [a for a in front().named("a") if "miit" in a.attributes["href"]]


def test_an_unknown_address_answers_404_without_repeating_it(db: None, site: Any) -> None:
    response = Client().get("/no<b>where/")
    assert response.status_code == 404
    assert b"where" not in response.content
    assert b"noindex" in response.content


def test_the_page_for_failures_asks_nobody() -> None:
    response = views.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert not list(Reading(response.content.decode()).inline_code())


def test_robots_are_kept_from_the_desk(client: Client, db: None) -> None:
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"].startswith("text/plain")
    assert "Disallow: /desk/" in response.content.decode().splitlines()


def test_the_icon_is_found_without_a_page_and_without_a_database(client: Client) -> None:
    response = client.get("/favicon.ico")
    assert response.status_code == 301
    assert finders.find(response.headers["Location"].removeprefix("/static/"))


@pytest.fixture
def pages(
    put_out: Any, draft: Any, with_photo: Any, photo: Any, site: Any, chief: Any
) -> list[str]:
    """One address of every kind of readers' page."""
    article = draft("有图有标签")
    with_photo(article, photo, caption="图说")
    article.tags.add("标签")
    shown, gone = put_out(article=article), put_out("撤下")
    workflow.withdraw(gone.article, by=chief, reason="测试")
    lists = ["/section/yaowen/", "/tag/标签/"]
    letters = reverse("comments:story", args=[shown.article_id])
    return ["/", *lists, letters, shown.get_absolute_url(), gone.get_absolute_url(), "/nowhere/"]


def test_no_page_holds_styles_or_scripts_of_its_own(pages: list[str]) -> None:
    for url in pages:
        page = reading(Client().get(url))
        assert page.named("h1"), url
        assert not list(page.inline_code()), url


def test_every_page_says_its_language_and_lets_one_skip_to_its_text(pages: list[str]) -> None:
    for url in pages:
        page = reading(Client().get(url))
        assert page.named("html")[0].attributes["lang"] == "zh-CN"
        assert page.named("main")[0].attributes["id"] == "content"
        assert page.of_class("skip")[0].attributes["href"] == "#content"
        assert len(page.named("h1")) == 1, url
        assert len(page.named("title")[0].text) > 2, url


def test_every_file_that_a_page_names_is_there(pages: list[str]) -> None:
    named = {
        element.attributes.get("href") or element.attributes.get("src", "")
        for url in pages
        for element in reading(Client().get(url)).elements
        if element.name in {"link", "script"}
    }
    files = {name.removeprefix("/static/") for name in named if name.startswith("/static/")}
    assert len(files) > 5
    assert [name for name in files if not finders.find(name)] == []


def test_no_readers_page_but_the_letters_sets_a_cookie(pages: list[str]) -> None:
    for url in pages:
        response = Client().get(url)
        if not url.startswith("/comments/"):
            assert not response.cookies, url
            assert "Cookie" not in response.headers.get("Vary", ""), url


def test_a_page_waits_for_one_style_sheet(pages: list[str]) -> None:
    for url in pages:
        links = [link.attributes for link in reading(Client().get(url)).named("link")]
        sheets = [link["href"] for link in links if link["rel"] == "stylesheet"]
        assert sheets == ["/static/site.css"], url


def test_the_one_style_sheet_is_made_of_all_parts() -> None:
    parts = {sheet.stem for sheet in (stylesheet.STATIC / "css").iterdir()}
    assert parts == set(stylesheet.PARTS)
    assert stylesheet.SITE.read_text("utf-8") == stylesheet.joined()


def test_only_the_tokens_name_a_colour() -> None:
    for sheet in (Path(__file__).parents[2] / "static" / "css").glob("*.css"):
        if sheet.name != "tokens.css":
            text = sheet.read_text("utf-8")
            assert "#" not in text.replace('content: "#"', ""), sheet.name
            assert "rgb(" not in text, sheet.name


def test_a_form_without_its_token_gets_a_sentence(put_out: Any, site: Any) -> None:
    url = reverse("comments:story", args=[put_out().article_id])
    response = Client(enforce_csrf_checks=True).post(url, {"name": "读者", "text": "好"})
    assert response.status_code == 403
    assert reading(response).of_class("message-code")[0].text == "403"


def test_who_lacks_a_right_gets_a_page_of_ours(client: Client, reporter: Any) -> None:
    client.force_login(reporter)
    response = client.get(reverse("admin:articles_sitesettings_changelist"))
    assert response.status_code == 403
    assert b"message-code" in response.content

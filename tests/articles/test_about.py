"""The pages about the paper, what the foot of every page links, and pages that say one thing."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles import workflow
from articles.models import Section, SiteSettings, User
from tests.articles.page_reading import Reading, reading

ABOUT, LICENCE = "/about/", "/licence/"


def page(url: str, status: int = 200) -> Reading:
    response = Client().get(url)
    assert response.status_code == status
    return reading(response)


def footer_links(page: Reading) -> set[str]:
    """The addresses after the beginning of the footer."""
    start = next(at for at, one in enumerate(page.elements) if one.name == "footer")
    return {one.attributes["href"] for one in page.elements[start:] if one.name == "a"}


@pytest.mark.parametrize("words", ["", " \n\n "])
@pytest.mark.parametrize("url", [ABOUT, LICENCE])
def test_a_page_without_words_is_not_found(url: str, words: str, site: SiteSettings) -> None:
    SiteSettings.objects.update(about=words, terms=words)
    assert url not in footer_links(page(url, 404))


@pytest.mark.parametrize("url", [ABOUT, LICENCE])
def test_a_site_without_settings_has_no_such_page(url: str, db: None) -> None:
    page(url, 404)


def test_an_empty_line_begins_a_paragraph_and_markup_is_text(site: SiteSettings) -> None:
    SiteSettings.objects.update(about="一\n二\n\n<b>三</b>", terms="x")
    found = page(ABOUT)
    text = found.of_class("plain-text")[0].text
    assert text == "一二 <b>三</b>"
    assert len(found.named("br")) == 1


def test_the_licence_page_names_the_licences_and_the_contact(site: SiteSettings) -> None:
    facts = {"icp_licence": "ICP1", "police_licence": "P2", "news_licence": "N3", "contact": "028"}
    SiteSettings.objects.update(terms="不得转载", **facts)
    found = page(LICENCE)
    assert {one.text for one in found.named("dd")} == set(facts.values())


def test_the_foot_of_a_page_links_what_there_is(
    site: SiteSettings, django_assert_num_queries: Any
) -> None:
    SiteSettings.objects.update(about="一", terms="二")
    with django_assert_num_queries(3):
        found = page(ABOUT)
    names = ("hot", "topics", "archive", "corrections", "about", "terms")
    wanted = {reverse(f"articles:{name}") for name in names}
    assert wanted | {reverse("articles:feed", args=["rss"])} <= footer_links(found)


# Pages that say one thing


def test_an_unknown_address_offers_the_search_in_two_queries(
    site: SiteSettings, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        found = page("/nothing/", 404)
    form = found.of_class("ask")[0].attributes
    assert form["action"] == reverse("articles:search")
    assert found.of_class("message-way")[0].attributes["href"] == "/"
    assert list(found.inline_code()) == []


@pytest.mark.parametrize("is_shown", [True, False])
def test_a_withdrawn_story_leads_to_its_section(
    is_shown: bool, site: SiteSettings, put_out: Any, chief: User, section: Section
) -> None:
    edition = put_out("撤下的稿")
    workflow.withdraw(edition.article, by=chief, reason="失实", notice="内容有误")
    Section.objects.update(is_shown=is_shown)
    found = page(edition.get_absolute_url(), 410)
    way = found.of_class("message-way")[0].attributes["href"]
    assert way == (f"/section/{section.slug}/" if is_shown else "/")
    assert "内容有误" in found.of_class("message")[0].text
    assert "撤下的稿" not in found.named("html")[0].text

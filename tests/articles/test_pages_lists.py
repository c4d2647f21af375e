"""Lists of stories for readers: what they hold, their order, their pages, what they refuse."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings as project
from django.test import Client
from django.utils import timezone

from articles.models import Section, Source, Tag
from articles.views.lists import PER_PAGE
from tests.articles.page_reading import Reading, reading

SITE = project.SITE_URL


def titles(page: Reading) -> list[str]:
    return [title.text for title in page.of_class("row-title")]


def get(url: str) -> Reading:
    response = Client().get(url)
    assert response.status_code == 200
    return reading(response)


@pytest.fixture
def many(put_out: Any, section: Section) -> str:
    """One story more than a page holds; the address of their section."""
    now = timezone.now()
    for number in range(PER_PAGE + 1):
        put_out(f"第{number}篇", published_at=now - timedelta(hours=number))
    return f"/section/{section.slug}/"


# What is refused

BAD_PAGES = ["0", "3", "-1", "01", "", "x", "1.0", "９", "\u0662", "2 ", "99999999999999999999"]


def test_what_is_not_the_number_of_a_page_is_not_found(many: str) -> None:
    codes = {number: Client().get(many, {"page": number}).status_code for number in BAD_PAGES}
    assert codes == dict.fromkeys(BAD_PAGES, 404)


def test_the_first_page_has_one_address(many: str) -> None:
    response = Client().get(many, {"page": "1"})
    assert (response.status_code, response.headers["Location"]) == (301, many)


@pytest.mark.parametrize(
    "url", ["/section/none/", "/tag/none/", "/tag/%00/", "/section/%F0%A0%80%80/"]
)
def test_an_unknown_name_is_not_found(db: None, url: str) -> None:
    assert Client().get(url).status_code == 404


def test_a_tag_of_drafts_is_not_found(draft: Any) -> None:
    draft().tags.add("保密")
    assert Client().get(f"/tag/{Tag.objects.get().slug}/").status_code == 404


def test_a_hidden_section_is_found_only_with_stories(section: Section, put_out: Any) -> None:
    Section.objects.update(is_shown=False)
    url = f"/section/{section.slug}/"
    assert Client().get(url).status_code == 404
    put_out()
    assert Client().get(url).status_code == 200


# What stands in them


def test_a_section_shows_the_newest_first_in_pages(many: str) -> None:
    first, second = get(many), get(f"{many}?page=2")
    assert titles(first) == [f"第{number}篇" for number in range(PER_PAGE)]
    assert titles(second) == [f"第{PER_PAGE}篇"]


def test_the_pages_of_a_list_lead_to_each_other(many: str) -> None:
    first, second = get(many), get(f"{many}?page=2")
    links = [a.attributes for page in (first, second) for a in page.named("a")]
    steps = {a["rel"]: a["href"] for a in links if a.get("rel") in {"prev", "next"}}
    assert steps == {"next": f"{many}?page=2", "prev": many}
    addresses = [
        link.attributes["href"]
        for page in (first, second)
        for link in page.named("link")
        if link.attributes["rel"] == "canonical"
    ]
    assert addresses == [f"{SITE}{many}", f"{SITE}{many}?page=2"]


def test_a_section_shows_the_stories_of_those_under_it(section: Section, put_out: Any) -> None:
    below = Section.objects.create(name="时政", parent=section)
    put_out("下级", section=below)
    page = get(f"/section/{section.slug}/")
    assert titles(page) == ["下级"]
    current = [a.text for a in page.named("a") if "aria-current" in a.attributes]
    assert section.name in current
    assert "时政" in page.of_class("subsections")[0].text


def test_the_first_story_of_a_list_is_large_and_its_picture_loads_at_once(
    put_out: Any, draft: Any, with_photo: Any, photo: Any, section: Section
) -> None:
    for title in ("旧", "新"):
        article = draft(title)
        with_photo(article, photo)
        put_out(article=article)
    page = get(f"/section/{section.slug}/")
    assert ["is-large" in row.classes for row in page.of_class("row")] == [True, False]
    first, second = (image.attributes for image in page.named("img"))
    assert first["fetchpriority"] == "high"
    assert second["loading"] == "lazy"


def test_a_section_and_a_tag_lead_to_their_feeds(put_out: Any, draft: Any) -> None:
    article = draft()
    article.tags.add("地铁")
    put_out(article=article)
    for url in (f"/section/{article.section.slug}/", f"/tag/{quote('地铁')}/"):
        page = get(url)
        alternates = [link.attributes["href"] for link in page.named("link")]
        assert f"{url}feed.rss" in alternates
        assert [link.attributes["href"] for link in page.of_class("feed-link")] == [
            f"{url}feed.rss"
        ]


def test_a_section_without_stories_says_so(section: Section) -> None:
    page = get(f"/section/{section.slug}/")
    assert page.of_class("list-empty")[0].text
    assert not page.of_class("pages")


def test_a_tag_shows_what_was_published_with_it(put_out: Any, draft: Any, revise: Any) -> None:
    article = draft("有标签")
    article.tags.add("成渝 双城")
    put_out(article=article)
    put_out("没有")
    article.tags.clear()
    page = get(f"/tag/{Tag.objects.get().slug}/")
    assert titles(page) == ["有标签"]
    assert page.named("h1")[0].text == "成渝 双城"


@pytest.mark.parametrize("query", ["", "?page=1", "?page=2"])
@pytest.mark.parametrize("name", ["机密标签", "机密别名"])
def test_no_address_tells_a_tag_of_drafts_from_none(name: str, query: str, draft: Any) -> None:
    draft().tags.add("机密标签")
    Tag.objects.create(name="机密别名", synonym_of=Tag.objects.get())
    assert Client().get(f"/tag/{name}/{query}").status_code == 404


def test_a_visitor_cannot_write_a_host_into_a_page(many: str) -> None:
    pages = [Client(headers={"host": host}).get(many) for host in ("localhost", "127.0.0.1:666")]
    assert pages[0].content == pages[1].content
    assert pages[0].headers["ETag"] == pages[1].headers["ETag"]


def test_a_synonym_leads_to_its_tag(put_out: Any, draft: Any) -> None:
    article = draft()
    article.tags.add("重庆")
    put_out(article=article)
    Tag.objects.create(name="渝", synonym_of=Tag.objects.get(name="重庆"))
    response = Client().get("/tag/渝/", follow=True)
    assert response.redirect_chain[0][1] == 301
    assert reading(response).named("h1")[0].text == "重庆"


def test_a_row_names_a_source_only_if_it_is_not_ours(put_out: Any, section: Section) -> None:
    put_out("一")
    assert get(f"/section/{section.slug}/").of_class("row-source")
    Source.objects.update(is_own=True)
    put_out("二", section=Section.objects.create(name="二", slug="two"))
    assert not get("/section/two/").of_class("row-source")


def test_a_row_bears_the_list_title(put_out: Any, section: Section) -> None:
    put_out("很长的标题", list_title="短题")
    assert titles(get(f"/section/{section.slug}/")) == ["短题"]

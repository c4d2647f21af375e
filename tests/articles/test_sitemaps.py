"""Sitemaps: what is never listed, what is, and the rules of sitemaps.org and of Google."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element
from zoneinfo import ZoneInfo

import pytest
from defusedxml.ElementTree import fromstring
from django.conf import settings as project
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import photodesk, sitemaps, workflow
from articles.models import Edition, Section, SiteSettings, Topic
from tests.conftest import picture_bytes

PutOut = Callable[..., Edition]
SITE = project.SITE_URL
SHANGHAI = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2021, 12, 20, 10, 48, 53, tzinfo=SHANGHAI)
MONTH = "/sitemap-stories-2021-12.xml"
INDEX, PAGES, NEWS = "/sitemap.xml", "/sitemap-pages.xml", "/sitemap-news.xml"
HOSTILE = "]]></urlset><script>&\"'\x0b\ufffe\U00020bb7\U0001f600"

#: The order of elements as the schemas have it; those in brackets may be missing.
ORDER = {
    "sitemapindex": ["sitemap"],
    "sitemap": ["loc", "[lastmod]"],
    "urlset": ["url"],
    "url": ["loc", "[lastmod]", "[image]", "[news]"],
    "image": ["loc"],
    "news": ["publication", "publication_date", "title"],
    "publication": ["name", "language"],
}
#: Elements that may stand several times.
MANY = {"sitemap", "url", "image"}
SPACES = {"image": sitemaps.IMAGE, "news": sitemaps.NEWS}


def read(address: str) -> Element:
    """The file, once it has passed the rules of its schema."""
    response = Client().get(address)
    assert response.status_code == 200, address
    assert response.headers["Content-Type"] == "application/xml; charset=utf-8"
    root: Element = fromstring(response.content)
    check(root, sitemaps.SITEMAP)
    return root


def check(element: Element, space: str) -> None:
    name = element.tag.removeprefix(f"{{{space}}}")
    assert element.tag == f"{{{space}}}{name}"
    order = [one.strip("[]") for one in ORDER.get(name, [])]
    names = [child.tag.rpartition("}")[2] for child in element]
    assert names == sorted(names, key=order.index), name
    assert {one for one in ORDER.get(name, []) if "[" not in one} <= set(names), name
    assert all(one in MANY for one in names if names.count(one) > 1)
    if name == "loc":
        assert (element.text or "").startswith(f"{SITE}/")
        assert len(element.text or "") < 2048
    if name in {"lastmod", "publication_date"}:
        assert datetime.fromisoformat(element.text or "").utcoffset() is not None
    for child, child_name in zip(element, names, strict=True):
        check(child, SPACES.get(child_name, space))


def places(address: str) -> list[str]:
    """The paths that a file lists."""
    found = read(address).findall(f"*/{{{sitemaps.SITEMAP}}}loc")
    return [unquote(loc.text or "").removeprefix(SITE) for loc in found]


# What is refused, and what is not listed


@pytest.mark.parametrize(
    "part",
    [
        *(
            "x",
            "news-2",
            "stories-2021-12",
            "stories-2021-13",
            "stories-0000-01",
            "stories-9999-12",
        ),
        *(
            "stories-2021-12-0",
            "stories-2021-12-1",
            "stories-2021-12-99999",
            "stories-\uff12021-12",
        ),
    ],
)
def test_a_part_without_stories_is_not_found(db: None, part: str) -> None:
    assert Client().get(f"/sitemap-{part}.xml").status_code == 404


def test_what_readers_do_not_see_is_not_listed(
    draft: Any, put_out: PutOut, chief: Any, site: SiteSettings
) -> None:
    article = draft("草稿")
    article.tags.add("机密")
    article.topics.add(Topic.objects.create(name="机密", slug="机密"))
    put_out("将来的", at=datetime.now(UTC) + timedelta(hours=1))
    workflow.withdraw(put_out("撤下的").article, by=chief, reason="误发")
    assert places(INDEX) == [PAGES]
    assert places(NEWS) == ["/"]
    assert not [place for place in places(PAGES) if place.startswith(("/tag/", "/topic/"))]
    assert not [place for place in places(PAGES) if place.startswith("/person/")]


def test_a_hidden_section_is_listed_once_it_has_stories(put_out: PutOut, db: None) -> None:
    hidden = Section.objects.create(name="隐藏", slug="yincang", is_shown=False)
    assert "/section/yincang/" not in places(PAGES)
    put_out(section=hidden)
    assert "/section/yincang/" in places(PAGES)


# What is listed


def test_an_empty_paper_has_its_front_page(db: None) -> None:
    assert places(INDEX) == [PAGES]
    assert "/" in places(PAGES)
    assert places(NEWS) == ["/"]


def test_stories_stand_in_the_file_of_their_month_in_our_zone(put_out: PutOut) -> None:
    last = put_out(published_at=datetime(2021, 12, 31, 23, 59, tzinfo=SHANGHAI))
    first = put_out(published_at=datetime(2022, 1, 1, 0, 1, tzinfo=SHANGHAI))
    assert places(INDEX) == [PAGES, MONTH, "/sitemap-stories-2022-01.xml"]
    assert places(MONTH) == [last.get_absolute_url()]
    assert places("/sitemap-stories-2022-01.xml") == [first.get_absolute_url()]
    changed = read(MONTH).findtext(f"*/{{{sitemaps.SITEMAP}}}lastmod", "")
    assert datetime.fromisoformat(changed) == last.live_from.replace(microsecond=0)


def test_a_month_with_too_many_stories_is_split(put_out: PutOut, monkeypatch: Any) -> None:
    monkeypatch.setattr(sitemaps, "STORIES", 2)
    shown = [put_out(f"{day}", published_at=MORNING.replace(day=day)) for day in (1, 2, 3)]
    second = "/sitemap-stories-2021-12-2.xml"
    assert places(INDEX) == [PAGES, MONTH, second]
    listed = [*places(MONTH), *places(second)]
    assert listed == [story.get_absolute_url() for story in shown]
    assert Client().get("/sitemap-stories-2021-12-3.xml").status_code == 404


def test_every_picture_of_a_story_is_listed_once(
    draft: Any, with_photo: Any, photo: Any, put_out: PutOut, monkeypatch: Any
) -> None:
    article = draft(published_at=MORNING)
    other = photodesk.take_in(picture_bytes(width=300), "b.jpg")
    for file in (photo, other, None, photo):
        with_photo(article, file, caption=HOSTILE)
    put_out(article=article)
    images = [loc.text or "" for loc in read(MONTH).iter(f"{{{sitemaps.IMAGE}}}loc")]
    assert [image.rpartition("/")[2] for image in images] == ["full-480.jpg", "full-300.jpg"]
    for limit in ("IMAGES_OF_STORY", "IMAGES"):
        with monkeypatch.context() as patch:
            patch.setattr(sitemaps, limit, 1)
            assert len(list(read(MONTH).iter(f"{{{sitemaps.IMAGE}}}loc"))) == 1, limit


def test_the_other_pages_are_those_that_answer(
    draft: Any, put_out: PutOut, site: SiteSettings, section: Section
) -> None:
    article = draft()
    article.tags.add("地铁 三号线")
    article.topics.add(Topic.objects.create(name="两会", slug="两会"))
    put_out(article=article)
    listed = places(PAGES)
    assert {"/", "/hot/", "/corrections/", f"/section/{section.slug}/", "/topic/两会/"} <= {*listed}
    assert "/about/" not in listed
    assert len(set(listed)) == len(listed)
    assert {Client().get(place).status_code for place in listed} == {200}
    SiteSettings.objects.update(about="我们是谁")
    assert "/about/" in places(PAGES)


def test_the_news_are_those_of_two_days_with_the_name_of_the_paper(
    put_out: PutOut, site: SiteSettings
) -> None:
    now = datetime.now(UTC)
    put_out("旧闻", published_at=now - timedelta(days=2, minutes=1))
    recent = put_out(HOSTILE, published_at=now - timedelta(days=1))
    assert places(NEWS) == [recent.get_absolute_url()]
    told = {one.tag.removeprefix(f"{{{sitemaps.NEWS}}}"): one.text for one in read(NEWS).iter()}
    assert (told["name"], told["language"]) == (site.name, "zh-cn")
    assert told["title"] == HOSTILE.replace("\x0b", "").replace("\ufffe", "")


# What it costs

#: Of the index, the pages, a month and the news; one each is for the settings.
BUDGETS = (2, 5, 3, 2)


def test_a_sitemap_costs_the_same_whatever_its_length(
    draft: Any, with_photo: Any, put_out: PutOut, site: SiteSettings
) -> None:
    def counts() -> list[int]:
        found = []
        for address in (INDEX, PAGES, MONTH, NEWS):
            with CaptureQueriesContext(connection) as captured:
                assert Client().get(address).status_code == 200
            found.append(len(captured))
        return found

    few: list[int] = []
    for number in range(3):
        article = draft(f"{number}", published_at=MORNING)
        article.tags.add(f"标签{number}")
        with_photo(article, photodesk.take_in(picture_bytes(width=200 + number), f"{number}.jpg"))
        put_out(article=article)
        few = few or counts()
    assert counts() == few
    assert all(cost <= most for cost, most in zip(few, BUDGETS, strict=True))

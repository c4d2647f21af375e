"""Feeds in three formats: what they keep silent about, what they tell, and by which rules."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from django.conf import settings as project
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import photodesk, renditions, workflow
from articles.choices import CreditRole, EditionChange
from articles.models import Article, Credit, Edition, Person, Photo, Section, Source, Tag
from tests.articles.page_reading import Reading
from tests.conftest import picture_bytes

PutOut = Callable[..., Edition]
FORMATS = ["rss", "atom", "json"]
TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}
ATOM, DC = "{http://www.w3.org/2005/Atom}", "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
#: Control characters that no XML can hold, what could end a block of one format, and signs that
#: stand beyond the first 65,536: a Han character of a name, and an emoji.
HOSTILE = "]]></script><script>alert(1)</script>&\"'\x0b\x1f\x80\ufffe\u2028\U00020bb7\U0001f600"
#: What whole texts are made of; W3C's validator advises against roles, styles and the like.
TAGS = {"p", "a", "figure", "img", "figcaption"}
ATTRIBUTES = {"href", "rel", "src", "width", "height", "alt", "class"}
READABLE = "".join(sign for sign in HOSTILE if sign not in "\x0b\x1f\x80\ufffe")


class Told(NamedTuple):
    """An entry as a reader's program understands it, whatever the format."""

    id: str
    url: str
    title: str
    summary: str
    whole: str
    authors: list[str]
    tags: list[str]
    enclosure: tuple[str, int]
    published: datetime
    updated: datetime | None


def get(address: str) -> Any:
    response = Client().get(address)
    assert response.status_code == 200, address
    return response


def feed(format: str, where: str = "/", query: str = "") -> list[Told]:
    response = get(f"{where}feed.{format}{query}")
    assert response.headers["Content-Type"] == TYPES[format]
    if format == "json":
        return [from_json(item) for item in json.loads(response.content)["items"]]
    read = fromstring(response.content)
    if format == "rss":
        return [from_rss(item) for item in read.iter("item")]
    return [from_atom(entry) for entry in read.iter(f"{ATOM}entry")]


def from_rss(item: Element) -> Told:
    enclosure = item.find("enclosure")
    file = {} if enclosure is None else enclosure.attrib
    return Told(
        item.findtext("guid", ""),
        item.findtext("link", ""),
        item.findtext("title", ""),
        Reading(f"<p>{item.findtext('description', '')}").elements[0].text,
        item.findtext(CONTENT, ""),
        [creator.text or "" for creator in item.iter(f"{DC}creator")],
        [category.text or "" for category in item.iter("category")],
        (file.get("url", ""), int(file.get("length", 0))),
        parsedate_to_datetime(item.findtext("pubDate", "")),
        None,
    )


def from_atom(entry: Element) -> Told:
    links = {link.get("rel"): link for link in entry.iter(f"{ATOM}link")}
    file = links["enclosure"].attrib if "enclosure" in links else {}
    return Told(
        entry.findtext(f"{ATOM}id", ""),
        links["alternate"].get("href", ""),
        entry.findtext(f"{ATOM}title", ""),
        Reading(f"<p>{entry.findtext(f'{ATOM}summary', '')}").elements[0].text,
        entry.findtext(f"{ATOM}content", ""),
        [author.findtext(f"{ATOM}name", "") for author in entry.iter(f"{ATOM}author")],
        [category.get("term", "") for category in entry.iter(f"{ATOM}category")],
        (file.get("href", ""), int(file.get("length", 0))),
        datetime.fromisoformat(entry.findtext(f"{ATOM}published", "")),
        datetime.fromisoformat(entry.findtext(f"{ATOM}updated", "")),
    )


def from_json(item: dict[str, Any]) -> Told:
    file = item.get("attachments", [{}])[0]
    assert ("content_html" in item) != ("content_text" in item)
    return Told(
        item["id"],
        item["url"],
        item["title"],
        item["summary"],
        item.get("content_html", ""),
        [author["name"] for author in item.get("authors", [])],
        item.get("tags", []),
        (item.get("image", ""), file.get("size_in_bytes", 0)),
        datetime.fromisoformat(item["date_published"]),
        datetime.fromisoformat(item["date_modified"]),
    )


@pytest.fixture
def rich(draft: Any, with_photo: Any, photo: Any, put_out: PutOut, site: Any) -> Edition:
    """A story with a picture, links, tags and two reporters, all named to do harm."""
    body = (
        f'<p><a href="/x?a=1&amp;b=2">{READABLE.replace("&", "&amp;").replace("<", "&lt;")}</a></p>'
    )
    article = draft(HOSTILE, digest=HOSTILE, body=body)
    with_photo(article, photo, caption=HOSTILE, alt=HOSTILE)
    article.tags.add("地铁")
    for rank, name in enumerate(("林知夏", "\U00020bb7\u5b50")):
        person = Person.objects.create(name=name)
        Credit.objects.create(article=article, person=person, role=CreditRole.REPORTER, rank=rank)
    return put_out(article=article)


# What is refused, and what is not told


@pytest.mark.parametrize(
    "address", ["/feed.xml", "/feed.RSS", "/tag/x/feed.rss", "/section/x/feed.rss"]
)
def test_a_feed_that_is_not_there_is_not_found(db: None, address: str) -> None:
    assert Client().get(address).status_code == 404


def test_nothing_is_posted_to_a_feed(db: None) -> None:
    assert Client().post("/feed.rss").status_code == 405


@pytest.mark.parametrize("format", FORMATS)
def test_what_readers_do_not_see_is_not_told(
    format: str, draft: Any, put_out: PutOut, chief: Any, clock: Any
) -> None:
    draft("草稿")
    put_out("将来的", at=datetime.now(UTC) + timedelta(hours=1))
    gone = put_out("撤下的")
    workflow.withdraw(gone.article, by=chief, reason="误发")
    put_out("看得见的")
    assert [told.title for told in feed(format, query="?full=1")] == ["看得见的"]


@pytest.mark.parametrize("format", FORMATS)
def test_words_from_outside_stay_words(rich: Edition, format: str) -> None:
    (told,) = feed(format, query="?full=1")
    assert (told.title, told.authors[1]) == (READABLE, "\U00020bb7\u5b50")
    assert READABLE.replace("\u2028", " ") in told.summary.replace("\u2028", " ")
    elements = Reading(told.whole).elements
    assert {element.name for element in elements} == TAGS
    assert {name for element in elements for name in element.attributes} <= ATTRIBUTES


# What is told


@pytest.mark.parametrize("format", FORMATS)
def test_an_entry_names_people_section_tags_and_times(
    rich: Edition, section: Section, format: str
) -> None:
    (told,) = feed(format)
    assert told.url == project.SITE_URL + rich.get_absolute_url()
    assert told.authors[0] == "林知夏"
    assert told.tags == [section.name, "地铁"]
    # RSS counts whole seconds.
    assert rich.published_at - told.published < timedelta(seconds=1)
    assert told.updated in {None, rich.live_from}
    assert told.whole == ""


@pytest.mark.parametrize("format", FORMATS)
def test_the_cover_is_enclosed_with_its_length(rich: Edition, format: str) -> None:
    url, length = feed(format)[0].enclosure
    name = url.removeprefix(f"{project.SITE_URL}/media/")
    assert name.endswith("/full-480.jpg")
    assert length == renditions.storage().size(name)


def test_what_was_made_before_lengths_were_noted_has_none(rich: Edition, photo: Photo) -> None:
    Photo.objects.update(made={name: photo.made[name] for name in ("digest", "shapes")})
    assert feed("rss")[0].enclosure[1] == 0
    assert (
        "size_in_bytes" not in json.loads(get("/feed.json").content)["items"][0]["attachments"][0]
    )


def test_a_picture_whose_licence_has_ended_is_not_enclosed(rich: Edition) -> None:
    Photo.objects.update(made={})
    assert feed("rss", query="?full=1")[0].enclosure == ("", 0)
    assert "<img" not in feed("rss", query="?full=1")[0].whole


def test_the_length_of_the_largest_is_noted_as_it_is_made(photo: Photo) -> None:
    made = renditions.render(photo.pk).made
    (*_smaller, (_width, name)) = renditions.uncut(photo.token, made)
    assert made["length"] == renditions.storage().size(name)


@pytest.mark.parametrize("format", FORMATS)
def test_every_address_in_a_whole_text_is_absolute(rich: Edition, format: str) -> None:
    page = Reading(feed(format, query="?full=1")[0].whole)
    links = [link.attributes["href"] for link in page.named("a")]
    assert links[0] == f"{project.SITE_URL}/x?a=1&b=2"
    assert all(map(is_absolute, links))
    (image,) = page.named("img")
    assert image.attributes["src"].startswith(f"{project.SITE_URL}/media/")
    assert (image.attributes["width"], image.attributes["height"]) == ("480", "360")


def test_a_correction_moves_the_time_and_not_the_id(
    put_out: PutOut, revise: Any, clock: Any
) -> None:
    first = put_out("地铁三号线").article
    (before,) = feed("atom")
    clock.shift(timedelta(hours=2))
    article = revise(first, body="<p>五号口</p>", title="改过的题")
    put_out(article=article, change=EditionChange.FACT, note="三号口应为五号口")
    (after,) = feed("atom", query="?full=1")
    assert (after.id, after.published) == (before.id, before.published)
    assert before.updated
    assert after.updated == before.updated + timedelta(hours=2)
    assert "三号口应为五号口" in Reading(after.whole).named("p")[0].text


@pytest.mark.parametrize("format", FORMATS)
def test_a_section_tells_what_stands_under_it(
    format: str, put_out: PutOut, section: Section
) -> None:
    below = Section.objects.create(name="地铁", parent=section)
    put_out("下级的", section=below)
    put_out("别处的", section=Section.objects.create(name="文化"))
    assert [told.title for told in feed(format, f"/section/{section.slug}/")] == ["下级的"]
    assert [told.title for told in feed(format, f"/section/{below.slug}/")] == ["下级的"]


def test_a_hidden_section_without_stories_has_no_feed(section: Section) -> None:
    assert feed("rss", f"/section/{section.slug}/") == []
    Section.objects.update(is_shown=False)
    assert Client().get(f"/section/{section.slug}/feed.rss").status_code == 404


@pytest.mark.parametrize("format", FORMATS)
def test_an_outlet_with_an_odd_address_breaks_no_feed(
    put_out: PutOut, source: Source, format: str
) -> None:
    Source.objects.update(url="https://example.org/\x0b<文>")
    put_out()
    (told,) = feed(format)
    assert told.authors == [source.name]


def test_a_synonym_leads_to_the_feed_of_its_tag(draft: Any, put_out: PutOut) -> None:
    article = draft("有标签")
    article.tags.add("地铁")
    put_out(article=article)
    tag = Tag.objects.get()
    Tag.objects.create(name="轨道交通", synonym_of=tag)
    assert [told.title for told in feed("json", f"/tag/{tag.slug}/")] == ["有标签"]
    response = Client().get(reverse("articles:tag_feed", args=["轨道交通", "rss"]))
    assert (response.status_code, response.headers["Location"]) == (
        301,
        reverse("articles:tag_feed", args=[tag.slug, "rss"]),
    )


@pytest.mark.parametrize("format", FORMATS)
def test_corrections_are_told_in_every_format(put_out: PutOut, revise: Any, format: str) -> None:
    article = revise(put_out("地铁").article, body="<p>五号口</p>")
    put_out(article=article, change=EditionChange.FACT, note=HOSTILE)
    (told,) = feed(format, "/corrections/")
    (same,) = feed("atom", "/corrections/")
    assert (told.id, told.title) == (same.id, same.title)
    assert "地铁" in told.title
    assert READABLE.replace("\u2028", "") in told.summary.replace("\u2028", "").replace(" ", "")


# By the rules of each format


def is_absolute(address: str) -> bool:
    return address.startswith(f"{project.SITE_URL}/")


def test_rss_has_what_its_validator_asks_for(rich: Edition, put_out: PutOut) -> None:
    put_out("又一篇")
    channel = fromstring(get("/feed.rss?full=1").content).find("channel")
    for name in ("title", "link", "description", "language", "lastBuildDate"):
        assert channel.findtext(name), name
    own = channel.find(f"{ATOM}link")
    assert (own.get("rel"), own.get("href")) == ("self", f"{project.SITE_URL}/feed.rss?full=1")
    assert channel.findtext("image/title") == channel.findtext("title")
    guids = [guid for item in channel.iter("item") for guid in item.iter("guid")]
    assert {guid.get("isPermaLink") for guid in guids} == {"false"}
    assert len({guid.text for guid in guids}) == 2
    assert all(is_absolute(item.findtext("link")) for item in channel.iter("item"))


def test_atom_has_what_its_validator_asks_for(rich: Edition, put_out: PutOut) -> None:
    put_out("又一篇")
    read = fromstring(get("/feed.atom").content)
    entries = list(read.iter(f"{ATOM}entry"))
    for element in (read, *entries):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1, name
    ids = [element.findtext(f"{ATOM}id") for element in entries]
    assert len(set(ids)) == 2
    assert all(str(one).startswith("tag:127.0.0.1,") for one in ids)
    assert read.findtext(f"{ATOM}updated") == max(one.findtext(f"{ATOM}updated") for one in entries)
    assert {link.get("rel") for link in read.findall(f"{ATOM}link")} == {"alternate", "self"}
    assert all(is_absolute(uri.text) for uri in read.iter(f"{ATOM}uri"))


def test_json_feed_has_what_its_version_asks_for(rich: Edition) -> None:
    read = json.loads(get("/feed.json").content)
    assert read["version"] == "https://jsonfeed.org/version/1.1"
    assert (read["language"], read["title"]) == ("zh-CN", "成都高新")
    for name in ("home_page_url", "feed_url", "icon"):
        assert is_absolute(read[name]), name
    (item,) = read["items"]
    assert item["content_text"] == item["summary"]
    assert item["authors"][0]["url"].startswith(f"{project.SITE_URL}/person/")
    assert item["attachments"][0] == {
        "url": item["image"],
        "mime_type": "image/jpeg",
        "size_in_bytes": item["attachments"][0]["size_in_bytes"],
    }


@pytest.mark.parametrize("format", FORMATS)
def test_an_empty_feed_is_a_feed(db: None, format: str) -> None:
    assert feed(format) == []


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_entries_are_the_same_bytes(rich: Edition, format: str, clock: Any) -> None:
    first = get(f"/feed.{format}")
    clock.shift(timedelta(minutes=5))
    again = Client().get(f"/feed.{format}", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


# What it costs

BUDGET = {"/": 3, "/section/yaowen/": 5, "/tag/地铁/": 5}


@pytest.mark.parametrize("where", BUDGET)
def test_a_feed_costs_the_same_whatever_its_length(
    where: str, draft: Any, with_photo: Any, put_out: PutOut, site: Any
) -> None:
    for number in range(3):
        article: Article = draft(f"第{number}篇")
        article.tags.add("地铁")
        with_photo(article, photodesk.take_in(picture_bytes(width=200 + number), f"{number}.jpg"))
        put_out(article=article)
    with CaptureQueriesContext(connection) as captured:
        assert len(feed("json", where, "?full=1")) == 3
    assert len(captured) <= BUDGET[where]

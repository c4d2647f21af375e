"""Writes a feed as RSS 2.0, Atom 1.0 (RFC 4287) or JSON Feed 1.1; the same entries, the same bytes.

Beside what Django's feeds take, an entry has `content` (HTML of the whole text, or nothing),
`authors` and `media` (its pictures, for JSON Feed), and a feed has `icon` (an absolute address).
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import IO, Any
from xml.sax.xmlreader import AttributesImpl

from django.utils.feedgenerator import (
    Atom1Feed,
    Enclosure,
    Rss201rev2Feed,
    SyndicationFeed,
    rfc3339_date,
)
from django.utils.xmlutils import SimplerXMLGenerator

from articles.authors import Author

Entry = dict[str, Any]

#: What XML 1.0 has no way to write or advises against; a text pasted from elsewhere may hold it.
UNWRITABLE = re.compile(
    "[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)

#: A feed has to name a time even before its first entry; a fixed one lets caches keep it.
BEFORE_ALL = datetime(2000, 1, 1, tzinfo=UTC)

CONTENT = "http://purl.org/rss/1.0/modules/content/"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
JSON_FEED = "https://jsonfeed.org/version/1.1"


def writable(words: str) -> str:
    return UNWRITABLE.sub("", words)


class Steady(SyndicationFeed):
    """Dated by its newest entry, so that the same entries are the same bytes."""

    def latest_post_date(self) -> datetime:
        return max((entry["updateddate"] for entry in self.items), default=BEFORE_ALL)


class Rss(Steady, Rss201rev2Feed):
    """https://www.rssboard.org/rss-specification, with the whole text as content:encoded."""

    def rss_attributes(self) -> dict[str, str]:
        names = {"xmlns:content": CONTENT, "xmlns:dc": DUBLIN_CORE}
        return super().rss_attributes() | names

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        handler.startElement("image", AttributesImpl({}))
        handler.addQuickElement("url", self.feed["icon"])
        handler.addQuickElement("title", self.feed["title"])
        handler.addQuickElement("link", self.feed["link"])
        handler.endElement("image")

    def add_item_elements(self, handler: SimplerXMLGenerator, item: Entry) -> None:
        super().add_item_elements(handler, item)
        for author in item["authors"]:
            handler.addQuickElement("dc:creator", author.name)
        if item["content"]:
            handler.addQuickElement("content:encoded", item["content"])


class Atom(Steady, Atom1Feed):
    """RFC 4287; the whole text is its content, anything less its summary."""

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("icon", self.feed["icon"])

    def add_item_elements(self, handler: SimplerXMLGenerator, item: Entry) -> None:
        super().add_item_elements(handler, item)
        for author in item["authors"]:
            handler.startElement("author", AttributesImpl({}))
            handler.addQuickElement("name", author.name)
            if author.url:
                handler.addQuickElement("uri", author.url)
            handler.endElement("author")
        if item["content"]:
            handler.addQuickElement("content", item["content"], {"type": "html"})


class Json(Steady):
    """https://www.jsonfeed.org/version/1.1/; what is empty is left out."""

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: IO[str], encoding: str) -> None:
        feed = {
            "version": JSON_FEED,
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "description": self.feed["description"],
            "icon": self.feed["icon"],
            "authors": [{"name": self.feed["author_name"], "url": self.feed["author_link"]}],
            "language": self.feed["language"],
            "items": [filled(self.item(entry)) for entry in self.items],
        }
        json.dump(feed, outfile, ensure_ascii=False, separators=(",", ":"))

    def item(self, entry: Entry) -> dict[str, Any]:
        words = {"content_html": entry["content"]} if entry["content"] else {}
        return {
            "id": entry["unique_id"],
            "url": entry["link"],
            "title": entry["title"],
            **(words or {"content_text": entry["summary"] or entry["title"]}),
            "summary": entry["summary"],
            "image": next((file.url for file in entry["enclosures"]), ""),
            "date_published": rfc3339_date(entry["pubdate"]),
            "date_modified": rfc3339_date(entry["updateddate"]),
            "authors": [named(author) for author in entry["authors"]],
            "tags": entry["categories"],
            "language": self.feed["language"],
            "attachments": [attached(file) for file in entry["media"]],
        }


FORMATS: dict[str, type[Rss | Atom | Json]] = {"rss": Rss, "atom": Atom, "json": Json}


def named(author: Author) -> dict[str, str]:
    return filled({"name": author.name, "url": author.url})


def attached(file: Enclosure) -> dict[str, Any]:
    size = int(file.length)
    return filled({"url": file.url, "mime_type": file.mime_type, "size_in_bytes": size})


def filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}

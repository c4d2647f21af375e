"""Stories as ninjs 3.1, the IPTC's standard for news in JSON (https://www.iptc.org/std/ninjs/).

A list is a news object of the type composite, whose associations are its stories. The standard
knows no field beyond its own, so where a list goes on stands in the Link header alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from articles import renditions
from articles.api import bodies, pictures
from articles.api.rights import rights
from articles.api.rows import local, page_of, person_page
from articles.api.schemas import LANGUAGE, Picture, Rendition
from articles.choices import CreditRole, PhotoKind
from articles.models import Edition, SiteSettings
from articles.pictures.generated import SOURCE_TYPE
from articles.richtext import plain_text
from articles.templatetags.story import byline, change_label
from articles.text import count_chars
from articles.views.addresses import absolute

Object = dict[str, Any]

STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
}
#: What a machine made; see http://cv.iptc.org/newscodes/digitalsourcetype/.
MADE_BY_MACHINE = {
    "name": "Created using Generative AI",
    "uri": SOURCE_TYPE,
}


def story(edition: Edition, site: SiteSettings) -> Object:
    """All of a story. Its photos and its cover have been attached."""
    mine = rights(edition, site)
    return {
        "standard": STANDARD,
        **head(edition, "full"),
        "bodies": bodies_of(edition),
        "people": [person(credit) for credit in edition.credits],
        "copyrightHolder": mine.holder,
        "copyrightNotice": mine.notice,
        "rightsInfo": {"linkedRights": mine.terms_url},
        "associations": [
            association(edition, place, pictures.story_photo(use), use["key"])
            for place, use in enumerate(edition.photos, start=1)
            if use["photo"] or use["caption"]
        ],
    }


def package(address: str, editions: Iterable[Edition]) -> Object:
    """A page of a list, whose absolute address names it."""
    found = list(editions)
    renditions.attach(renditions.covers(found))
    newest = max((edition.live_from for edition in found), default=None)
    return {
        "standard": STANDARD,
        "uri": address,
        "type": "composite",
        "representationType": "full",
        **({"versionCreated": written(newest)} if newest else {}),
        "pubStatus": "usable",
        "language": LANGUAGE,
        "associations": [
            {"name": f"story-{edition.article_id}", "rel": "item", **row(edition)}
            for edition in found
        ],
    }


def row(edition: Edition) -> Object:
    """A story as lists name it, with its cover."""
    if not edition.cover:
        return head(edition, "partial")
    cover = association(edition, 1, pictures.picture(edition.cover), edition.cover["key"])
    return head(edition, "partial") | {"associations": [cover]}


def head(edition: Edition, completeness: str) -> Object:
    signed = "\u3000".join(f"{line.role} {line.names}" for line in byline(edition))
    head = {
        "uri": absolute(edition.get_absolute_url()),
        "type": "text",
        "representationType": completeness,
        "profile": "text-photo" if edition.cover else "text-only",
        "version": str(edition.number),
        "firstCreated": written(edition.published_at),
        "versionCreated": written(edition.live_from),
        "pubStatus": "usable",
        "language": LANGUAGE,
        "title": edition.name_in_lists,
        "headlines": list(headlines(edition, completeness == "full")),
        "descriptions": list(descriptions(edition, completeness == "full")),
        "by": signed,
        "located": edition.dateline,
        "subjects": list(subjects(edition)),
        "infoSources": [info_source(source) for source in edition.sources],
        "altIds": [{"role": "id", "value": str(edition.article_id)}],
    }
    return {name: value for name, value in head.items() if value}


def headlines(edition: Edition, is_full: bool) -> Iterator[Object]:
    lines = {"main": edition.title, "kicker": edition.kicker, "list": edition.list_title}
    if is_full:
        lines |= {"subhead": edition.subtitle, "short": edition.short_title}
    for role, line in lines.items():
        if line:
            yield {"role": role, "contentType": "text/plain", "value": line}


def descriptions(edition: Edition, is_full: bool) -> Iterator[Object]:
    """The digest, and what readers are told of changes."""
    if edition.digest:
        yield {"role": "summary", "contentType": "text/plain", "value": edition.digest}
    for notice in edition.notices if is_full else ():
        words = f"{notice['at'][:10]} {change_label(notice['change'])} {notice['note']}"
        yield {"role": "correction", "contentType": "text/plain", "value": words}


def bodies_of(edition: Edition) -> list[Object]:
    words = plain_text(edition.body)
    count = {"charCount": count_chars(words)}
    return [
        {"role": "main", "contentType": "text/html", **count, "value": bodies.html(edition)},
        {"role": "plain", "contentType": "text/plain", **count, "value": words},
    ]


def subjects(edition: Edition) -> Iterator[Object]:
    section = {"name": edition.section.name, "slug": edition.section.slug}
    named = [("section", section)]
    named += [("topic", topic) for topic in edition.topics]
    named += [("tag", tag) for tag in edition.tags]
    for kind, one in named:
        uri = page_of(kind, one["slug"])
        yield {"name": one["name"], "rel": kind, "uri": uri, "literal": one["slug"]}


def person(credit: Object) -> Object:
    role = CreditRole(credit["role"])
    return {"name": credit["name"], "rel": role.value, "uri": person_page(credit["person"])}


def info_source(source: Object) -> Object:
    address = {"uri": absolute(source["url"])} if source["url"] else {}
    return {"name": source["name"], "role": "source", **address}


def association(edition: Edition, place: int, picture: Picture, key: str) -> Object:
    """A photo as a news object of its own, named by its place in the story."""
    found = {
        "name": f"picture-{place}",
        "rel": "picture",
        "uri": f"{absolute(edition.get_absolute_url())}#{key}",
        "type": "picture",
        "pubStatus": "usable",
        "by": picture.credit,
        "descriptions": list(words_of(picture)),
        "renditions": [rendition(size) for size in picture.renditions],
        "digitalSourceType": MADE_BY_MACHINE if picture.kind == PhotoKind.AI else None,
    }
    return {name: value for name, value in found.items() if value}


def words_of(picture: Picture) -> Iterator[Object]:
    for role, words in (("caption", picture.caption), ("alt", picture.alt)):
        if words:
            yield {"role": role, "contentType": "text/plain", "value": words}


def rendition(size: Rendition) -> Object:
    format = size.type.removeprefix("image/")
    return {
        "name": f"{size.shape}-{size.width}-{format}",
        "href": size.url,
        "contentType": size.type,
        "width": size.width,
        "height": size.height,
    }


def written(moment: datetime) -> str:
    """A date-time of RFC 3339."""
    return local(moment).isoformat()

"""A story as an entry of a feed: its names and times, its opening words or its whole text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.template.loader import get_template, render_to_string
from django.utils.encoding import iri_to_uri
from django.utils.feedgenerator import get_tag_uri
from django.utils.html import escape

from articles import renditions, richtext
from articles.authors import Author, authors
from articles.feeds import enclosures
from articles.feeds.formats import Entry, writable
from articles.models import Edition
from articles.templatetags.story import description
from articles.views.addresses import absolute, with_whole_links
from articles.views.largest import largest


def entries(editions: Sequence[Edition], *, whole: bool) -> Iterator[Entry]:
    """Entries of these stories, whose pictures are found in one query."""
    photos = (use["photo"] for edition in editions for use in edition.photos)
    renditions.attach([*renditions.covers(editions), *photos])
    for edition in editions:
        yield entry(edition, whole=whole)


def entry(edition: Edition, *, whole: bool) -> Entry:
    """As formats.py takes it; RSS and Atom read the description as HTML, so it is escaped."""
    summary = writable(description(edition))
    tags = [tag["name"] for tag in edition.tags]
    media = enclosures.media(edition)
    return {
        "title": writable(edition.title),
        "link": absolute(edition.get_absolute_url()),
        "summary": summary,
        "description": escape(summary),
        "content": writable(whole_text(edition)) if whole else "",
        "unique_id": identity(edition),
        "unique_id_is_permalink": False,
        "pubdate": edition.published_at,
        "updateddate": edition.live_from,
        "authors": [Author(writable(one.name), iri_to_uri(one.url)) for one in authors(edition)],
        "categories": [writable(name) for name in (edition.section.name, *tags)],
        "enclosures": media[:1],
        "media": media,
    }


def identity(edition: Edition) -> str:
    """The same for every edition of a story (RFC 4151): no part of it can be edited."""
    begun = edition.article.created_at
    return get_tag_uri(absolute(f"/story/{edition.article_id}"), begun)


def whole_text(edition: Edition) -> str:
    """The text with corrections, pictures and credits, every address in it absolute."""
    uses = {use["key"]: use for use in edition.photos}
    figure = get_template("components/_feed_figure.html")

    def figures(keys: Sequence[str]) -> Iterator[str]:
        for use in (uses[key] for key in keys if key in uses):
            if picture := largest(use["photo"]):
                yield figure.render({"use": use, "picture": picture})

    body = richtext.render(edition.body, figures, trusted=True)
    text = render_to_string("components/_feed_text.html", {"edition": edition, "body": body})
    return with_whole_links(text, absolute(edition.get_absolute_url()))

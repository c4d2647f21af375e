"""Stories as lists show them, and what else names a section, a tag or a topic."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from articles import renditions
from articles.api import pictures
from articles.api.schemas import LANGUAGE, Name, Source, StoryRow
from articles.models import Edition, Section
from articles.views.addresses import absolute


def rows(editions: Iterable[Edition]) -> list[StoryRow]:
    """With their covers, whose sizes are one query."""
    found = list(editions)
    renditions.attach(renditions.covers(found))
    return [StoryRow(**row_fields(edition)) for edition in found]


def row_fields(edition: Edition) -> dict[str, Any]:
    return {
        "id": edition.article_id,
        "url": absolute(edition.get_absolute_url()),
        "api_url": absolute(reverse("api:story", args=[edition.article_id])),
        "kicker": edition.kicker,
        "title": edition.title,
        "list_title": edition.list_title,
        "digest": edition.digest,
        "kind": edition.kind,
        "language": LANGUAGE,
        "published_at": local(edition.published_at),
        "changed_at": local(edition.live_from),
        "version": edition.number,
        "section": section_name(edition.section),
        "sources": [Source(**source) for source in edition.sources],
        "tags": [named("tag", **tag) for tag in edition.tags],
        "topics": [named("topic", **topic) for topic in edition.topics],
        "cover": pictures.cover(edition.cover),
    }


def local(moment: datetime) -> datetime:
    """In the site's zone and to the second, as every time of the API."""
    return timezone.localtime(moment).replace(microsecond=0)


def section_name(section: Section) -> Name:
    return named("section", section.name, section.slug)


def named(kind: str, name: str, slug: str) -> Name:
    """A section, tag or topic; `kind` says which."""
    return Name(name=name, slug=slug, url=page_of(kind, slug))


def page_of(kind: str, slug: str) -> str:
    return absolute(reverse(f"articles:{kind}", args=[slug]))


def person_page(pk: int) -> str:
    return absolute(reverse("articles:person", args=[pk]))


def stories_url(**filters: Any) -> str:
    """The list of stories with these parameters."""
    return absolute(f"{reverse('api:stories')}?{urlencode(filters)}")

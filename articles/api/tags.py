"""The tags that stories before readers carry."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from ninja import Query, Router
from ninja.decorators import decorate_view

from articles.api import pagination
from articles.api.asking import TagFilters
from articles.api.negotiation import JSON, offers
from articles.api.pages import SAFE, following
from articles.api.rows import page_of, stories_url
from articles.api.schemas import Tag as TagOut
from articles.api.schemas import Tags
from articles.models import Edition, Tag

router = Router(tags=["Sections, tags and topics"])


@router.api_operation(SAFE, "/tags", response=Tags, url_name="tags")
@decorate_view(offers(JSON))
def tags(request: HttpRequest, asked: Query[TagFilters]) -> Any:
    """Tags of stories that readers see now, by name."""
    found = carried()
    if asked.prefix:
        found = found.filter(name__istartswith=asked.prefix)
    place = pagination.decoded(asked.cursor, "tags", (str,))
    if place:
        found = found.filter(name__gt=place[0])
    shown = list(found.order_by("name")[: asked.limit + 1])
    more = shown[asked.limit :]
    del shown[asked.limit :]
    cursor = pagination.encoded("tags", [shown[-1].name]) if more else ""
    return Tags(tags=[said(tag) for tag in shown], next=following(request, cursor))


def carried() -> QuerySet[Tag]:
    live = Edition.objects.order_by().live().filter(tag_rows=OuterRef("pk"))
    return Tag.objects.filter(Exists(live))


def said(tag: Tag) -> TagOut:
    return TagOut(
        name=tag.name,
        slug=tag.slug,
        url=page_of("tag", tag.slug),
        stories_url=stories_url(tag=tag.slug),
    )

"""Special subjects: all that have a story, and one with what stands on its page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import Path, Query, Router
from ninja.decorators import decorate_view

from articles import renditions
from articles.api import pagination, pictures, problems
from articles.api.asking import Paging, Slug
from articles.api.negotiation import JSON, offers
from articles.api.pages import SAFE, following
from articles.api.problems import Problem
from articles.api.rows import page_of, rows, stories_url
from articles.api.schemas import Block, TopicRow, Topics
from articles.api.schemas import Topic as TopicOut
from articles.models import Edition, Topic
from articles.views import topic as page
from articles.views.addresses import absolute

router = Router(tags=["Sections, tags and topics"])


@router.api_operation(SAFE, "/topics", response=Topics, url_name="topics")
@decorate_view(offers(JSON))
def topics(request: HttpRequest, asked: Query[Paging]) -> Any:
    """Topics that readers have a story of; the one with the newest story first."""
    found = page.with_stories()
    place = pagination.decoded(asked.cursor, "topics", (int, int))
    if place:
        at, pk = place
        after = pagination.before(("at", "pk"), (pagination.moment(int(at)), pk))
        found = found.filter(after)
    shown = list(found[: asked.limit + 1])
    more = shown[asked.limit :]
    del shown[asked.limit :]
    last = [pagination.micros(shown[-1].at), shown[-1].pk] if more else []
    cursor = pagination.encoded("topics", last) if more else ""
    listed = [TopicRow(**fields(row.topic, row.cover)) for row in with_covers(shown)]
    return Topics(topics=listed, next=following(request, cursor))


def with_covers(topics: Any) -> list[page.TopicRow]:
    """Each with its own cover, or else that of its newest story; their sizes are one query."""
    rows = page.topic_rows(topics)
    renditions.attach(row.cover["photo"] for row in rows if row.cover)
    return rows


@router.api_operation(SAFE, "/topics/{word:slug}", response=TopicOut, url_name="topic")
@decorate_view(offers(JSON))
def topic(request: HttpRequest, slug: Path[Slug]) -> Any:
    """A topic with the blocks of its page. All of its stories are at `stories_url`."""
    found = page.with_stories().filter(slug=slug).first()
    if found is None:
        raise Problem(problems.NOT_FOUND)
    members = Edition.objects.live().filter(topic_rows=found)
    blocks = page.filled(found, members)
    cover = next((row.cover for row in with_covers([found])), None)
    renditions.attach(renditions.covers(story for block in blocks for story in block.stories))
    return TopicOut(
        **fields(found, cover),
        blocks=[Block(name=block.name, stories=rows(block.stories)) for block in blocks],
    )


def fields(topic: Topic, cover: page.Use | None) -> dict[str, Any]:
    return {
        "name": topic.name,
        "slug": topic.slug,
        "url": page_of("topic", topic.slug),
        "introduction": topic.introduction,
        "api_url": absolute(reverse("api:topic", args=[topic.slug])),
        "stories_url": stories_url(topic=topic.slug),
        "cover": pictures.cover(cover),
    }

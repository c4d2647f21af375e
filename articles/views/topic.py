"""The pages of special subjects: all of them, and one with its cover and blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import renditions
from articles.forms.topic import MOST_BLOCKS, MOST_STORIES
from articles.models import Edition, Photo, Topic, TopicBlock, TopicPick
from articles.models.edition import EditionQuerySet
from articles.views.addresses import absolute
from articles.views.lists import list_page, page_of
from articles.views.trail import Crumb, trail

#: A picture in a story or of a topic: {"photo": its file, "kind", "alt"} and more.
Use = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Block:
    name: str
    stories: list[Edition]


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic in the list of all, with what stands under its name."""

    topic: Topic
    newest: Edition
    cover: Use | None


# All topics


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """Topics that readers have a story of; the one with the newest story first."""
    page = page_of(with_stories(), request.GET.get("page", "1"))
    if request.GET.get("page") == "1":
        return HttpResponsePermanentRedirect(request.path)
    rows = topic_rows(page)
    renditions.attach(row.cover["photo"] for row in rows if row.cover)
    query = f"?page={page.number}" if page.number > 1 else ""
    context = {
        "page": page,
        "rows": rows,
        "trail": trail(to=_("Topics")),
        "canonical": absolute(request.path + query),
    }
    return render(request, "articles/topics.html", context)


def newest_of(topic: Any) -> EditionQuerySet:
    """The live stories of a topic, newest first, for a query that goes over topics."""
    return Edition.objects.live().filter(topic_rows=topic).newest_first()


def with_stories() -> QuerySet[Any]:
    own = newest_of(OuterRef("pk"))
    found = Topic.objects.select_related("cover").filter(Exists(own))
    return found.annotate(at=Subquery(own.values("published_at")[:1])).order_by("-at", "-pk")


def topic_rows(page: Page[Any]) -> list[TopicRow]:
    """The newest stories are asked for by themselves: only of the topics that the page shows."""
    first = Subquery(newest_of(OuterRef("pk")).values("pk")[:1])
    newest = dict(Topic.objects.filter(pk__in=[one.pk for one in page]).values_list("pk", first))
    stories = Edition.objects.for_lists().in_bulk(set(newest.values()) - {None})
    return [
        TopicRow(topic, story, own_cover(topic) or story.cover)
        for topic in page
        if (story := stories.get(newest[topic.pk]))
    ]


# One topic


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """The cover and the blocks, then the other stories; 404 while readers have none of it."""
    found = get_object_or_404(Topic.objects.select_related("cover"), slug=slug)
    stories = Edition.objects.live().filter(topic_rows=found)
    newest = stories.for_lists().newest_first().first()
    if newest is None:
        raise Http404
    blocks = filled(found, stories)
    in_blocks = [story for block in blocks for story in block.stories]
    is_first = request.GET.get("page", "1") == "1"
    cover = own_cover(found) or next((one.cover for one in [newest, *in_blocks] if one.cover), None)
    context = {
        "topic": found,
        "blocks": blocks if is_first else [],
        "cover": cover if is_first else None,
        "share_image": SimpleLazyObject(lambda: card_of(cover)),
        "trail": trail(Crumb(_("Topics"), reverse("articles:topics")), to=found.name),
    }
    return list_page(
        request,
        "articles/topic.html",
        stories.exclude(pk__in=[story.pk for story in in_blocks]),
        context,
        may_be_empty=True,
        also=[cover and cover["photo"], *renditions.covers(in_blocks)] if is_first else (),
    )


def card_of(cover: Use | None) -> str:
    """The absolute address of the cover for services that show a card; empty without one."""
    address = renditions.card_url(cover["photo"]) if cover else ""
    return absolute(address) if address else ""


def own_cover(topic: Topic) -> Use | None:
    return use_of(topic.cover) if topic.cover else None


def use_of(photo: Photo) -> Use:
    size = {"width": photo.width, "height": photo.height}
    return {"photo": {"token": photo.token, **size}, "kind": photo.kind, "alt": photo.alt}


# What stands in the blocks


def filled(topic: Topic, members: EditionQuerySet) -> list[Block]:
    """The blocks that have stories: those picked by hand, then the topic's with the block's tag.

    No story stands twice; one that is picked anywhere stands where it was picked.
    """
    picks = Prefetch("picks", TopicPick.objects.only("block", "article"))
    asked = list(topic.blocks.prefetch_related(picks)[:MOST_BLOCKS])
    found = candidates(asked, members) if asked else []
    by_hand = picked(asked, found)
    taken = {story.pk for stories in by_hand.values() for story in stories}
    carried = tags_of(found, asked)
    made = []
    for block in asked:
        stories = by_hand[block.pk]
        fitting = (one for one in found if (one.pk, block.tag_id) in carried)
        stories += fresh(fitting, taken, room(block) - len(stories))
        made.append(Block(block.name, stories))
    return [block for block in made if block.stories]


def room(block: TopicBlock) -> int:
    return min(block.size, MOST_STORIES)


def picked_ids(block: TopicBlock) -> list[int]:
    return [pick.article_id for pick in block.picks.all()]


def candidates(blocks: Sequence[TopicBlock], members: EditionQuerySet) -> list[Edition]:
    """Every story that can stand in these blocks, newest first, in one query.

    Of each tag as many as all blocks have room for: the others may take all but the last.
    """
    by_hand = {pk for block in blocks for pk in picked_ids(block)}
    enough = sum(map(room, blocks))
    match = Q(article__in=by_hand)
    for tag in {block.tag_id for block in blocks if block.tag_id}:
        newest = members.filter(tag_rows=tag).newest_first().values("pk")[:enough]
        match |= Q(pk__in=Subquery(newest))
    return list(Edition.objects.live().filter(match).for_lists().newest_first())


def picked(blocks: Iterable[TopicBlock], found: Iterable[Edition]) -> dict[int, list[Edition]]:
    """The live stories picked for each block, in their order, by its id."""
    by_article = {story.article_id: story for story in found}
    chosen: dict[int, list[Edition]] = {}
    for block in blocks:
        live = (by_article.pop(pk, None) for pk in picked_ids(block))
        chosen[block.pk] = [story for story in live if story][: room(block)]
    return chosen


def tags_of(stories: Iterable[Edition], blocks: Iterable[TopicBlock]) -> set[tuple[int, int]]:
    """Which of these stories carries which of the blocks' tags, as ids of both."""
    tags = {block.tag_id for block in blocks if block.tag_id}
    if not tags:
        return set()
    rows = Edition.tag_rows.through.objects.filter(
        tag__in=tags, edition__in=[s.pk for s in stories]
    )
    return set(rows.values_list("edition", "tag"))


def fresh(stories: Iterable[Edition], taken: set[int], count: int) -> Iterator[Edition]:
    """At most so many that do not stand on the page yet; from now on they do."""
    for story in stories:
        if count < 1:
            return
        if story.pk not in taken:
            taken.add(story.pk)
            count -= 1
            yield story

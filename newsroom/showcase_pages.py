"""Fills the sample paper's pages: blocks of a topic, a layout of the front page, some readers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from articles import board, hot
from articles.models import (
    Edition,
    FrontLayout,
    HourOfViews,
    Section,
    Topic,
    TopicBlock,
    TopicPick,
    User,
)

#: Blocks of a topic, by its address: heading, and words of the headlines that stand in each.
BLOCKS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "gonggong-kongjian": (
        ("走一走", ("绿道", "步行桥", "步道")),
        ("坐下来", ("图书馆", "游乐场")),
    ),
}
LAYOUT_NOTE = "试用的版面\uff1a打开轮播"

#: Hours in which the sample stories were read, and views of the first of them in each.
HOURS, VIEWS = 6, 40


def fill(cast: Mapping[str, User]) -> None:
    """Do what is missing of it; what an editor or readers have done since stays as it is."""
    for slug, blocks in BLOCKS.items():
        topic = Topic.objects.filter(slug=slug, blocks__isnull=True).first()
        if topic:
            lay_out_topic(topic, blocks)
    if not FrontLayout.objects.exists():
        show_carousel(by=cast["chief"])
    if not HourOfViews.objects.exists():
        be_read()


@transaction.atomic
def lay_out_topic(topic: Topic, blocks: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
    stories = list(Edition.objects.live().filter(topic_rows=topic).newest_first())
    for rank, (name, words) in enumerate(blocks):
        block = TopicBlock.objects.create(topic=topic, rank=rank, name=name)
        meant = [one for one in stories if any(word in one.title for word in words)]
        TopicPick.objects.bulk_create(
            TopicPick(block=block, rank=place, article_id=one.article_id)
            for place, one in enumerate(meant)
        )


def show_carousel(*, by: User) -> None:
    places = board.places_of(None, list(Section.objects.all()))
    shown = [replace(place, is_shown=True) for place in places]
    board.lay_out(shown, by=by, replaces=None, note=LAYOUT_NOTE)


def be_read() -> None:
    """As on a morning: older stories that many share are read more than some of the newest."""
    now = timezone.now()
    hour = now.replace(minute=0, second=0, microsecond=0)
    stories = Edition.objects.live().order_by("content_hash").values_list("article", flat=True)
    HourOfViews.objects.bulk_create(
        HourOfViews(article_id=article, hour=hour - timedelta(hours=back), views=VIEWS // place + 1)
        for place, article in enumerate(stories, 1)
        for back in range(HOURS)
    )
    hot.rank(now)

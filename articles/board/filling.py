"""What stands in each place of the front page at a moment: first by hand, then by rule.

No story stands twice in headline, carousel, important news and sections, the first of these
before the others; what an editor put somewhere is taken by no rule elsewhere. The newest, the band
of topics and the hot list may repeat what stands in sections, the hot list everything. A row whose
story readers do not see, or whose time has passed, falls out, and the rule fills its place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q, Value

from articles import renditions
from articles.board.choosing import BY_HAND, Candidate, Fall, Filled, chosen
from articles.board.places import (
    CAROUSEL,
    HEADLINE,
    HOT,
    IMPORTANT,
    LATEST,
    TOPICS,
    By,
    Place,
    Row,
    Rule,
    section_of,
)
from articles.hot import hottest
from articles.models import Edition, Section, Topic
from articles.models.edition import EditionQuerySet
from articles.renditions.finding import file_of

#: What everybody sees first.
TOP = (HEADLINE, CAROUSEL, IMPORTANT)
#: Stories of a topic in the band of topics.
IN_BAND = 3


@dataclass(frozen=True, slots=True)
class Block:
    """A section on the page."""

    section: Section
    stories: list[Edition]


@dataclass(frozen=True, slots=True)
class Band:
    """A topic on the page; `cover` is its own, or of its newest story, as pages know a photo."""

    topic: Topic
    stories: list[Edition]
    cover: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Front:
    """The front page. A place that is not shown is empty."""

    headline: Edition | None
    carousel: list[Edition]
    important: list[Edition]
    latest: list[Edition]
    topics: list[Band]
    hot: list[Edition]
    blocks: list[Block]
    filled: dict[str, Filled]

    @property
    def is_empty(self) -> bool:
        return not any(one.stories for one in self.filled.values())

    @property
    def leads_with_carousel(self) -> bool:
        """Whether the first large picture of the page is one of the carousel."""
        return not (self.headline and has_picture(self.headline))


def fill(places: Sequence[Place], tree: Iterable[Section], at: datetime) -> Front:
    """The page at `at`, its pictures with it, in seven queries at most; `tree` is all sections."""
    sections = list(tree)
    shown = [place for place in places if place.is_shown]
    topics = topics_of(shown, at)
    hot = hot_of(shown, at)
    found = candidates(shown, sections, [topic.pk for topic in topics], at)
    found[Rule(By.HOT).key] = [candidate(one) for one in hot]
    filled = {one.place.key: one for one in chosen(shown, found, at, len(hot))}
    above = {pk for key in TOP if key in filled for pk in filled[key].ids}
    bands = {topic: in_band(found[Rule(By.TOPIC, topic.pk).key], above) for topic in topics}
    wanted = {pk for one in filled.values() for pk in one.ids}
    wanted |= {pk for ids in bands.values() for pk in ids}
    editions = loaded(wanted, at, hot)
    for one in filled.values():
        settle(one, editions)
    if HOT in filled:
        filled[HOT].stories = hot[: filled[HOT].place.size]
    if TOPICS in filled:
        filled[TOPICS].fallen = fallen_topics(filled[TOPICS].place, topics, at)
    made = [band(topic, pks, editions) for topic, pks in bands.items()]
    return laid(filled, sections, [one for one in made if one.stories])


# What is asked of the database


def live(at: datetime) -> EditionQuerySet:
    return Edition.objects.live(at=at)


def topics_of(shown: Iterable[Place], at: datetime) -> list[Topic]:
    """The topics of the band: those of rows, then the newest; each has a story that readers see."""
    place = next((one for one in shown if one.key == TOPICS), None)
    if place is None:
        return []
    rows = [row.id for row in place.rows if row.holds(at)]
    told = Topic.objects.filter(Exists(live(at).filter(topic_rows=OuterRef("pk"))))
    if place.rule.by == By.NONE:
        told = told.filter(pk__in=rows)
    by_hand = ExpressionWrapper(Q(pk__in=rows), models.BooleanField())
    ordered = told.annotate(by_hand=by_hand).order_by("-by_hand", "-pk")
    some = ordered.select_related("cover")[: place.size + len(rows)]
    topics: dict[int, Topic] = {one.pk: one for one in some}
    first = [topics.pop(row) for row in rows if row in topics]
    return [*first, *topics.values()][: place.size]


def hot_of(shown: Sequence[Place], at: datetime) -> list[Edition]:
    """The hot list, as long as any place may want it."""
    own = [place.size for place in shown if place.key == HOT]
    ruled = [most(shown) for place in shown if place.key != HOT and place.rule.by == By.HOT]
    return hottest(max(own + ruled), at=at) if own + ruled else []


def most(shown: Iterable[Place]) -> int:
    """So many candidates are enough for any place, whatever stands in the others."""
    return sum(place.size + len(place.rows) for place in shown)


def candidates(
    shown: Sequence[Place], tree: Sequence[Section], topics: Iterable[int], at: datetime
) -> dict[str, list[Candidate]]:
    """What rows and rules name, by the rule's key, the newest first; all in one query."""
    by_hand = [row.id for place in shown for row in place.rows if place.key != TOPICS]
    asked = {BY_HAND: live(at).filter(article__in=by_hand)}
    for place in shown:
        stories = named_by(place.rule, tree, at)
        if stories is not None and place.key not in {TOPICS, HOT}:
            asked[place.rule.key] = stories.newest_first()[: most(shown)]
    for topic in topics:
        band = live(at).filter(topic_rows=topic).newest_first()[: IN_BAND + most(shown)]
        asked[Rule(By.TOPIC, topic).key] = band
    found = defaultdict(list)
    for key, *columns in in_one(asked):
        found[key].append(Candidate(*columns))
    for rows in found.values():
        rows.sort(key=lambda one: (one.at, one.edition), reverse=True)
    return found


def in_one(asked: dict[str, EditionQuerySet]) -> Iterable[Any]:
    """The rows of all these, each with its key; a slice stands inside of a branch of its own,
    as SQLite takes none in a union."""
    has_picture = ExpressionWrapper(Q(cover__isnull=False), models.BooleanField())
    branches = [
        Edition.objects.order_by()
        .filter(pk__in=stories.values("pk"))
        .annotate(key=Value(key, output_field=models.CharField()), has_picture=has_picture)
        .values_list("key", "pk", "article_id", "published_at", "has_picture")
        for key, stories in asked.items()
    ]
    return branches[0].union(*branches[1:], all=True)


def named_by(rule: Rule, tree: Iterable[Section], at: datetime) -> EditionQuerySet | None:
    """The live stories that a rule chooses from; None for a rule that asks nothing here."""
    stories = live(at)
    if rule.by == By.SECTION:
        # Ids rather than a join with the parents: each is a walk along the index of its section.
        within = [one.pk for one in tree if rule.of in {one.pk, one.parent_id}]
        return stories.filter(section__in=within)
    if rule.by == By.TAG:
        return stories.filter(tag_rows=rule.of)
    if rule.by == By.TOPIC:
        return stories.filter(topic_rows=rule.of)
    if rule.by == By.PICTURED:
        return stories.filter(cover__isnull=False)
    return stories if rule.by in {By.NEWEST, By.LEAD} else None


def loaded(wanted: Iterable[int], at: datetime, hot: Iterable[Edition]) -> dict[int, Edition]:
    """The editions by id, as lists show them, with their pictures."""
    known = {one.pk: one for one in hot}
    rest = live(at).filter(pk__in=set(wanted) - known.keys()).for_lists()
    editions = known | {one.pk: one for one in rest}
    renditions.attach(renditions.covers(editions.values()))
    return editions


def candidate(edition: Edition) -> Candidate:
    return Candidate(edition.pk, edition.article_id, edition.published_at, bool(edition.cover))


def in_band(pool: list[Candidate], above: set[int]) -> list[int]:
    """The editions of a topic's band: those that stand above only where there are no others."""
    ids = [one.edition for one in pool]
    return ([pk for pk in ids if pk not in above] or ids)[:IN_BAND]


# The page


def settle(filled: Filled, editions: dict[int, Edition]) -> None:
    """Put the editions in; one that went between two queries is left out with its row, as is one
    of the carousel whose picture is not there (awaited, or its licence has ended)."""
    both = [
        (editions[pk], row)
        for pk, row in zip(filled.ids, filled.rows, strict=True)
        if pk in editions and (filled.place.key != CAROUSEL or has_picture(editions[pk]))
    ]
    filled.stories = [story for story, _row in both]
    filled.rows = [row for _story, row in both]


def has_picture(story: Edition) -> bool:
    return bool(story.cover and renditions.address(story.cover["photo"], "full"))


def band(topic: Topic, pks: Iterable[int], editions: dict[int, Edition]) -> Band:
    stories = [editions[pk] for pk in pks if pk in editions]
    if topic.cover:
        return Band(topic, stories, file_of(topic.cover))
    return Band(topic, stories, next((one.cover["photo"] for one in stories if one.cover), None))


def fallen_topics(place: Place, topics: Iterable[Topic], at: datetime) -> dict[Row, Fall]:
    stand = {topic.pk for topic in topics}
    gone = [row for row in place.rows if row.id not in stand]
    return {row: Fall.UNSEEN if row.holds(at) else Fall.OVER for row in gone}


def laid(filled: dict[str, Filled], tree: Iterable[Section], bands: list[Band]) -> Front:
    def of(key: str) -> list[Edition]:
        return filled[key].stories if key in filled else []

    by_id = {section.pk: section for section in tree}
    sections = ((section_of(key) or 0, one.stories) for key, one in filled.items())
    return Front(
        headline=next(iter(of(HEADLINE)), None),
        carousel=of(CAROUSEL),
        important=of(IMPORTANT),
        latest=of(LATEST),
        topics=bands,
        hot=of(HOT),
        blocks=[Block(by_id[pk], stories) for pk, stories in sections if pk in by_id and stories],
        filled=filled,
    )


def snapshot(front: Front) -> list[dict[str, Any]]:
    """The page as `FrontLayout.shown` keeps it (see places.py)."""
    names = {f"section-{block.section.pk}": block.section.name for block in front.blocks}
    shown = []
    for key, filled in front.filled.items():
        stories = [
            {"article": one.article_id, "edition": one.pk, "title": one.name_in_lists}
            for one in filled.stories
        ]
        if key == TOPICS:
            stories = [{"topic": one.topic.pk, "title": one.topic.name} for one in front.topics]
        name = {"name": names[key]} if key in names else {}
        shown.append({"place": key, "stories": stories, **name})
    return shown

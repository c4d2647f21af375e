"""The places of the front page as they are kept: shapes, limits, defaults, and turning points.

`FrontLayout.places` is a list with one object a place. Sections stand in the order in which the
page shows them; where the other places stand is the page's own affair:

    {"place": "important",          headline, carousel, important, latest, topics, hot or section-ID
     "is_shown": true,
     "size": 4,                     stories (in the band of topics, topics) at most; see `limits`
     "rule": {"by": "newest",       a word of `By`: fills what is left after the rows
              "of": null},          id of the section, tag or topic; null for the other words
     "rows": [{"id": 12,            of the story, in the band of topics of the topic; in order
               "until": null,       ISO 8601 with its zone: the moment from which it stands no more
               "pinned": 2}]}       the number, from 1, that it keeps in its place; null for none

`FrontLayout.shown` says what the page showed right after the change, the places that were shown
in the order of the page; "name" is of a section, and of topics there is {"topic", "title"}:

    {"place": "section-3", "name": "要闻",
     "stories": [{"article": 12, "edition": 31, "title": "…"}]}

Rows are first in their order, those that are pinned at their number; the rule fills the rest. A
place that a layout does not name stands as it does without one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from articles.models import FrontLayout, Section
from articles.models.site import Boundaries

HEADLINE, CAROUSEL, IMPORTANT = "headline", "carousel", "important"
LATEST, TOPICS, HOT = "latest", "topics", "hot"

#: The places that every front page has, beside those of its sections.
FIXED = (HEADLINE, CAROUSEL, IMPORTANT, LATEST, TOPICS, HOT)

NAMES = {
    HEADLINE: _("Headline"),
    CAROUSEL: _("Carousel"),
    IMPORTANT: _("Important news"),
    LATEST: _("Latest"),
    TOPICS: _("Topics"),
    HOT: _("Hot list"),
}

#: Rows of one place; those that its size leaves no room for stand in when another falls out.
MOST_ROWS = 12

#: What ids a database can hold.
MOST_ID = 2**63 - 1

_SECTION = re.compile("section-([1-9][0-9]{0,17})")


class By(models.TextChoices):
    """The rules."""

    NONE = "none", _("Nothing")
    LEAD = "lead", _("The newest, one with a picture before others")
    NEWEST = "newest", _("The newest")
    PICTURED = "pictured", _("The newest with a picture")
    HOT = "hot", _("The hot list")
    SECTION = "section", _("A section")
    TAG = "tag", _("A tag")
    TOPIC = "topic", _("A topic")


#: The rules that name a row.
OF_SOMETHING = frozenset({By.SECTION, By.TAG, By.TOPIC})


@dataclass(frozen=True, slots=True)
class Rule:
    by: By
    of: int | None = None

    @property
    def key(self) -> str:
        return f"{self.by}:{self.of or ''}"


@dataclass(frozen=True, slots=True)
class Row:
    id: int
    until: datetime | None = None
    pinned: int | None = None

    def holds(self, at: datetime) -> bool:
        return self.until is None or at < self.until


@dataclass(frozen=True, slots=True)
class Place:
    key: str
    is_shown: bool
    size: int
    rule: Rule
    rows: tuple[Row, ...] = ()


def section_key(section: Section) -> str:
    return f"section-{section.pk}"


def section_of(key: str) -> int | None:
    """The id of the section whose place it is."""
    match = _SECTION.fullmatch(key)
    return int(match[1]) if match else None


def limits(key: str) -> tuple[int, int]:
    """How many stories (topics) the place holds, at least and at most."""
    return {
        HEADLINE: (1, 1),
        CAROUSEL: (2, 6),
        IMPORTANT: (3, 8),
        LATEST: (1, 12),
        TOPICS: (1, 4),
        HOT: (3, 10),
    }.get(key, (1, 12))


def name_of(key: str, tree: Iterable[Section]) -> str:
    """The place as the desk calls it; that of a section by the section's name."""
    named = {section.pk: section.name for section in tree}
    return str(NAMES.get(key) or named.get(section_of(key) or 0, key))


def top_sections(tree: Iterable[Section]) -> list[Section]:
    """Of all sections, those of the first level that stand in the navigation."""
    return [section for section in tree if section.is_shown and section.parent_id is None]


# Without a layout


def defaults(tree: Iterable[Section]) -> dict[str, Place]:
    """Every place by its key, in the order of the page."""
    places = [
        Place(HEADLINE, True, 1, Rule(By.LEAD)),
        Place(CAROUSEL, False, 5, Rule(By.PICTURED)),
        Place(IMPORTANT, True, 4, Rule(By.NEWEST)),
        Place(LATEST, True, 4, Rule(By.NEWEST)),
        Place(TOPICS, True, 2, Rule(By.NEWEST)),
        Place(HOT, True, 8, Rule(By.HOT)),
    ]
    places += [
        Place(section_key(section), True, 5, Rule(By.SECTION, section.pk))
        for section in top_sections(tree)
    ]
    return {place.key: place for place in places}


# As they are kept


def places_of(layout: FrontLayout | None, tree: Sequence[Section]) -> list[Place]:
    """All places of the page, the sections in their order; what cannot be read is as usual.

    A section that left the navigation leaves the page; one that is new comes last.
    """
    usual = defaults(tree)
    kept = read(layout.places if layout else None, usual)
    fixed = [kept.get(key, usual[key]) for key in FIXED]
    ordered = [place for key, place in kept.items() if key not in FIXED]
    new = [place for key, place in usual.items() if key not in FIXED and key not in kept]
    return [*fixed, *ordered, *new]


def read(kept: Any, usual: dict[str, Place]) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for entry in kept if isinstance(kept, list) else ():
        key = entry.get("place") if isinstance(entry, dict) else None
        if isinstance(key, str) and key in usual and key not in found:
            found[key] = place_from(entry, usual[key])
    return found


def place_from(entry: dict[str, Any], usual: Place) -> Place:
    least, most = limits(usual.key)
    size = number(entry.get("size"))
    rows = entry.get("rows")
    return Place(
        usual.key,
        is_shown=bool(entry.get("is_shown", usual.is_shown)),
        size=min(max(size, least), most) if size is not None else usual.size,
        rule=rule_from(entry.get("rule"), usual.rule),
        rows=tuple(rows_from(rows if isinstance(rows, list) else ()))[:MOST_ROWS],
    )


def rule_from(entry: Any, usual: Rule) -> Rule:
    if not isinstance(entry, dict) or entry.get("by") not in By.values:
        return usual
    by, of = By(entry["by"]), number(entry.get("of"))
    if by in OF_SOMETHING:
        return Rule(by, of) if of else usual
    return Rule(by)


def rows_from(entries: Iterable[Any]) -> Iterator[Row]:
    for entry in entries:
        one = number(entry.get("id")) if isinstance(entry, dict) else None
        if one:
            yield Row(one, moment(entry.get("until")), number(entry.get("pinned")) or None)


def number(value: Any) -> int | None:
    """A number that can be an id or a count; True is none."""
    return value if type(value) is int and 0 <= value <= MOST_ID else None


def moment(value: Any) -> datetime | None:
    try:
        found = parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        return None
    if found is not None and timezone.is_naive(found):
        return timezone.make_aware(found)
    return found


def as_json(places: Iterable[Place]) -> list[dict[str, Any]]:
    """The places as `FrontLayout.places` keeps them."""
    return [
        {
            "place": place.key,
            "is_shown": place.is_shown,
            "size": place.size,
            "rule": {"by": place.rule.by.value, "of": place.rule.of},
            "rows": [
                {
                    "id": row.id,
                    "until": row.until.isoformat() if row.until else None,
                    "pinned": row.pinned,
                }
                for row in place.rows
            ],
        }
        for place in places
    ]


# By the clock


def turns(layout: FrontLayout | None, now: datetime) -> Boundaries:
    """When the layout last changed the page by the clock alone, and when it next will."""
    if layout is None:
        return Boundaries(None, None)
    kept = layout.places if isinstance(layout.places, list) else []
    entries = [entry for entry in kept if isinstance(entry, dict)]
    lists = [rows for entry in entries if isinstance(rows := entry.get("rows"), list)]
    ends = [row.until for rows in lists for row in rows_from(rows) if row.until]
    return Boundaries(
        last=max([layout.at, *(end for end in ends if end <= now)]),
        next=min((end for end in ends if end > now), default=None),
    )

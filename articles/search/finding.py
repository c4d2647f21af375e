"""Finds the stories that readers see, by words, and suggests headlines while words are typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Literal, overload

from django.db.models import Q
from django.utils import timezone

from articles.models import Edition, Section
from articles.models.edition import EditionQuerySet
from articles.search import questions
from articles.search.questions import Asked

Order = Literal["relevance", "time"]

#: Suggestions at most, and letters from which on they are looked for as the sounds of a headline.
SUGGESTED, SUGGESTED_FROM = 8, 2


@dataclass(frozen=True)
class Found:
    """The editions in which all words stand, of which a Paginator takes slices.

    `missing` are the words, as they were typed, that none of the editions has; the others were
    looked for without them. Slices are lists, loaded as lists show them.
    """

    asked: Sequence[Asked]
    among: EditionQuerySet
    now: datetime
    order: Order = "relevance"
    missing: Sequence[str] = field(default=())

    @cached_property
    def total(self) -> int:
        if not self.asked:
            return 0
        return int(questions.rows(questions.counted(self.asked, self.among))[0][0])

    def count(self) -> int:
        return self.total

    def __len__(self) -> int:
        return self.total

    @overload
    def __getitem__(self, wanted: int) -> Edition: ...
    @overload
    def __getitem__(self, wanted: slice) -> list[Edition]: ...
    def __getitem__(self, wanted: int | slice) -> Edition | list[Edition]:
        if isinstance(wanted, int):
            return self[wanted : wanted + 1][0]
        start = wanted.start or 0
        stop = self.total if wanted.stop is None else wanted.stop
        return self.between(start, stop) if self.asked and start < stop else []

    def between(self, start: int, stop: int) -> list[Edition]:
        ranked = self.order == "relevance"
        hits = questions.hits(self.asked, ranked=ranked)
        now = self.now if ranked else None
        return loaded(questions.ordered(hits, self.among, now, start, stop))


def stories(
    words: str,
    *,
    section: Section | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    kind: str | None = None,
    order: Order = "relevance",
    now: datetime | None = None,
) -> Found:
    """The stories that readers see at `now` in which all the words stand.

    Those of a section have the sections under it as well; `since` and `until` bound the time shown
    to readers, half open. Where no story has all the words, those that none has are left out and
    named. Without a letter or digit in `words`, nothing is found.
    """
    now = now or timezone.now()
    among = filtered(Edition.objects.live(at=now), section, since, until, kind)
    found = Found(questions.asked_in(words), among, now, order)
    return found if found.total or not found.asked else without_missing(words, found)


def filtered(
    editions: EditionQuerySet,
    section: Section | None,
    since: datetime | None,
    until: datetime | None,
    kind: str | None,
) -> EditionQuerySet:
    if section:
        below = Section.objects.filter(Q(pk=section.pk) | Q(parent=section.pk))
        editions = editions.filter(section__in=below)
    bounds = {"published_at__gte": since, "published_at__lt": until, "kind": kind}
    return editions.filter(**{name: bound for name, bound in bounds.items() if bound})


def without_missing(words: str, found: Found) -> Found:
    """The same without the words that none of the editions has; nothing where that leaves none."""
    tokens = [(word, questions.asked_in(word)) for word in dict.fromkeys(words.split())]
    tokens = [(word, asked) for word, asked in tokens if asked][: len(found.asked)]
    (known,) = questions.rows(questions.known([asked for _word, asked in tokens], found.among))
    rest = [one for (_word, asked), has in zip(tokens, known, strict=True) if has for one in asked]
    missing = [word for (word, _asked), has in zip(tokens, known, strict=True) if not has]
    if not missing:
        return found
    return Found(rest, found.among, found.now, found.order, missing)


def suggestions(words: str, now: datetime | None = None) -> list[Edition]:
    """Stories that readers see with all of it in their headlines, of each headline the best one."""
    now = now or timezone.now()
    asked = questions.asked_in(words, least=SUGGESTED_FROM)
    if not asked:
        return []
    hits = questions.hits(asked, ranked=True, headline=True)
    best = questions.ordered(hits, Edition.objects.live(at=now), now, 0, 2 * SUGGESTED)
    told: dict[str, Edition] = {}
    for edition in loaded(best):
        told.setdefault(edition.title, edition)
    return list(told.values())[:SUGGESTED]


def loaded(statement: questions.Statement) -> list[Edition]:
    pks = [pk for (pk,) in questions.rows(statement)]
    found = {edition.pk: edition for edition in with_lists(pks)}
    return [found[pk] for pk in pks if pk in found]


def with_lists(pks: Iterable[int]) -> EditionQuerySet:
    return Edition.objects.filter(pk__in=list(pks)).for_lists()

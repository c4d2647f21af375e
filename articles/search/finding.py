"""Finds the stories that readers see, by words, and suggests headlines while words are typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, overload

from django.db.models import Q
from django.utils import timezone

from articles.bigrams import MOST_RUNS, Phrase
from articles.models import Edition, Section
from articles.models.edition import HEAVY_FIELDS, EditionQuerySet
from articles.search import questions
from articles.search.questions import Asked

Order = Literal["relevance", "time"]

#: Suggestions at most, and letters from which on they are looked for as the sounds of a headline.
SUGGESTED, SUGGESTED_FROM = 8, 2


@dataclass
class Found:
    """The editions in which all words stand, of which a Paginator takes slices.

    `missing` are the words, as they were typed, that none of the editions has; the others were
    looked for without them. Where `is_near`, no edition has all of it, and these have more than
    half of its `pieces`. Slices are lists, loaded as lists show them, and with their texts where
    `with_text` is set.
    """

    asked: Sequence[Asked]
    among: EditionQuerySet
    now: datetime
    order: Order = "relevance"
    missing: Sequence[str] = ()
    is_near: bool = False
    total: int = 0
    with_text: bool = False

    def count(self) -> int:
        return self.total

    def __len__(self) -> int:
        return self.total

    def __iter__(self) -> Iterator[Edition]:
        return iter(self[:])

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
        now = self.now if ranked else None
        hits = self.hits(ranked=ranked)
        return loaded(questions.ordered(hits, self.among, now, start, stop), self.with_text)

    def hits(self, *, ranked: bool) -> questions.Statement:
        if self.is_near:
            return questions.near(self.pieces)
        return questions.hits(self.asked, ranked=ranked)

    @property
    def pieces(self) -> list[Phrase]:
        return questions.pieces_of(self.asked)

    @property
    def shown(self) -> str:
        """The words to mark, where they are not those of the question."""
        return " ".join(piece.terms[0] for piece in self.pieces) if self.is_near else ""


def stories(
    words: str,
    *,
    section: Section | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    kind: str | None = None,
    order: Order = "relevance",
    now: datetime | None = None,
    or_near: bool = False,
) -> Found:
    """The stories that readers see at `now` in which all the words stand.

    Those of a section have the sections under it as well; `since` and `until` bound the time shown
    to readers, half open. Where no story has all the words, those that none has are left out and
    named; where that leaves nothing either and `or_near`, stories with more than half of the pairs
    of characters are found, as Chinese is typed without spaces between words. Without a letter or
    digit in `words`, nothing is found.
    """
    now = now or timezone.now()
    among = filtered(Edition.objects.live(at=now), section, since, until, kind)
    found, tokens = Found(questions.asked_in(words), among, now, order), tokens_of(words)
    known = count(found, list(tokens.values()))
    if not found.total and any(known) and not all(known):
        found.missing = [word for word, has in zip(tokens, known, strict=True) if not has]
        found.asked = [one for word in tokens if word not in found.missing for one in tokens[word]]
        count(found)
    elif not found.total and or_near and len(found.pieces) > 1:
        found.is_near = True
        count(found)
    return found


def tokens_of(words: str) -> dict[str, list[Asked]]:
    """The words between spaces, and what is asked for by each; none where there is but one."""
    tokens = {word: questions.asked_in(word) for word in dict.fromkeys(words.split()[:MOST_RUNS])}
    asked = {word: wanted for word, wanted in tokens.items() if wanted}
    return asked if len(asked) > 1 else {}


def count(found: Found, tokens: Sequence[Sequence[Asked]] = ()) -> Sequence[bool]:
    """Note how many there are; answers of each token whether any of the editions has it."""
    if not found.asked:
        return []
    hits = found.hits(ranked=False)
    ((total, *known),) = questions.rows(questions.counted(hits, tokens, found.among))
    found.total = total
    return known


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


def loaded(statement: questions.Statement, with_text: bool = False) -> list[Edition]:
    pks = [pk for (pk,) in questions.rows(statement)]
    editions = Edition.objects.filter(pk__in=pks).for_lists()
    if with_text:
        editions = editions.defer(None).defer(*(set(HEAVY_FIELDS) - {"body"}))
    found = {edition.pk: edition for edition in editions}
    return [found[pk] for pk in pks if pk in found]

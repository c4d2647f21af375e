"""How near two stories are by what they carry and by what they say; pure functions on both."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from heapq import nlargest
from math import hypot, log
from operator import add

from articles import bigrams, text

#: What a term that two stories share counts for, beside how rare it is: an editor who gives both
#: a tag says more than two headlines that happen to use a word.
PAIR, SECTION, PERSON, TAG, TOPIC = 1.0, 0.5, 1.0, 3.0, 4.0
#: A term that more stories than this share of all carry finds none; it still counts for those
#: that others have found.
TOO_COMMON = 0.05
#: Terms of so few stories are looked at in any case.
FEW = 50
#: The likeness of what they carry, and of what they say, make up one number.
CARRIED, SAID = 0.5, 0.5
#: Containment of shingles from which two texts are one story twice; reprints reach 0.97.
SAME_TEXT = 0.9
#: Only texts that are as near as this by their words can be.
MAY_BE_SAME = 0.5

Terms = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Carried:
    """A story as lists know it: `terms` by their weight (see `terms`), under a key of its own."""

    key: int
    terms: Terms


def terms(
    headline: str,
    *,
    section: int = 0,
    tags: Iterable[str] = (),
    topics: Iterable[str] = (),
    people: Iterable[int] = (),
) -> dict[str, float]:
    """What a story is known by: pairs of its headline's characters, and what the desk gave it.

    A pair has no mark in it, so what begins with one is never taken for a pair.
    """
    found = dict.fromkeys(pairs(headline), PAIR)
    found |= {f"#{tag}": TAG for tag in tags}
    found |= {f"*{topic}": TOPIC for topic in topics}
    found |= {f"@{person}": PERSON for person in people}
    if section:
        found[f"/{section}"] = SECTION
    return found


def pairs(words: str) -> list[str]:
    """Overlapping pairs of Han characters, and whole words of letters and digits."""
    found: list[str] = []
    for run in bigrams.runs(words):
        # All scripts that are written without spaces come after this mark.
        if run[0] > "\u3000":
            found += map(add, run, run[1:])
        elif len(run) > 1:
            found.append(run)
    return found


class Shelf:
    """Stories that are compared with each other, and how rare each of their terms is among them.

    The weight of a term in a story is its own times log((stories + 1) / stories that carry it).
    """

    def __init__(self, stories: Iterable[Carried]) -> None:
        self.stories = {story.key: story for story in stories}
        self.carriers: dict[str, list[int]] = defaultdict(list)
        for story in self.stories.values():
            for term in story.terms:
                self.carriers[term].append(story.key)
        every = len(self.stories) + 1
        self.rarity = {term: log(every / len(keys)) for term, keys in self.carriers.items()}
        self.lengths: dict[int, float] = {}

    def length(self, story: Carried) -> float:
        """Of the vector of its weights; remembered."""
        if story.key not in self.lengths:
            weights = (weight * self.rarity.get(term, 0.0) for term, weight in story.terms.items())
            self.lengths[story.key] = hypot(*weights)
        return self.lengths[story.key]

    def found_by(self, story: Carried) -> set[int]:
        """Stories that share a term which is not too common with it."""
        most = max(FEW, int(TOO_COMMON * len(self.stories)))
        carriers = (self.carriers.get(term, ()) for term in story.terms)
        found = {key for keys in carriers if len(keys) <= most for key in keys}
        return found - {story.key}

    def likeness(self, one: Carried, other: Carried) -> float:
        """The cosine of their weights, from 0.0 to 1.0."""
        product, theirs = 0.0, other.terms
        for term, weight in one.terms.items():
            if term in theirs:
                product += weight * theirs[term] * self.rarity.get(term, 0.0) ** 2
        return product / (self.length(one) * self.length(other)) if product else 0.0

    def nearest(self, story: Carried, limit: int) -> dict[int, float]:
        """The likeness of the `limit` nearest; where two are alike near, of the higher key."""
        known = ((self.likeness(story, self.stories[key]), key) for key in self.found_by(story))
        return {key: near for near, key in nlargest(limit, known)}


def words_likeness(words: Counter[str], others: Mapping[int, Counter[str]]) -> dict[int, float]:
    """How near each of the others is by its words: the cosine of TF-IDF vectors, 0.0 to 1.0.

    TF is 1 + ln(count), IDF is ln((texts + 1) / texts with the term), among these texts alone: what
    all stories on one subject say tells none of them from another.
    """
    everyone = [words, *others.values()]
    carriers = Counter(term for counts in everyone for term in counts)
    rarity = {term: log((len(everyone) + 1) / count) for term, count in carriers.items()}
    mine, length = weighed(words, rarity)
    near: dict[int, float] = {}
    for key, counts in others.items():
        theirs, their_length = weighed(counts, rarity)
        product = sum(weight * theirs[term] for term, weight in mine.items() if term in theirs)
        near[key] = product / (length * their_length) if product else 0.0
    return near


def weighed(counts: Counter[str], rarity: Terms) -> tuple[dict[str, float], float]:
    """The weight of each word, and the length of the vector that they are."""
    weights = {
        term: rarity[term] if count == 1 else (1 + log(count)) * rarity[term]
        for term, count in counts.items()
    }
    return weights, hypot(*weights.values())


def blended(carried: Mapping[int, float], said: Mapping[int, float]) -> dict[int, float]:
    """One number for each, from 0.0 to 1.0."""
    return {key: CARRIED * carried[key] + SAID * said[key] for key in carried}


def is_same(one: str | AbstractSet[str], other: str | AbstractSet[str]) -> bool:
    """Whether one is a reprint of the other, or stands whole in it; texts or their shingles."""
    return text.containment(one, other) >= SAME_TEXT

"""The verdict on a comment before a person reads it, with its reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils import timezone

from comments import normal
from comments.choices import PhraseKind, PhraseLevel, Reason, Verdict
from comments.screening import lexicon
from comments.screening.contacts import contacts
from comments.screening.links import links
from comments.screening.oddities import oddity

#: Of one comment so many reasons are kept, the gravest first; more would tell no more.
MOST_FINDINGS = 20
#: Of the writer's words that gave a reason, so many characters are quoted.
QUOTED = 80

#: The same text from so many is a campaign. What is short is said by many who mean it.
REPEATED, REPEATED_SHORT = 2, 20
SHORT = 6
#: One writer's comments within ten minutes.
MANY = 10


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason. `words` are the writer's own that gave it, as they wrote them."""

    reason: Reason
    words: str = ""
    phrase: str = ""
    category: str = ""
    level: int = 1
    #: A word of Guess, where the words only sound or look like the phrase.
    guess: str = ""

    @property
    def is_sure(self) -> bool:
        return not self.guess

    def as_json(self) -> dict[str, Any]:
        told = {"reason": self.reason.value, "words": self.words, "level": self.level}
        return told | {"phrase": self.phrase, "category": self.category, "guess": self.guess}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the words do not say: what posting knows of the sending."""

    #: Comments with the same words within the last day, by anybody.
    repeats: int = 0
    #: Comments of this writer within the last ten minutes, under all stories.
    recent: int = 0
    is_watched: bool = False
    fell_into_trap: bool = False
    is_hasty: bool = False
    lacks_proof: bool = False
    most_links: int = 0


@dataclass(frozen=True, slots=True)
class Judgement:
    verdict: Verdict
    findings: tuple[Finding, ...] = ()

    @property
    def level(self) -> int:
        """0 without a finding, else the gravest of them."""
        return max((finding.level for finding in self.findings), default=0)


def judge(name: str, text: str, facts: Facts, lists: lexicon.Lexicon | None = None) -> Judgement:
    """What screening says of a tidied comment. Reads the lists of words, and nothing else; who
    judges many at once hands them over, so that nobody asks for each whether they changed."""
    found = [
        *of_words(name, text, lists or lexicon.current()),
        *of_places(name, text, facts),
        *of_sending(text, facts),
    ]
    gravest = sorted(found, key=lambda finding: (not refuses(finding), -finding.level))
    return Judgement(verdict_on(gravest), tuple(gravest[:MOST_FINDINGS]))


def verdict_on(findings: list[Finding]) -> Verdict:
    """Refused is only what is certain; a guess by sound or shape is for a person to read."""
    if any(map(refuses, findings)):
        return Verdict.REFUSE
    return Verdict.HOLD if findings else Verdict.SHOW


def refuses(finding: Finding) -> bool:
    return finding.is_sure and finding.reason in {Reason.BANNED_WORDS, Reason.TRAP}


# --- what the words say ---------------------------------------------------------------------------

REASONS = {
    PhraseKind.BANNED.value: Reason.BANNED_WORDS,
    PhraseKind.SUSPECT.value: Reason.SUSPECT_WORDS,
}


def of_words(name: str, text: str, lists: lexicon.Lexicon) -> Iterator[Finding]:
    """Phrases of the lists, each once, in the comment and in the nickname."""
    today = timezone.localdate()
    told: set[lexicon.Listed] = set()
    for words in (text, name):
        for match in lists.matches(words, today):
            if match.phrase not in told:
                told.add(match.phrase)
                yield as_finding(match, words)


def as_finding(match: lexicon.Match, text: str) -> Finding:
    return Finding(
        REASONS[match.phrase.kind],
        words=text[match.start : match.end][:QUOTED],
        phrase=match.phrase.words,
        category=match.phrase.category,
        level=match.phrase.level,
        guess=match.guess,
    )


def of_places(name: str, text: str, facts: Facts) -> Iterator[Finding]:
    """Addresses of pages beyond those that are allowed, numbers to call, odd characters."""
    linked = [*quotes(links, text), *quotes(links, name)]
    if len(linked) > facts.most_links:
        yield from (Finding(Reason.LINK, words, level=PhraseLevel.MIDDLE) for words in linked)
    for words in (*quotes(contacts, text), *quotes(contacts, name)):
        yield Finding(Reason.CONTACT, words, level=PhraseLevel.MIDDLE)
    if odd := oddity(text) or oddity(name):
        yield Finding(Reason.ODD, odd[:QUOTED])


def places(text: str) -> list[tuple[int, int, Reason]]:
    """All that is found in a text itself, and where it stands, for a page to mark."""
    plainly = normal.plain(text)
    listed = lexicon.current().matches(text, each=True)
    return sorted(
        [
            *((match.start, match.end, REASONS[match.phrase.kind]) for match in listed),
            *((start, end, Reason.LINK) for start, end in islice(links(plainly), MOST_FINDINGS)),
            *(
                (start, end, Reason.CONTACT)
                for start, end in islice(contacts(plainly), MOST_FINDINGS)
            ),
        ]
    )


def quotes(find: Callable[[str], Iterator[tuple[int, int]]], text: str) -> list[str]:
    spans = islice(find(normal.plain(text)), MOST_FINDINGS)
    return [text[start:end][:QUOTED] for start, end in spans]


# --- what the sending says ------------------------------------------------------------------------


def of_sending(text: str, facts: Facts) -> Iterator[Finding]:
    told = (
        (facts.fell_into_trap, Reason.TRAP, PhraseLevel.HIGH),
        (facts.is_watched, Reason.WATCHED, PhraseLevel.MIDDLE),
        (is_repeated(text, facts.repeats), Reason.REPEAT, PhraseLevel.LOW),
        (facts.recent > MANY, Reason.CROWDED, PhraseLevel.LOW),
        (facts.is_hasty, Reason.HASTE, PhraseLevel.LOW),
        (facts.lacks_proof, Reason.NO_PROOF, PhraseLevel.LOW),
    )
    return (Finding(reason, level=level) for holds, reason, level in told if holds)


def is_repeated(text: str, repeats: int) -> bool:
    """Whether others said the same too often: `加油` may be said by many."""
    if repeats < REPEATED:
        return False
    is_short = len(normal.spelling(text).words) < SHORT
    return repeats >= (REPEATED_SHORT if is_short else REPEATED)

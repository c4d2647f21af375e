"""The lists of words as one process keeps them, made ready to be found in a text in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate
from threading import Lock

from django.utils import timezone

from comments.choices import Guess, PhraseKind
from comments.models import LettersSettings, Phrase
from comments.normal import Spelling, spelling
from comments.screening.tracks import Drawn, Said, Written

#: Marks and line ends between two characters at which a clause ends: what stands before and after
#: them may say the word by chance, so a person has to look.
_CLAUSE_END = re.compile("[\uff0c\u3002\uff01\uff1f\uff1b\uff1a\u3001,!?;:\n]|[^\\w]{7}")

#: A phrase of one character sounds like too much.
LEAST_SOUND = 2

#: After so many a text is searched no further: it waits for a person in any case.
MOST_MATCHES = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """A phrase, as screening needs it."""

    words: str
    kind: str
    category: str = ""
    level: int = 2
    by_sound: bool = False
    expires_on: date | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase in a text: from its character `start` up to `end`."""

    phrase: Listed
    start: int
    end: int
    #: A word of Guess; empty where the phrase stands there as it is.
    guess: str

    @property
    def is_sure(self) -> bool:
        return not self.guess


class Lexicon:
    """Phrases, and the way to find all of them in one text."""

    def __init__(self, listed: Iterable[Listed]) -> None:
        self.listed = [phrase for phrase in listed if phrase.key]
        keys = [(phrase.key, number) for number, phrase in enumerate(self.listed)]
        guessed = [key for key in keys if self.listed[key[1]].kind != PhraseKind.ALLOWED]
        heard = [key for key in guessed if self.listed[key[1]].by_sound]
        self.written = Written(keys)
        self.drawn = Drawn(guessed)
        self.said = Said(key for key in heard if len(key[0]) >= LEAST_SOUND)

    def matches(self, text: str, today: date | None = None, *, each: bool = False) -> list[Match]:
        """Banned and suspect phrases that no allowed one covers, in the order of the text.

        Of each phrase one place, a sure one before a guess; with `each`, all of them.
        """
        if not self.listed:
            return []
        day = today or timezone.localdate()
        spelt = spelling(text)
        written = [(*hit, "") for hit in self.written.in_spelling(spelt)]
        reach = self.allowed(written, text, spelt, day)
        found: dict[tuple[int, int], Match] = {}
        for start, end, owners, guess in (*written, *self.guesses(spelt)):
            if len(found) >= MOST_MATCHES:
                break
            if reach[start] >= end:
                continue
            for owner in owners:
                phrase, at = self.listed[owner], (owner, start if each else 0)
                if is_looked_for(phrase, day) and not (at in found and found[at].is_sure):
                    match = placed(phrase, text, spelt, start, end, guess)
                    if match.is_sure or at not in found:
                        found[at] = match
        return sorted(found.values(), key=lambda match: (match.start, match.end))

    def guesses(self, spelt: Spelling) -> Iterator[tuple[int, int, Sequence[int], str]]:
        for track, guess in ((self.drawn, Guess.SHAPE.value), (self.said, Guess.SOUND.value)):
            if track:
                yield from ((*hit, guess) for hit in track.in_spelling(spelt))

    def allowed(
        self,
        written: list[tuple[int, int, Sequence[int], str]],
        text: str,
        spelt: Spelling,
        day: date,
    ) -> list[int]:
        """For each place, how far an allowed phrase reaches that begins there or before.

        One that is only said across the end of a clause (`洗。刷单，位`) covers nothing.
        """
        ends = [0] * (len(spelt.words) + 1)
        for start, end, owners, _guess in written:
            named = any(is_allowed(self.listed[owner], day) for owner in owners)
            if named and is_straight(text, spelt, start, end):
                ends[start] = max(ends[start], end)
        return list(accumulate(ends, max))


def is_current(phrase: Listed, day: date) -> bool:
    return phrase.expires_on is None or phrase.expires_on >= day


def is_allowed(phrase: Listed, day: date) -> bool:
    return phrase.kind == PhraseKind.ALLOWED and is_current(phrase, day)


def is_looked_for(phrase: Listed, day: date) -> bool:
    return phrase.kind != PhraseKind.ALLOWED and is_current(phrase, day)


def placed(phrase: Listed, text: str, spelt: Spelling, start: int, end: int, guess: str) -> Match:
    if not guess and not is_straight(text, spelt, start, end):
        guess = Guess.APART.value
    return Match(phrase, spelt.places[start], spelt.places[end - 1] + 1, guess)


def is_straight(text: str, spelt: Spelling, start: int, end: int) -> bool:
    """Whether no clause ends within a stretch of the spelling."""
    return not _CLAUSE_END.search(text, spelt.places[start], spelt.places[end - 1] + 1)


# --- the copy of this process -------------------------------------------------------------------

#: Of one row at most, and made once: asked for each comment, `first` would cost twice as much.
_STAMP = LettersSettings.objects.order_by().values_list("phrases_changed_at", flat=True)

_lock = Lock()
_copy: tuple[datetime | None, Lexicon] | None = None


def current() -> Lexicon:
    """The lists as they stand: one small query, and all phrases only where they changed.

    A change makes each process load them anew before the next comment is judged: about a second
    for 100,000 phrases, during which comments of that process wait (tests/benchmarks).
    """
    global _copy  # noqa: PLW0603 - the one copy of the process
    stamp = next(iter(_STAMP.all()), None)
    kept = _copy
    if kept is None or kept[0] != stamp:
        with _lock:
            kept = _copy
            if kept is None or kept[0] != stamp:
                kept = _copy = (stamp, Lexicon(load()))
    return kept[1]


def forget() -> None:
    """Make the next `current` load the lists, whatever the clock says."""
    global _copy  # noqa: PLW0603
    _copy = None


def load() -> Iterator[Listed]:
    names = ("words", "kind", "category", "level", "by_sound", "expires_on", "key")
    rows = Phrase.objects.order_by().values_list(*names)
    return (Listed(*row) for row in rows.iterator(chunk_size=5000))

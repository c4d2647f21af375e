"""Lists of words to search with: harmless ones, made up for the tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from comments.choices import PhraseKind
from comments.models import LettersSettings, Phrase
from comments.normal import spelling
from comments.screening.lexicon import Lexicon, Listed

Keep = Callable[..., Phrase]


@pytest.fixture
def keep(db: None) -> Keep:
    """Puts a phrase on a list."""

    def kept(words: str, kind: PhraseKind = PhraseKind.BANNED, **fields: Any) -> Phrase:
        phrase = Phrase.objects.create(words=words, kind=kind, **fields)
        LettersSettings.note_phrases_changed()
        return phrase

    return kept


def listed(words: str, kind: PhraseKind = PhraseKind.BANNED, **fields: Any) -> Listed:
    return Listed(words, kind.value, key=spelling(words).words, **fields)


def found_in(text: str, phrases: Iterable[Listed]) -> list[str]:
    """The phrases that a text says, as they stand in the lists."""
    return [match.phrase.words for match in Lexicon(phrases).matches(text)]

"""Lists of words to search with: harmless ones, made up for the tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from comments.choices import PhraseKind
from comments.models import LettersSettings, Phrase
from comments.normal import spelling
from comments.screening.lexicon import Listed

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

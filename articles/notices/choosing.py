"""Which news reach a person in which way, and switching that for oneself."""

from __future__ import annotations

from collections.abc import Collection

from articles.choices import NoticeKind
from articles.models import User

DESK, MAIL = "desk", "mail"
WAYS = (DESK, MAIL)

#: Worth a letter until somebody switches it off: other people wait, or work may be lost. The
#: rest stands in the desk, where whoever has to act on it works anyway.
LETTERS = frozenset({NoticeKind.RETURNED, NoticeKind.MENTIONED, NoticeKind.LOCK})


def is_on(person: User, kind: NoticeKind, way: str) -> bool:
    """Whether this person wants to hear of this kind in this way."""
    by_default = () if kind in LETTERS else (MAIL,)
    return way not in person.silenced.get(kind.value, by_default)


def choose(person: User, wanted: Collection[tuple[NoticeKind, str]]) -> None:
    """Keep what this person wants to hear of; every other kind and way is switched off."""
    person.silenced = {
        kind.value: [way for way in WAYS if (kind, way) not in wanted] for kind in NoticeKind
    }
    person.save(update_fields=["silenced"])

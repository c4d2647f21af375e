"""Finds who is named with @ in a note: pure functions from words and people to pieces."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from articles import text
from articles.models import User

#: A name that ends in a Latin letter or digit ends where Chinese goes on, but not at a full stop
#: inside of another sign-in. Any other name ends at a mark, a space or the end: Chinese has no
#: spaces, and the first half of somebody's name must not be taken for somebody else's.
LATIN_END = r"(?![0-9A-Za-z_]|[.@+-][0-9A-Za-z_])"
OTHER_END = r"(?!\w|\u00b7\w)"
#: The sign as it is typed in either width; inside of an e-mail address it is none.
SIGN = r"(?<![0-9A-Za-z_.+-])[@\uff20]"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a note: plain words, or the name of somebody who was told."""

    words: str
    is_name: bool = False


@dataclass(slots=True)
class Named:
    """Who is named; and names that several people bear, with all of these."""

    people: set[User] = field(default_factory=set)
    shared: dict[str, list[User]] = field(default_factory=dict)


def named(words: str, people: Iterable[User]) -> Named:
    """Everybody of these people who is named with @, by sign-in or by real name."""
    bearers, found = bearers_of(people), Named()
    for name in re.findall(pattern(bearers), words):
        meant = meant_by(name, bearers)
        if len(meant) > 1:
            found.shared[name] = meant
        else:
            found.people |= set(meant)
    return found


def pieces(words: str, people: Iterable[User]) -> list[Piece]:
    """The words cut at the names of these people, sign and name together in one piece."""
    cut, done = [], 0
    for match in re.finditer(pattern(bearers_of(people)), words):
        cut += [Piece(words[done : match.start()]), Piece(match[0], is_name=True)]
        done = match.end()
    return [piece for piece in [*cut, Piece(words[done:])] if piece.words]


def bearers_of(people: Iterable[User]) -> dict[str, list[User]]:
    """By folded name everybody who bears it, as a sign-in or as a real name."""
    bearers: dict[str, list[User]] = {}
    for person in people:
        for name in {person.username.casefold(), person.real_name.strip().casefold()} - {""}:
            bearers.setdefault(name, []).append(person)
    return bearers


def meant_by(name: str, bearers: dict[str, list[User]]) -> list[User]:
    """A sign-in as it is spelt means one person, whatever others are called."""
    found = bearers.get(name.casefold(), [])
    exact = [person for person in found if person.username == name]
    return exact or found


def pattern(names: Iterable[str]) -> re.Pattern[str]:
    """Finds the sign and the longest of these names that ends where it should."""
    ways = [re.escape(name) + end_of(name) for name in sorted(names, key=len, reverse=True)]
    # Without a name nothing matches.
    return re.compile(f"{SIGN}({'|'.join(ways) or '(?!)'})", re.IGNORECASE)


def end_of(name: str) -> str:
    return LATIN_END if name[-1].isascii() else OTHER_END


# Suggesting

SUGGESTED = 10


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody who may be meant; `insert` is the name that means nobody else."""

    name: str
    signin: str
    insert: str


def suggested(term: str, people: Iterable[User], *, but: User) -> list[Suggestion]:
    """At most ten who are called so or sign in so, but for one person who knows themselves.

    Beginnings come first, then the order of pinyin. `term` may be a part of the name, of its
    pinyin (`zhangyan`, `zy`) or of the sign-in.
    """
    bearers = bearers_of(people)
    others = {person for bearing in bearers.values() for person in bearing} - {but}
    key = text.name_key(term)
    ranked = [(rank(key, person), text.sort_key(str(person)), person) for person in others]
    fitting = sorted((one for one in ranked if one[0]), key=lambda one: (*one[:2], one[2].username))
    return [suggestion(person, bearers) for _rank, _pinyin, person in fitting[:SUGGESTED]]


def rank(key: str, person: User) -> int:
    """1 where a name begins with the key, 2 where it holds it, 0 where it does neither."""
    words = text.sort_key(person.real_name).split()
    initials = "".join(word[0] for word in words)
    names = [text.name_key(person.real_name), text.name_key(person.username), "".join(words)]
    if any(name.startswith(key) for name in [*names, initials]):
        return 1
    return 2 if any(key in name for name in names) else 0


def suggestion(person: User, bearers: dict[str, list[User]]) -> Suggestion:
    name = person.real_name.strip()
    is_plain = len(bearers.get(name.casefold(), [])) == 1
    return Suggestion(
        name=name or person.username,
        signin=person.username,
        insert=name if is_plain else person.username,
    )

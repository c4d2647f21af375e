"""Two texts of one story, that grew from one, brought together: what is settled, what collides."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from articles import richtext
from articles.merging import (
    Choice,
    Collision,
    Origin,
    Piece,
    Settled,
    merge_paragraphs,
    merge_value,
    settle,
)
from articles.workflow.texts import (
    GATHERED,
    NO_USE,
    ORDERED,
    VALUES,
    Entry,
    Key,
    Snapshot,
    Text,
    common_ground,
    put_together,
    recognised,
    taken_apart,
)

#: What became of one part: the value that stands, or what somebody has to choose from.
Outcome = Settled[Any] | Collision[Any]


class Undecided(ValueError):
    """Collisions without a choice, by their names."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(", ".join(names))
        self.names = tuple(names)


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Mine and theirs, and what became of each part of their base.

    `values` by field, `blocks` of the body, `rows` of keys by kind, `uses` by "KEY" where one side
    has no such photo, else by "KEY-field".
    """

    base: Text
    mine: Text
    theirs: Text
    values: dict[str, Outcome]
    blocks: list[Piece]
    rows: dict[str, list[Outcome]]
    uses: dict[str, Outcome]

    @property
    def is_same(self) -> bool:
        """Whether both texts are one."""
        return self.mine.says_the_same(self.theirs)

    @property
    def is_idle(self) -> bool:
        """Whether theirs has all of mine, so that there is nothing to merge."""
        return not self.collisions and self.is_theirs(self.settled({}))

    def is_theirs(self, merged: Snapshot) -> bool:
        return taken_apart(merged).says_the_same(self.theirs)

    @property
    def outcomes(self) -> dict[str, Outcome]:
        """Every part by its name, in the order of the story's form."""
        return {
            **self.values,
            **numbered("body", self.blocks),
            **{f"use-{name}": outcome for name, outcome in self.uses.items()},
            **{
                name: piece
                for kind in ORDERED
                for name, piece in numbered(kind, self.rows[kind]).items()
            },
        }

    @property
    def collisions(self) -> dict[str, Collision[Any]]:
        return {
            name: outcome
            for name, outcome in self.outcomes.items()
            if isinstance(outcome, Collision)
        }

    def settled(self, choices: Mapping[str, Choice]) -> Snapshot:
        """The merged text, with a choice for each collision by its name. Raises Undecided."""
        if missing := [name for name in self.collisions if name not in choices]:
            raise Undecided(missing)
        places = enumerate(self.blocks)
        picked = {at: choices[f"body-{at}"] for at, one in places if isinstance(one, Collision)}
        blocks = settle(self.blocks, picked)
        rows = {kind: self.settled_rows(kind, choices) for kind in (*ORDERED, *GATHERED)}
        values = {name: decided(one, choices.get(name)) for name, one in self.values.items()}
        uses = self.settled_uses(choices, richtext.photo_keys("".join(blocks)))
        return put_together(Text(values, blocks, rows | {"uses": uses}))

    def settled_rows(self, kind: str, choices: Mapping[str, Choice]) -> dict[Key, Entry]:
        known = self.base.rows[kind] | self.mine.rows[kind] | self.theirs.rows[kind]
        if kind in GATHERED:
            return {key: known[key] for key in gathered(self.base, self.mine, self.theirs, kind)}
        pieces = numbered(kind, self.rows[kind]).items()
        keys = (key for name, piece in pieces for key in decided(piece, choices.get(name)))
        return {key: known[key] for key in keys}

    def settled_uses(
        self, choices: Mapping[str, Choice], placed: Collection[Any]
    ) -> dict[Key, Entry]:
        """A photo that one side took out stays if the other's text, as merged, still shows it."""
        uses: dict[Key, Entry] = {}
        for key in order_of_uses(self.base, self.mine, self.theirs):
            if key in self.mine.uses and key in self.theirs.uses:
                names = {field: f"{key}-{field}" for field in NO_USE}
                uses[key] = {
                    field: decided(self.uses[name], choices.get(f"use-{name}"))
                    for field, name in names.items()
                }
            elif entry := decided(self.uses[str(key)], choices.get(f"use-{key}")):
                uses[key] = entry
            elif key in placed and (still := self.still_used(key)):
                uses[key] = still
        return uses

    def still_used(self, key: Key) -> Entry | None:
        """What one side has of a photo that the other took out of its text as well."""
        one, other = self.mine, self.theirs
        if key in self.mine.uses:
            one, other = other, one
        dangles = key in richtext.photo_keys("".join(one.blocks))
        return None if dangles else other.uses.get(key)


def reconciled(base: Snapshot | None, mine: Snapshot, theirs: Snapshot) -> Reconciled:
    """Merge part by part; without a base both have in common what they share."""
    my_text, their_text = taken_apart(mine), taken_apart(theirs)
    ground = taken_apart(base) if base else common_ground(my_text, their_text)
    my_text = recognised(my_text, their_text, ground.uses)
    sides = ground, my_text, their_text
    return Reconciled(
        *sides,
        values={name: merge_value(*(side.values[name] for side in sides)) for name in VALUES},
        blocks=merge_paragraphs(*(side.blocks for side in sides)),
        rows={kind: merged_rows(*(list(side.rows[kind]) for side in sides)) for kind in ORDERED},
        uses=dict(merged_uses(*(side.uses for side in sides))),
    )


def decided(outcome: Outcome, choice: Choice | None) -> Any:
    if isinstance(outcome, Settled):
        return outcome.value
    if choice == Choice.BOTH:
        return tuple(dict.fromkeys(outcome.theirs + outcome.mine))
    return outcome.mine if choice == Choice.MINE else outcome.theirs


def numbered(kind: str, pieces: Iterable[Outcome]) -> dict[str, Outcome]:
    return {f"{kind}-{place}": piece for place, piece in enumerate(pieces)}


def gathered(base: Text, mine: Text, theirs: Text, kind: str) -> list[Key]:
    """What nobody took away; rows without an order never collide."""
    old, mine_, theirs_ = (side.rows[kind] for side in (base, mine, theirs))
    both = dict.fromkeys([*theirs_, *mine_])
    return [key for key in both if key not in old or (key in mine_ and key in theirs_)]


def merged_rows(base: Sequence[Key], mine: Sequence[Key], theirs: Sequence[Key]) -> list[Outcome]:
    """Rows in their order, as paragraphs are merged; what both added in one place all stays."""
    # Merging pairs what looks alike, so each row goes there as one character of its own.
    known = list(dict.fromkeys([*base, *mine, *theirs]))
    signs = {key: chr(0x4E00 + place) for place, key in enumerate(known)}
    sides = ([signs[key] for key in side] for side in (base, mine, theirs))
    keys = {sign: key for key, sign in signs.items()}
    return [named_again(piece, keys) for piece in merge_paragraphs(*sides)]


def named_again(piece: Piece, keys: Mapping[str, Key]) -> Outcome:
    def named(signs: Iterable[str]) -> tuple[Key, ...]:
        return tuple(keys[sign] for sign in signs)

    if isinstance(piece, Settled):
        return Settled(named(piece.value), piece.origin)
    if not piece.base:
        return Settled(named(dict.fromkeys(piece.theirs + piece.mine)), Origin.BOTH)
    return Collision(named(piece.base), named(piece.mine), named(piece.theirs))


def order_of_uses(base: Text, mine: Text, theirs: Text) -> list[Key]:
    """Every photo that somebody has; of two orders theirs."""
    pieces = merged_rows(*(list(side.uses) for side in (base, mine, theirs)))
    keys = [key for piece in pieces for key in decided(piece, Choice.BOTH)]
    return list(dict.fromkeys([*keys, *theirs.uses, *mine.uses]))


def merged_uses(
    base: Mapping[Key, Entry], mine: Mapping[Key, Entry], theirs: Mapping[Key, Entry]
) -> Iterator[tuple[str, Outcome]]:
    for key in dict.fromkeys([*base, *theirs, *mine]):
        sides = (side.get(key) for side in (base, mine, theirs))
        old, one, other = (side and {name: side[name] for name in NO_USE} for side in sides)
        if one and other:
            before = old or NO_USE
            for field in NO_USE:
                yield f"{key}-{field}", merge_value(before[field], one[field], other[field])
        else:
            yield str(key), merge_value(old, one, other)

"""A snapshot taken apart into what two texts of one story can differ in, and put together again."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from articles import compiling, richtext
from articles.aligning import paired, rising

Snapshot = dict[str, Any]
Entry = dict[str, Any]
Key = Hashable
Words = tuple[Any, ...]

#: Parts that are whole or not at all, as a snapshot names them; "cover" is the key of a photo.
VALUES = (
    *(name for name in compiling.COPIED if name != "title_key"),
    "section",
    "published_at",
    "cover",
)
#: Rows that stand in an order, and rows that do not.
ORDERED = ("sources", "credits", "picks")
GATHERED = ("tags", "topics")
#: What a photo of the story is made of, and one of which nothing is known.
NO_USE: Entry = {
    "photo": None,
    "caption": "",
    "credit": "",
    "alt": "",
    "cover_caption": "",
    "in_gallery": False,
}


@dataclass(frozen=True, slots=True)
class Text:
    """A snapshot in parts: single values, the blocks of the body, and rows of each kind by key.

    Keys are a source's and a topic's number, a tag's name, a photo's key, a credit's role and
    person, and of a recommendation all that it says.
    """

    values: dict[str, Any]
    blocks: list[str]
    rows: dict[str, dict[Key, Entry]]

    @property
    def uses(self) -> dict[Key, Entry]:
        return self.rows["uses"]

    def used_words(self) -> Iterator[tuple[Key, Words]]:
        return ((key, words_of(entry)) for key, entry in self.uses.items())

    def says_the_same(self, other: Text) -> bool:
        """Whether saving one over the other would change nothing."""
        return (
            (self.values, self.blocks) == (other.values, other.blocks)
            and all(list(self.rows[kind]) == list(other.rows[kind]) for kind in ORDERED)
            and all(self.rows[kind].keys() == other.rows[kind].keys() for kind in GATHERED)
            and list(self.used_words()) == list(other.used_words())
        )


def taken_apart(snapshot: Snapshot) -> Text:
    covers = (use["key"] for use in snapshot["uses"] if use["is_cover"])
    values = {name: snapshot[name] for name in VALUES if name != "cover"}
    return Text(
        values=values | {"cover": next(covers, "")},
        blocks=richtext.blocks_of(snapshot["body"]),
        rows={
            "sources": dict(zip(snapshot["source_ids"], snapshot["sources"], strict=True)),
            "credits": {(one["role"], one["person"]): one for one in snapshot["credits"]},
            "picks": {pick_key(one): one for one in snapshot["picks"]},
            "tags": {one["name"]: one for one in snapshot["tags"]},
            "topics": dict(zip(snapshot["topic_ids"], snapshot["topics"], strict=True)),
            "uses": {one["key"]: NO_USE | one for one in snapshot["uses"]},
        },
    )


def pick_key(pick: Entry) -> Key:
    """The title of a story that is here is that story's own, whatever it was meanwhile."""
    return pick["article"], "" if pick["article"] else pick["title"], pick["at"]


def words_of(use: Entry) -> Words:
    return tuple(use[field] for field in NO_USE)


def put_together(text: Text) -> Snapshot:
    """What `workflow.rewrite` writes."""
    snapshot: Snapshot = {name: text.values[name] for name in VALUES if name != "cover"}
    snapshot |= {kind: list(text.rows[kind].values()) for kind in (*ORDERED, *GATHERED)}
    return snapshot | {
        "body": "".join(text.blocks),
        "source_ids": list(text.rows["sources"]),
        "topic_ids": list(text.rows["topics"]),
        "uses": [
            entry | {"key": key, "is_cover": key == text.values["cover"]}
            for key, entry in text.uses.items()
        ],
    }


def common_ground(mine: Text, theirs: Text) -> Text:
    """What both texts have, as their base where the text that they grew from is not known."""
    pairs = rising(paired(mine.blocks, theirs.blocks))
    rows = {
        kind: {key: one for key, one in rows.items() if key in theirs.rows[kind]}
        for kind, rows in mine.rows.items()
    }
    rows["uses"] = {
        key: use for key, use in rows["uses"].items() if words_of(use) == words_of(theirs.uses[key])
    }
    return Text(
        values={
            name: value if value == theirs.values[name] else "" if isinstance(value, str) else None
            for name, value in mine.values.items()
        },
        blocks=[mine.blocks[i] for i, j in pairs if mine.blocks[i] == theirs.blocks[j]],
        rows=rows,
    )


def recognised(mine: Text, theirs: Text, known: Collection[Key]) -> Text:
    """Mine with their key for each photo that both added alike, as a form sent twice does.

    `known` are the keys of the base. Where mine has it in the text, it has it under that key too.
    """
    old = {*known, *mine.uses}
    twins = {words: key for key, words in theirs.used_words() if key not in old}
    old = {*known, *theirs.uses}
    names = {key: key if key in old else twins.pop(words, key) for key, words in mine.used_words()}
    uses = {names[key]: use for key, use in mine.uses.items()}
    cover = names.get(mine.values["cover"], "")
    return replace(
        mine,
        values=mine.values | {"cover": cover},
        blocks=[under_names(block, names) for block in mine.blocks],
        rows=mine.rows | {"uses": uses},
    )


def under_names(block: str, names: Mapping[Key, Key]) -> str:
    """A block whose photos bear other keys."""
    for key, name in names.items():
        if name != key:
            block = block.replace(figure(key), figure(name))
    return block


def figure(key: Key) -> str:
    return richtext.from_blocks([("photo", str(key))])


def same_text(base: Snapshot | None, one: Snapshot, other: Snapshot) -> bool:
    """Whether two snapshots, typed over one base, say the same."""
    known = [use["key"] for use in base["uses"]] if base else []
    theirs = taken_apart(other)
    return recognised(taken_apart(one), theirs, known).says_the_same(theirs)

"""How two texts of one story are shown while somebody merges them: in words, marks and pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from articles.comparing import Change as BlockChange
from articles.comparing import Kind, Run, paragraphs, runs
from articles.merging import Choice, Collision, Origin, Settled
from articles.views.wordings import SEPARATOR, Picture, Words, kind_of
from articles.workflow.reconciling import Outcome, Reconciled, decided
from articles.workflow.texts import GATHERED, ORDERED, Text

#: Fields that stand above the body, as readers see them.
ABOVE = ("kicker", "title", "subtitle", "dateline")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the texts that collide: its words marked against the base, and its photos."""

    runs: Sequence[Run]
    pictures: Sequence[Picture]
    #: The same words in another dress: bold, a link, a heading.
    format_only: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One collision: what it is about, its three sides, and the choice, once there is one."""

    number: int
    name: str
    label: str
    base: Side
    mine: Side
    theirs: Side
    choice: str
    takes_both: bool


@dataclass(frozen=True, slots=True)
class Change:
    """Something that is merged already."""

    label: str
    runs: Sequence[Run]
    pictures: Sequence[Picture] = ()
    moved: bool = False
    format_only: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of the merged text: settled, or open with what each choice would put here."""

    origin: str = ""
    shown: Any = ""
    question: Question | None = None
    options: Sequence[tuple[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    label: str
    passages: Sequence[Passage]


@dataclass(slots=True)
class Shown:
    """All that the page shows of two texts."""

    questions: list[Question]
    changes: dict[str, list[Change]] = field(default_factory=dict)
    above: list[Line] = field(default_factory=list)
    body: list[Passage] = field(default_factory=list)
    beside: list[Line] = field(default_factory=list)


def shown(found: Reconciled, choices: Mapping[str, Choice]) -> Shown:
    """Everything at once, in a fixed number of queries."""
    words = Words(found)
    asked = list(questions(found, words, choices))
    page = Shown(asked)
    mine, theirs = block_changes(found)
    blocks = {
        Origin.MINE: [one for pair, one in mine.items() if pair not in theirs],
        Origin.THEIRS: [one for pair, one in theirs.items() if pair not in mine],
        Origin.BOTH: [one for pair, one in mine.items() if pair in theirs],
    }
    page.changes = {
        origin: list(changes(found, words, origin, of_body)) for origin, of_body in blocks.items()
    }
    open_ = {question.name: question for question in asked}
    page.above = [line(words, found.outcomes, open_, [name], name) for name in ABOVE]
    bodies = {name: one for name, one in found.outcomes.items() if kind_of(name) == "body"}
    page.body = [passage(one, open_.get(name), words.html) for name, one in bodies.items()]
    page.beside = list(beside(found, words, open_))
    return page


# What has to be chosen


def questions(found: Reconciled, words: Words, choices: Mapping[str, Choice]) -> Iterator[Question]:
    numbers = numbers_of(found)
    for place, (name, collision) in enumerate(found.collisions.items(), start=1):
        base = words.text(name, collision.base)
        sides = {
            side: Side(
                runs=runs(base, words.text(name, value)),
                pictures=words.pictures(name, value),
                format_only=side != "base" and words.text(name, value) == base and bool(base),
            )
            for side, value in (
                ("base", collision.base),
                ("mine", collision.mine),
                ("theirs", collision.theirs),
            )
        }
        yield Question(
            number=place,
            name=name,
            label=words.label(name, numbers.get(name, 0)),
            choice=choices.get(name, ""),
            takes_both=isinstance(collision.mine, tuple),
            **sides,
        )


def numbers_of(found: Reconciled) -> dict[str, int]:
    """Which paragraph of the merged text each piece of the body begins with, counted from 1."""
    numbers, at = {}, 1
    for place, piece in enumerate(found.blocks):
        numbers[f"body-{place}"] = at
        at += len(piece.value) if isinstance(piece, Settled) else max(map(len, sides_of(piece)))
    return numbers


def sides_of(collision: Collision[Any]) -> tuple[Any, Any]:
    return collision.mine, collision.theirs


# What is merged already


def changes(
    found: Reconciled, words: Words, origin: Origin, blocks: Sequence[BlockChange]
) -> Iterator[Change]:
    """What one side changed, or what both changed alike."""
    for name, outcome in {**found.values, **named_uses(found)}.items():
        if isinstance(outcome, Settled) and outcome.origin == origin:
            before = base_of(found.base, name)
            yield Change(
                words.label(name),
                runs(words.text(name, before), words.text(name, outcome.value)),
                words.pictures(name, outcome.value or before),
            )
    yield from (shown_block(words, one) for one in blocks)
    for kind in (*ORDERED, *GATHERED):
        if marks := list(changed_rows(found, words, kind, origin)):
            apart = Run(Kind.KEPT, SEPARATOR)
            yield Change(words.label(kind), [run for mark in marks for run in (mark, apart)][:-1])


def named_uses(found: Reconciled) -> dict[str, Outcome]:
    return {f"use-{name}": outcome for name, outcome in found.uses.items()}


def base_of(base: Text, name: str) -> Any:
    if kind_of(name) != "use":
        return base.values[name]
    key, _dash, column = name.removeprefix("use-").partition("-")
    use = base.uses.get(key)
    return use and use[column] if column else use


def block_changes(found: Reconciled) -> list[dict[tuple[str, str], BlockChange]]:
    """What each side did to blocks of the body, by old and new block, but for what is asked."""
    asked = {
        block
        for piece in found.blocks
        if isinstance(piece, Collision)
        for block in (*piece.base, *piece.mine, *piece.theirs)
    }
    base = "".join(found.base.blocks)
    return [
        {
            (one.old, one.new): one
            for one in paragraphs(base, "".join(side.blocks))
            if (one.kind != Kind.KEPT or one.moved) and not {one.old, one.new} & asked
        }
        for side in (found.mine, found.theirs)
    ]


def shown_block(words: Words, one: BlockChange) -> Change:
    return Change(
        label=_("Body"),
        runs=one.runs,
        pictures=words.pictures("body", (one.new or one.old,)),
        moved=one.moved,
        format_only=one.format_only,
    )


def changed_rows(found: Reconciled, words: Words, kind: str, origin: Origin) -> Iterator[Run]:
    """Rows that one side added or took away, and that nobody is asked about."""
    asked = {
        key
        for piece in found.rows.get(kind, ())
        if isinstance(piece, Collision)
        for key in (*piece.base, *piece.mine, *piece.theirs)
    }
    base, mine, theirs = (text.rows[kind] for text in (found.base, found.mine, found.theirs))
    for key in (key for key in words.rows[kind] if key not in asked):
        was, one, other = key in base, key in mine, key in theirs
        changed = (one != was, other != was)
        if changed == CHANGED_BY[origin]:
            yield Run(Kind.REMOVED if was else Kind.ADDED, words.row(kind, key))


#: Whether mine and theirs differ from the base.
CHANGED_BY = {
    Origin.MINE: (True, False),
    Origin.THEIRS: (False, True),
    Origin.BOTH: (True, True),
}


# The merged text


def passage(outcome: Outcome, question: Question | None, shown: Callable[[Any], Any]) -> Passage:
    if isinstance(outcome, Settled):
        return Passage(origin=outcome.origin, shown=shown(outcome.value))
    choices = (Choice.MINE, Choice.THEIRS, Choice.BOTH)
    return Passage(
        question=question,
        options=[
            (choice.value, shown(decided(outcome, choice)))
            for choice in choices
            if choice != Choice.BOTH or (question and question.takes_both)
        ],
    )


def line(
    words: Words,
    outcomes: Mapping[str, Outcome],
    open_: Mapping[str, Question],
    names: Sequence[str],
    kind: str,
) -> Line:
    def said(name: str) -> Callable[[Any], str]:
        return lambda value: words.text(name, value).replace("\n", SEPARATOR)

    passages = [passage(outcomes[name], open_.get(name), said(name)) for name in names]
    return Line(kind, words.label(kind), passages)


def beside(found: Reconciled, words: Words, open_: Mapping[str, Question]) -> Iterator[Line]:
    """What stands beside the text, a line each, as far as anything does."""
    outcomes = found.outcomes
    lines = [
        line(words, outcomes, open_, [name], name) for name in found.values if name not in ABOVE
    ]
    for kind in ORDERED:
        names = [name for name in outcomes if kind_of(name) == kind]
        lines.append(line(words, outcomes, open_, names, kind))
    for kind in GATHERED:
        names = [words.row(kind, key) for key in found.settled_rows(kind, {})]
        lines.append(Line(kind, words.label(kind), [Passage(shown=SEPARATOR.join(names))]))
    return (one for one in lines if any(part.shown or part.question for part in one.passages))

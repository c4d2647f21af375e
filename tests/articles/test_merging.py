"""Two people's changes of one text brought together, and what they must choose between."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.merging import (
    Choice,
    Collision,
    Origin,
    Piece,
    Settled,
    StillOpen,
    merge_paragraphs,
    merge_value,
    settle,
)

#: Blocks that say different things, and the same edited by two people.
A, B, C, D = "雨停了路干了", "孩子放风筝", "灯都亮起来", "摊主收桌椅"
A_MINE, B_MINE = "大雨停了路干了", "孩子们放风筝"
A_THEIRS, B_THEIRS, C_THEIRS = "雨停了路都干了", "孩子放大风筝", "灯全亮起来"
X, Y, Z = "张三报道", "编辑李四", "欢迎来稿"

ROWS = st.lists(st.sampled_from([A, B, C, A_MINE, A_THEIRS, X, "<hr>"]), max_size=8)


def choose(pieces: list[Piece], choice: Choice) -> list[str]:
    return settle(pieces, dict.fromkeys(range(len(pieces)), choice))


def collisions(pieces: list[Piece]) -> list[tuple[tuple[str, ...], ...]]:
    return [
        (piece.base, piece.mine, piece.theirs) for piece in pieces if isinstance(piece, Collision)
    ]


# --- what collides


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "colliding"),
    [
        ([A], [A_MINE], [A_THEIRS], ((A,), (A_MINE,), (A_THEIRS,))),
        ([A, B, C], [A, B_MINE, C], [A, C], ((B,), (B_MINE,), ())),
        ([A, B, C], [A, C], [A, B_THEIRS, C], ((B,), (), (B_THEIRS,))),
        ([A, B], [A, X, B], [A, Y, B], ((), (X,), (Y,))),
        ([A, B], [A, X, Y, B], [A, X, Z, B], ((), (Y,), (Z,))),
        ([A, B], [A, X, Z, B], [A, Y, Z, B], ((), (X,), (Y,))),
        ([A, B], [A_MINE, B_MINE], [A, B_THEIRS], ((B,), (B_MINE,), (B_THEIRS,))),
        ([A, B, C], [B, C, A], [A_THEIRS, B, C], ((A,), (), (A_THEIRS,))),
        ([A, B, C], [X], [A, B_THEIRS, C], ((A, B, C), (X,), (A, B_THEIRS, C))),
    ],
)
def test_two_edits_of_one_block_collide(
    base: list[str], mine: list[str], theirs: list[str], colliding: tuple[tuple[str, ...], ...]
) -> None:
    assert collisions(merge_paragraphs(base, mine, theirs)) == [colliding]


def test_nothing_is_settled_while_a_collision_is_open() -> None:
    pieces = merge_paragraphs([A, C, B], [A_MINE, C, B_MINE], [A_THEIRS, C, B_THEIRS])
    with pytest.raises(StillOpen, match=r"\b2\b") as refusal:
        settle(pieces, {0: Choice.MINE})
    assert refusal.value.places == (2,)
    assert isinstance(refusal.value, ValueError)


@pytest.mark.parametrize(
    ("choice", "blocks"),
    [
        (Choice.MINE, [A_MINE, C]),
        (Choice.THEIRS, [A_THEIRS, C]),
        (Choice.BOTH, [A_THEIRS, A_MINE, C]),
    ],
)
def test_a_collision_ends_as_was_chosen(choice: Choice, blocks: list[str]) -> None:
    assert settle(merge_paragraphs([A, C], [A_MINE, C], [A_THEIRS, C]), {0: choice}) == blocks


# --- what is settled


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        ([], [], [], []),
        ([A, B], [A_MINE, B], [A, B_THEIRS], [A_MINE, B_THEIRS]),
        ([A, B], [A, B_MINE], [A_THEIRS, B], [A_THEIRS, B_MINE]),
        ([A, B], [A_MINE, B], [A, X, B], [A_MINE, X, B]),
        ([A, B], [A, B_MINE], [A, X, B], [A, X, B_MINE]),
        ([A, B], [B], [A, X, B], [X, B]),
        ([A, B, C], [A, C], [A, B, C, X], [A, C, X]),
        ([A, B], [A_MINE, B], [A_MINE, B], [A_MINE, B]),
        ([A, B], [B], [B], [B]),
        ([A, B], [A, X, B], [A, X, B], [A, X, B]),
        ([A, B], [A, X, Y, B], [A, X, B], [A, X, Y, B]),
        ([A, B], [A, B, X], [Y, A, B], [Y, A, B, X]),
        ([A, B, C], [B, C, A], [A, B_THEIRS, C], [B_THEIRS, C, A]),
        ([], [X], [X], [X]),
    ],
)
def test_edits_of_different_blocks_are_settled(
    base: list[str], mine: list[str], theirs: list[str], merged: list[str]
) -> None:
    pieces = merge_paragraphs(base, mine, theirs)
    assert collisions(pieces) == []
    assert settle(pieces, {}) == merged


def test_a_piece_tells_whose_it_is() -> None:
    pieces = merge_paragraphs([A, B, C, D], [A_MINE, B, C, D, X], [A, B, C_THEIRS, D, X])
    assert pieces == [
        Settled((A_MINE,), Origin.MINE),
        Settled((B,), Origin.BASE),
        Settled((C_THEIRS,), Origin.THEIRS),
        Settled((D,), Origin.BASE),
        Settled((X,), Origin.BOTH),
    ]


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "result"),
    [
        ("a", "a", "a", Settled("a", Origin.BASE)),
        ("a", "b", "a", Settled("b", Origin.MINE)),
        ("a", "a", "b", Settled("b", Origin.THEIRS)),
        ("a", "b", "b", Settled("b", Origin.BOTH)),
        ("a", "b", "c", Collision("a", "b", "c")),
        (None, None, 1, Settled(1, Origin.THEIRS)),
        (["a"], ["a", "b"], ["c"], Collision(["a"], ["a", "b"], ["c"])),
    ],
)
def test_a_value_is_settled_whole_or_not_at_all(
    base: object, mine: object, theirs: object, result: object
) -> None:
    assert merge_value(base, mine, theirs) == result


# --- what always holds


@given(ROWS, ROWS)
def test_a_side_that_changed_nothing_takes_the_others_text(
    base: list[str], other: list[str]
) -> None:
    assert settle(merge_paragraphs(base, base, other), {}) == other
    assert settle(merge_paragraphs(base, other, base), {}) == other
    assert settle(merge_paragraphs(base, other, other), {}) == other


@settings(max_examples=300, deadline=None)
@given(ROWS, ROWS, ROWS)
def test_no_block_is_lost_unless_somebody_chose_so(
    base: list[str], mine: list[str], theirs: list[str]
) -> None:
    pieces = merge_paragraphs(base, mine, theirs)
    my_own, their_own = Counter(mine) - Counter(base), Counter(theirs) - Counter(base)
    assert my_own <= Counter(choose(pieces, Choice.MINE))
    assert their_own <= Counter(choose(pieces, Choice.THEIRS))
    assert my_own | their_own <= Counter(choose(pieces, Choice.BOTH))
    kept_by_both = {block for block in mine if base.count(block) == 1 and block in theirs}
    assert kept_by_both <= set(choose(pieces, Choice.BOTH))


@given(ROWS, ROWS, ROWS)
def test_both_sides_are_treated_alike(base: list[str], mine: list[str], theirs: list[str]) -> None:
    swapped = {Choice.MINE: Choice.THEIRS, Choice.THEIRS: Choice.MINE}
    pieces, mirrored = merge_paragraphs(base, mine, theirs), merge_paragraphs(base, theirs, mine)
    for choice, other in swapped.items():
        assert choose(pieces, choice) == choose(mirrored, other)


@given(ROWS, ROWS, ROWS, st.sampled_from(Choice))
def test_merging_again_changes_nothing(
    base: list[str], mine: list[str], theirs: list[str], choice: Choice
) -> None:
    merged = choose(merge_paragraphs(base, mine, theirs), choice)
    assert settle(merge_paragraphs(theirs, merged, theirs), {}) == merged
    assert settle(merge_paragraphs(mine, merged, merged), {}) == merged


def test_of_two_thousand_blocks_only_what_collides_is_asked() -> None:
    signs = "".join(chr(0x4E00 + place * place % 19_997) for place in range(80_000))
    base = [f"<p>{signs[at : at + 40]}</p>" for at in range(0, 80_000, 40)]
    mine = [block if at % 3 else block.replace("<p>", "<p>甲") for at, block in enumerate(base)]
    theirs = [block for at, block in enumerate(base) if at % 5]
    pieces = merge_paragraphs(base, mine, theirs)
    assert len(collisions(pieces)) == len(range(0, 2_000, 15))
    assert choose(pieces, Choice.THEIRS) == [block for at, block in enumerate(mine) if at % 5]

"""What two texts, or two rows of blocks, have in common."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.aligning import Pair, common, paired, rising

WORDS = st.text("甲乙丙\n", max_size=40)
PAIRS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=9).map(sorted)


# --- characters


@given(WORDS, WORDS)
def test_what_is_common_stands_in_both_texts_in_order(old: str, new: str) -> None:
    found = common(old, new)
    assert all(old[i : i + size] == new[j : j + size] != "" for i, j, size in found)
    for before, after in pairwise(found):
        gap_old = after.old - before.old - before.size
        gap_new = after.new - before.new - before.size
        assert min(gap_old, gap_new) >= 0 < max(gap_old, gap_new)


@given(WORDS)
def test_equal_texts_have_all_in_common(text: str) -> None:
    assert common(text, text) == ([(0, 0, len(text))] if text else [])


def test_a_text_that_was_pasted_twice_is_found_in_its_edited_self() -> None:
    story = "".join(map(chr, range(0x5000, 0x5000 + 400)))
    found = common("甲" + story * 2, "乙" + story[:200] + "a" + story[200:])
    assert sum(stretch.size for stretch in found) == 400


@given(PAIRS)
def test_the_row_that_rises_is_the_longest(pairs: list[Pair]) -> None:
    def rises(row: tuple[Pair, ...]) -> bool:
        return all(one[1] < other[1] for one, other in pairwise(row))

    row = rising(pairs)
    longest = (size for size in range(9, 0, -1) if any(map(rises, combinations(pairs, size))))
    assert rises(tuple(row))
    assert len(row) == next(longest, 0)


# --- blocks

STORY = (
    "雨停了\uff0c路也干了\u3002",
    "孩子们跑到湖边放风筝\u3002",
    "傍晚七点灯都亮了\u3002",
    "摊主开始收拾桌椅\u3002",
)


def html(*lines: str) -> list[str]:
    return [f"<p>{line}</p>" for line in lines]


@pytest.mark.parametrize(
    "new",
    [
        ["公园昨天迎来十万名游客\u3002"],
        ["孩子"],
        [""],
    ],
)
def test_blocks_that_say_something_else_have_no_partner(new: list[str]) -> None:
    assert paired(html(*STORY), html(*new)) == []
    assert paired(html(*new), html(*STORY)) == []


def test_photos_are_alike_only_if_they_are_one() -> None:
    one, other = (f'<figure data-photo="{key}"></figure>' for key in ("abcdefgh", "abcdefgi"))
    assert paired([one, other], [other]) == [(1, 0)]
    assert paired([one], [other]) == []


@pytest.mark.parametrize(
    ("new", "pairs"),
    [
        ((3, 0, 1, 2), [(0, 1), (1, 2), (2, 3), (3, 0)]),
        ((2, 2, 0), [(0, 2), (2, 0)]),
        ((1, 3), [(1, 0), (3, 1)]),
    ],
)
def test_a_block_that_moved_keeps_its_partner(new: tuple[int, ...], pairs: list[Pair]) -> None:
    assert paired(html(*STORY), html(*(STORY[place] for place in new))) == pairs


def test_an_edited_block_pairs_with_its_former_self_wherever_it_stands() -> None:
    new = html("晚上八点灯都亮了\u3002", STORY[0], "孩子们又跑到湖边去放风筝\u3002", "完\u3002")
    assert paired(html(*STORY), new) == [(0, 1), (1, 2), (2, 0)]


def test_short_blocks_are_recognised_by_where_they_stand() -> None:
    old = html(STORY[0], "成都来了", STORY[1], "成都新篇", STORY[2])
    new = html(STORY[0], "另有要闻", "成都到了", STORY[1], "成都开篇", STORY[2])
    assert paired(old, new) == [(0, 0), (1, 2), (2, 3), (3, 4), (4, 5)]


def test_of_blocks_that_are_alike_the_most_alike_is_taken() -> None:
    rows = [f"12月{day}日\uff0c第{day}场演出在大剧院举行\u3002" for day in range(10, 31)]
    new = [row.replace("举行", "上演") for row in rows]
    del new[7]
    expected = [(place, place - (place > 7)) for place in range(21) if place != 7]
    assert paired(html(*rows), html(*new)) == expected


@given(st.lists(st.sampled_from(STORY)), st.lists(st.sampled_from(STORY)))
def test_each_block_has_one_partner_and_equal_ones_are_never_left(
    old: list[str], new: list[str]
) -> None:
    pairs = paired(old, new)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    left_old = {old[i] for i in set(range(len(old))) - {i for i, _ in pairs}}
    left_new = {new[j] for j in set(range(len(new))) - {j for _, j in pairs}}
    assert not left_old & left_new

"""What changed between texts, as editors read it: runs, paragraphs, the copy with all marks."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.comparing import (
    Block,
    Change,
    Kind,
    MarkedRun,
    Run,
    State,
    marked,
    paragraphs,
    runs,
)
from articles.richtext import blocks_of, clean, from_blocks

GIVEN = Path(__file__).resolve().parents[2] / "seeds" / "000_5794c3ae3ae903ec.txt"
KEY, OTHER_KEY = "abcdefgh", "zyx98765"
FIGURE = f'<figure data-photo="{KEY}"></figure>'

WORDS = st.text("甲乙丙\n", max_size=40)


def shown(found: list[Run] | tuple[Run, ...]) -> str:
    """Runs as a line of text: what was removed in [ ], what was added in { }."""
    frames = {Kind.KEPT: "%s", Kind.REMOVED: "[%s]", Kind.ADDED: "{%s}"}
    return "".join(frames[run.kind] % run.text for run in found)


def side(found: list[Run] | tuple[Run, ...], left_out: Kind) -> str:
    return "".join(run.text for run in found if run.kind != left_out)


# --- two texts


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("甲" * 30_000, "甲乙" * 15_000),
        ("乙" + "甲" * 30_000, "甲" * 30_000 + "丙"),
        ("\n" * 30_000, "甲\n" * 15_000),
        ("甲乙丙甲乙丁" * 5_000, "甲乙丁丙" * 7_500),
        ("".join(map(chr, range(30_000))), "".join(map(chr, range(30_000, 0, -1)))),
        (
            "".join(f"{at}甲乙丙" for at in range(4_000)),
            "".join(f"丁戊{at}" for at in range(5_000)),
        ),
    ],
)
def test_a_hostile_pair_of_texts_loses_nothing(old: str, new: str) -> None:
    found = runs(old, new)
    assert (side(found, Kind.ADDED), side(found, Kind.REMOVED)) == (old, new)


def test_two_long_texts_show_only_what_was_added() -> None:
    story = "".join(chr(0x4E00 + place * place % 19_997) for place in range(100_000))
    edited = "".join(f"{story[at : at + 97]}改" for at in range(0, len(story), 97))
    found = runs(story, edited)
    assert side(found, Kind.ADDED) == story
    assert {run for run in found if run.kind != Kind.KEPT} == {Run(Kind.ADDED, "改")}


@given(WORDS, WORDS)
def test_runs_hold_both_texts_and_nothing_else(old: str, new: str) -> None:
    found = runs(old, new)
    assert (side(found, Kind.ADDED), side(found, Kind.REMOVED)) == (old, new)
    kinds = [run.kind for run in found]
    assert all(run.text for run in found)
    assert all(one != other for one, other in pairwise(kinds))
    assert (Kind.ADDED, Kind.REMOVED) not in pairwise(kinds)


@pytest.mark.parametrize(
    ("old", "new", "read"),
    [
        ("", "", ""),
        ("成都", "成都", "成都"),
        ("", "成都", "{成都}"),
        ("成都", "", "[成都]"),
        ("12月17日至18日", "12月16日至19日", "12月1[7]{6}日至1[8]{9}日"),
        ("参加会议", "出席会议", "[参加]{出席}会议"),
        ("前往重庆市考察学习", "前往重庆考察\u3001学习", "前往重庆[市]考察{\u3001}学习"),
        # Where an edit may stand in several places it begins and ends with a clause.
        ("甲\uff0c丙\u3002", "甲\uff0c乙\uff0c丙\u3002", "甲\uff0c{乙\uff0c}丙\u3002"),
        ("甲\u3002丙\u3002", "甲\u3002乙\u3002丙\u3002", "甲\u3002{乙\u3002}丙\u3002"),
        (
            "晴\u3002雨\uff0c人",
            "晴\u3002雨\uff0c路\u3002雨\uff0c人",
            "晴\u3002{雨\uff0c路\u3002}雨\uff0c人",
        ),
        ("雨停\n路干", "雨停\n雨大\n路干", "雨停\n{雨大\n}路干"),
        ("雨停\n雨大\n路干", "雨停\n路干", "雨停\n[雨大\n]路干"),
        (
            "晴\uff0c说\u201c走\u201d",
            "晴\uff0c说\u201c好\u201d\uff0c说\u201c走\u201d",
            "晴\uff0c{说\u201c好\u201d\uff0c}说\u201c走\u201d",
        ),
        # A character that two sentences share by chance tells a reader nothing.
        ("他指出的问题", "会上强调的任务", "[他指出的问题]{会上强调的任务}"),
        ("推动建设\n完成", "加快发展\n落实", "[推动建设]{加快发展}\n[完成]{落实}"),
    ],
)
def test_an_editor_can_read_the_runs(old: str, new: str, read: str) -> None:
    assert shown(runs(old, new)) == read


def test_edits_of_the_given_story_are_shown_and_nothing_else() -> None:
    story = GIVEN.read_text(encoding="utf-8")
    edited = story
    for old, new in [
        ("12月17日至18日", "12月17日至19日"),
        ("前往重庆市考察学习交流\u3002", "赴重庆市考察学习交流\u3002"),
        ("成渝\u201c一家亲\u201d,", ""),
        ("陈敏尔强调,", "陈敏尔强调,下一步,"),
        ("\n\n\n↑成都市党政代表团", "\n\n\n记者随行采访\u3002\n\n\n↑成都市党政代表团"),
    ]:
        assert old in story
        edited = edited.replace(old, new, 1)
    read = [shown([run]) for run in runs(story, edited) if run.kind != Kind.KEPT]
    assert read == [
        "[8]",
        "{9}",
        "[前往]",
        "{赴}",
        "[成渝\u201c一家亲\u201d,]",
        "{下一步,}",
        "{记者随行采访\u3002\n\n\n}",
    ]


# --- two bodies


def told(change: Change) -> tuple[str, ...]:
    flags = ("moved" * change.moved, "format" * change.format_only)
    return (change.block, change.kind, shown(change.runs), *filter(None, flags))


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("", "", []),
        ("<p>雨停</p>", "<p>雨停</p>", [("paragraph", "kept", "雨停")]),
        ("<p>雨停</p>", "", [("paragraph", "removed", "[雨停]")]),
        ("", "<h3>雨停</h3>", [("heading", "added", "{雨停}")]),
        (
            "<h2>一场大雨</h2><p>路都干了</p>",
            "<h2>一场小雨</h2><p>路都干了</p>",
            [("heading", "changed", "一场[大]{小}雨"), ("paragraph", "kept", "路都干了")],
        ),
        (
            "<p>雨停了</p>",
            "<p>雨<strong>停</strong>了</p>",
            [("paragraph", "changed", "雨停了", "format")],
        ),
        ("<p>雨停了</p>", "<h2>雨停了</h2>", [("heading", "changed", "雨停了", "format")]),
        (
            '<p><a href="/a">雨</a></p>',
            '<p><a href="/b">雨</a></p>',
            [("paragraph", "changed", "雨", "format")],
        ),
        (
            "<ul><li>张三</li><li>李四</li></ul><hr>",
            "<ul><li>张三</li><li>李五</li></ul>",
            [("list", "changed", "张三\n李[四]{五}"), ("rule", "removed", "")],
        ),
        (
            "<table><tbody><tr><td>一</td></tr></tbody></table>",
            "<blockquote><p>二三</p></blockquote>",
            [("table", "removed", "[一]"), ("quote", "added", "{二三}")],
        ),
        (
            "<p>雨停了</p><p>路干了\uff0c人多了</p><p>灯亮了</p>",
            "<p>灯亮了</p><p>雨停了</p><p>路干了\uff0c人更多了</p>",
            [
                ("paragraph", "kept", "灯亮了", "moved"),
                ("paragraph", "kept", "雨停了"),
                ("paragraph", "changed", "路干了\uff0c人{更}多了"),
            ],
        ),
        (
            "<p>雨停了</p><p>路干了</p><p>灯亮了</p>",
            "<p>雨停了</p><p>天晴</p><p>灯亮了</p>",
            [
                ("paragraph", "kept", "雨停了"),
                ("paragraph", "removed", "[路干了]"),
                ("paragraph", "added", "{天晴}"),
                ("paragraph", "kept", "灯亮了"),
            ],
        ),
    ],
)
def test_each_block_says_what_became_of_it(
    old: str, new: str, changes: list[tuple[str, ...]]
) -> None:
    assert (clean(old), clean(new)) == (old, new)
    assert [told(change) for change in paragraphs(old, new)] == changes


def test_photos_come_with_their_keys() -> None:
    other = FIGURE.replace(KEY, OTHER_KEY)
    text = "<p>雨停</p><p>路干</p>"
    found = paragraphs(f"{text}{FIGURE}{other}", f"{other}{text}")
    assert [(change.block, change.photo, change.kind, change.moved) for change in found] == [
        (Block.PHOTO, OTHER_KEY, Kind.KEPT, True),
        (Block.PARAGRAPH, "", Kind.KEPT, False),
        (Block.PARAGRAPH, "", Kind.KEPT, False),
        (Block.PHOTO, KEY, Kind.REMOVED, False),
    ]


LINES = ["雨停了", "雨停了\uff0c路干了", "路干了", "灯都亮了", "人散了"]
BODIES = st.lists(st.tuples(st.sampled_from(["paragraph", "heading"]), st.sampled_from(LINES))).map(
    from_blocks
)


@given(BODIES, BODIES)
def test_changes_hold_both_bodies(old: str, new: str) -> None:
    found = paragraphs(old, new)
    assert "".join(change.new for change in found) == new
    assert sorted(filter(None, (change.old for change in found))) == sorted(blocks_of(old))
    rest = iter(blocks_of(old))
    assert all(change.old in rest for change in found if change.old and not change.moved)


# --- many states


def written(*texts: str) -> list[list[MarkedRun]]:
    return marked([State(text, "袁也然", "draft") for text in texts])


def as_left(copy: list[list[MarkedRun]], state: int) -> str:
    """The text of one state, read from the marks alone."""
    text = ""
    for paragraph in copy:
        text += "".join(
            "\n" if run.is_break else run.text
            for run in paragraph
            if (run.added_by or 0) <= state and (run.removed_by is None or run.removed_by > state)
        )
        ends_with_mark = paragraph and paragraph[-1].is_break and paragraph[-1].removed_by is None
        text += "" if ends_with_mark else "\n"
    return text[:-1]


def printed(copy: list[list[MarkedRun]]) -> list[str]:
    """The marks as lines: {text added by} and [text removed by], stages as numbers."""

    def mark(run: MarkedRun) -> str:
        text = run.text if run.added_by is None else f"{{{run.text}{run.added_by}}}"
        return text if run.removed_by is None else f"[{text}{run.removed_by}]"

    return ["".join(map(mark, paragraph)) for paragraph in copy]


@pytest.mark.parametrize(
    ("texts", "lines"),
    [
        ([], []),
        ([""], [""]),
        (["雨停", "雨停"], ["雨停"]),
        (["雨停\n路干", "雨停\n路干了"], ["雨停", "路干{了1}"]),
        (["参加会议", "出席会议", "出席活动"], ["[参加1]{出席1}[会议2]{活动2}"]),
        (["雨", "大雨", "雨"], ["[{大1}2]雨"]),
        # What comes back stands behind what went.
        (["甲乙丙", "甲丙", "甲乙丙"], ["甲[乙1]{乙2}丙"]),
        (["雨停\n路干", "雨停路干"], ["雨停[\u00b61]路干"]),
        (["雨停路干", "雨停\n路干"], ["雨停{\u00b61}", "路干"]),
        (["甲\n乙\n丙", "甲\n丙"], ["甲", "[乙1][\u00b61]丙"]),
        (["甲\n乙\n丙", "甲\n丙", "甲\n乙\n丙"], ["甲", "[乙1][\u00b61]{乙2}{\u00b62}", "丙"]),
        # Words stay in their paragraph, though the next one is gone.
        (["甲\n乙", "甲", "甲丁"], ["甲{丁2}[\u00b61][乙1]"]),
        (["甲\u00b6乙", "甲\u00b6"], ["甲\u00b6[乙1]"]),
    ],
)
def test_the_copy_keeps_all_marks(texts: list[str], lines: list[str]) -> None:
    assert printed(written(*texts)) == lines


@settings(deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=6))
def test_each_state_can_be_read_from_the_marks(texts: list[str]) -> None:
    copy = written(*texts)
    for state, text in enumerate(texts):
        assert as_left(copy, state) == text


@settings(deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=6))
def test_what_nobody_removed_is_the_last_state(texts: list[str]) -> None:
    standing = [
        "".join(run.text for run in paragraph if run.removed_by is None and not run.is_break)
        for paragraph in written(*texts)
    ]
    assert "\n".join(standing) == texts[-1]


def test_a_run_tells_who_brought_and_who_removed_it() -> None:
    copy = written("雨停了", "大雨停了", "大雨停了\uff0c路干了", "雨停了\uff0c路干了")
    assert copy == [
        [
            MarkedRun("大", added_by=1, removed_by=3),
            MarkedRun("雨停了", added_by=None, removed_by=None),
            MarkedRun("\uff0c路干了", added_by=2, removed_by=None),
        ]
    ]

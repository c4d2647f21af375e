"""Comments under a page in the layouts that pages use."""

from __future__ import annotations

import pytest

from articles.importers.comments import read
from articles.importers.lines import Line

TEN, ELEVEN = "2021-12-20 10:48", "2021-12-20 11:00:03"


def read_lines(*texts: str) -> tuple[list[tuple[str, str, int, bool]], list[str]]:
    found, unread = read([Line(number, text) for number, text in enumerate(texts, 1)])
    rows = [(one.author, one.text, one.likes, one.posted_at is not None) for one in found]
    return rows, [line.text for line in unread]


@pytest.mark.parametrize(
    "lines",
    [
        ["这一行没有人署名"],
        ["12"],
        ["这是很长的一段话\uff0c它不是名字\uff0c后面也没有内容", TEN],
        ["这一段是正文\uff0c不是评论\u3002它有两句话\u3002", "这一段也是正文\u3002"],
    ],
)
def test_lines_that_are_no_comment_come_back(lines: list[str]) -> None:
    found, unread = read_lines(*lines)
    assert found == []
    assert sorted(unread) == sorted(lines)


@pytest.mark.parametrize(
    "lines",
    [
        [f"张三 {TEN} 说得好 点赞 12", f"李四 {ELEVEN} 加油\uff01 赞3"],
        [f"张三\t{TEN}\t说得好\t12", f"李四\t{ELEVEN}\t加油\uff01\t3"],
        [f"张三 | {TEN} | 说得好 | 12", f"李四 | {ELEVEN} | 加油\uff01 | 3"],
        ["张三", TEN, "说得好", "12", "李四", ELEVEN, "加油\uff01", "3"],
        ["张三", TEN, "说得好", "点赞 12", "李四", ELEVEN, "加油\uff01", "点赞 3"],
        [f"张三 {TEN}", "说得好", "赞(12)", f"李四 {ELEVEN}", "加油\uff01", "赞(3)"],
        [f"张三 {TEN}", "说得好", "12赞", f"李四 {ELEVEN}", "加油\uff01", "3赞"],
        [f"张三 {TEN} 12赞", "说得好", f"李四 {ELEVEN} 3赞", "加油\uff01"],
        ["张三", "说得好", f"{TEN} 赞12 回复", "李四", "加油\uff01", f"{ELEVEN} 赞3 回复"],
        ["张三", f"说得好 {TEN} 赞12", "李四", f"加油\uff01 {ELEVEN} 赞3"],
        [f"张三:说得好 {TEN} 点赞12", f"李四\uff1a加油\uff01 {ELEVEN} 点赞3"],
        ["张三", f"{TEN} 说得好 \U0001f44d12", "李四", f"{ELEVEN} 加油\uff01 \U0001f44d3"],
    ],
)
def test_name_time_text_and_likes_are_read(lines: list[str]) -> None:
    found, unread = read_lines(*lines)
    assert found == [("张三", "说得好", 12, True), ("李四", "加油\uff01", 3, True)]
    assert unread == []


@pytest.mark.parametrize(
    ("lines", "timed"),
    [
        (["张三", TEN, "说得好", "李四", ELEVEN, "加油"], True),
        ([f"张三 {TEN}", "说得好", f"李四 {ELEVEN}", "加油"], True),
        (["张三:说得好", "李四\uff1a加油"], False),
        (["张三", f"{TEN} 来自四川成都", "说得好", "李四", f"{TEN} IP属地:北京", "加油"], True),
        (["张三", "12-20 10:48", "说得好", "李四", "3小时前", "加油"], False),
    ],
)
def test_likes_and_times_may_be_missing(lines: list[str], timed: bool) -> None:
    found, unread = read_lines(*lines)
    assert found == [("张三", "说得好", 0, timed), ("李四", "加油", 0, timed)]
    assert unread == []


def test_a_comment_may_have_several_lines() -> None:
    found, _unread = read_lines(f"张三 {TEN}", "第一行\u3002", "第二行\u3002", "赞 1.2万")
    assert found == [("张三", "第一行\u3002\n第二行\u3002", 12000, True)]


def test_the_time_is_in_shanghai() -> None:
    found, _unread = read([Line(1, f"张三 {TEN} 好")])
    assert found[0].posted_at is not None
    assert found[0].posted_at.isoformat() == "2021-12-20T10:48:00+08:00"

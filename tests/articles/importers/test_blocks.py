"""Which lines of a body are subheads."""

from __future__ import annotations

import pytest

from articles.importers.base import Block
from articles.importers.blocks import decide

LONG = "施小琳说\uff0c把学习考察的成果转化好\uff0c把协议确定的事项落实好\u3002" * 4


def kinds(*texts: str) -> str:
    """The blocks as letters: p, h, and f for a photo, which `^` begins."""
    body = [
        Block("photo" if text.startswith("^") else "paragraph", text.lstrip("^")) for text in texts
    ]
    decided, _guesses, _listed = decide(body)
    return "".join({"paragraph": "p", "heading": "h", "photo": "f"}[one.kind] for one in decided)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["短的第一段", LONG], "pp"),
        ([LONG, "没有句号的最后一行"], "pp"),
        ([LONG, "一句完整的话\u3002", LONG], "ppp"),
        ([LONG, "成" * 81, LONG], "ppp"),
        ([LONG, "丢了句号的长段落\uff0c" * 40, "短句\u3002"], "ppp"),
        ([LONG, "内容如下:", LONG], "ppp"),
        ([LONG, "一是这样\uff0c", LONG], "ppp"),
        ([LONG, "记者:您怎么看\uff1f", LONG], "ppp"),
        ([LONG, "这个问题" * 11 + "\uff1f", LONG], "ppp"),
        ([LONG, "第一项", "第二项", "第三项", LONG], "ppppp"),
        ([LONG, "成都市人民政府", "2021年12月20日"], "ppp"),
        ([LONG, "小标题比后面长", "短句\u3002"], "ppp"),
        ([LONG, "A short line.", LONG], "ppp"),
        ([LONG, "\uff08转载自晚报\uff09", LONG], "ppp"),
    ],
)
def test_a_line_stays_a_paragraph(texts: list[str], expected: str) -> None:
    assert kinds(*texts) == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([LONG, "把协议确定的事项落实好", LONG], "php"),
        ([LONG, "为什么要这样做\uff1f", LONG], "php"),
        ([LONG, "携手前行\uff01", LONG], "php"),
        ([LONG, "一、大标题", "小标题", LONG], "phhp"),
        ([LONG, "小标题", "^图注", LONG], "phfp"),
        (["^图注", "小标题", LONG], "fhp"),
        ([LONG, "小标题", "丢了句号的一段\uff0c" * 6], "php"),
        ([LONG, "甲小标题", LONG, "乙小标题", LONG], "phphp"),
    ],
)
def test_a_short_line_before_a_longer_paragraph_is_a_subhead(
    texts: list[str], expected: str
) -> None:
    assert kinds(*texts) == expected


def test_a_clause_that_the_paragraph_repeats_makes_it_surer() -> None:
    sure = decide([Block("paragraph", LONG), Block("paragraph", "把协议确定的事项落实好")] * 2)
    unsure = decide([Block("paragraph", LONG), Block("paragraph", "这是完全不同的话")] * 2)
    assert sure[1][0].confidence > unsure[1][0].confidence


def test_a_list_of_short_lines_is_reported_once() -> None:
    body = [Block("paragraph", text) for text in (LONG, "甲项", "乙项", "丙项", LONG)]
    assert [block.text for block in decide(body)[2]] == ["甲项"]

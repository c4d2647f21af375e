"""Whatever comes in, the parser answers, and no text is lost on the way."""

from __future__ import annotations

import time
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.importers.base import ImportedStory
from articles.importers.decode import SIZE_LIMIT
from articles.importers.text import TextParser

PIECES = [
    *(
        "成都高新区",
        "会议召开",
        "\u3002",
        "\uff0c",
        ":",
        "\uff1a",
        "|",
        "/",
        " ",
        "\u3000",
        "\n",
        "\n\n",
    ),
    *("(", ")", "\u3010", "\u3011", "2021-12-20", " 10:48:53", "2021-13-40", "张三", "袁 然", "12"),
    *(
        "来源",
        "编辑",
        "责任编辑",
        "记者",
        "文/图",
        "摄",
        "供图",
        "热门评论\n",
        "推荐新闻\n",
        "点赞",
    ),
    *(
        "\u2191",
        "图1 ",
        "新华社北京10月20日电",
        "立即打开",
        "#",
        "原标题",
        "标签",
        "阅读",
        "\u200b",
    ),
    *("<b>", "\uff01", "\u201c"),
]
PAGES = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)

#: Characters of which no label, date, mark, button or separator is made.
PLAIN = "蓝绿橙紫猫狗兔鱼桌椅"


def told(story: ImportedStory) -> str:
    """Every text that a story holds."""
    return "\n".join(
        chain(
            [story.title, story.original_title, story.dateline, *story.sources, *story.tags],
            (f"{block.text}\n{block.credit}" for block in story.body),
            (row.title for row in story.recommended),
            (f"{one.author}\n{one.text}" for one in story.comments),
            (credit.name for credit in story.credits),
        )
    )


@given(st.binary(max_size=300))
def test_any_bytes_are_answered(raw: bytes) -> None:
    parsed = TextParser().parse(raw)
    assert parsed.rejected == any(True for _error in parsed.errors())


@given(PAGES)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_any_page_is_answered(page: str) -> None:
    parsed = TextParser().parse(page.encode())
    count = page.count("\n") + 1
    assert all(one.line is None or 1 <= one.line <= count for one in parsed.findings)
    if parsed.story:
        assert parsed.story.title == parsed.story.title.strip() != ""
        assert all(block.text or block.kind == "photo" for block in parsed.story.body)


@given(st.lists(st.tuples(PAGES, st.text(PLAIN, min_size=3, max_size=12), PAGES), max_size=6))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_no_word_is_lost_but_in_furniture_that_is_reported(
    parts: list[tuple[str, str, str]],
) -> None:
    page = "标题\n" + "".join(chain.from_iterable(parts))
    parsed = TextParser().parse(page.encode())
    assert parsed.story is not None
    kept = told(parsed.story) + "\n".join(one.message for one in parsed.findings)
    for _before, word, _after in parts:
        assert word in kept


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "成",
            "a b",
            "编辑:张三 ",
            "(",
            "2021-12-20 ",
            "记者",
            "\u2191成 ",
            "打开立即下载",
            "#",
            "\n",
        ),
        *("\n张三", "\n成都 2021-12-20 10:48", "ICP备", "\u200b成"),
    ],
)
def test_two_hostile_megabytes_take_no_more_than_their_share(unit: str) -> None:
    # Pages of very many lines are slow by their number; an eighth of the size shows the growth.
    size = SIZE_LIMIT // 8 if unit.startswith("\n") else SIZE_LIMIT
    small, large = taken(unit, size // 16), taken(unit, size)
    assert large < 16 * 4 * max(small, 0.01)


def taken(unit: str, size: int) -> float:
    """Seconds of processor time for a page of `size` bytes made of one repeated unit."""
    head = "标题\n热门评论\n" if unit == "\n张三" else "标题\n"
    room = size - len(head.encode())
    raw = (head + unit * (room // len(unit.encode()))).encode()
    start = time.process_time()
    assert TextParser().parse(raw).story is not None
    return time.process_time() - start

"""Captions: their marks, their words, and who is credited at their end."""

from __future__ import annotations

import pytest

from articles.importers.captions import MARKS, is_caption, read
from articles.importers.lines import Line


@pytest.mark.parametrize(
    "text",
    [
        "图书馆今天开放",
        "地图为证",
        "图1至图3显示了变化",
        "图为止",
        "张三在现场",
        "\u2191" + "成" * 500,
    ],
)
def test_an_ordinary_line_is_no_caption(text: str) -> None:
    assert not is_caption(Line(1, text))


@pytest.mark.parametrize("mark", MARKS)
def test_every_mark_points_at_a_photo_and_is_cut(mark: str) -> None:
    line = Line(1, f"{mark} 唱好双城记 建强都市圈")
    assert is_caption(line)
    assert read(line) == ("唱好双城记 建强都市圈", None)


@pytest.mark.parametrize(
    "text",
    [
        "图为现场",
        "图1 现场",
        "图1\uff1a现场",
        "图 2:现场",
        "图一 现场",
        "图1为现场",
        "(图2)现场",
        "\u2191图为现场",
    ],
)
def test_words_that_mark_a_caption_are_cut(text: str) -> None:
    assert is_caption(Line(1, text))
    assert read(Line(1, text)) == ("现场", None)


@pytest.mark.parametrize("text", ["图为", "图1 ", "\u2191图为"])
def test_a_mark_without_words_stays_as_the_words(text: str) -> None:
    assert read(Line(1, text))[0]


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ("图为活动现场 何苗 摄", "活动现场", "何苗"),
        ("\u25b2活动现场 何苗/摄", "活动现场", "何苗"),
        ("\u25b2活动现场\u3000何 苗\u3000摄", "活动现场", "何苗"),
        ("\u25b3市民 在公园 何苗 摄", "市民 在公园", "何苗"),
        ("\u25b2活动现场\u3002何苗摄", "活动现场\u3002", "何苗"),
        ("\u25b2活动现场 何苗 李四 摄", "活动现场", "何苗\u3001李四"),
        ("\u25bc活动现场(图片来源:主办方)", "活动现场", "主办方"),
        ("\u25bc活动现场\uff08图片来源\uff1a主办方\uff09", "活动现场", "主办方"),
        ("\u25bd活动现场 图片来源:主办方", "活动现场", "主办方"),
        ("\u2193活动现场 主办方供图", "活动现场", "主办方"),
        ("\u2193活动现场\u3002成都高新供图", "活动现场\u3002", "成都高新"),
        ("\u2193活动现场(图片由主办方提供)", "活动现场", "主办方"),
        ("\u2191现场 新华社记者 李响 摄", "现场", "新华社记者 李响"),
        ("\u2191现场(何苗 摄)", "现场", "何苗"),
        ("\u25c6现场(资料图)", "现场", "资料图"),
        ("\u25c6张三在现场讲话 供图", "张三在现场讲话 供图", None),
        ("\u25c6现场(右二为张三)", "现场(右二为张三)", None),
        ("\u25c6", "", None),
    ],
)
def test_the_credit_leaves_the_caption(text: str, caption: str, credit: str | None) -> None:
    line = Line(1, text)
    assert is_caption(line)
    assert read(line) == (caption, credit)

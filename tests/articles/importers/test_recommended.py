"""Rows of recommended stories, and where their list ends."""

from __future__ import annotations

import pytest

from articles.importers.lines import Line
from articles.importers.recommended import is_text_again, read


@pytest.mark.parametrize(
    ("text", "title", "iso"),
    [
        ("成都这样干 2021-12-19 11:56:26", "成都这样干", "2021-12-19T11:56:26+08:00"),
        ("成都 重庆 唱双城\u30002021-12-19 11:56", "成都 重庆 唱双城", "2021-12-19T11:56:00+08:00"),
        ("成都这样干 2021-12-19", "成都这样干", "2021-12-19T00:00:00+08:00"),
        ("2021年12月19日 成都这样干", "成都这样干", "2021-12-19T00:00:00+08:00"),
        ("成都这样干(2021-12-19 11:56)", "成都这样干", "2021-12-19T11:56:00+08:00"),
        ("\u00b7 成都这样干", "成都这样干", None),
        ("成都这样干 12-19 11:56", "成都这样干", None),
        ("从2021-12-19起成都这样干", "从2021-12-19起成都这样干", None),
        ("成都这样干 2021-13-40 11:56", "成都这样干", None),
        ("2023年世界科幻大会", "2023年世界科幻大会", None),
    ],
)
def test_a_row_is_a_title_and_mostly_a_date(text: str, title: str, iso: str | None) -> None:
    row, _stamp = read(Line(1, text))
    assert row.title == title
    assert (row.published_at.isoformat() if row.published_at else None) == iso


@pytest.mark.parametrize(
    ("text", "ended"),
    [
        ("这是正文\uff0c有一句话\u3002后面还有一句\u3002", True),
        ("成" * 200, True),
        ("成都这样干", False),
        ("\u201c叔叔阿姨给我们送来了手表\u3002\u201d", False),
        ("\u201c叔叔送来了手表\u3002\u201d 2021-12-20 10:25:40", False),
    ],
)
def test_sentences_end_the_list(text: str, ended: bool) -> None:
    assert is_text_again(Line(1, text)) is ended

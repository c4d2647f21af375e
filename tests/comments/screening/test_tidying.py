"""Words of a comment are tidied, and nothing that can be seen is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.screening.tidying import tidy_name, tidy_text

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


@pytest.mark.parametrize(
    ("raw", "tidy"),
    [
        ("", ""),
        (" \u3000\t\n", ""),
        ("\u3164\u115f\u2800\uffa0", ""),
        ("\u200b\u200d\ufeff\x00", ""),
        ("\u3000成都\u3000 读者 ", "成都 读者"),
        ("\u202e者读\u2066", "者读"),
        ("a\x00b\x1bc\x7f", "abc"),
        ("两\r\n行", "两 行"),
        ("\ud800读者", "读者"),
        (FAMILY, FAMILY),
        ("\U00020bb7野家", "\U00020bb7野家"),
        ("e" + "\u0301" * 50, "e" + "\u0301" * 3),
        ("<b>&amp;", "<b>&amp;"),
        ("\uff21\uff22\uff01", "\uff21\uff22\uff01"),
    ],
)
def test_a_name_is_one_line_of_what_can_be_seen(raw: str, tidy: str) -> None:
    assert tidy_name(raw) == tidy


@pytest.mark.parametrize(
    ("raw", "tidy"),
    [
        ("\n\n\n", ""),
        ("一\r\n二\r三\u2028四", "一\n二\n三\n四"),
        ("一\n\n\n\n\n二", "一\n\n二"),
        ("一\n \u3000\n\t\n二", "一\n\n二"),
        ("  两个\u3000\u3000空格  \n", "两个 空格"),
        ("零\u200b宽\u2060度", "零宽度"),
        ("\u202eevil\u202c", "evil"),
    ],
)
def test_a_text_keeps_its_lines_and_loses_its_tricks(raw: str, tidy: str) -> None:
    assert tidy_text(raw) == tidy


@given(st.text())
def test_tidying_twice_changes_nothing(raw: str) -> None:
    assert tidy_text(tidy_text(raw)) == tidy_text(raw)
    assert tidy_name(tidy_name(raw)) == tidy_name(raw)


@given(st.text())
def test_what_is_tidy_can_be_stored(raw: str) -> None:
    tidy = tidy_text(raw) + tidy_name(raw)
    assert "\x00" not in tidy
    assert tidy.encode("utf-8").decode("utf-8") == tidy

"""Dates in every shape that pages print, and those that no calendar has."""

from __future__ import annotations

import pytest

from articles.importers.dates import find, lacks_year
from articles.importers.lines import fold


@pytest.mark.parametrize(
    "text",
    ["2021-13-40", "2021-02-30 10:00", "2021-12-20 25:00", "0000-01-01", "9999-12-31 10:00"],
)
def test_an_impossible_date_is_found_without_a_value(text: str) -> None:
    stamp = find(text)
    assert stamp is not None
    assert stamp.value is None


@pytest.mark.parametrize(
    "text", ["", "成都", "12-20 10:48", "1+5", "12021-12-20", "5G 2021", "10:48"]
)
def test_what_is_no_date_is_not_found(text: str) -> None:
    assert find(text) is None


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2021-12-20 10:48:53\u2003", "2021-12-20T10:48:53+08:00"),
        ("2021-12-20 10:48", "2021-12-20T10:48:00+08:00"),
        ("2021/12/20 10:48", "2021-12-20T10:48:00+08:00"),
        ("2021.12.20 10:48", "2021-12-20T10:48:00+08:00"),
        ("2021-1-2 9:05", "2021-01-02T09:05:00+08:00"),
        ("2021年12月20日 10:48", "2021-12-20T10:48:00+08:00"),
        ("2021年12月20日10时48分", "2021-12-20T10:48:00+08:00"),
        ("2021年12月20日 10时48分53秒", "2021-12-20T10:48:53+08:00"),
        ("2021 年 12 月 20 日 10:48", "2021-12-20T10:48:00+08:00"),
        ("2021年12月20日 星期一 10:48", "2021-12-20T10:48:00+08:00"),
        ("2021年12月20日下午3:20", "2021-12-20T15:20:00+08:00"),
        ("2021-12-20T10:48:53+08:00", "2021-12-20T10:48:53+08:00"),
        ("2021-12-20T02:48:53Z", "2021-12-20T02:48:53+00:00"),
        ("2021-12-20T02:48:53.123-0500", "2021-12-20T02:48:53-05:00"),
        ("2021-12-20 10:48-11:30", "2021-12-20T10:48:00+08:00"),
        ("来源:民生网2020-12-24 13:55:58", "2020-12-24T13:55:58+08:00"),
        ("2020-12-24 13:55:58来源\uff1a民生网", "2020-12-24T13:55:58+08:00"),
        ("\uff12\uff10\uff12\uff11-12-20 10\uff1a48", "2021-12-20T10:48:00+08:00"),
        ("2021-12-20", "2021-12-20T00:00:00+08:00"),
    ],
)
def test_a_date_is_read_in_shanghai_unless_it_says_otherwise(text: str, iso: str) -> None:
    stamp = find(fold(text))
    assert stamp is not None
    assert stamp.value is not None
    assert stamp.value.isoformat() == iso
    assert stamp.has_time == (text != "2021-12-20")


@pytest.mark.parametrize("text", ["12-20 10:48", "12月20日 10:48", "3小时前", "昨天 10:48", "刚刚"])
def test_a_time_without_a_year_is_known_as_such(text: str) -> None:
    assert lacks_year(text)
    assert not lacks_year(f"{text}成都")

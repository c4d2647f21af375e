"""Dates and times as Chinese pages print them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

#: The zone of a time that names none.
SHANGHAI = ZoneInfo("Asia/Shanghai")

YEARS = range(1900, 2101)

_DATE = (
    r"(?<!\d)(?P<year>\d{4})"
    r"(?:\s?(?P<mark>[-/.])\s?(?P<month>\d{1,2})\s?(?P=mark)\s?(?P<day>\d{1,2})"
    r"|\s?年\s?(?P<han_month>\d{1,2})\s?月\s?(?P<han_day>\d{1,2})\s?[日号])"
)
_WEEKDAY = r"(?:\s?[(]?(?:星期|周|礼拜)[一二三四五六日天][)]?)"
_TIME = (
    r"(?:(?P<gap>T|,?\s{0,6})(?P<half>凌晨|早上|上午|中午|下午|晚上|晚)?\s?(?P<hour>\d{1,2})"
    r"(?::(?P<minute>\d{1,2})(?::(?P<second>\d{1,2})(?:\.\d{1,9})?)?"
    r"|\s?[时点]\s?(?P<han_minute>\d{1,2})\s?分(?:\s?(?P<han_second>\d{1,2})\s?秒)?)"
    r"(?:\s?(?P<zone>Z(?![A-Za-z])|[-+]\d{2}:?\d{2}(?!\d)))?)"
)
_STAMP = re.compile(f"{_DATE}{_WEEKDAY}?{_TIME}?(?!\\d)")

_NO_YEAR = re.compile(
    r"(?:\d{1,2}[-/]\d{1,2}|\d{1,2}月\d{1,2}日)\s?\d{1,2}:\d{2}(?::\d{2})?"
    r"|\d{1,3}\s?(?:秒钟?|分钟|个?小时|天|周|个?月)前|刚刚|(?:今天|昨天|前天)\s?(?:\d{1,2}:\d{2})?"
)

_AFTERNOON = frozenset(("下午", "晚上", "晚", "中午"))


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date found in a line at `start` to `end`; `value` is None when no calendar has it."""

    start: int
    end: int
    value: datetime | None
    has_time: bool


def find(folded: str) -> Stamp | None:
    """The first date of a folded line."""
    hit = _STAMP.search(folded)
    return stamp_of(hit) if hit else None


def stamp_of(hit: re.Match[str]) -> Stamp:
    try:
        value = datetime_of(hit)
    except ValueError:
        value = None
    end = hit.start("zone") if hit["zone"] and not zone_of(hit) else hit.end()
    return Stamp(hit.start(), end, value, hit["hour"] is not None)


def datetime_of(hit: re.Match[str]) -> datetime:
    """The moment; raises ValueError for the 40th of a month and the like."""
    year = int(hit["year"])
    if year not in YEARS:
        raise ValueError("year out of range")
    minute = hit["minute"] or hit["han_minute"] or 0
    second = hit["second"] or hit["han_second"] or 0
    hour = int(hit["hour"] or 0)
    if hit["half"] in _AFTERNOON and 1 <= hour < (11 if hit["half"] == "中午" else 12):
        hour += 12
    month, day = hit["month"] or hit["han_month"], hit["day"] or hit["han_day"]
    return datetime(
        year, int(month), int(day), hour, int(minute), int(second), tzinfo=zone_of(hit) or SHANGHAI
    )


def zone_of(hit: re.Match[str]) -> tzinfo | None:
    """The offset written behind a time. `10:48-11:30` is a span of time, not an offset."""
    zone = hit["zone"]
    if not zone or (zone[0] == "-" and hit["gap"] != "T" and not hit["second"]):
        return None
    if zone == "Z":
        return UTC
    minutes = int(zone[1:3]) * 60 + int(zone[-2:])
    if minutes >= 24 * 60:
        return None
    return timezone(timedelta(minutes=-minutes if zone[0] == "-" else minutes))


def lacks_year(folded: str) -> bool:
    """Whether the whole line is a time that only its own day could place: `12-20 10:48`."""
    return _NO_YEAR.fullmatch(folded.strip()) is not None


def find_without_year(folded: str) -> tuple[int, int] | None:
    hit = _NO_YEAR.search(folded)
    return hit.span() if hit else None

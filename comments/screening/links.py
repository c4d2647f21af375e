"""Finds addresses of pages in a comment, also those written so that no program should see them."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Dots, and what is written for one. `点` and `dot` are one only before an ending that is sure.
_DOT = "[.\uff0e\u3002\uff61\u00b7\u2022\u2027\u2219\u22c5\u30fb\uff65]"
_WORDY = f"(?:{_DOT}|点|\\(dot\\)|\\[dot\\]| dot )"

#: Endings that stand after no other word with a dot.
_SURE = "com|cn|net|org|top|xyz|vip|cc|icu|info|biz|gov|edu|wang"
#: Endings that are words of their own: they count where no space stands in the address.
_WORDS = "shop|club|site|online|app|link|live|fun|pro|ren|work|ltd|me|io|tv|tk|ml|hk|tw|jp|uk|ru"

_LABEL = "(?<![a-z0-9-])(?=[a-z0-9-]*[a-z0-9])[a-z0-9-]{1,63}"
_PATH = "(?:[:/?#][^\\s\u4e00-\u9fff]{0,200})?"

_LINK = re.compile(
    f"https?\\s?[:\uff1a]\\s?//\\s?[^\\s]{{1,200}}"
    f"|(?<![a-z0-9])www\\s?{_WORDY}\\s?[a-z0-9-]{{1,63}}(?:\\s?{_WORDY}\\s?[a-z0-9-]{{1,63}}){{0,3}}"
    f"|{_LABEL}(?:\\s?{_DOT}\\s?[a-z0-9-]{{1,63}}){{0,3}}\\s?{_WORDY}\\s?(?:{_SURE})(?![a-z0-9]){_PATH}"
    f"|{_LABEL}(?:{_DOT}[a-z0-9-]{{1,63}}){{0,3}}{_DOT}(?:{_WORDS})(?![a-z0-9]){_PATH}"
    f"|(?<![\\d.])(?:\\d{{1,3}}\\.){{3}}\\d{{1,3}}(?![\\d.])[:/][^\\s]{{1,200}}"
)

#: `8点top直播` is a time: with 点 the label has a letter, or the ending is the commonest.
_TIME = re.compile("\\d{1,2}点(?!com|cn|net)")


def links(plain: str) -> Iterator[tuple[int, int]]:
    """Where each address stands in a text in plain writing (normal.plain)."""
    for match in _LINK.finditer(plain):
        if not _TIME.match(match[0]):
            yield match.span()

"""Finds numbers to call and names to write to: telephones, and accounts of QQ, WeChat and others.

The numbers of offices and hotlines are found with the others: a person who reads the comment sees
at once which it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_DIGITS = str.maketrans(
    "零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖幺两oO", "001234567891234567891200"
)

#: What stands between the digits of a number that somebody wants to hide, or to be read.
_GAP = "[\\s.\\-_*~\u00b7\u2014\u3000]{0,2}"

#: A number with one of these behind it counts something.
_COUNTED = "(?!\\d|\\s?[元万亿块人个名次条吨年月日%])"

_TELEPHONE = re.compile(
    f"(?<!\\d)(?:1{_GAP}[3-9]{_GAP}(?:\\d{_GAP}){{8}}\\d{_COUNTED}"
    f"|0\\d{{2,3}}[- ]?[2-9]\\d{{6,7}}{_COUNTED}"
    f"|[48]00[- ]?\\d{{3}}[- ]?\\d{{4}}{_COUNTED})"
)

_WHERE = (
    "q\\s?q|q群|扣扣|企鹅号?|微\\s?信|威信|薇信|徽信|v信|v芯|微芯|weixin|wechat|v\\s?x|wx|whatsapp|telegram|"
    "电报|飞机号|加[我]?[vq\u2795薇微威]|\\+[vq]|\u2795[vq]"
)
_MARK = "(?:号码|群号|账号|号|群|是|id|同号)?"
_ACCOUNT = re.compile(
    f"(?<![a-z])(?:{_WHERE}){_MARK}[^\\w\n]{{0,4}}"
    # A name with at least three digits, or any name after a colon.
    f"(?:(?=[a-z_-]{{0,17}}\\d[a-z_-]{{0,16}}\\d[a-z_-]{{0,16}}\\d)[a-z0-9_-]{{5,20}}{_COUNTED}"
    f"|(?<=[:\uff1a])[a-z][a-z0-9_-]{{5,19}}(?![a-z0-9_-]))"
)


def contacts(plain: str) -> Iterator[tuple[int, int]]:
    """Where each number or account stands in a text in plain writing (normal.plain)."""
    taken: list[tuple[int, int]] = []
    for pattern, text in ((_ACCOUNT, plain), (_TELEPHONE, plain.translate(_DIGITS))):
        for match in pattern.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end in taken):
                taken.append(match.span())
    yield from sorted(taken)

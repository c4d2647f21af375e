"""Readers' comments under a page: name, time, text and likes, in the layouts that pages use."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from articles.importers import dates
from articles.importers.base import ImportedComment
from articles.importers.lines import Line

#: A reader's name is never longer.
NAME_LENGTH = 20

_NUMBER = r"(?P<n{0}>\d{{1,9}}(?:\.\d{{1,2}})?)\s?(?P<unit{0}>[万wWkK千]?)"
_LIKES = re.compile(
    r"(?:^|(?<=\s)|(?<=[|,;]))(?:"
    r"(?:点赞|获赞|有用|支持|赞|顶|喜欢|\U0001f44d|\u2764\ufe0f?|\u2665)(?:数|量)?\s?[:(\[]?\s?"
    + _NUMBER.format(1)
    + r"\s?[)\]]?|"
    + _NUMBER.format(2)
    + r"\s?(?:人|次|个)?(?:点赞|赞过|赞|支持|喜欢|\U0001f44d))(?:\s+(?:回复|举报))*$"
)
_BARE_LIKES = re.compile(r"(?:^|\s)\(?" + _NUMBER.format(3) + r"\)?$")
_TAIL_WORDS = re.compile(
    r"\s(?:(?:回复|评论)(?:\s?\(\d{1,7}\))?|举报|展开|收起|删除|赞|点赞|分享)$"
)
#: Where a reader wrote from, which sites print behind the time.
_PLACE = re.compile(
    "^(?:来自|IP属地\\s?[:\uff1a]?)\\s?(?:北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|"
    "江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|"
    "香港|澳门)\\S{0,4}$"
)
_UNITS = {"万": 10_000, "w": 10_000, "W": 10_000, "k": 1000, "K": 1000, "千": 1000, "": 1}
_NAMED = re.compile(r"(?P<name>[^:\s\u3002,!?]{1,20})\s?:\s?(?P<text>.+)")
_MOST_LIKES = 2_000_000_000


@dataclass(slots=True)
class Part:
    """A line of the comments taken apart; any part may be empty."""

    line: Line
    before: str = ""
    stamp: bool = False
    at: datetime | None = None
    after: str = ""
    likes: int | None = None


@dataclass(slots=True)
class Reading:
    """Comments being read: the one that is open, lines that wait, what was not understood."""

    done: list[ImportedComment] = field(default_factory=list)
    unread: list[Line] = field(default_factory=list)
    waiting: list[Part] = field(default_factory=list)
    author: Part | None = None
    at: datetime | None = None

    def open(self, author: Part | None, at: datetime | None) -> None:
        self.author, self.at = author, at

    def close(self, likes: int = 0) -> None:
        """End the open comment with the lines that wait as its text."""
        if self.author and self.waiting:
            text = "\n".join(part.before for part in self.waiting)
            # `NAME TIME 12赞` says before the text what others say behind it.
            counted = likes or self.author.likes or 0
            self.done.append(ImportedComment(self.author.before, text, self.at, counted))
            self.waiting.clear()
        elif self.author:
            self.unread.append(self.author.line)
        self.open(None, None)

    def give_up(self) -> None:
        """Nobody signed the lines that wait."""
        self.unread += [part.line for part in self.waiting]
        self.waiting.clear()


def read(lines: Sequence[Line]) -> tuple[list[ImportedComment], list[Line]]:
    """The comments in these lines, and the lines that are none."""
    reading = Reading()
    for line in lines:
        part = taken_apart(line)
        if part.stamp:
            take_stamped(reading, part)
        elif part.likes is not None:
            take_likes(reading, part)
        else:
            take_words(reading, part)
    finish(reading)
    return reading.done, reading.unread


def taken_apart(line: Line) -> Part:
    text, folded = line.text, line.folded
    while tail := _TAIL_WORDS.search(folded):
        text, folded = text[: tail.start()].rstrip(), folded[: tail.start()].rstrip()
    likes, text, folded = split_likes(text, folded)
    stamp = dates.find(folded)
    span = (stamp.start, stamp.end) if stamp else dates.find_without_year(folded)
    if span is None:
        return Part(line, text, likes=likes)
    before, after = text[: span[0]].strip(" |\u3000\t"), text[span[1] :].strip(" |\u3000\t")
    if likes is None and after:
        likes, after = split_bare(after)
    after = _PLACE.sub("", after)
    return Part(line, before, True, stamp.value if stamp else None, after, likes)


def split_likes(text: str, folded: str) -> tuple[int | None, str, str]:
    hit = _LIKES.search(folded)
    if hit:
        return (
            number(hit),
            text[: hit.start()].rstrip(" |,\uff0c"),
            folded[: hit.start()].rstrip(" |,"),
        )
    if folded.isdigit() and len(folded) < 10:
        return int(folded), "", ""
    return None, text, folded


def split_bare(after: str) -> tuple[int | None, str]:
    """Likes without a word: a number alone behind the text."""
    hit = _BARE_LIKES.search(after)
    return (number(hit), after[: hit.start()].strip(" |")) if hit else (None, after)


def number(hit: re.Match[str]) -> int:
    groups = {name[:-1]: value for name, value in hit.groupdict().items() if value is not None}
    return min(int(float(groups["n"]) * _UNITS[groups.get("unit", "")]), _MOST_LIKES)


def take_stamped(reading: Reading, part: Part) -> None:
    if part.before and part.after:
        close_open(reading)
        whole(reading, part.before.rstrip(":\uff1a"), part.after, part)
    elif part.before:
        take_named_time(reading, part)
    else:
        take_time(reading, part)


def take_named_time(reading: Reading, part: Part) -> None:
    """`NAME TIME` opens a comment; `NAME:TEXT TIME` is one; `TEXT TIME` ends one."""
    named = _NAMED.fullmatch(part.before.replace("\uff1a", ":", 1))
    if named:
        close_open(reading)
        whole(reading, named["name"], named["text"], part)
    elif len(reading.waiting) == 1 and not reading.author and is_name(reading.waiting[0].before):
        author = reading.waiting.pop().before
        whole(reading, author, part.before, part)
    elif is_name(part.before):
        close_open(reading)
        reading.open(part, part.at)
    else:
        reading.unread.append(part.line)


def take_time(reading: Reading, part: Part) -> None:
    """A time behind a name opens a comment, behind name and text it ends one."""
    ends = len(reading.waiting) >= 2 and not reading.author and not part.after
    if ends and is_name(reading.waiting[0].before):
        reading.open(reading.waiting.pop(0), part.at)
        reading.close(part.likes or 0)
        return
    close_before(reading)
    reading.open(pop_name(reading), part.at)
    if part.after:
        reading.waiting.append(Part(part.line, part.after))
        if part.likes is not None:
            reading.close(part.likes)
    elif not reading.author:
        reading.unread.append(part.line)


def take_likes(reading: Reading, part: Part) -> None:
    if part.before:
        take_words(reading, Part(part.line, part.before))
    if reading.author:
        reading.close(part.likes or 0)
    elif len(reading.waiting) >= 2 and is_name(reading.waiting[0].before):
        reading.open(reading.waiting.pop(0), None)
        reading.close(part.likes or 0)
    elif reading.done and not reading.waiting and not reading.done[-1].likes:
        reading.done[-1] = replace(reading.done[-1], likes=part.likes or 0)
    elif not reading.waiting:
        reading.unread.append(part.line)


def take_words(reading: Reading, part: Part) -> None:
    """Words alone: `NAME:TEXT`, or a name or text that the next line explains."""
    named = _NAMED.fullmatch(part.before.replace("\uff1a", ":", 1))
    if named and not reading.author and not reading.waiting:
        reading.done.append(ImportedComment(named["name"], named["text"]))
    else:
        reading.waiting.append(part)


def whole(reading: Reading, author: str, text: str, part: Part) -> None:
    if is_name(author):
        reading.done.append(ImportedComment(author, text, part.at, part.likes or 0))
    else:
        reading.unread.append(part.line)


def close_open(reading: Reading) -> None:
    """A new comment begins: the open one ends."""
    reading.close()
    reading.give_up()


def close_before(reading: Reading) -> None:
    """The last waiting line is the next reader's name; what stands before it ends a comment."""
    if reading.author and len(reading.waiting) >= 2:
        name = reading.waiting.pop()
        reading.close()
        reading.waiting = [name]
    elif reading.author:
        reading.close()


def pop_name(reading: Reading) -> Part | None:
    """The name that waits; anything else that waits was not understood."""
    if not reading.waiting or not is_name(reading.waiting[-1].before):
        return None
    name = reading.waiting.pop()
    reading.give_up()
    return name


def finish(reading: Reading) -> None:
    reading.close()
    reading.give_up()


def is_name(text: str) -> bool:
    return 0 < len(text) <= NAME_LENGTH and not re.search("[\u3002\uff0c,!?\uff01\uff1f]", text)

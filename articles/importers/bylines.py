"""Datelines and names inside the text: `新华社北京10月20日电(记者…)`, a tail `(记者 谢婷)`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from articles.importers import labels
from articles.importers.base import ImportedCredit
from articles.importers.lines import fold
from articles.text import HAN

#: Characters at either end of a paragraph in which a byline is looked for.
REACH = 120

_AGENCY = (
    "新华社|新华网|中新网|中新社|中国新闻网|人民网|央视网|央广网|中国网|光明网|经济日报|人民日报|法治日报|"
    f"[{HAN}]{{1,8}}(?:社|报|网|台|客户端|新闻)|本报|本网|本社|本台"
)
_DATELINE = re.compile(
    rf"(?!据)[(\[]?(?P<line>(?P<agency>{_AGENCY})?(?P<place>[{HAN}\u3001]{{0,16}}?)"
    r"(?P<date>\d{1,2}月\d{1,2}日)?(?:体育|综合|专)?"
    r"(?:(?(date)(?(agency)电|(?!))|(?!))|(?:电|讯|消息|报道)(?=[\s(:|\])]|记者|通讯员)))"
    r"[)\]]?\s*(?:\((?P<who>[^()]{2,60})\))?"
)
_PEOPLE = r"(?:记者|通讯员|实习生|责任编辑|责编|编辑|摄影|文/图|图/文|作者|供稿)"
_TAIL = re.compile(
    rf"[(\[](?P<who>[^()\[\]]{{0,20}}{_PEOPLE}[^()\[\]]{{1,60}}"
    r"|[^()\[\]]{2,20}\s?(?:摄|文/图|供稿|供图))[)\]]\u3002?$"
)
_SIGNED = re.compile(
    rf"(?:^|[\u3002!?\u201d\s])(?P<who>[{HAN}A-Za-z\u00b7]{{1,16}}记者\s?[{HAN}\s\u3001,]{{2,24}}?\s?"
    r"(?:摄影报道|摄影|摄|文/图|图/文|报道))\u3002?$"
)
#: Without one of these at the start there is no dateline, without one of those no tail.
_WIRED = re.compile("[电讯]|消息|报道")
_LAST = frozenset("]\u3011)\uff09摄影图文道稿")
_OURS = frozenset(("本报", "本网", "本社", "本台"))


@dataclass(slots=True)
class Byline:
    """What a paragraph says of who wrote it; the paragraph keeps its words."""

    dateline: str = ""
    agency: str = ""
    credits: list[ImportedCredit] = field(default_factory=list)


def read(text: str) -> Byline:
    found = Byline()
    opening = fold(text[:REACH])
    head = _DATELINE.match(opening) if _WIRED.search(opening) else None
    if head and is_dateline(head):
        found.dateline = text[head.start("line") : head.end("line")]
        agency = head["agency"] or ""
        found.agency = "" if agency in _OURS else agency
        found.credits += people(head["who"] or "")
    closing = text[-REACH:]
    folded = fold(closing) if closing.rstrip("\u3002")[-1:] in _LAST else ""
    tail = _TAIL.search(folded) or _SIGNED.search(folded)
    if tail:
        found.credits += people(closing[tail.start("who") : tail.end("who")])
    return found


def is_dateline(head: re.Match[str]) -> bool:
    """Whether an outlet, or a place with a date, stands before `电`."""
    if not head["agency"]:
        return bool(head["place"] and head["date"]) and head["line"][-1] in "电讯"
    return bool(head["date"] or head["agency"] in _OURS or head["who"])


def people(words: str) -> list[ImportedCredit]:
    """The people named by a byline, or nobody when it says something else."""
    labelled = labels.read(words) if words else None
    return labelled.credits if labelled else []

"""Captions of photos that the text lost: their marks, their words, their credits."""

from __future__ import annotations

import re

from articles.importers.lines import Line
from articles.importers.names import is_body, is_name, split_names
from articles.text import HAN

#: Arrows and triangles that point at the photo, above or below.
MARKS = "\u2191\u2193\u25b2\u25b3\u25bc\u25bd\u25c6\u2b06\u2b07\u25b4\u25be\u25b5\u25bf\u2b61\u2b63"

#: A marked line that is longer is a paragraph of a list.
LONGEST = 400

_MARKED = re.compile(f"[{MARKS}\ufe0e\ufe0f\\s]+")
#: Words that mark a caption as an arrow does; the page says in its own way that this is one.
_WORDED = re.compile(
    r"(?:图为(?!止)|图\s?(?:\d{1,2}|[一二三四五六七八九十])\s?(?:[:.\u3001,\s]|为(?!止))"
    r"|\(图\s?\d{0,2}\))\s*"
)

_BRACKETED = re.compile(r"\s*\((?P<inside>[^()]{1,40})\)$")
_GIVEN = re.compile(
    r"^(?:图片?来源|图源|图片?|供图|摄影|摄|图片提供|照片|摄影者|记者\s?摄|图/文|文/图|图\s?片)\s*[:|/]\s*(?P<who>.{1,40})$"
)
_GIVEN_TAIL = re.compile(
    r"(?:(?<=[\s\u3002,;!?])|^)(?:图片?来源|图源|图片提供|摄影|供图)\s*[:|/]\s*(?P<who>[^\s\u3002:]{1,30})$"
)
#: `何苗 摄`, `何苗/摄`, `主办方供图`; the name is looked for before the word, not by the pattern.
_DONE = re.compile(r"[\s/]*(?:摄影报道|摄影|摄|供图|提供|/图|图片)[\u3002]?$")
_STOP = re.compile("[\u3002!?;,\uff0c]")
_TITLED = re.compile(f"^[{HAN}A-Za-z\u00b7]{{0,16}}(?:记者|通讯员)\\s*")
#: `图片由主办方提供` names 主办方.
_FROM = re.compile("^(?:图片?|照片)?由")


def is_caption(line: Line) -> bool:
    if len(line.text) > LONGEST:
        return False
    return line.text[0] in MARKS or _WORDED.match(line.folded) is not None


def read(line: Line) -> tuple[str, str | None]:
    """A caption's words and its credit, or None where it names nobody."""
    start = found.end() if (found := _MARKED.match(line.text)) else 0
    if worded := _WORDED.match(line.folded, start):
        # A mark alone is no caption, so it stays.
        start = worded.end() if worded.end() < len(line.text) else start
    text, folded = line.text[start:], line.folded[start:]
    kept, credit = split_credit(text, folded)
    return (text, None) if credit is None else (kept.rstrip(), credit)


def split_credit(text: str, folded: str) -> tuple[str, str | None]:
    bracket = _BRACKETED.search(folded)
    if bracket:
        who = giver(text[bracket.start("inside") : bracket.end("inside")], bracket["inside"])
        return (text[: bracket.start()], who) if who else (text, None)
    tail = _GIVEN_TAIL.search(folded)
    if tail:
        return text[: tail.start()], text[tail.start("who") : tail.end("who")]
    done = _DONE.search(folded)
    return signed(text, folded, done) if done else (text, None)


def giver(text: str, folded: str) -> str | None:
    """Who took or gave the photo, from what stands in brackets."""
    given = _GIVEN.match(folded)
    if given:
        return text[given.start("who") :].strip()
    done = _DONE.search(folded)
    if not done:
        return text if folded in ("资料图", "资料图片", "资料照片") else None
    return signature(text[: done.start()])


def signed(text: str, folded: str, done: re.Match[str]) -> tuple[str, str | None]:
    """Split `活动现场 何苗 摄`: the longest run of words before `摄` that names somebody."""
    before = folded[: done.start()]
    last_stop = max((hit.end() for hit in _STOP.finditer(before)), default=0)
    for start in starts(before, last_stop):
        who = signature(text[start : done.start()])
        if who:
            return text[:start], who
    return text, None


def starts(before: str, last_stop: int) -> list[int]:
    """Where a signature may begin: behind the last stop or a space, the earliest place first."""
    spaces = [hit.end() for hit in re.finditer(r"\s+", before) if hit.end() >= last_stop]
    return sorted({last_stop, *spaces})[-6:]


def signature(words: str) -> str | None:
    """People, people behind `记者`, or a body that gives pictures; None for anything else."""
    who = _FROM.sub("", words.strip())
    bare = _TITLED.sub("", who)
    names = split_names(bare)
    if names and all(map(is_name, names)):
        if bare != who:
            return who
        # More words in a row are rather a sentence than a list of photographers.
        return "\u3001".join(names) if len(names) <= 3 else None
    return who if len(who) <= 20 and " " not in who and is_body(who) else None

"""The cells of a table of phrases: what each column may say, in English or Chinese, and means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from typing import Any, TypeVar, cast

from django.db.models import Field
from django.utils.translation import gettext as _
from django.utils.translation import override

from comments import normal
from comments.choices import PhraseKind, PhraseLevel
from comments.models import PHRASE_LENGTH, Phrase
from comments.screening.lexicon import LEAST_SOUND
from comments.screening.tidying import tidy_name

#: Columns in the order in which a table without a heading is read, and ours is written.
COLUMNS = ("words", "kind", "category", "level", "by_sound", "expires_on", "note")

#: Names besides those that the desk itself has for a column, in either language.
_HEADINGS = {
    "words": "word phrase 词 词语 词条 关键词 敏感词 短语 内容",
    "kind": "kind type 类型 名单 词表 处理 动作",
    "category": "class 分类 类别",
    "level": "grade 级别 等级 程度",
    "by_sound": "sound pinyin 读音 谐音 同音 拼音",
    "expires_on": "expires expiry expires_on 有效期 到期 到期日 截止 截止日期 有效至",
    "note": "notes remark 备注 说明",
}
_KINDS = {
    PhraseKind.BANNED: "ban block 禁用 禁止 屏蔽 禁词 禁用词 黑名单",
    PhraseKind.SUSPECT: "hold review 可疑 可疑词 待审 敏感 审核",
    PhraseKind.ALLOWED: "allow pass 允许 放行 白名单 豁免",
}
_LEVELS = {
    PhraseLevel.LOW: "1 一 低 轻 一般",
    PhraseLevel.MIDDLE: "2 二 中",
    PhraseLevel.HIGH: "3 三 高 重 严重",
}
_YES, _NO = "yes y true 1 是 有 对 √", "no n false 0 否 无 不"

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")

LANGUAGES = ("en", "zh-hans")

T = TypeVar("T")


class BadCell(Exception):
    """What a cell says has no meaning; the message is a whole sentence."""


# --- words that mean a value ----------------------------------------------------------------------


def folded(cell: str) -> str:
    return "".join(tidy_name(cell).casefold().split())


def meanings(table: dict[T, str], labels: Callable[[T], str]) -> dict[str, T]:
    """Each word and what it means: those of the table, the value itself, the desk's own labels."""
    found = {folded(word): value for value, words in table.items() for word in words.split()}
    for language in LANGUAGES:
        with override(language):
            found |= {folded(labels(value)): value for value in table}
    return found | {folded(str(value)): value for value in table}


@cache
def headings() -> dict[str, str]:
    return meanings(_HEADINGS, heading)


def heading(column: str) -> str:
    """What the desk calls a column."""
    return str(column_of(column).verbose_name)


def column_of(name: str) -> Field:
    return cast("Field", Phrase._meta.get_field(name))


@cache
def kinds() -> dict[str, PhraseKind]:
    return meanings(_KINDS, lambda kind: str(PhraseKind(kind).label))


@cache
def levels() -> dict[str, PhraseLevel]:
    return meanings(_LEVELS, lambda level: str(PhraseLevel(level).label))


@cache
def answers() -> dict[str, bool]:
    known = dict.fromkeys(_YES.split(), True) | dict.fromkeys(_NO.split(), False)
    for language in LANGUAGES:
        with override(language):
            known |= {folded(_("Yes")): True, folded(_("No")): False}
    return known


# --- reading --------------------------------------------------------------------------------------


def read_words(cell: str) -> str:
    words = tidy_name(cell)
    if not normal.spelling(words).words:
        raise BadCell(_("There is no letter or digit in it, so that nothing could be found."))
    if len(words) > PHRASE_LENGTH:
        sentence = _("A phrase has at most %(most)d characters; this one has %(count)d.")
        raise BadCell(sentence % {"most": PHRASE_LENGTH, "count": len(words)})
    return words


def read_kind(cell: str) -> PhraseKind:
    sentence = _("No list is called so: %(cell)s. There are: %(known)s.")
    return one_of(cell, kinds(), sentence, (str(kind.label) for kind in PhraseKind))


def read_level(cell: str) -> PhraseLevel:
    sentence = _("No level is called so: %(cell)s. There are: %(known)s.")
    return one_of(cell, levels(), sentence, (str(level.label) for level in PhraseLevel))


def read_by_sound(cell: str) -> bool:
    return one_of(cell, answers(), _("This is neither yes nor no: %(cell)s."))


def read_expires_on(cell: str) -> date:
    match = _DATE.fullmatch(cell.strip())
    try:
        if match:
            return date(*map(int, match.groups()))
    except ValueError:
        pass
    sentence = _("This is no day of the calendar: %(cell)s. Write it as 2026-12-31.")
    raise BadCell(sentence % {"cell": cell[:20]})


def one_of(cell: str, known: dict[str, T], sentence: str, names: Iterable[str] = ()) -> T:
    try:
        return known[folded(cell)]
    except KeyError:
        said = sentence % {"cell": cell[:20], "known": "\u3001".join(names)}
        raise BadCell(said) from None


def at_most(column: str) -> Callable[[str], str]:
    """Reads a line of free text that the column has room for."""
    length = column_of(column).max_length or 0

    def read(cell: str) -> str:
        text = tidy_name(cell)
        if len(text) > length:
            sentence = _("%(column)s has at most %(most)d characters; this one has %(count)d.")
            told = {"column": heading(column), "most": length, "count": len(text)}
            raise BadCell(sentence % told)
        return text

    return read


READ: dict[str, Callable[[str], Any]] = {
    "words": read_words,
    "kind": read_kind,
    "category": at_most("category"),
    "level": read_level,
    "by_sound": read_by_sound,
    "expires_on": read_expires_on,
    "note": at_most("note"),
}

#: What an empty cell of a column says; of the others it says nothing.
EMPTY = {"category": "", "expires_on": None, "note": ""}


def demand_sound(words: str, *, by_sound: bool) -> None:
    """A phrase that is too short to be found by its sound is refused by everybody who keeps one."""
    if by_sound and len(normal.spelling(words).words) < LEAST_SOUND:
        raise BadCell(_("By its sound a phrase is found that has two characters or more."))


# --- writing --------------------------------------------------------------------------------------


def told(column: str, value: Any) -> str:
    """A value as the desk and a table say it; `read` understands it again."""
    if column == "kind":
        return str(PhraseKind(value).label)
    if column == "level":
        return str(PhraseLevel(value).label)
    if column == "by_sound":
        return _("Yes") if value else _("No")
    return value.isoformat() if isinstance(value, date) else str(value or "")

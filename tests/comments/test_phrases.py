"""The lists of words: read from tables of all kinds, compared, changed by acts, written again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.models import User
from comments import phrases
from comments.choices import LetterVerb, PhraseKind, PhraseLevel
from comments.models import Decision, LettersSettings, Phrase
from tests.comments.conftest import at_once

pytestmark = pytest.mark.django_db

HEAD = "词语,名单,分类,级别,谐音,有效期,备注"


def read(text: str) -> phrases.Table:
    return phrases.read(text.encode())


def first(text: str) -> dict[str, Any]:
    row = read(text).rows[0]
    return {"words": row.words, "kind": row.kind} | row.given


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b" \r\n\t\n",
        b"PK\x03\x04 a workbook",
        b"\xd0\xcf\x11\xe0 an old one",
        b"\x00\x01\x02\x03" * 40,
        b"\xff" * 100,
        b"a\n" * (phrases.MOST_LINES + 1),
        b"a" * (phrases.MOST_BYTES + 1),
    ],
    ids=["empty", "blank", "xlsx", "xls", "zeros", "noise", "too many lines", "too many bytes"],
)
def test_what_is_no_table_is_refused_as_a_whole(raw: bytes) -> None:
    with pytest.raises(phrases.Unreadable):
        phrases.read(raw)


@pytest.mark.parametrize(
    "line",
    [
        "\uff01\uff01,禁用",
        ",禁用",
        "长" * 61 + ",禁用",
        "刷单,彩虹",
        "刷单,禁用," + "类" * 31,
        "刷单,禁用,,很高",
        "刷单,禁用,,高,也许",
        "刷单,禁用,,高,否,明天",
        "刷单,禁用,,高,否,2026-02-30",
        "刷单,禁用,,高,否,," + "注" * 121,
        "刷,禁用,,高,是",
    ],
)
def test_a_faulty_line_is_told_with_its_number_and_harms_no_other(line: str) -> None:
    table = read(f"{HEAD}\n代开发票,禁用\n{line}\n办证,可疑")
    assert [row.words for row in table.rows] == ["代开发票", "办证"]
    assert [fault.line for fault in table.faults] == [3]
    assert table.faults[0].sentence.endswith((".", "\u3002"))


def test_a_phrase_said_again_in_another_spelling_is_told() -> None:
    table = read("刷单,禁用\n刷單,banned\n刷 单,可疑")
    assert [(row.words, row.kind) for row in table.rows] == [
        ("刷单", PhraseKind.BANNED),
        ("刷 单", PhraseKind.SUSPECT),
    ]
    assert [(fault.line, fault.words) for fault in table.faults] == [(2, "刷單")]


FULL = {
    "words": "刷单",
    "kind": PhraseKind.BANNED,
    "category": "诈骗",
    "level": PhraseLevel.HIGH,
    "by_sound": True,
    "expires_on": date(2026, 12, 31),
    "note": "来自网信",
}


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}\n刷单,禁用,诈骗,高,是,2026-12-31,来自网信",
        "刷单,banned,诈骗,3,yes,2026/12/31,来自网信",
        "刷单\t屏蔽\t诈骗\t高\t1\t2026年12月31日\t来自网信",
        "刷单\uff0c黑名单\uff0c诈骗\uff0c严重\uff0c有\uff0c2026.12.31\uff0c来自网信",
        "刷单,禁用词,诈骗,高,是,2026-12-31,来自网信",
        '"刷单";"Banned";"诈骗";"High";"Yes";"2026-12-31";"来自网信"',
        "words,list,category,level,by sound too,until,note\n刷单,ban,诈骗,3,y,2026-12-31,来自网信",
        "备注,有效期,谐音,级别,分类,名单,词语\n来自网信,2026-12-31,是,高,诈骗,禁用,刷单",
        f"\n\n{HEAD}\n\n 刷单 , 禁用 ,诈骗,高,是,2026-12-31,来自网信,多余的\n",
    ],
)
def test_a_table_is_read_however_it_is_written(text: str) -> None:
    assert first(text) == FULL


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_a_table_is_read_in_every_usual_encoding(encoding: str) -> None:
    text = f"{HEAD}\r\n刷单,禁用,网络诈骗,高\r\n代开发票,禁用,发票,低\r\n"
    table = phrases.read(text.encode(encoding))
    assert [row.words for row in table.rows] == ["刷单", "代开发票"]
    assert table.faults == []


def test_one_phrase_a_line_goes_to_the_list_that_is_chosen() -> None:
    table = phrases.read("敏感词\n刷单\n你好\uff0c世界\n=1+1\n'+V\n".encode(), PhraseKind.ALLOWED)
    words = [(row.words, row.kind.value, row.given) for row in table.rows]
    assert [word for word, _kind, _given in words] == ["刷单", "你好\uff0c世界", "=1+1", "+V"]
    assert {kind for _word, kind, _given in words} == {"allowed"}
    assert all(given == {} for _word, _kind, given in words)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_whatever_is_pasted_is_read_or_refused(text: str) -> None:
    try:
        table = phrases.read_text(text)
    except phrases.Unreadable:
        return
    assert all(row.key and row.words for row in table.rows)
    assert all(fault.sentence for fault in table.faults)


def test_a_table_says_what_is_new_what_changes_and_what_does_not(chief: User) -> None:
    phrases.take_in(read("刷单,禁用,诈骗,高,否,,旧\n办证,可疑\n马甲,可疑"), by=chief)
    plan = phrases.plan(read("刷單,禁用,,低\n办证,可疑\n马甲,禁用\n\uff01,禁用"))
    assert [row.words for row in plan.added] == ["马甲"]
    changes = [(change.phrase.words, change.fields) for change in plan.changed]
    assert changes == [("刷单", {"words": "刷單", "category": "", "level": PhraseLevel.LOW})]
    assert (plan.unchanged, len(plan.faults)) == (1, 1)


def test_what_a_table_does_not_say_stays_as_it_is(chief: User) -> None:
    phrases.take_in(read("刷单,禁用,诈骗,高,是,2026-12-31,来自网信"), by=chief)
    plan = phrases.take_in(read("词语,名单,备注\n刷单,禁用,"), by=chief)
    assert len(plan.changed) == 1
    kept = Phrase.objects.get()
    assert (kept.category, kept.level, kept.by_sound, kept.note) == ("诈骗", 3, True, "")
    assert kept.expires_on == date(2026, 12, 31)


def test_a_table_taken_in_twice_changes_nothing_and_leaves_no_trace(chief: User) -> None:
    text = f"{HEAD}\n刷单,禁用,诈骗,高,是,2026-12-31,来自网信\n办证,可疑"
    assert phrases.take_in(read(text), by=chief).does_something
    again = phrases.take_in(read(text), by=chief)
    assert (again.does_something, again.unchanged) == (False, 2)
    assert Decision.objects.filter(verb=LetterVerb.LIST, by=chief).count() == 1


def test_a_long_table_costs_no_more_queries_than_a_short_one(chief: User) -> None:
    def queries(count: int, word: str) -> int:
        table = read("\n".join(f"{word}{number}号" for number in range(count)))
        with CaptureQueriesContext(connection) as captured:
            phrases.take_in(table, by=chief)
        return len(captured)

    queries(1, "头")
    assert queries(2, "短") == queries(80, "长")


def test_what_is_written_out_is_read_back_unchanged(chief: User) -> None:
    table = read(
        f"{HEAD}\n刷单,禁用,诈骗,高,是,2026-12-31,来自网信\n"
        "'+V信,可疑,,,,,\"带,逗号\"\"和引号\"\n'@某人,允许\n''=x,允许\n你好\u3002,可疑"
    )
    assert (len(table.rows), table.faults) == (5, [])
    phrases.take_in(table, by=chief)
    written = "".join(phrases.as_csv(Phrase.objects.order_by("id")))
    assert written.startswith("\ufeff")
    assert "\r\n+V" not in written
    again = phrases.plan(phrases.read(written.encode()))
    assert (again.added, again.changed, again.faults, again.unchanged) == ([], [], [], 5)


# The acts


@pytest.mark.parametrize("act", ["keep", "change", "remove", "take_in"])
def test_only_who_may_changes_the_lists(hire: Callable[[str], User], act: str) -> None:
    phrase, reporter = Phrase.objects.create(words="刷单"), hire("reporter")
    acts: dict[str, Callable[[], object]] = {
        "keep": lambda: phrases.keep(Phrase(words="办证"), by=reporter),
        "change": lambda: phrases.keep(phrase, by=reporter),
        "remove": lambda: phrases.remove([phrase], by=reporter),
        "take_in": lambda: phrases.take_in(read("办证"), by=reporter),
    }
    with pytest.raises(PermissionDenied):
        acts[act]()
    assert Phrase.objects.get() == phrase
    assert not Decision.objects.exists()


def test_each_act_is_in_the_log_and_known_to_all_processes(chief: User) -> None:
    stamps = [LettersSettings.current().phrases_changed_at]
    phrase = phrases.keep(Phrase(words="刷单", kind=PhraseKind.BANNED), by=chief)
    stamps.append(LettersSettings.current().phrases_changed_at)
    phrase.level = PhraseLevel.LOW
    phrases.keep(phrase, by=chief)
    stamps.append(LettersSettings.current().phrases_changed_at)
    assert phrases.remove([phrase], by=chief) == 1
    stamps.append(LettersSettings.current().phrases_changed_at)
    assert len(set(stamps)) == 4
    notes = list(Decision.objects.order_by("id").values_list("verb", "by", "note"))
    assert [note[:2] for note in notes] == [(LetterVerb.LIST, chief.pk)] * 3
    assert all("刷单" in note[2] for note in notes)
    assert phrases.remove([], by=chief) == 0
    assert Decision.objects.count() == 3


def test_a_long_note_fits_the_log(chief: User) -> None:
    many = [phrases.keep(Phrase(words=f"{number}" + "长" * 50), by=chief) for number in range(9)]
    phrases.remove(many, by=chief)
    phrases.take_in(read("办证"), by=chief, name="长" * 300)
    assert all(len(note) <= 200 for note in Decision.objects.values_list("note", flat=True))


@pytest.mark.django_db(transaction=True)
def test_two_tables_at_once_put_no_phrase_on_a_list_twice(chief: User) -> None:
    def take_in() -> object:
        return phrases.take_in(read("刷单\n办证"), by=chief)

    def keep() -> object:
        return phrases.keep(Phrase(words="马甲"), by=chief)

    assert at_once(take_in, keep, take_in) == []
    assert Phrase.objects.count() == 3
    assert Decision.objects.count() == 2

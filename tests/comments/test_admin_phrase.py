"""The lists of words at the desk: who may change them, tables in and out, and a text tried."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import User
from comments import phrases
from comments.choices import LetterVerb, PhraseKind
from comments.models import Decision, Phrase
from tests.comments.conftest import at_once

LIST = "admin:comments_phrase_changelist"
PAGES = ("changelist", "add", "table", "export", "try")
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def url(page: str, *args: Any) -> str:
    return reverse(f"admin:comments_phrase_{page}", args=args)


@pytest.fixture
def desk(chief: User) -> Client:
    client = Client()
    client.force_login(chief)
    return client


def fields(words: str, **others: Any) -> dict[str, Any]:
    return {"words": words, "kind": "banned", "level": 2, "category": "", "note": ""} | others


def said(answer: Any) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def look_at(desk: Client, text: str, **others: Any) -> Any:
    return desk.post(url("table"), {"text": text, "kind": "suspect"} | others)


@pytest.mark.parametrize("page", PAGES)
def test_the_lists_are_closed_to_those_who_may_not(hire: Callable[[str], User], page: str) -> None:
    client = Client()
    assert client.get(url(page)).status_code == 302
    client.force_login(hire("reporter"))
    for answer in (client.get(url(page)), client.post(url(page), fields("刷单"))):
        assert answer.status_code == 403
    assert not Phrase.objects.exists()


@pytest.mark.parametrize("page", ["add", "table", "try"])
def test_every_form_asks_for_a_token(chief: User, page: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(chief)
    assert client.post(url(page), fields("刷单", text="刷单")).status_code == 403
    assert not Phrase.objects.exists()


@pytest.mark.parametrize(
    "given",
    [
        {"words": "\uff01\uff01"},
        {"words": "\u200b"},
        {"words": "長刷單長"},
        {"words": "刷", "by_sound": "on"},
        {"expires_on": "2026-02-30"},
        {"kind": "erased"},
        {"level": 9},
    ],
)
def test_what_could_not_be_found_or_is_there_already_is_refused(
    desk: Client, given: dict[str, Any]
) -> None:
    Phrase.objects.create(words="长刷单长", kind=PhraseKind.BANNED)
    answer = desk.post(url("add"), fields("办证") | given)
    assert answer.status_code == 200
    assert answer.context["errors"]
    assert Phrase.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_add_the_same_phrase_at_once_one_is_told(chief: User) -> None:
    answers = []

    def add() -> None:
        client = Client()
        client.force_login(chief)
        answers.append(client.post(url("add"), fields("刷单")).status_code)

    at_once(add, add)
    assert sorted(answers) == [200, 302]
    assert Phrase.objects.count() == 1


def test_each_change_has_its_line_in_the_log(desk: Client, chief: User) -> None:
    desk.post(url("add"), fields("刷单", by_sound="on"))
    phrase = Phrase.objects.get(by=chief)
    desk.post(url("change", phrase.pk), fields("刷单", level=3))
    desk.post(url("change", phrase.pk), fields("刷单", level=3))
    desk.post(url("delete", phrase.pk), {"post": "yes"})
    assert not Phrase.objects.exists()
    kept = Decision.objects.filter(verb=LetterVerb.LIST, by=chief, note__contains="刷单")
    assert kept.count() == 3


def test_the_chosen_are_removed_in_one_act(desk: Client) -> None:
    rows = [Phrase.objects.create(words=words) for words in ("一号", "二号", "三号")]
    chosen = {"action": "delete_selected", "_selected_action": [row.pk for row in rows[:2]]}
    desk.post(url("changelist"), chosen | {"post": "yes"})
    assert Phrase.objects.get() == rows[2]
    assert Decision.objects.filter(verb=LetterVerb.LIST).count() == 1


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "刷單"}, {"刷单"}),
        ({"q": "发票"}, {"办证"}),
        ({"kind__exact": "banned"}, {"刷单"}),
        ({"category": "发票"}, {"办证"}),
        ({"validity": "expired"}, {"办证"}),
        ({"validity": "current"}, {"刷单"}),
        ({"category": "无", "validity": "x"}, set()),
    ],
)
def test_the_list_is_searched_and_narrowed_and_goes_out_so(
    desk: Client, query: dict[str, str], expected: set[str]
) -> None:
    Phrase.objects.create(words="刷单", kind=PhraseKind.BANNED)
    yesterday = timezone.localdate() - timedelta(days=1)
    Phrase.objects.create(words="办证", category="发票", expires_on=yesterday)
    page = desk.get(url("changelist"), query)
    assert {phrase.words for phrase in page.context["cl"].result_list} == expected
    table = desk.get(url("export"), query)
    assert table["Content-Type"].startswith("text/csv")
    rows = phrases.read(table.content).rows if expected else []
    assert {row.words for row in rows} == expected


def test_the_list_costs_as_many_queries_with_many_phrases_as_with_one(desk: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(url("changelist")).status_code == 200
        return len(captured)

    Phrase.objects.create(words="头一个")
    queries()
    few = queries()
    Phrase.objects.bulk_create(Phrase(words=f"词{n}", key=f"词{n}") for n in range(300))
    assert queries() == few


# A table


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"kind": "erased"},
        {"file": SimpleUploadedFile("list.xlsx", b"PK\x03\x04")},
        {"file": SimpleUploadedFile("empty.csv", b"")},
    ],
)
def test_what_is_no_table_is_said_on_the_form(desk: Client, given: dict[str, Any]) -> None:
    answer = look_at(desk, " \n ", **given)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not Phrase.objects.exists()


def test_a_table_is_looked_at_before_it_is_taken_in(desk: Client) -> None:
    Phrase.objects.create(words="办证", kind=PhraseKind.SUSPECT, category="旧")
    text = "词语,名单,分类\n刷单,禁用,诈骗\n办证,可疑,新\n\uff01,禁用,x"
    look = look_at(desk, text)
    plan = look.context["plan"]
    assert (len(plan.added), len(plan.changed), len(plan.faults)) == (1, 1, 1)
    assert Phrase.objects.count() == 1
    done = desk.post(url("table"), {"table": look.context["packed"]})
    assert done["Location"] == reverse(LIST)
    kept = Phrase.objects.values_list("words", "kind", "category")
    assert set(kept) == {("刷单", "banned", "诈骗"), ("办证", "suspect", "新")}
    assert "1" in said(done)


def test_a_file_in_gb18030_is_taken_in_and_named_in_the_log(desk: Client) -> None:
    raw = "刷单,禁用,网络诈骗\r\n代开发票,禁用,发票\r\n".encode("gb18030")
    look = desk.post(url("table"), {"kind": "allowed", "file": SimpleUploadedFile("网信.csv", raw)})
    desk.post(url("table"), {"table": look.context["packed"]})
    assert Phrase.objects.filter(kind=PhraseKind.BANNED).count() == 2
    assert "网信.csv" in Decision.objects.get(verb=LetterVerb.LIST).note


@pytest.mark.parametrize("packed", ["", "x", "eyJ0ZXh0Ijoi.1abc:xyz"])
def test_a_table_that_nobody_looked_at_is_not_taken_in(desk: Client, packed: str) -> None:
    answer = desk.post(url("table"), {"table": packed})
    assert answer["Location"] == url("table")
    assert said(answer)
    assert not Phrase.objects.exists()


def test_a_look_at_a_table_grows_old(desk: Client, clock: Any) -> None:
    packed = look_at(desk, "刷单").context["packed"]
    clock.shift(timedelta(hours=25))
    desk.post(url("table"), {"table": packed})
    assert not Phrase.objects.exists()


def test_a_look_at_a_long_table_is_short(desk: Client) -> None:
    page = look_at(desk, "\n".join(f"词语{n}号" for n in range(500)))
    assert page.context["more_added"] == 470
    assert page.content.decode().count("<bdi>") == 30


# A text


def test_a_text_is_tried_and_nothing_is_kept(desk: Client) -> None:
    Phrase.objects.create(words="刷单", kind=PhraseKind.BANNED, category="诈骗", by_sound=True)
    page = desk.post(url("try"), {"text": "一起来刷*单 abc.com 耍单", "name": "加微信abc12345"})
    reasons = [(one["reason"], one["words"]) for one in page.context["found"]]
    assert reasons == [("banned_words", "刷*单"), ("link", "abc.com"), ("contact", "微信abc12345")]
    assert re.search("<mark[^>]*>刷[*]单</mark>", page.content.decode())
    assert desk.post(url("try"), {"text": "写得好"}).context["found"] == []
    assert desk.post(url("try"), {"text": ""}).context["form"].errors
    assert not Decision.objects.exists()


def test_every_place_of_a_phrase_is_marked_but_not_what_an_allowed_one_covers(
    desk: Client,
) -> None:
    Phrase.objects.create(words="马甲", kind=PhraseKind.BANNED)
    Phrase.objects.create(words="马甲线", kind=PhraseKind.ALLOWED)
    page = desk.post(url("try"), {"text": "练马甲线的马甲\uff0c穿马 甲看a.com"})
    marked = [piece.words for piece in page.context["pieces"] if piece.why]
    assert marked == ["马甲", "马 甲", "a.com"]
    assert "".join(piece.words for piece in page.context["pieces"]) == (
        "练马甲线的马甲\uff0c穿马 甲看a.com"
    )


def test_markup_is_shown_as_text(desk: Client) -> None:
    Phrase.objects.create(words=HOSTILE, category=HOSTILE[:30], note=HOSTILE)
    kept = Phrase.objects.get()
    table = f'"{HOSTILE}",banned,"{HOSTILE[:30]}"\n"{HOSTILE}",suspect\n"{HOSTILE}",{HOSTILE}'
    pages = [
        desk.get(url("changelist")),
        desk.get(url("changelist"), {"q": HOSTILE, "category": HOSTILE[:30]}),
        desk.get(url("change", kept.pk)),
        desk.post(url("add"), fields(HOSTILE, kind=PhraseKind.SUSPECT)),
        look_at(desk, table),
        look_at(desk, f"{HOSTILE}\n" * 2, kind=HOSTILE),
        desk.post(url("try"), {"text": HOSTILE, "name": HOSTILE[:40]}),
        desk.get(reverse("admin:comments_decision_changelist")),
    ]
    for page in pages:
        assert page.status_code == 200
        assert "<script>alert" not in page.content.decode()
        assert "<img src=x" not in page.content.decode()

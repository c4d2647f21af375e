"""From where comments were sent: who may see it, what is logged, and what the file says."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles.models import Article, User
from articles.workflow import Refused
from comments import disclosing
from comments.choices import LetterVerb
from comments.models import Comment, Decision, Disclosure, Whereabouts, Writer
from tests.comments.conftest import Write

ASKED = {
    "authority": "高新区公安分局",
    "request_number": "2026-117",
    "reason": "网络安全法第二十八条",
}


def opened(file: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("role", ["moderator", "editor", "director", "publisher", "reporter"])
def test_the_desk_sees_no_address(role: str, hire: Callable[[str], User], sent: Write) -> None:
    comment = sent()
    with pytest.raises(PermissionDenied):
        disclosing.view(comment, by=hire(role), reason="看看")
    with pytest.raises(PermissionDenied):
        disclosing.hand_over([comment.pk], by=hire(role), **ASKED)
    assert not Decision.objects.exists()
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize("reason", ["", "  ", "字" * 201])
def test_who_does_not_say_why_sees_nothing(reason: str, sent: Write, chief: User) -> None:
    with pytest.raises(Refused):
        disclosing.view(sent(), by=chief, reason=reason)
    assert not Decision.objects.exists()


def test_what_is_gone_is_said_to_be_gone(write: Write, chief: User) -> None:
    with pytest.raises(disclosing.Gone):
        disclosing.view(write(), by=chief, reason="核实威胁")


def test_what_no_key_opens_is_a_sentence(sent: Write, chief: User, settings: Any) -> None:
    comment = sent()
    settings.LETTERS_KEYS = ["another key, of which nothing here is made " * 2]
    with pytest.raises(Refused, match="LETTERS_KEY"):
        disclosing.view(comment, by=chief, reason="核实威胁")
    assert not Decision.objects.exists()


def test_who_looks_stands_in_the_log_without_the_address(sent: Write, chief: User) -> None:
    comment = sent(writer=Writer.objects.create(name="读者"))
    found = disclosing.view(comment, by=chief, reason=" 核实威胁 ")
    assert (found.address, found.port) == ("203.0.113.7", 51_872)
    row = Decision.objects.get()
    assert (row.verb, row.comment, row.writer) == ("view_address", comment, comment.writer)
    assert (row.by, row.note) == (chief, "核实威胁")


@pytest.mark.parametrize("missing", ASKED)
def test_a_request_says_who_asks_and_by_which_law(missing: str, sent: Write, chief: User) -> None:
    for words in ("", " ", "字" * 501):
        with pytest.raises(Refused):
            disclosing.hand_over([sent().pk], by=chief, **ASKED | {missing: words})
    assert not Disclosure.objects.exists()


def test_nothing_and_too_much_are_refused(
    sent: Write, chief: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [sent().pk, sent().pk]
    monkeypatch.setattr(disclosing, "MOST", 1)
    for wrong in ([], numbers, [10**9]):
        with pytest.raises(Refused):
            disclosing.hand_over(wrong, by=chief, **ASKED)
    with pytest.raises(Refused):
        disclosing.chosen(article_id=Comment.objects.get(pk=numbers[0]).article_id)
    assert not Disclosure.objects.exists()


def test_the_file_says_what_was_asked_for(sent: Write, chief: User, live: Article) -> None:
    writer = Writer.objects.create(name="读者", subject="app-9")
    comment = sent(writer=writer, region="四川")
    disclosure, file = disclosing.hand_over([comment.pk, comment.pk], by=chief, **ASKED)
    assert file.startswith(b"\xef\xbb\xbf")
    row = opened(file)[1]
    assert row[0] == str(comment.pk)
    assert row[1] == timezone.localtime(comment.created_at).isoformat(timespec="seconds")
    assert row[2:7] == ["读者", "写得好", "203.0.113.7", "51872", "四川"]
    assert row[7:11] == [str(writer.pk), "app-9", str(live.pk), live.title]
    assert disclosure.sha256 == hashlib.sha256(file).hexdigest()
    assert disclosure.comments == [comment.pk]


def test_each_comment_of_a_file_stands_in_the_log(sent: Write, chief: User) -> None:
    numbers = [sent().pk for _ in range(3)]
    disclosing.hand_over(numbers, by=chief, **ASKED)
    rows = Decision.objects.filter(verb=LetterVerb.DISCLOSE)
    assert sorted(rows.values_list("comment", flat=True)) == numbers
    assert rows.values("batch").distinct().count() == 1
    assert "203.0.113" not in "".join(rows.values_list("note", flat=True))


def test_what_is_gone_or_unreadable_is_said_in_the_file(
    sent: Write, write: Write, chief: User
) -> None:
    broken = sent()
    Whereabouts.objects.filter(comment=broken).update(sealed="x")
    numbers = [broken.pk, write().pk, sent(port=0).pk, sent().pk]
    rows = opened(disclosing.hand_over(numbers, by=chief, **ASKED)[1])[1:]
    assert [bool(row[-1]) for row in rows] == [True, True, True, False]
    assert [row[4] for row in rows] == ["", "", "203.0.113.7", "203.0.113.7"]


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\uff1d1", "\r=1"])
def test_what_a_reader_wrote_is_no_formula(words: str) -> None:
    assert disclosing.cell(words) == f"'{words}"


@pytest.mark.parametrize("words", ["写得好", "1+1=2", "a@b", 7, ""])
def test_other_words_are_left_as_they_are(words: object) -> None:
    assert disclosing.cell(words) == str(words)


def test_quotes_and_lines_do_not_break_the_file(sent: Write, chief: User) -> None:
    text = "他说\uff1a\"好\",\n第二行;'x'"
    file = disclosing.hand_over([sent(text=text, author_name='a",b').pk], by=chief, **ASKED)[1]
    row = opened(file)[1]
    assert (row[2], row[3]) == ('a",b', text)
    assert len(opened(file)) == 2


def test_comments_are_chosen_by_writer_story_and_time(sent: Write, live: Article) -> None:
    writer = Writer.objects.create(name="读者")
    now = timezone.now()
    old, theirs = sent(created_at=now - timedelta(days=3)), sent(writer=writer, created_at=now)
    other = sent(created_at=now)
    assert disclosing.chosen(writer_id=writer.pk) == [theirs.pk]
    assert disclosing.chosen(article_id=live.pk, until=now) == [old.pk]
    assert disclosing.chosen(article_id=live.pk, since=now) == [theirs.pk, other.pk]
    assert disclosing.chosen(numbers=[old.pk], writer_id=writer.pk) == [old.pk, theirs.pk]


def test_a_file_of_many_takes_few_queries(
    sent: Write, chief: User, django_assert_max_num_queries: Any
) -> None:
    numbers = [sent().pk for _ in range(12)]
    with django_assert_max_num_queries(9):
        disclosing.hand_over(numbers, by=chief, **ASKED)

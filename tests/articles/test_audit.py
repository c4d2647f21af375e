"""The log as a chain: every way to change it behind the desk's back is found, at the right row."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from articles import audit
from articles.choices import DeskVerb
from articles.models import Article, DeskAct, LogHead, User, guards
from tests.articles.test_concurrency import together

ROWS = 6


@transaction.atomic
def act(article: Article, by: User, note: str = "") -> DeskAct:
    return audit.add(
        article_id=article.pk,
        title=article.title,
        verb=DeskVerb.SUBMIT,
        by=by,
        at=timezone.now(),
        version=1,
        note=note,
    )


@pytest.fixture
def log(draft: Callable[..., Article], reporter: User) -> list[DeskAct]:
    """A chain of six rows, in a database whose guards somebody has lifted."""
    article = draft()
    rows = [act(article, reporter, f"第{number}次") for number in range(1, ROWS + 1)]
    guards.lift(connection)
    return rows


def row(number: int) -> Any:
    return DeskAct.objects.filter(number=number)


def rehash(number: int) -> None:
    """What somebody does who knows how rows are hashed."""
    row(number).update(row_hash=audit.row_hash(row(number).get()))


def another(number: int, previous: str, **fields: Any) -> None:
    """A row that the desk never wrote, with a right hash of its own."""
    forged = row(1).get()
    forged.pk = None
    forged.number, forged.previous = number, previous
    for name, value in fields.items():
        setattr(forged, name, value)
    forged.row_hash = audit.row_hash(forged)
    forged.save(force_insert=True)


def change_and_rehash() -> None:
    row(3).update(note="x")
    rehash(3)


def swap() -> None:
    second, third = row(2).get(), row(3).get()
    row(2).update(number=100)
    row(3).update(number=2)
    row(100).update(number=3)
    assert (row(2).get().pk, row(3).get().pk) == (third.pk, second.pk)


def swap_words() -> None:
    second, third = row(2).get().note, row(3).get().note
    row(2).update(note=third)
    row(3).update(note=second)


def insert() -> None:
    for number in range(ROWS, 2, -1):
        row(number).update(number=number + 1)
    another(3, "f" * 64)


def insert_and_link() -> None:
    """The row after the inserted one names it, hash and all, and gives itself away by the next."""
    for number in range(ROWS, 2, -1):
        row(number).update(number=number + 1)
    row(4).update(previous="f" * 64)
    another(3, row(2).get().row_hash)
    row(4).update(previous=row(3).get().row_hash)
    rehash(4)


def forge_previous() -> None:
    row(4).update(previous="f" * 64)
    rehash(4)


def rewrite_the_end() -> None:
    row(ROWS).update(note="x")
    rehash(ROWS)


TAMPERINGS: dict[str, tuple[Callable[[], Any], int]] = {
    "change a note": (lambda: row(3).update(note="x"), 3),
    "change the person": (lambda: row(3).update(by=User.objects.create_user("x")), 3),
    "change the time": (lambda: row(3).update(at=timezone.now()), 3),
    "change the verb": (lambda: row(1).update(verb=DeskVerb.RETURN), 1),
    "change the story": (lambda: row(3).update(article_id=None), 3),
    "change a hash": (lambda: row(3).update(row_hash="e" * 64), 3),
    "change and hash anew": (change_and_rehash, 4),
    "delete the first": (lambda: row(1).delete(), 1),
    "delete one in the middle": (lambda: row(3).delete(), 3),
    "delete the last": (lambda: row(ROWS).delete(), ROWS),
    "delete all": (lambda: DeskAct.objects.all().delete(), 1),
    "delete all but the first": (lambda: DeskAct.objects.filter(number__gt=1).delete(), 2),
    "swap two": (swap, 2),
    "swap the words of two": (swap_words, 2),
    "forge what stood before": (forge_previous, 4),
    "insert": (insert, 3),
    "insert and link": (insert_and_link, 5),
    "insert before the first": (lambda: another(0, "f" * 64), 1),
    "add past the desk": (lambda: another(ROWS + 1, row(ROWS).get().row_hash), ROWS + 1),
    "rewrite the last": (rewrite_the_end, ROWS),
    "remove the note of the end": (lambda: LogHead.objects.all().delete(), 1),
    "turn the end back": (lambda: LogHead.objects.update(number=ROWS - 1), ROWS),
}


@pytest.mark.parametrize("how", TAMPERINGS)
def test_a_tampered_log_is_broken_at_its_first_wrong_row(log: list[DeskAct], how: str) -> None:
    tamper, number = TAMPERINGS[how]
    tamper()
    verdict = audit.verify()
    assert verdict.broken
    assert verdict.broken.number == number
    assert verdict.rows == number - 1


@pytest.mark.parametrize("how", TAMPERINGS)
def test_every_page_of_a_long_log_is_checked(
    log: list[DeskAct], how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "PAGE", 2)
    tamper, number = TAMPERINGS[how]
    tamper()
    verdict = audit.verify()
    assert verdict.broken
    assert verdict.broken.number == number


@pytest.mark.skipif(connection.vendor != "sqlite", reason="other databases keep times only")
@pytest.mark.parametrize("written", ["never", "2026-13-45 00:00:00"])
def test_a_time_that_is_none_breaks_its_row_and_no_other(log: list[DeskAct], written: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_deskact SET at = %s WHERE number = 3", [written])
    verdict = audit.verify()
    assert verdict.broken
    assert verdict.broken.number == 3
    assert "#3" in refusal()


def test_an_untouched_log_holds(log: list[DeskAct]) -> None:
    verdict = audit.verify()
    assert verdict.broken is None
    assert (verdict.rows, verdict.last_hash) == (ROWS, log[-1].row_hash)


@pytest.mark.django_db
def test_an_empty_log_holds() -> None:
    verdict = audit.verify(audit.START)
    assert (verdict.broken, verdict.rows, verdict.expected_at) == (None, 0, 0)


def test_an_act_of_the_desk_during_the_check_breaks_nothing(
    log: list[DeskAct], reporter: User, draft: Callable[..., Article]
) -> None:
    """The end is noted further on than the rows that were read first."""
    late: list[DeskAct] = []

    def tell(rows: int) -> None:
        if rows == ROWS and not late:
            late.extend(act(draft("插进来的"), reporter) for _ in range(3))

    verdict = audit.verify(tell=tell)
    assert verdict.broken is None
    assert verdict.last_hash == late[-1].row_hash


def test_a_chain_written_anew_is_betrayed_by_a_hash_noted_before(log: list[DeskAct]) -> None:
    noted = [kept.row_hash for kept in log]
    for number in range(3, ROWS + 1):
        row(number).update(note="x", previous=row(number - 1).get().row_hash)
        rehash(number)
    LogHead.objects.update(row_hash=row(ROWS).get().row_hash)
    assert audit.verify().broken is None
    assert [audit.verify(kept).expected_at for kept in noted] == [1, 2, None, None, None, None]


def answer(*options: str) -> str:
    out = StringIO()
    call_command("verify_audit", *options, stdout=out, stderr=StringIO())
    return out.getvalue()


def refusal(*options: str) -> str:
    with pytest.raises(CommandError) as refused:
        answer(*options)
    return str(refused.value)


def test_the_command_names_the_broken_row_with_its_time_and_person(
    log: list[DeskAct], reporter: User
) -> None:
    row(3).update(note="x")
    said = refusal()
    when = timezone.localtime(log[2].at).isoformat(sep=" ", timespec="seconds")
    for part in ("#3", when, str(reporter), log[2].title):
        assert part in said


def test_the_command_fails_without_the_hash_that_was_noted(log: list[DeskAct]) -> None:
    assert "a" * 64 in refusal("--expect", "a" * 64)


@pytest.mark.parametrize("given", ["", "abc", "g" * 64, "a" * 65])
@pytest.mark.django_db
def test_the_command_refuses_what_is_no_hash(given: str) -> None:
    assert refusal("--expect", given)


def test_the_command_answers_with_the_number_of_rows_and_the_newest_hash(
    log: list[DeskAct],
) -> None:
    said = answer("--expect", f" {log[1].row_hash.upper()} ")
    assert f"{ROWS}" in said
    assert log[-1].row_hash in said
    assert "2" in said.replace(log[-1].row_hash, "")


def test_the_answer_can_be_read_by_a_program(log: list[DeskAct]) -> None:
    told = json.loads(answer("--json"))
    assert told == {
        "holds": True,
        "rows": ROWS,
        "last_hash": log[-1].row_hash,
        "expected_at": None,
        "broken": None,
    }


def test_a_program_learns_where_the_log_is_broken(log: list[DeskAct]) -> None:
    row(3).delete()
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_audit", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert (told["holds"], told["rows"], told["broken"]["number"]) == (False, 2, 3)


@pytest.mark.django_db(transaction=True)
def test_acts_on_two_connections_at_once_make_one_chain(
    draft: Callable[..., Article], hire: Callable[[str], User]
) -> None:
    article, people = draft(), [hire("reporter"), hire("editor")]

    def work(by: User) -> None:
        for _ in range(5):
            act(article, by)

    assert together(*(lambda by=by: work(by) for by in people)) == ["done", "done"]
    verdict = audit.verify()
    assert (verdict.broken, verdict.rows) == (None, 10)


@pytest.mark.django_db(transaction=True)
def test_an_act_that_is_undone_leaves_no_gap(draft: Callable[..., Article], reporter: User) -> None:
    article = draft()
    act(article, reporter)
    with transaction.atomic():
        act(article, reporter)
        transaction.set_rollback(True)
    act(article, reporter)
    verdict = audit.verify()
    assert (verdict.broken, verdict.rows) == (None, 2)

"""The triggers that keep editions, logs and passes as they were, whoever asks the database."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations import Migration
from django.db.models import ProtectedError
from django.utils import timezone

from articles import audit
from articles.models import Article, DeskAct, Edition, FrontLayout, Pass, User, guards
from articles.models.guards import EDITION, GUARDS, LAYOUT, LOG, PASS, Guard
from comments.models import DECISION, DISCLOSURE, Decision, Disclosure, Writer

#: Guards of rows that are never deleted either.
STAYING = [guard for guard in GUARDS if not guard.may_go]

ANY_PLAN = [(Migration("0002_later", "articles"), False)]
LATER = "2999-01-01 00:00:00+00:00"

#: Something else for a column of each kind.
OTHER: dict[str, Any] = {
    "BooleanField": True,
    "CharField": "x",
    "DateTimeField": LATER,
    "JSONField": '["x"]',
    "TextField": "x",
    "URLField": "x",
    "UUIDField": "00000000-0000-4000-8000-000000000000",
}


@pytest.fixture(autouse=True)
def layout(hire: Callable[[str], User]) -> FrontLayout:
    return FrontLayout.objects.create(at=timezone.now(), by=hire("editor"))


@pytest.fixture(autouse=True)
def letters(hire: Callable[[str], User]) -> Disclosure:
    """What the letters page keeps for good."""
    by = hire("moderator")
    Decision.objects.create(verb="trust", writer=Writer.objects.create(), by=by, at=timezone.now())
    return Disclosure.objects.create(
        authority="\u7f51\u5b89",
        request_number="1",
        reason="\u7f51\u7edc\u5b89\u5168\u6cd5",
        sha256="0" * 64,
        by=by,
    )


every_guard = pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.table)


def sql(*words: str) -> str:
    return " ".join(words)


def change(column: str, value: Any, row: models.Model) -> int:
    """What somebody does who goes round the models."""
    with connection.cursor() as cursor:
        name = connection.ops.quote_name(column)
        update = sql("UPDATE", row._meta.db_table, "SET", name, "= %s WHERE id = %s")
        cursor.execute(update, [value, row.pk])
        return cursor.rowcount


def delete(table: str, pk: int | None = None) -> int:
    with connection.cursor() as cursor:
        if pk is None:
            cursor.execute(sql("DELETE FROM", table))
        else:
            cursor.execute(sql("DELETE FROM", table, "WHERE id = %s"), [pk])
        return cursor.rowcount


def row_of(guard: Guard) -> Any:
    row = guard.model._default_manager.order_by("pk").first()
    assert row
    return row


def different(field: Any) -> Any:
    return OTHER.get(field.get_internal_type(), 9876)


@every_guard
def test_the_database_changes_no_column(guard: Guard, put_out: Any) -> None:
    put_out()
    row = row_of(guard)
    for field in guard.model._meta.concrete_fields:
        if field.name not in guard.mutable:
            with pytest.raises(IntegrityError, match=guard.message), transaction.atomic():
                change(str(field.column), different(field), row)


@pytest.mark.parametrize("guard", STAYING, ids=lambda guard: guard.table)
def test_the_database_deletes_neither_one_nor_all(guard: Guard, put_out: Any) -> None:
    put_out()
    for pk in (row_of(guard).pk, None):
        with pytest.raises(IntegrityError, match=guard.message), transaction.atomic():
            delete(guard.table, pk)


@pytest.mark.parametrize(
    ("guard", "mutable"),
    [
        (EDITION, {"live_until"}),
        (LOG, set()),
        (LAYOUT, set()),
        (DECISION, set()),
        (DISCLOSURE, set()),
        (PASS, {"voided_at", "afterwards_at", "afterwards_by_id", "afterwards_opinion"}),
    ],
    ids=lambda given: getattr(given, "table", ""),
)
def test_every_other_column_is_guarded(guard: Guard, mutable: set[str]) -> None:
    columns = {field.column for field in guard.model._meta.concrete_fields}
    assert columns - set(guard.frozen_columns()) == mutable == set(guard.mutable_columns())


@every_guard
def test_a_row_written_as_it_stands_is_no_change(guard: Guard, put_out: Any) -> None:
    """What `loaddata` does with a backup of the same database."""
    put_out()
    row = row_of(guard)
    assert change("id", row.pk, row) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guard", STAYING, ids=lambda guard: guard.table)
def test_the_database_neither_replaces_nor_empties(guard: Guard, put_out: Any) -> None:
    """The ways round a trigger of a row: REPLACE on SQLite, TRUNCATE on PostgreSQL."""
    put_out()
    ways = {
        "sqlite": sql("REPLACE INTO", guard.table, "SELECT * FROM", guard.table),
        "postgresql": sql("TRUNCATE", guard.table, "CASCADE"),
    }
    before = guard.model._default_manager.count()
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match=guard.message):
        cursor.execute(ways[connection.vendor])
    assert guard.model._default_manager.count() == before


def test_an_interval_can_be_closed(put_out: Any) -> None:
    assert change("live_until", LATER, put_out()) == 1


def test_a_pass_can_be_voided_and_reviewed_afterwards(put_out: Any, reporter: Any) -> None:
    put_out()
    signed = Pass.objects.latest("pk")
    assert change("voided_at", LATER, signed) == 1
    assert change("afterwards_at", LATER, signed) == 1
    assert change("afterwards_by_id", reporter.pk, signed) == 1
    assert change("afterwards_opinion", "看过", signed) == 1


def test_a_draft_deleted_for_good_takes_its_passes_and_leaves_its_log(
    signed: Callable[..., Article],
) -> None:
    article = signed()
    rows = DeskAct.objects.count()
    article.delete()
    assert not Pass.objects.exists()
    assert DeskAct.objects.count() == rows > 0
    assert audit.verify().broken is None


@pytest.mark.parametrize(
    ("guard", "column"),
    [(EDITION, "title"), (LOG, "note"), (PASS, "opinion"), (DECISION, "note")],
    ids=lambda given: getattr(given, "table", given),
)
def test_guards_that_were_lifted_are_set_anew(guard: Guard, column: str, put_out: Any) -> None:
    put_out()
    row = row_of(guard)
    guards.lift(connection)
    assert change(column, "x", row) == 1
    guards.set_guards(using="default")
    with pytest.raises(IntegrityError, match=guard.message), transaction.atomic():
        change(column, "y", row)


@pytest.mark.parametrize("vendor", ["mysql", "oracle"])
def test_a_database_without_our_triggers_is_told_nothing(vendor: str) -> None:
    assert not any(guards.statements(guard, vendor) for guard in GUARDS)


@pytest.mark.django_db(transaction=True)
def test_a_later_migration_can_alter_a_guarded_column(put_out: Any) -> None:
    edition = put_out()
    old = Edition._meta.get_field("title")
    new = models.CharField(max_length=1001)
    new.set_attributes_from_name("title")
    new.model = Edition
    guards.lift_guards(using="default", plan=ANY_PLAN)
    with connection.schema_editor() as editor:
        editor.alter_field(Edition, old, new)
        editor.alter_field(Edition, new, old)
    guards.set_guards(using="default")
    with pytest.raises(IntegrityError), transaction.atomic():
        change("title", "x", edition)


@pytest.mark.django_db(transaction=True)
def test_a_later_migration_can_drop_a_guarded_column(put_out: Any) -> None:
    edition = put_out()
    extra = models.CharField(max_length=5, default="")
    extra.set_attributes_from_name("title_again")
    extra.model = Edition
    with connection.schema_editor() as editor:
        editor.add_field(Edition, extra)
    columns = Guard.frozen_columns

    def with_the_extra(guard: Guard) -> list[str]:
        return [*columns(guard), "title_again"] if guard is EDITION else columns(guard)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Guard, "frozen_columns", with_the_extra)
        guards.set_guards(using="default")
    with pytest.raises(IntegrityError), transaction.atomic():
        change("title_again", "x", edition)
    guards.lift_guards(using="default", plan=ANY_PLAN)
    with connection.schema_editor() as editor:
        editor.remove_field(Edition, extra)
    guards.set_guards(using="default")


@pytest.mark.parametrize(
    ("app", "lifted"), [("auth", False), ("articles", True), ("comments", True)]
)
def test_only_a_migration_of_a_guarded_app_lifts_guards(
    app: str, lifted: bool, put_out: Any
) -> None:
    put_out()
    guards.lift_guards(using="default", plan=[(Migration("0002_later", app), False)])
    lifted = lifted and connection.vendor == "sqlite"
    for row in (row_of(EDITION), row_of(DECISION)):
        column = "title" if isinstance(row, Edition) else "note"
        with nullcontext() if lifted else pytest.raises(IntegrityError), transaction.atomic():
            change(column, "x", row)
    guards.set_guards(using="default")


def test_a_row_of_the_letters_page_goes_with_nothing() -> None:
    """Not even with whom it names: what it points to stays as well."""
    decision = row_of(DECISION)
    for named in (decision.writer, decision.by):
        with pytest.raises(ProtectedError):
            named.delete()

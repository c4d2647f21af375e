"""The trigger that keeps editions as they were, whoever asks the database, whatever migrates."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations import Migration

from articles.models import Edition, guards

ANY_PLAN = [(Migration("0002_later", "articles"), False)]


def change(column: str, value: str, edition: Edition) -> int:
    """What somebody does who goes round the models."""
    with connection.cursor() as cursor:
        name = connection.ops.quote_name(column)
        update = " ".join(["UPDATE articles_edition SET", name, "= %s WHERE id = %s"])
        cursor.execute(update, [value, edition.pk])
        return cursor.rowcount


@pytest.mark.parametrize("column", ["title", "body", "credits", "published_at", "live_from"])
def test_the_database_changes_no_edition(column: str, put_out: Any) -> None:
    value = '["x"]' if column == "credits" else "2001-01-01 00:00:00+00:00"
    with pytest.raises(IntegrityError, match=guards.MESSAGE), transaction.atomic():
        change(column, value, put_out())


def test_every_column_but_the_end_is_guarded() -> None:
    columns = {field.column for field in Edition._meta.concrete_fields}
    assert columns - set(guards.frozen_columns()) == {"live_until"}


def test_a_row_written_as_it_stands_is_no_change(put_out: Any) -> None:
    """What `loaddata` does with a backup of the same database."""
    edition = put_out()
    assert change("title", edition.title, edition) == 1


def test_an_interval_can_be_closed(put_out: Any) -> None:
    assert change("live_until", "2999-01-01 00:00:00+00:00", put_out()) == 1


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
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(guards, "frozen_columns", lambda: ["title", "title_again"])
        guards.set_guards(using="default")
    with pytest.raises(IntegrityError), transaction.atomic():
        change("title_again", "x", edition)
    guards.lift_guards(using="default", plan=ANY_PLAN)
    with connection.schema_editor() as editor:
        editor.remove_field(Edition, extra)
    guards.set_guards(using="default")


def test_a_migration_of_others_lifts_nothing(put_out: Any) -> None:
    guards.lift_guards(using="default", plan=[(Migration("0002_later", "comments"), False)])
    with pytest.raises(IntegrityError), transaction.atomic():
        change("title", "x", put_out())

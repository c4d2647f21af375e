"""What the database itself forbids beyond constraints: triggers, set anew after every migration."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import Migration

from articles.models.edition import MUTABLE_FIELDS, Edition

TRIGGER = "articles_edition_is_immutable"
TABLE = Edition._meta.db_table
MESSAGE = "an edition cannot change"

#: Compares rows and names one column only: PostgreSQL refuses to alter the type of a column that
#: a trigger names, and a column that a later migration adds is covered at once.
POSTGRES_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {TRIGGER}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF to_jsonb(NEW) - %(mutable)s IS DISTINCT FROM to_jsonb(OLD) - %(mutable)s THEN
    RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
"""


def frozen_columns() -> list[str]:
    return [
        field.column
        for field in Edition._meta.concrete_fields
        if field.column and field.name not in MUTABLE_FIELDS
    ]


def removal(vendor: str) -> str:
    """SQL that takes the trigger away, if it is there; empty where there is none."""
    tables = {"sqlite": "", "postgresql": f" ON {TABLE}"}
    return f"DROP TRIGGER IF EXISTS {TRIGGER}{tables[vendor]}" if vendor in tables else ""


def statements(vendor: str) -> list[str]:
    """SQL that makes the trigger anew."""
    if vendor == "sqlite":
        changed = " OR ".join(f'NEW."{name}" IS NOT OLD."{name}"' for name in frozen_columns())
        head = f"CREATE TRIGGER {TRIGGER} BEFORE UPDATE ON {TABLE} FOR EACH ROW WHEN {changed}"
        return [removal(vendor), f"{head} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"]
    if vendor == "postgresql":
        mutable = " - ".join(f"'{name}'" for name in sorted(MUTABLE_FIELDS))
        head = f"CREATE TRIGGER {TRIGGER} BEFORE UPDATE ON {TABLE} FOR EACH ROW"
        function = POSTGRES_FUNCTION % {"mutable": mutable}
        return [function, removal(vendor), f"{head} EXECUTE FUNCTION {TRIGGER}()"]
    return []


def lift_guards(*, using: str, plan: Iterable[tuple[Migration, bool]], **kwargs: Any) -> None:
    """Receiver of pre_migrate: SQLite drops no column that a trigger names.

    Should such a migration fail, the trigger is back after the next that does not.
    """
    connection = connections[using]
    ours = any(migration.app_label == Edition._meta.app_label for migration, _backwards in plan)
    if ours and connection.vendor == "sqlite":
        run(connection, [removal(connection.vendor)])


def set_guards(*, using: str, **kwargs: Any) -> None:
    """Receiver of post_migrate."""
    connection = connections[using]
    if TABLE in connection.introspection.table_names():
        with transaction.atomic(using=using):
            run(connection, statements(connection.vendor))


def run(connection: BaseDatabaseWrapper, sql: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in sql:
            cursor.execute(statement)

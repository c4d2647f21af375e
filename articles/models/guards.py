"""What the database itself forbids beyond constraints: triggers, set anew after every migration."""

from __future__ import annotations

from typing import Any

from django.db import connections

from articles.models.edition import MUTABLE_FIELDS, Edition

TRIGGER = "articles_edition_is_immutable"
TABLE = Edition._meta.db_table
MESSAGE = "an edition cannot change"

POSTGRES_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {TRIGGER}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def frozen_columns() -> list[str]:
    return [
        field.column
        for field in Edition._meta.concrete_fields
        if field.column and field.name not in MUTABLE_FIELDS
    ]


def statements(vendor: str) -> list[str]:
    """SQL that makes the trigger. It is dropped first, so that new columns are covered too;
    SQLite loses it whenever a migration rebuilds the table."""
    columns = ", ".join(f'"{column}"' for column in frozen_columns())
    head = f"CREATE TRIGGER {TRIGGER} BEFORE UPDATE OF {columns} ON {TABLE} FOR EACH ROW"
    if vendor == "sqlite":
        drop = f"DROP TRIGGER IF EXISTS {TRIGGER}"
        return [drop, f"{head} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"]
    if vendor == "postgresql":
        drop = f"DROP TRIGGER IF EXISTS {TRIGGER} ON {TABLE}"
        return [POSTGRES_FUNCTION, drop, f"{head} EXECUTE FUNCTION {TRIGGER}()"]
    return []


def set_guards(*, using: str, **kwargs: Any) -> None:
    """Receiver of post_migrate."""
    connection = connections[using]
    if TABLE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in statements(connection.vendor):
            cursor.execute(statement)

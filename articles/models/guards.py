"""What the database itself forbids beyond constraints: triggers, set anew after every migration."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import Migration

from articles.models.edition import MUTABLE_FIELDS, Edition
from articles.models.front import FrontLayout
from articles.models.log import DeskAct
from articles.models.review import Pass

#: Compares rows and names few columns: PostgreSQL refuses to alter the type of a column that a
#: trigger names, and a column that a later migration adds is covered at once.
POSTGRES_UPDATE = """
CREATE OR REPLACE FUNCTION %(name)s() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF to_jsonb(NEW)%(mutable)s IS DISTINCT FROM to_jsonb(OLD)%(mutable)s THEN
    RAISE EXCEPTION '%(message)s' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
"""
POSTGRES_DELETE = """
CREATE OR REPLACE FUNCTION %(name)s() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%(message)s' USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


@dataclass(frozen=True, slots=True)
class Guard:
    """Rows of a model that are not changed, but for some columns, and perhaps not deleted."""

    model: type[models.Model]
    message: str
    mutable: frozenset[str]
    may_go: bool

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def names(self) -> tuple[str, str, str]:
        """Of the triggers on update, on delete and on truncate."""
        return f"{self.table}_is_immutable", f"{self.table}_stays", f"{self.table}_is_kept"

    def frozen_columns(self) -> list[str]:
        return [
            str(field.column)
            for field in self.model._meta.concrete_fields
            if field.name not in self.mutable
        ]

    def mutable_columns(self) -> list[str]:
        fields = self.model._meta.concrete_fields
        return sorted(str(field.column) for field in fields if field.name in self.mutable)


EDITION = Guard(Edition, "an edition cannot change", MUTABLE_FIELDS, may_go=False)
LOG = Guard(DeskAct, "the log is only added to", frozenset(), may_go=False)
PASS = Guard(
    Pass,
    "a pass cannot change",
    frozenset({"voided_at", "afterwards_at", "afterwards_by", "afterwards_opinion"}),
    # A draft that is deleted for good takes its passes with it; the log keeps that they were.
    may_go=True,
)
LAYOUT = Guard(FrontLayout, "a layout of the front page stays", frozenset(), may_go=False)
#: The letters page adds its own.
GUARDS = [EDITION, LOG, PASS, LAYOUT]


def removals(guard: Guard, vendor: str) -> list[str]:
    """SQL that takes the triggers away, if they are there; none where there are none."""
    tables = {"sqlite": "", "postgresql": f" ON {guard.table}"}
    if vendor not in tables:
        return []
    return [f"DROP TRIGGER IF EXISTS {name}{tables[vendor]}" for name in guard.names]


def statements(guard: Guard, vendor: str) -> list[str]:
    """SQL that makes the triggers anew."""
    made = {"sqlite": sqlite_triggers, "postgresql": postgres_triggers}
    return [*removals(guard, vendor), *made[vendor](guard)] if vendor in made else []


def sqlite_triggers(guard: Guard) -> list[str]:
    on_update, on_delete, _on_truncate = guard.names
    changed = " OR ".join(f'NEW."{name}" IS NOT OLD."{name}"' for name in guard.frozen_columns())
    refusal = f"BEGIN SELECT RAISE(ABORT, '{guard.message}'); END"
    update = f"CREATE TRIGGER {on_update} BEFORE UPDATE ON {guard.table}"
    delete = f"CREATE TRIGGER {on_delete} BEFORE DELETE ON {guard.table}"
    made = [f"{update} FOR EACH ROW WHEN {changed} {refusal}"]
    return made if guard.may_go else [*made, f"{delete} FOR EACH ROW {refusal}"]


def postgres_triggers(guard: Guard) -> list[str]:
    on_update, on_delete, on_truncate = guard.names
    mutable = "".join(f" - '{name}'" for name in guard.mutable_columns())
    update = {"name": on_update, "mutable": mutable, "message": guard.message}
    made = [POSTGRES_UPDATE % update, made_by(on_update, "UPDATE", guard)]
    if not guard.may_go:
        delete = {"name": on_delete, "message": guard.message}
        made += [POSTGRES_DELETE % delete, made_by(on_delete, "DELETE", guard)]
        # TRUNCATE asks no trigger of a row.
        made.append(
            f"CREATE TRIGGER {on_truncate} BEFORE TRUNCATE ON {guard.table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {on_delete}()"
        )
    return made


def made_by(name: str, event: str, guard: Guard) -> str:
    return (
        f"CREATE TRIGGER {name} BEFORE {event} ON {guard.table} "
        f"FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def lift_guards(*, using: str, plan: Iterable[tuple[Migration, bool]], **kwargs: Any) -> None:
    """Receiver of pre_migrate: SQLite drops no column that a trigger names.

    Should such a migration fail, the triggers are back after the next that does not.
    """
    connection = connections[using]
    ours = {guard.model._meta.app_label for guard in GUARDS}
    if connection.vendor == "sqlite" and any(one.app_label in ours for one, _backwards in plan):
        lift(connection)


def lift(connection: BaseDatabaseWrapper) -> None:
    """Take all triggers away, as emptying a whole database of tests needs."""
    tables = set(connection.introspection.table_names())
    for guard in GUARDS:
        if guard.table in tables:
            run(connection, removals(guard, connection.vendor))


def set_guards(*, using: str, **kwargs: Any) -> None:
    """Receiver of post_migrate."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with transaction.atomic(using=using):
        for guard in GUARDS:
            if guard.table in tables:
                run(connection, statements(guard, connection.vendor))


def run(connection: BaseDatabaseWrapper, sql: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in sql:
            cursor.execute(statement)

"""How an index of words is kept and asked on each database.

Each kind of rows has a table (`Index`) that holds the terms of `bigrams.terms` under the ids of
the rows: an FTS5 table on SQLite, one with a tsvector on PostgreSQL. The terms are made in Python,
so that both find the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models.expressions import RawSQL

from articles.bigrams import Phrase, quoted, vector

Row = tuple[int, Sequence[str]]


# How databases keep terms, and are asked for phrases of them


@dataclass(frozen=True, slots=True)
class Dialect:
    """What differs between the databases: how terms and a question are written down."""

    value: str
    condition: str
    kept: Callable[[Sequence[str]], str]
    asked: Callable[[Iterable[Phrase]], str]


def fts_phrase(phrase: Phrase) -> str:
    """Terms are letters and digits alone, so nothing in them means anything to FTS5."""
    return '"' + " ".join(phrase.terms) + '"' + "*" * phrase.is_prefix


def fts_question(asked: Iterable[Phrase]) -> str:
    return " AND ".join(map(fts_phrase, asked))


def vector_phrase(phrase: Phrase) -> str:
    return "(" + " <-> ".join(map(quoted, phrase.terms)) + ":*" * phrase.is_prefix + ")"


def vector_question(asked: Iterable[Phrase]) -> str:
    return " & ".join(map(vector_phrase, asked))


DIALECTS = {
    "sqlite": Dialect("%s", "{table} MATCH %s", " ".join, fts_question),
    "postgresql": Dialect("%s::tsvector", "words @@ %s::tsquery", vector, vector_question),
}


def dialect() -> Dialect | None:
    """Of the database at hand; None where it is neither, and nothing is indexed."""
    return DIALECTS.get(connection.vendor)


# What is written into the statements below are names of ours; all else is a parameter of them.


@dataclass(frozen=True, slots=True)
class Index:
    """The table of one kind of rows; `column` holds their ids, where FTS5 has its own for that."""

    table: str
    column: str

    @property
    def key(self) -> str:
        return "rowid" if connection.vendor == "sqlite" else self.column

    def replace(self, pks: Sequence[int], rows: Iterable[Row]) -> None:
        """Forget what is known of these ids, and keep these rows of them."""
        if not (tongue := dialect()):
            return
        marks = ", ".join(["%s"] * len(pks))
        insert = f"INSERT INTO {self.table} ({self.key}, words) VALUES (%s, {tongue.value})"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {self.table} WHERE {self.key} IN ({marks})", pks)  # noqa: S608
            cursor.executemany(insert, [(pk, tongue.kept(found)) for pk, found in rows])

    def ids(self, tongue: Dialect, asked: Iterable[Phrase]) -> RawSQL:
        """The ids of the rows in which all the phrases stand, as a subquery."""
        condition = tongue.condition.format(table=self.table)
        select = f"SELECT {self.key} FROM {self.table} WHERE {condition}"  # noqa: S608
        return RawSQL(select, [tongue.asked(asked)])  # noqa: S611

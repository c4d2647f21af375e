"""What is asked of the index of stories, as statements of each database.

A statement comes with its parameters. What is written into it are names and numbers of ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from articles.bigrams import Phrase, phrases
from articles.models.edition import EditionQuerySet
from articles.search.edition_words import EDITION_WORDS
from articles.search.index import fts_phrase, vector_phrase
from articles.search.sounds import LEAST, sound_asked

Statement = tuple[str, list[Any]]

#: Weights of headline, names, text and sounds: for bm25 as the columns stand, for ts_rank from D
#: to A. A word of the headline beats any number in the text of a story as new.
FTS_RANK = f"-bm25({EDITION_WORDS}, 10.0, 4.0, 0.5, 0.02)"
VECTOR_WEIGHTS = "{0.01, 0.1, 0.5, 1.0}"
#: A story of so many days counts half as much as today's, one of twice as many a third.
HALF_AS_GOOD = 365

#: Days since a moment, for stories that are joined as `live`.
AGE = {
    "sqlite": "max(0.0, julianday(%s) - julianday(live.published_at))",
    "postgresql": (
        "greatest(0, extract(epoch FROM %s::timestamptz - live.published_at)) / 86400.0"
    ),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A phrase that a story has to have; a word of letters may be in the sound of its headline."""

    phrase: Phrase
    sound: str = ""

    @property
    def ways(self) -> list[Phrase]:
        return [self.phrase, *([Phrase((self.sound,), is_prefix=True)] if self.sound else [])]


def asked_in(words: str, least: int = LEAST) -> list[Asked]:
    """What the words of a question ask for; letters fewer than `least` are not taken for sounds."""
    return [
        Asked(phrase, sound_asked(phrase.terms[0], least) if phrase.is_prefix else "")
        for phrase in phrases(words)
    ]


def fts(asked: Iterable[Asked]) -> str:
    return " AND ".join("(" + " OR ".join(map(fts_phrase, one.ways)) + ")" for one in asked)


def vector(asked: Iterable[Asked], joined: str = " & ") -> str:
    return joined.join("(" + " | ".join(map(vector_phrase, one.ways)) + ")" for one in asked)


# Which editions have it


def hits(asked: Sequence[Asked], *, ranked: bool, headline: bool = False) -> Statement:
    """The `id` of each edition that has all of it, in its headline or anywhere; with its `score`
    where that is wanted, more being better."""
    if connection.vendor == "sqlite":
        return fts_hits(asked, ranked=ranked, headline=headline)
    return headline_hits(asked) if headline else vector_hits(asked, ranked=ranked)


def fts_hits(asked: Sequence[Asked], *, ranked: bool, headline: bool) -> Statement:
    question = fts(asked)
    score = f", {FTS_RANK} AS score" if ranked else ""
    sql = f"SELECT rowid AS id{score} FROM {EDITION_WORDS} WHERE {EDITION_WORDS} MATCH %s"  # noqa: S608
    return sql, ["{title sounds} : (" + question + ")" if headline else question]


def vector_hits(asked: Sequence[Asked], *, ranked: bool) -> Statement:
    """Of a story in several rows, each phrase may stand in another one."""
    every, some = vector(asked), vector(asked, joined=" | ")
    rank = f"ts_rank('{VECTOR_WEIGHTS}', words, %s::tsquery, 1)" if ranked else ""
    ranking = [some] if ranked else []
    one, most = (f", {rank} AS score", f", max({rank}) AS score") if ranked else ("", "")
    having = " AND ".join(["bool_or(words @@ %s::tsquery)"] * len(asked))
    sql = (
        f"SELECT edition_id AS id{one} FROM {EDITION_WORDS} "  # noqa: S608
        "WHERE is_whole AND words @@ %s::tsquery "
        f"UNION ALL SELECT edition_id AS id{most} FROM {EDITION_WORDS} "
        f"WHERE NOT is_whole AND words @@ %s::tsquery GROUP BY edition_id HAVING {having}"
    )
    return sql, [*ranking, every, *ranking, some, *(vector([one]) for one in asked)]


def headline_hits(asked: Sequence[Asked]) -> Statement:
    question = vector(asked)
    sql = (
        f"SELECT edition_id AS id, ts_rank('{VECTOR_WEIGHTS}', headline, %s::tsquery, 1) AS score "  # noqa: S608
        f"FROM {EDITION_WORDS} WHERE headline @@ %s::tsquery"
    )
    return sql, [question, question]


def near(pieces: Sequence[Phrase]) -> Statement:
    """The `id` of each edition that has more than half of the pieces; how many is its `score`."""
    if connection.vendor == "sqlite":
        one = f"SELECT rowid AS id FROM {EDITION_WORDS} WHERE {EDITION_WORDS} MATCH %s"  # noqa: S608
        asked = [fts_phrase(piece) for piece in pieces]
    else:
        one = f"SELECT DISTINCT edition_id AS id FROM {EDITION_WORDS} WHERE words @@ %s::tsquery"  # noqa: S608
        asked = [vector_phrase(piece) for piece in pieces]
    every = " UNION ALL ".join([one] * len(pieces))
    sql = (
        f"SELECT id, 1.0 * count(*) AS score FROM ({every}) AS pieces "  # noqa: S608
        f"GROUP BY id HAVING count(*) > {len(pieces) // 2}"
    )
    return sql, asked


def pieces_of(asked: Iterable[Asked]) -> list[Phrase]:
    """The pairs and words of a question, each once, without what has to stand between them."""
    pieces = {
        term: Phrase((term,), one.phrase.is_prefix) for one in asked for term in one.phrase.terms
    }
    return list(pieces.values())


# Of those, the ones that readers see


def counted(
    found: Statement, tokens: Sequence[Sequence[Asked]], editions: EditionQuerySet
) -> Statement:
    """How many of what was found, and of each token, whether any has it: one row."""
    whole, given = found
    each = [hits(token, ranked=False) for token in tokens]
    columns = [f"(SELECT count(*) FROM {joined(whole)})"]  # noqa: S608
    columns += [f"EXISTS (SELECT 1 FROM {joined(sql)})" for sql, _given in each]  # noqa: S608
    live, bounds = seen(editions)
    params = [*bounds, *given, *(one for _sql, some in each for one in some)]
    return f"WITH {live} SELECT {', '.join(columns)}", params


def ordered(
    found: Statement, editions: EditionQuerySet, now: datetime | None, start: int, stop: int
) -> Statement:
    """Their ids from one place to another: the best first as of a moment, or else the newest."""
    (sql, given), (live, bounds) = found, seen(editions)
    newest = "live.published_at DESC, hits.id DESC"
    if now is not None:
        age = AGE[connection.vendor]
        newest = f"hits.score / (1.0 + {age} / {HALF_AS_GOOD}.0) DESC, {newest}"
        given = [*given, connection.ops.adapt_datetimefield_value(now)]
    chosen = f"SELECT hits.id FROM {joined(sql)} ORDER BY {newest} LIMIT %s OFFSET %s"  # noqa: S608
    return f"WITH {live} {chosen}", [*bounds, *given, stop - start, start]


def joined(sql: str) -> str:
    """The index is read first; a cross join keeps SQLite from beginning at the stories."""
    return f"({sql}) AS hits CROSS JOIN live WHERE live.id = hits.id"


def seen(editions: EditionQuerySet) -> Statement:
    columns = editions.order_by().values_list("pk", "published_at")
    sql, given = columns.query.sql_with_params()
    return f"live (id, published_at) AS NOT MATERIALIZED ({sql})", list(given)


def rows(statement: Statement) -> list[tuple[Any, ...]]:
    """What the database answers. PostgreSQL takes long vectors for short ones, since they lie
    beside their table, and would rather read all of them than ask the index for a common word: it
    is told otherwise, in the same breath, for as long as the transaction lasts."""
    sql, given = statement
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SET LOCAL enable_seqscan = off; {sql}", given)
            cursor.nextset()
        else:
            cursor.execute(sql, given)
        return cursor.fetchall()

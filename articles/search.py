"""The index of words: the only file that knows how it is kept and asked, on each database.

Photos have one row each in the table `articles_photo_words`: an FTS5 table on SQLite, a table with
a tsvector on PostgreSQL. Both hold the terms of `bigrams.terms`, made in Python, so that both find
the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from articles.bigrams import Phrase, phrases, quoted, terms, vector
from articles.models import Photo, PhotoUse

PHOTO_WORDS = "articles_photo_words"
#: What is found of a photo, beside the captions that stories gave it.
PHOTO_FIELDS = (
    "headline",
    "caption",
    "byline",
    "credit",
    "copyright",
    "keywords",
    "place",
    "licence_note",
    "original_name",
)
#: Captions of one photo that are indexed; a picture of the town hall stands in hundreds of stories.
MOST_CAPTIONS = 20
AT_ONCE = 500

Row = tuple[int, list[str]]


# Keeping it


def index_photos(pks: Iterable[int], using: str = "default") -> None:
    """Note anew what is found of these photos."""
    wanted = sorted(set(pks))
    connection = connections[using]
    if not wanted or connection.vendor not in WRITERS:
        return
    rows = list(rows_of(wanted))
    with transaction.atomic(using=using), connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(wanted))
        # The name of the table is ours, and the numbers are parameters.
        cursor.execute(f"DELETE FROM {PHOTO_WORDS} WHERE {key(connection)} IN ({marks})", wanted)  # noqa: S608
        WRITERS[connection.vendor](cursor, rows)


def rows_of(pks: list[int]) -> Iterator[Row]:
    captions = defaultdict(list)
    uses = PhotoUse.objects.filter(photo__in=pks).exclude(caption="").order_by("-pk")
    for pk, caption in uses.values_list("photo", "caption"):
        captions[pk].append(caption)
    for pk, *words in Photo.objects.filter(pk__in=pks).values_list("pk", *PHOTO_FIELDS):
        known = dict.fromkeys([*words, *captions[pk][:MOST_CAPTIONS]])
        yield pk, terms("\n".join(known))


def rebuild_photos(tell: Callable[[int], None] = lambda done: None) -> int:
    """Index every photo; `tell` is given how many are done. Answers how many there are."""
    done = 0
    pks = Photo.objects.order_by("pk").values_list("pk", flat=True)
    last = 0
    while batch := list(pks.filter(pk__gt=last)[:AT_ONCE]):
        index_photos(batch)
        last, done = batch[-1], done + len(batch)
        tell(done)
    return done


def key(connection: BaseDatabaseWrapper) -> str:
    return "rowid" if connection.vendor == "sqlite" else "photo_id"


def write_fts(cursor: Any, rows: Iterable[Row]) -> None:
    statement = f"INSERT INTO {PHOTO_WORDS} (rowid, words) VALUES (%s, %s)"  # noqa: S608
    cursor.executemany(statement, [(pk, " ".join(found)) for pk, found in rows])


def write_vectors(cursor: Any, rows: Iterable[Row]) -> None:
    statement = f"INSERT INTO {PHOTO_WORDS} (photo_id, words) VALUES (%s, %s::tsvector)"  # noqa: S608
    cursor.executemany(statement, [(pk, vector(found)) for pk, found in rows])


WRITERS = {"sqlite": write_fts, "postgresql": write_vectors}


# Asking it


def photos(queryset: QuerySet[Photo], words: str) -> QuerySet[Photo]:
    """Those of the photos in which all the words stand, in the order that they have."""
    asked = phrases(words)
    vendor = connections[queryset.db].vendor
    if not asked:
        return queryset.none() if words.strip() else queryset
    if vendor not in WRITERS:
        return unindexed(queryset, words)
    # The statements are ours, and what was typed is a parameter of them.
    return queryset.filter(pk__in=RawSQL(*QUESTIONS[vendor](asked)))  # noqa: S611


def unindexed(queryset: QuerySet[Photo], words: str) -> QuerySet[Photo]:
    """Without an index of ours, each word is looked for as it was typed."""
    for word in words.split():
        match = Q(uses__caption__icontains=word)
        for field in PHOTO_FIELDS:
            match |= Q(**{f"{field}__icontains": word})
        queryset = queryset.filter(match).distinct()
    return queryset


def ask_fts(asked: Iterable[Phrase]) -> tuple[str, tuple[str]]:
    """Terms are letters and digits alone, so nothing in them means anything to FTS5."""
    match = " AND ".join(
        '"' + " ".join(phrase.terms) + '"' + "*" * phrase.is_prefix for phrase in asked
    )
    return f"SELECT rowid FROM {PHOTO_WORDS} WHERE {PHOTO_WORDS} MATCH %s", (match,)  # noqa: S608


def ask_vectors(asked: Iterable[Phrase]) -> tuple[str, tuple[str]]:
    match = " & ".join(
        "(" + " <-> ".join(map(quoted, phrase.terms)) + ":*" * phrase.is_prefix + ")"
        for phrase in asked
    )
    return f"SELECT photo_id FROM {PHOTO_WORDS} WHERE words @@ %s::tsquery", (match,)  # noqa: S608


QUESTIONS = {"sqlite": ask_fts, "postgresql": ask_vectors}

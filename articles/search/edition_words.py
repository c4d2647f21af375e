"""Keeps the words of the stories that readers see or will see: what goes into the index, and when.

Editions never change, so that a row is written once. It stays until its story is put out, called
off or withdrawn anew: what is over by then is found no more, since every question asks which
editions are live.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from articles import richtext
from articles.bigrams import terms, vectors
from articles.models import Article, Edition
from articles.models.edition import EditionQuerySet
from articles.search.sounds import sounds

EDITION_WORDS = "articles_edition_words"
AT_ONCE = 100

#: The terms of one edition by their weight: headline, names, text, sounds of the headline.
Terms = tuple[Sequence[str], Sequence[str], Sequence[str], Sequence[str]]

TITLE_FIELDS = ("kicker", "title", "subtitle", "list_title")
TEXT_FIELDS = ("digest", "dateline", "original_title")

#: What is written of an edition on each database: its columns, and their values from its terms.
INSERTS = {
    "sqlite": "(rowid, title, names, body, sounds) VALUES (%s, %s, %s, %s, %s)",
    "postgresql": (
        "(edition_id, part, is_whole, words, headline) "
        "VALUES (%s, %s, %s, %s::tsvector, %s::tsvector)"
    ),
}


def index_story(article: Article) -> None:
    """Note anew what readers may find of this story, to be called when its editions come or go."""
    index_stories([article.pk])


@transaction.atomic
def index_stories(pks: Iterable[int]) -> int:
    """Note anew what readers may find of these stories; answers how many editions that are.

    The stories are held while it happens, as every act holds its own: two that index the same one
    at once would both add it.
    """
    wanted = sorted(set(pks))
    if connection.vendor not in INSERTS or not wanted:
        return 0
    list(Article.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk"))
    editions = Edition.objects.filter(article__in=wanted)
    kept = list(to_be_found(editions).order_by("pk"))
    write(list(editions.values_list("pk", flat=True)), kept)
    return len(kept)


def to_be_found(editions: EditionQuerySet) -> EditionQuerySet:
    """Those that are live or will be."""
    unfinished = Q(live_until__isnull=True) | Q(live_until__gt=timezone.now())
    return editions.filter(unfinished).ever_shown()


def write(forgotten: Sequence[int], kept: Iterable[Edition]) -> None:
    key = "rowid" if connection.vendor == "sqlite" else "edition_id"
    insert = f"INSERT INTO {EDITION_WORDS} {INSERTS[connection.vendor]}"
    rows = [row for edition in kept for row in rows_of(edition.pk, terms_of(edition))]
    with connection.cursor() as cursor:
        for pk in forgotten:
            cursor.execute(f"DELETE FROM {EDITION_WORDS} WHERE {key} = %s", [pk])  # noqa: S608
        cursor.executemany(insert, rows)


def rows_of(pk: int, found: Terms) -> Iterator[tuple[Any, ...]]:
    """One on SQLite; on PostgreSQL as many as its vectors take, of which the first has the
    headline."""
    if connection.vendor == "sqlite":
        yield (pk, *map(" ".join, found))
        return
    title, _names, _text, sound = found
    parts = list(vectors(zip("ABCD", found, strict=True)))
    headline = next(vectors([("A", title), ("D", sound)]))
    for part, words in enumerate(parts):
        yield pk, part, len(parts) == 1, words, "" if part else headline


def terms_of(edition: Edition) -> Terms:
    titles = [getattr(edition, name) for name in TITLE_FIELDS]
    lines = ["\n".join(titles), "\n".join(names(edition)), "\n".join(texts(edition))]
    title, named, text = (terms(line, most=None) for line in lines)
    return title, named, text, sounds(titles)


def names(edition: Edition) -> Iterator[str]:
    """Who and what a story names beside its text."""
    for entry in (*edition.credits, *edition.sources, *edition.tags, *edition.topics):
        yield entry["name"]
    yield edition.original_author


def texts(edition: Edition) -> Iterator[str]:
    """What a story says under its headline, its captions last."""
    for name in TEXT_FIELDS:
        yield getattr(edition, name)
    yield richtext.plain_text(edition.body)
    covers = [edition.cover] if edition.cover else []
    for photo in (*edition.photos, *covers):
        yield from (photo["caption"], photo["credit"])


def rebuild_stories(tell: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Index every story; `tell` is given how many are done, and of how many. Answers the number of
    editions that may be found."""
    stories = Article.objects.filter(editions__isnull=False).distinct()
    pks = stories.order_by("pk").values_list("pk", flat=True)
    total, done, last, kept = pks.count(), 0, 0, 0
    while batch := list(pks.filter(pk__gt=last)[:AT_ONCE]):
        kept += index_stories(batch)
        last, done = batch[-1], done + len(batch)
        tell(done, total)
    return kept

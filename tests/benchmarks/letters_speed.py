"""Times the letters page at 100,000 comments under one story, beside OFFSET and COUNT.

Run it as `python -m tests.benchmarks.letters_speed [COMMENTS] [ROUNDS]`. It works in a database of
its own, on SQLite or on what DATABASE_URL names. It prints milliseconds of what a page asks of the
database, and beside each what the plain way to ask the same would take; it judges nothing.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.test.utils import setup_databases, teardown_databases
from django.utils import timezone

from articles import richtext
from articles.choices import EditionChange
from articles.models import Article, Edition, Section, User
from comments import replies
from comments.choices import CommentOrder
from comments.hot import hot_list
from comments.models import Comment, CommentQuerySet, Writer
from comments.paging import PER_PAGE, encoded, page_of
from comments.ranking import COLUMNS
from comments.standing import standing
from tests.comments import crowding

HOT, NEW = CommentOrder.HOT, CommentOrder.NEW
Work = Callable[[], Any]


def story(by: User) -> Article:
    section, now = Section.objects.create(name="要闻", slug="yaowen"), timezone.now()
    article = Article.objects.create(title="稿", section=section, body="", created_by=by)
    Edition.objects.create(
        article=article,
        number=1,
        article_version=1,
        live_from=now,
        published_at=now,
        change=EditionChange.FIRST,
        by=by,
        section=section,
        title="稿",
        body=richtext.from_blocks([("paragraph", "文")]),
    )
    return article


def threads(article: Article) -> CommentQuerySet:
    return Comment.objects.under(article.pk).threads()


def at(article: Article, order: CommentOrder, place: int) -> str:
    """The cursor of the comment at that place."""
    comment = threads(article).in_order(order)[place]
    return encoded(comment, order.value, COLUMNS[order])


def offset(article: Article, order: CommentOrder, place: int) -> Work:
    rows = threads(article).in_order(order)
    return lambda: list(rows[place : place + PER_PAGE])


def by_window(heads: list[Comment]) -> list[Comment]:
    """The first replies as a window over all of them."""
    place = Window(RowNumber(), partition_by="parent", order_by=[F("ranked_at"), F("id")])
    shown = Comment.objects.shown().filter(parent__in=heads).annotate(place=place)
    return list(shown.filter(place__lte=replies.FIRST))


def pairs(article: Article, head: Comment, total: int) -> list[tuple[str, Work, Work]]:
    """What is asked, how it is asked, and the plain way."""
    pk, middle, end = article.pk, total // 2, total - 2 * PER_PAGE
    found: list[tuple[str, Work, Work]] = [
        (
            "how many readers see",
            lambda: standing(pk).shown,
            lambda: Comment.objects.under(pk).count(),
        ),
        (
            "hot list, everybody another",
            lambda: hot_list(pk),
            lambda: list(threads(article).in_order(HOT)[:5]),
        ),
        (
            "first replies of 30",
            lambda: replies.attach([head, *threads(article)[: PER_PAGE - 1]]),
            lambda: by_window([head, *threads(article)[: PER_PAGE - 1]]),
        ),
    ]
    for order in (HOT, NEW):
        for words, place in (("first page", 0), ("in the middle", middle), ("last page", end)):
            cursor = at(article, order, place - 1) if place else ""
            leafed = lambda order=order, cursor=cursor: page_of(pk, order, cursor)  # noqa: E731
            found.append((f"{order.value}, {words}", leafed, offset(article, order, place)))
    return found


def timed(work: Work, rounds: int) -> float:
    """Milliseconds; the first time is not counted."""
    work()
    taken = []
    for _round in range(rounds):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def measure(total: int, rounds: int) -> None:
    by = User.objects.create_user("chief")
    article = story(by)
    start = time.perf_counter()
    head = crowding.fill(article, by, heads=total - total // 10, replies=total // 10)
    took = time.perf_counter() - start
    say(f"{total} comments on {connection.vendor}, written in {took:.0f} s; milliseconds:")
    say(f"{'':30}{'asked':>10}{'plainly':>10}")
    for words, work, plain in pairs(article, head, total - total // 10):
        say(f"{words:30}{timed(work, rounds):10.1f}{timed(plain, rounds):10.1f}")
    # The worst for the hot list: all that is hot is one person's.
    Comment.objects.threads().exclude(pk=head.pk).update(writer=Writer.objects.create())
    say(f"{'hot list, all by one person':30}{timed(lambda: hot_list(article.pk), rounds):10.1f}")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(total: int = 100_000, rounds: int = 20) -> None:
    with tempfile.TemporaryDirectory() as folder:
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "letters.sqlite3")
        databases = setup_databases(verbosity=0, interactive=False)
        try:
            measure(total, rounds)
        finally:
            teardown_databases(databases, verbosity=0)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

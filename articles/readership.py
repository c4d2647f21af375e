"""Counts how often stories are opened: gathered in the process, added to the database by the hour.

Nothing is lost when a process ends in good order. What was gathered since the last time, ten
seconds on a busy site, is lost when it is killed (`kill -9`, no power).
"""

from __future__ import annotations

import atexit
import logging
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from multiprocessing.util import Finalize
from threading import Lock

from django.db import Error, connection, transaction

from articles.models import Article, HourOfViews

logger = logging.getLogger("articles.readership")

#: Counts wait for so long, or until they are of so many stories.
PATIENCE = timedelta(seconds=10)
FULL = 200
#: While the database takes nothing, counts of further stories than these are dropped.
MOST = 10_000

#: The story, and the beginning of the hour.
Cell = tuple[int, datetime]


class Tally:
    """Views that the database does not hold yet; every thread of the process adds to it."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.waiting: Counter[Cell] = Counter()
        self.since: datetime | None = None

    def add(self, views: Mapping[Cell, int], now: datetime) -> None:
        with self.lock:
            self.since = self.since or now
            for cell, count in views.items():
                if cell in self.waiting or len(self.waiting) < MOST:
                    self.waiting[cell] += count

    def take(self) -> Counter[Cell]:
        with self.lock:
            taken, self.waiting, self.since = self.waiting, Counter(), None
            return taken

    def is_due(self, now: datetime) -> bool:
        since = self.since
        return since is not None and (now - since >= PATIENCE or len(self.waiting) >= FULL)


tally = Tally()
_flushing = Lock()


def count(article_id: int, now: datetime) -> None:
    """Note one view, and write what has waited long enough; a busy database stops nobody."""
    at_the_end()
    hour = now.replace(minute=0, second=0, microsecond=0)
    tally.add({(article_id, hour): 1}, now)
    if tally.is_due(now):
        try:
            flush(now)
        except Error as error:
            logger.warning("views_wait", extra={"error": type(error).__name__})


def flush(now: datetime) -> int:
    """Add what was gathered to the database; how many views that were.

    One thread at a time: while one waits for a busy database, the others go on. Raises the error
    of a database that takes nothing; the counts then wait for the next time.
    """
    if not _flushing.acquire(blocking=False):
        return 0
    try:
        return write_all(tally.take(), now)
    finally:
        _flushing.release()


def write_all(views: Counter[Cell], now: datetime) -> int:
    try:
        write(views)
    except Error:
        tally.add(views, now)
        raise
    return views.total()


def write(views: Mapping[Cell, int]) -> None:
    """Add to the hours, whatever other processes add at the same moment.

    A story that is no more is left out. In their order, so that no two processes wait for rows of
    each other.
    """
    if not views:
        return
    hours, stories = HourOfViews._meta.db_table, Article._meta.db_table
    # The names are those of our tables; all else is a parameter.
    statement = (
        f"INSERT INTO {hours} (article_id, hour, views) "  # noqa: S608
        f"SELECT id, %s, %s FROM {stories} WHERE id = %s "
        f"ON CONFLICT (article_id, hour) DO UPDATE SET views = {hours}.views + excluded.views"
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(statement, list(rows(views)))


def rows(views: Mapping[Cell, int]) -> Iterable[tuple[str | datetime | None, int, int]]:
    for (article_id, hour), count_ in sorted(views.items()):
        yield connection.ops.adapt_datetimefield_value(hour), count_, article_id


_registered_in = 0


def at_the_end() -> None:
    """See to it that the last counts are written; once a process that counts anything."""
    global _registered_in  # noqa: PLW0603
    if _registered_in != os.getpid():
        _registered_in = os.getpid()
        atexit.register(flush_last)
        # A server's worker is a child of its process, in which Python calls these and not atexit.
        Finalize(None, flush_last, exitpriority=0)


def flush_last() -> None:
    if not tally.waiting:
        return
    try:
        write(tally.take())
    except Error:
        logger.exception("views_lost")
    finally:
        connection.close()

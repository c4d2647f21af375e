"""Compares an import of 2,000 generated documents with a bare bulk_create of the same rows.

Run it as `python -m tests.benchmarks.import_speed [STORIES] [ROUNDS]`. It works in a database of
its own and prints stories a second and the ratio of each pair of runs; it judges nothing.
"""

from __future__ import annotations

import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from django.db import connection, models, transaction
from django.test.utils import setup_databases, teardown_databases

from articles.importers import intake, runner
from articles.models import (
    Article,
    ArticleSource,
    Credit,
    ImportRecord,
    Person,
    PhotoUse,
    Recommendation,
    Revision,
    Source,
)

#: In the order in which the rows refer to each other.
TABLES: tuple[type[models.Model], ...] = (
    Source,
    Person,
    Article,
    ArticleSource,
    Credit,
    PhotoUse,
    Recommendation,
    Revision,
    ImportRecord,
)
GIVEN = Path(__file__).resolve().parents[2] / "seeds" / "000_5794c3ae3ae903ec.txt"


def documents(count: int) -> Iterator[bytes]:
    """Pages as long as the given one, each with its own title, text, names and recommended rows."""
    lines = GIVEN.read_text().splitlines()
    draw = random.Random(20211220)
    for number in range(count):
        page = list(lines)
        page[0] = f"第{number}篇 {page[0]}"
        for place, line in enumerate(page[4:50], start=4):
            if len(line) > 60:
                half = len(line) // 2
                cut = draw.randrange(half)
                page[place] = f"{line[cut:half]}第{number}条{line[half:]}"
        page[54] = f"编辑:{draw.choice('王李张刘陈')}{draw.choice('一二三四五六七八')}{number % 40}"
        yield "\n".join(page).encode()


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of wall clock and of processor time; other processes disturb only the first."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def run_import(pages: list[bytes]) -> None:
    inputs = (intake.Incoming(f"{n}.txt", f"/{n}.txt", raw) for n, raw in enumerate(pages))
    for result in runner.Run().results(inputs):
        assert result.outcome == "created", result


def run_bare(rows: dict[type[models.Model], list[models.Model]]) -> None:
    with transaction.atomic():
        for table in TABLES:
            table._default_manager.bulk_create(rows[table], batch_size=500)


def empty() -> None:
    for table in reversed(TABLES):
        table._default_manager.all()._raw_delete(connection.alias)


def measure(stories: int, rounds: int) -> None:
    pages = list(documents(stories))
    ratios = []
    for _round in range(rounds):
        imported, imported_cpu = timed(lambda: run_import(pages))
        rows = {table: list(table._default_manager.all()) for table in TABLES}
        empty()
        bare, bare_cpu = timed(partial(run_bare, rows))
        empty()
        ratios.append(imported / bare)
        say(
            f"import {stories / imported:5.0f} stories/s   bare {stories / bare:5.0f} stories/s   "
            f"ratio {imported / bare:.2f}, of processor time {imported_cpu / bare_cpu:.2f}"
        )
    total = sum(len(found) for found in rows.values())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say(
        f"{stories} stories, {total} rows; ratio median {statistics.median(ratios):.2f} "
        f"(min {min(ratios):.2f}, max {max(ratios):.2f}); peak memory {peak:.0f} MB"
    )


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


def main(stories: int = 2000, rounds: int = 3) -> None:
    with tempfile.TemporaryDirectory() as folder:
        if connection.vendor == "sqlite":
            # A file, not memory: what an import really pays.
            connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "bench.sqlite3")
        state = setup_databases(verbosity=0, interactive=False)
        try:
            measure(stories, rounds)
        finally:
            teardown_databases(state, verbosity=0)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

"""Times the readers' search at 20,000 stories beside LIKE over the same texts.

Run it as `python -m tests.benchmarks.search_speed [STORIES] [ROUNDS]`. It works in a database of
its own, on SQLite or on what DATABASE_URL names. For each question it prints how many stories each
way finds, and milliseconds: of the count and the first page by relevance, by time, and by LIKE over
headlines and bodies; it judges nothing.
"""

from __future__ import annotations

import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from django.db import connection
from django.db.models import Q
from django.test.utils import setup_databases, teardown_databases
from django.utils import timezone

from articles import richtext, search
from articles.choices import ArticleKind, EditionChange
from articles.importers.decode import decode
from articles.importers.notes import Notes
from articles.models import Article, Edition, Section, User
from tests.conftest import SEEDS

#: Sentences a story: about 1,400 characters, as those of the seeds have.
SENTENCES = 45
#: Two characters as most questions have, rare and common; longer ones; two words; a single one;
#: none at all; the initials of a headline.
QUESTIONS = (
    "白鹭",
    "献血",
    "社区",
    "居民",
    "图书馆",
    "志愿者",
    "社区 图书馆",
    "桥",
    "火星",
    "sqts",
)
PAGE = 20


def sentences() -> list[list[str]]:
    """Those of each seed. A story takes its own from two of them, so that words are as rare as
    they are in a paper."""
    texts = [decode(path.read_bytes(), Notes()).text for path in sorted(SEEDS.glob("*.txt"))]
    return [re.findall("[^\u3002\n]{8,80}\u3002", text) for text in texts]


def mixed(line: str, chance: random.Random) -> str:
    """Half of the lines with their clauses in another order, so that there are more pairs."""
    clauses = re.split("(?<=[\uff0c\u3001,])", line)
    return "".join(chance.sample(clauses, len(clauses))) if chance.random() < 1 / 2 else line


def stories(total: int, section: Section, by: User) -> Iterator[Edition]:
    chance, seeds, now = random.Random(7), sentences(), timezone.now()
    articles = Article.objects.bulk_create(
        (Article(title="稿", section=section, body="", created_by=by) for _number in range(total)),
        batch_size=500,
    )
    for number, article in enumerate(articles):
        at = now - timedelta(minutes=36) * number
        lines = [line for seed in chance.sample(seeds, 2) for line in seed]
        text = [mixed(line, chance) for line in chance.choices(lines, k=SENTENCES)]
        body = richtext.from_blocks(
            [("paragraph", "".join(text[at : at + 5])) for at in range(0, SENTENCES, 5)]
        )
        yield Edition(
            article=article,
            number=1,
            article_version=1,
            live_from=at,
            published_at=at,
            change=EditionChange.FIRST,
            by=by,
            section=section,
            title=chance.choice(lines)[:40],
            kind=ArticleKind.ORIGINAL,
            body=body,
        )


def like(words: str) -> tuple[int, list[Edition]]:
    """The same page without an index."""
    found = Edition.objects.live()
    for word in words.split():
        found = found.filter(Q(title__contains=word) | Q(body__contains=word))
    return found.count(), list(found.for_lists().newest_first()[:PAGE])


def indexed(words: str, order: search.Order) -> tuple[int, list[Edition]]:
    found = search.stories(words, order=order)
    return found.count(), found[:PAGE]


def timed(work: Callable[[], tuple[int, list[Edition]]], rounds: int) -> tuple[int, float]:
    """How many were found, and milliseconds; the first time is not counted."""
    found, taken = work()[0], []
    for _round in range(rounds):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return found, statistics.median(taken)


def measure(total: int, rounds: int) -> None:
    by = User.objects.create_user("chief")
    section = Section.objects.create(name="要闻", slug="yaowen")
    Edition.objects.bulk_create(stories(total, section, by), batch_size=500)
    start = time.perf_counter()
    search.rebuild_stories()
    took = time.perf_counter() - start
    say(f"{total} stories on {connection.vendor}, indexed in {took:.0f} s")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    for words in QUESTIONS:
        by_rank = timed(lambda words=words: indexed(words, "relevance"), rounds)
        by_time = timed(lambda words=words: indexed(words, "time"), rounds)
        plain = timed(lambda words=words: like(words), rounds)
        say(
            f"{words:12} {by_rank[0]:6} found: {by_rank[1]:7.1f} ms, by time {by_time[1]:7.1f} ms; "
            f"LIKE {plain[0]:6} found: {plain[1]:7.1f} ms"
        )
    for words in ("社", "社区", "sq"):
        offered = timed(
            lambda words=words: (len(found := search.suggestions(words)), found), rounds
        )
        say(f"{words:12} {offered[0]:6} suggested: {offered[1]:7.1f} ms")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(total: int = 20_000, rounds: int = 5) -> None:
    with tempfile.TemporaryDirectory() as folder:
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "bench.sqlite3")
        state = setup_databases(verbosity=0, interactive=False)
        try:
            measure(total, rounds)
        finally:
            teardown_databases(state, verbosity=0)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

"""Times what publishing waits for at 20,000 stories: finding out what a new one is like.

Run it as `python -m tests.benchmarks.likeness_speed [STORIES] [ROUNDS]`. Headlines, texts and tags
are drawn from the sentences of the seeds, so that they share words as stories of one paper do. It
works in a database of its own, on SQLite or on what DATABASE_URL names, and prints milliseconds
for one story, for its recommended rows and for a story of a rebuild; it judges nothing.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from django.db import connection
from django.test.utils import setup_databases, teardown_databases
from django.utils import timezone

from articles import likeness, related, text
from articles.choices import ArticleKind, EditionChange
from articles.models import Article, Edition, Section, Tag, User
from tests.benchmarks.desk_speed import median_ms, say
from tests.conftest import SEEDS
from tests.crowd import APART

AT_ONCE = 500
SENTENCE = re.compile("[^\u3002\uff01\uff1f\n]+[\u3002\uff01\uff1f]?")
PHRASE = re.compile("[\u4e00-\u9fff]{4,10}")
SENTENCES, TAGS, TAGS_EACH = 30, 800, 3


def write(total: int, by: User, chance: random.Random) -> None:
    """Stories with an edition each, 36 minutes apart, that differ in all that is compared."""
    words = "\n".join(path.read_text("utf-8", "ignore") for path in sorted(SEEDS.glob("*.txt")))
    sentences, phrases = SENTENCE.findall(words), PHRASE.findall(words)
    sections = [Section.objects.create(name=f"栏目{number}") for number in range(12)]
    tags = Tag.objects.bulk_create(
        Tag(name=f"标签{number}", slug=f"t{number}") for number in range(TAGS)
    )
    now = timezone.now()
    for start in range(0, total, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, total))
        articles = Article.objects.bulk_create(
            Article(
                title="".join(chance.sample(phrases, 3)),
                section=chance.choice(sections),
                body=f"<p>{''.join(chance.choices(sentences, k=SENTENCES))}</p>",
            )
            for _number in numbers
        )
        carried = [some(tags, chance) for _article in articles]
        editions = Edition.objects.bulk_create(
            edition(article, mine, by, now - APART * number)
            for article, mine, number in zip(articles, carried, numbers, strict=True)
        )
        Edition.tag_rows.through.objects.bulk_create(
            Edition.tag_rows.through(edition=edition, tag=tag)
            for edition, mine in zip(editions, carried, strict=True)
            for tag in mine
        )


def some(tags: list[Tag], chance: random.Random) -> set[Tag]:
    """A few tags, of which some are given often and most are not."""
    places = (min(int(chance.expovariate(0.02)), TAGS - 1) for _ in range(TAGS_EACH))
    return {tags[place] for place in places}


def edition(article: Article, tags: set[Tag], by: User, at: datetime) -> Edition:
    return Edition(
        article=article,
        number=1,
        article_version=1,
        live_from=at,
        published_at=at,
        change=EditionChange.FIRST,
        by=by,
        section=article.section,
        title=article.title,
        title_key=text.title_key(article.title),
        kind=ArticleKind.ORIGINAL,
        content_hash="",
        body=article.body,
        tags=[{"name": tag.name, "slug": tag.slug} for tag in tags],
    )


def measure(stories: int, rounds: int) -> None:
    write(stories, User.objects.create_user("chief"), random.Random(5))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    now = timezone.now()
    newest = list(Edition.objects.live(at=now).newest_first()[: rounds + 1])
    say(f"{stories} stories on {connection.vendor}")
    asked = iter(newest)
    took = median_ms(lambda: likeness.compute(next(asked).article_id, now), rounds)
    say(f"what one story is like {took:14.0f} ms")
    took = median_ms(lambda: related.recommended(newest[0], now), rounds)
    say(f"its recommended rows  {took:14.1f} ms")
    started = time.perf_counter()
    likeness.rebuild(now, lambda done: sys.stderr.write(f"\r{done}"))
    each = (time.perf_counter() - started) * 1000 / stories
    say(f"a story of a rebuild  {each:14.1f} ms")


def main(stories: int = 20_000, rounds: int = 5) -> None:
    with tempfile.TemporaryDirectory() as folder:
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "bench.sqlite3")
        state = setup_databases(verbosity=0, interactive=False)
        try:
            measure(stories, rounds)
        finally:
            teardown_databases(state, verbosity=0)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

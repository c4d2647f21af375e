"""Times the desk's first page and its list at 20,000 stories, beside one plain query for a list.

Run it as `python -m tests.benchmarks.desk_speed [STORIES] [ROUNDS]`. It works in a database of its
own, on SQLite or on what DATABASE_URL names, and prints milliseconds, queries and the ratio to the
plain query of the same run; it judges nothing.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext, setup_databases, teardown_databases
from django.urls import reverse

from articles.models import Article, Section, User
from newsroom.roles import ensure_roles
from tests.crowd import Cast, gather

#: As long as a story of the seeds.
WORDS = 1500
#: By what is measured, the role that looks and the address that it looks at.
PAGES = {
    "first page, chief": ("chief", "admin:index", ""),
    "first page, reporter": ("reporter", "admin:index", ""),
    "list": ("chief", "admin:articles_article_changelist", ""),
    "list, page 40": ("chief", "admin:articles_article_changelist", "?p=40"),
    "list, waiting for me": ("chief", "admin:articles_article_changelist", "?basket=mine"),
    "list, to be published": ("chief", "admin:articles_article_changelist", "?basket=signed"),
    "list, changed": ("chief", "admin:articles_article_changelist", "?basket=changed"),
    "list, overdue": ("chief", "admin:articles_article_changelist", "?basket=overdue"),
    "list, archived": ("chief", "admin:articles_article_changelist", "?basket=archived"),
    "list, words": ("chief", "admin:articles_article_changelist", "?q=第1999"),
}


def hire() -> dict[str, User]:
    groups = ensure_roles()
    people = {}
    for role in ("reporter", "editor", "director", "chief"):
        people[role] = User.objects.create_user(role, real_name=role, is_staff=True)
        people[role].groups.add(groups[role])
    return people


def median_ms(work: Callable[[], object], rounds: int) -> float:
    """Milliseconds of wall clock; the first time is for warming up and is not counted."""
    taken = []
    for _round in range(rounds + 1):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken[1:])


def plain() -> list[Article]:
    return list(Article.objects.order_by("-updated_at")[:30])


def measure(stories: int, rounds: int) -> None:
    people = hire()
    section = Section.objects.create(name="要闻", slug="yaowen")
    gather(stories, Cast(**people), section, words=WORDS)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    beside = median_ms(plain, rounds)
    say(f"{stories} stories on {connection.vendor}; one plain query for 30: {beside:.1f} ms")
    for name, (role, view, query) in PAGES.items():
        tell(name, people[role], f"{reverse(view)}{query}", beside, rounds)


def tell(name: str, person: User, url: str, beside: float, rounds: int) -> None:
    client = Client()
    client.force_login(person)
    took = median_ms(lambda: client.get(url), rounds)
    with CaptureQueriesContext(connection) as queries:
        status = client.get(url).status_code
    asked = sum(float(query["time"]) for query in queries.captured_queries) * 1000
    say(
        f"{name:24} {took:6.0f} ms ({took / beside:4.0f} times), {len(queries):3} queries, "
        f"{asked:5.0f} ms of them in the database, status {status}"
    )


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


def main(stories: int = 20_000, rounds: int = 5) -> None:
    # Files are named as they lie in static/: nothing has been collected for this run.
    plain_files = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    storages = settings.STORAGES | {"staticfiles": plain_files}
    with (
        tempfile.TemporaryDirectory() as folder,
        override_settings(STORAGES=storages, ALLOWED_HOSTS=["testserver"], DEBUG=False),
    ):
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "bench.sqlite3")
        state = setup_databases(verbosity=0, interactive=False)
        try:
            measure(stories, rounds)
        finally:
            teardown_databases(state, verbosity=0)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

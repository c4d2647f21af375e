"""Floods the letters page over the loopback and times readers' pages before, meanwhile and after.

Run it as `python -m tests.benchmarks.letters_flood [POSTS] [WRITERS] [SECONDS] [STORIES]`; without
numbers 5,000 posts of 200 writers go to one story within a minute. The server is the one of
deploy/ (WORKERS processes, four threads each) in a folder of its own, on SQLite, or on the empty
database and the cache that DATABASE_URL and CACHE_URL name; with APART=1 posts go to a server of
their own, as deploy/newsroom-letters.service runs it. Half of the time without the flood lies
before it and half after it, since a machine has moods. It prints figures and judges nothing.
"""

from __future__ import annotations

import http
import itertools
import json
import os
import random
import secrets
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.utils import timezone

from articles.jobs import system_user
from articles.models import Article, Edition
from comments import challenge, limits, tallies
from comments.choices import CommentState
from comments.models import Comment
from tests.benchmarks.served import HOST, ROOT, fetch, memory, processor, server

#: Says to a run that its folder and its settings are there.
READY = "LETTERS_FLOOD_FOLDER"
#: Pages that readers open in a second, all kinds together.
A_SECOND = 10
#: Comments under each flooded story before it begins.
BEFORE = 200
#: By this a comment of the flood is known; nobody else writes so.
MARK = "flood"
WORDS = "这个路口早晚高峰要等三个红灯\uff0c能不能加一个左转车道"


def main(posts: int = 5_000, writers: int = 200, seconds: int = 60, stories: int = 1) -> None:
    prepare()
    flooded = list(Edition.objects.live().order_by("article")[:stories])
    for edition in flooded:
        fill(edition.article)
    pages = {
        "front page": "/",
        "story": flooded[0].get_absolute_url(),
        "comments": flooded[0].article.comments.first().get_absolute_url(),  # type: ignore[union-attr]
    }
    plan = planned([one.article_id for one in flooded], posts, writers, seconds)
    with server() as (port, pids), writing(port, pids) as (letters_port, all_pids):
        plan |= {"host": HOST, "port": letters_port}
        run(plan, pages, port, all_pids, seconds)
    tell_database([one.article_id for one in flooded])


@contextmanager
def writing(port: int, pids: list[int]) -> Iterator[tuple[int, list[int]]]:
    """Where posts go: to the server that readers ask, or with APART=1 to one of their own, behind
    the others, as deploy/newsroom-letters.service runs it."""
    if not os.environ.get("APART"):
        yield port, pids
        return
    with server("1", nice=10) as (letters_port, letters_pids):
        yield letters_port, [*pids, *letters_pids]


def prepare() -> None:
    """A paper of some of the samples; in an empty database only, since it is filled."""
    call_command("migrate", verbosity=0, interactive=False)
    if Article.objects.exists():
        sys.exit("DATABASE_URL names a database with stories. Name an empty one.")
    seeds = Path(os.environ[READY]) / "seeds"
    seeds.mkdir()
    for path in sorted((ROOT / "seeds").glob("0*.txt")):
        shutil.copy(path, seeds)
    call_command("demo", no_serve=True, seeds=seeds, stdout=StringIO(), stderr=StringIO())


def fill(article: Article) -> None:
    """Comments to read, as many as a story has that is talked about."""
    now, by = timezone.now(), system_user()
    done = {"state": CommentState.APPROVED, "decided_by": by, "decided_at": now}
    rows = [
        Comment(
            article=article,
            author_name=f"读者{number}",
            text=f"第{number}条\uff0c这段路修好以后方便多了\u3002" * 2,
            posted_at=now - timedelta(minutes=number),
            likes=number % 40,
            **done,
        ).sign()
        for number in range(BEFORE)
    ]
    Comment.objects.bulk_create(rows)
    tallies.recount([article.pk])


def planned(articles: Sequence[int], posts: int, writers: int, seconds: int) -> dict[str, Any]:
    """Each writer begins at a moment of their own, writes evenly, and takes the stories in turn."""
    each, chance = posts // writers, random.Random(7)
    people = [
        {
            "address": f"203.{number // 250}.{number % 250}.7",
            "posts": written(number, each, seconds, articles, chance),
        }
        for number in range(writers)
    ]
    first = written(writers, 1, 1, articles, chance)
    first[0]["fields"]["name"] = "first"
    # What the first comment of a process loads stays, and is no cost of the flood.
    warm = [{"address": "203.250.0.7", "posts": first}]
    return {"token": secrets.token_hex(16), "writers": people, "warm": warm}


def written(
    writer: int, each: int, seconds: int, articles: Sequence[int], chance: random.Random
) -> list[dict[str, Any]]:
    step, places = seconds / each, itertools.cycle(articles)
    first = chance.uniform(0, step)
    posts = []
    for number in range(each):
        article = next(places)
        fields = {
            "name": f"{MARK} {writer}",
            "text": f"{MARK} {writer} {number} {WORDS}",
            "website": "",
            "opened": challenge.issue(article),
        }
        path = f"/comments/{article}/?part=form"
        posts.append({"at": first + number * step, "path": path, "fields": fields})
    return posts


# Readers


def read(port: int, pages: dict[str, str], seconds: float) -> dict[str, list[float]]:
    """Milliseconds that each page took, asked for at an even and gentle pace."""
    took: dict[str, list[float]] = {name: [] for name in pages}
    start, asked = time.monotonic(), itertools.cycle(pages.items())
    for number in range(int(seconds * A_SECOND)):
        time.sleep(max(0.0, start + number / A_SECOND - time.monotonic()))
        name, path = next(asked)
        began = time.perf_counter()
        if fetch(port, path) != http.HTTPStatus.OK:
            sys.exit(f"{path} did not answer 200.")
        took[name].append((time.perf_counter() - began) * 1000)
    return took


def run(
    plan: dict[str, Any], pages: dict[str, str], port: int, pids: list[int], seconds: int
) -> None:
    for _worker in pids:
        sent(plan | {"writers": plan["warm"]})
    read(port, pages, 3)  # Warms up: templates, statements, the cache.
    began, alone = processor(pids), read(port, pages, seconds / 2)
    quiet, before = processor(pids) - began, memory(pids)
    answers: list[dict[str, Any]] = []
    flood = threading.Thread(target=lambda: answers.extend(sent(plan)))
    began = processor(pids)
    flood.start()
    meanwhile = read(port, pages, seconds)
    flood.join()
    busy, after = processor(pids) - began, memory(pids)
    for name, times in read(port, pages, seconds / 2).items():
        alone[name] += times
    tell_pages(alone, meanwhile)
    tell_answers(answers)
    load = os.getloadavg()[0]
    page = quiet / (seconds / 2 * A_SECOND) * 1000
    post = (busy - 2 * quiet) / max(1, len(answers)) * 1000
    say(f"processor: {page:.1f} ms a page, {post:.1f} ms a post; load of the machine {load:.1f}")
    say(f"memory: {before:.0f} MB before, {after:.0f} MB after")


def sent(plan: dict[str, Any]) -> list[dict[str, Any]]:
    command = [sys.executable, str(Path(__file__).with_name("flood_sender.py"))]
    given = json.dumps(plan)
    out = subprocess.run(command, input=given, check=True, capture_output=True, text=True).stdout
    found: list[dict[str, Any]] = json.loads(out)
    return found


# What is said


def tell_pages(alone: dict[str, list[float]], meanwhile: dict[str, list[float]]) -> None:
    say(f"{'':12} {'alone p50':>10} {'p95':>8} {'flood p50':>11} {'p95':>8}   p95 is times")
    pairs = {name: (times, meanwhile[name]) for name, times in alone.items()}
    pairs["all"] = tuple([*itertools.chain(*kind.values())] for kind in (alone, meanwhile))
    for name, (without, within) in pairs.items():
        (calm, slow), (mid, worst) = percentiles(without), percentiles(within)
        say(
            f"{name:12} {calm:7.1f} ms {slow:5.1f} ms {mid:8.1f} ms {worst:5.1f} ms   "
            f"{worst / slow:.2f}"
        )


def percentiles(times: Sequence[float]) -> tuple[float, float]:
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def tell_answers(answers: Sequence[dict[str, Any]]) -> None:
    kinds = Counter(one["kind"] for one in answers)
    statuses = dict(Counter(one["status"] for one in answers))
    say(f"posts: {len(answers)} sent, {dict(kinds)}, by status {statuses}")
    for kind in kinds:
        calm, slow = percentiles([one["took"] * 1000 for one in answers if one["kind"] == kind])
        say(f"  {kind}: p50 {calm:.1f} ms, p95 {slow:.1f} ms")
    took = max(one["ended"] for one in answers)
    say(f"  the last was answered after {took:.0f} s")


def tell_database(articles: Sequence[int]) -> None:
    flood = Comment.objects.filter(author_name__startswith=MARK)
    most = Counter(flood.values_list("author_name", "article")).most_common(1)
    say(
        f"database: {flood.count()} kept, {flood.filter(visible=True).count()} shown, states "
        f"{dict(Counter(flood.values_list('state', flat=True)))}"
    )
    one = limits.UNDER_ONE
    say(
        f"  most of one address under one story: {most[0][1] if most else 0}; the limit is "
        f"{one.most} in {one.window.total_seconds():.0f} s, counted from the first"
    )


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def in_a_folder_of_its_own(arguments: Sequence[str]) -> int:
    """The same again with settings that touch nothing else: Django reads them when it starts."""
    with tempfile.TemporaryDirectory() as folder:
        own = {
            READY: folder,
            "NEWSROOM_VAR": folder,
            "TRUSTED_PROXIES": "1",
            "LOG_LEVEL": "error",
            "PYTHONPATH": str(ROOT),
        }
        command = [sys.executable, "-m", "tests.benchmarks.letters_flood", *arguments]
        return subprocess.run(command, cwd=ROOT, env=os.environ | own, check=False).returncode


if __name__ == "__main__":
    if READY in os.environ:
        main(*map(int, sys.argv[1:]))
    else:
        sys.exit(in_a_folder_of_its_own(sys.argv[1:]))

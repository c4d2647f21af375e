"""Times screening: 100,000 phrases against comments of a usual length, and against the worst.

Run it as `python -m tests.benchmarks.screening_speed [PHRASES] [COMMENTS]`. It works in a database
of its own, on SQLite or on what DATABASE_URL names, on one core. It prints how long the lists take
to be loaded by a process, comments judged a second (with the query that asks whether the lists
changed), their median and 99th percentile, and the worst texts; it judges nothing. All times are
the processor's: what other programs take of a busy machine is not counted.
"""

from __future__ import annotations

import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.db import connection
from django.test.utils import setup_databases, teardown_databases

from articles.importers.decode import decode
from articles.importers.notes import Notes
from comments import normal
from comments.choices import PhraseKind
from comments.models import LettersSettings, Phrase
from comments.screening import lexicon, sounds
from comments.screening.judging import Facts, judge
from tests.conftest import SEEDS

#: Characters of a comment, as they are on pages like ours.
LENGTH = 60
LONGEST = 2000

#: What makes a search slow: every character a hit, a dot, a digit, a mark.
WORST = {
    "one character": "刷",
    "a phrase again and again": "刷单",
    "the same, apart": "刷*单.",
    "letters": "a",
    "dots": "a.",
    "digits": "1 ",
    "accounts": "加v1 ",
    "marks": "e\u0301",
    "pinyin": "shuadan",
    "all of Unicode": "".join(map(chr, range(0x4E00, 0x4E00 + LONGEST))),
}


def sentences() -> list[str]:
    texts = [decode(path.read_bytes(), Notes()).text for path in sorted(SEEDS.glob("*.txt"))]
    return [line for text in texts for line in re.findall("[^\u3002\n]{20,}\u3002", text)]


def phrases(total: int, heard: float, chance: random.Random) -> Iterator[Phrase]:
    """Words of two to six characters that seldom stand in a text, as those of real lists; a tenth
    of them Latin, a twentieth allowed."""
    han = [chr(code) for code in range(0x4E00, 0x4E00 + 6000)]
    latin = "abcdefghijklmnopqrstuvwxyz0123456789"
    seen: set[str] = set()
    while len(seen) < total:
        letters = latin if chance.random() < 0.1 else han
        words = "".join(chance.choices(letters, k=chance.randint(2, 6)))
        key = normal.spelling(words).words
        if not key or key in seen:
            continue
        seen.add(key)
        kind = chance.choices(
            [PhraseKind.BANNED, PhraseKind.SUSPECT, PhraseKind.ALLOWED], [10, 9, 1]
        )[0]
        yield Phrase(words=words, key=key, kind=kind, by_sound=chance.random() < heard)


def comments(total: int, chance: random.Random) -> list[str]:
    """Half of them plain; the others with emoji, spaces, an address, or a listed word in them."""
    lines, made = sentences(), []
    extras = ["", "", "\U0001f44d\U0001f44d", " 刷 单 ", "看abc.com", "加VX abc12345", "shuadan"]
    for _number in range(total):
        line = chance.choice(lines)
        at = chance.randrange(max(len(line) - LENGTH, 1))
        made.append(line[at : at + LENGTH] + chance.choice(extras))
    return made


def timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def loaded(label: str) -> None:
    lexicon.forget()
    took = timed(lexicon.current)
    say(f"{label}: loaded by a process in {took:.2f} s")


def throughput(texts: list[str]) -> None:
    taken = [timed(lambda text=text: judge("读者", text, Facts())) for text in texts]
    total, ordered = sum(taken), sorted(taken)
    median, slow = statistics.median(ordered) * 1e6, ordered[len(ordered) * 99 // 100] * 1e6
    say(
        f"  {len(texts)} comments of {LENGTH} characters: {len(texts) / total:,.0f} a second, "
        f"median {median:.0f} \u00b5s, 99th percentile {slow:.0f} \u00b5s"
    )


def worst() -> None:
    for label, piece in WORST.items():
        text = (piece * LONGEST)[:LONGEST]
        took = min(timed(lambda text=text: judge("读者", text, Facts())) for _round in range(3))
        say(f"  {LONGEST} characters, {label}: {took * 1000:.1f} ms")


def measure(total: int, count: int) -> None:
    texts = comments(count, random.Random(2))
    sounds.readings()
    for label, heard in (("written", 0.0), ("a twentieth by sound", 0.05), ("all by sound", 1.0)):
        Phrase.objects.all().delete()
        Phrase.objects.bulk_create(phrases(total, heard, random.Random(1)), batch_size=1000)
        for words in ("刷单", "刷", "a"):
            Phrase.objects.create(words=words, kind=PhraseKind.BANNED, by_sound=words == "刷单")
        LettersSettings.note_phrases_changed()
        loaded(f"{total:,} phrases, {label}")
        throughput(texts)
        worst()


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(total: int = 100_000, count: int = 5_000) -> None:
    with tempfile.TemporaryDirectory() as folder:
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "bench.sqlite3")
        state = setup_databases(verbosity=0, interactive=False)
        try:
            measure(total, count)
        finally:
            teardown_databases(state, verbosity=0)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

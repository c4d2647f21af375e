"""Which stories are alike: found out when one is put out, and kept for the pages of both."""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from articles import nearness, richtext, signals, text
from articles.models import Edition, Likeness
from articles.models.edition import EditionQuerySet
from articles.nearness import Carried, Shelf

#: A new story is compared with so many of the newest, and with so many that share a tag or topic.
NEWEST, SHARING = 2_000, 300
#: Of those, so many that carry the most like it are read.
READ = 40
#: Characters of a text that are read: what a story is about, it says first.
READ_LENGTH = 1_200
#: Stories that are kept of each.
KEPT = 20
#: The score of what is the same story under another number; all others have less.
SAME, MOST = 1.0, 0.99
#: Of all stories, so many are brought up to date together; they are compared with as many that
#: came before, and after.
BLOCK = 5_000
#: Texts that are remembered while many stories are compared.
REMEMBERED = 1_000
#: Lists that are written at once.
BATCH = 50
#: Stories without a list that one run of the job sees to.
AT_ONCE = 50

Scores = Mapping[int, float]

#: What lists know of a story, without its text.
CARRIED = (
    "article_id",
    "section_id",
    "kicker",
    "title",
    "subtitle",
    "tags",
    "topics",
    "credits",
)


@dataclass(frozen=True, slots=True)
class Read:
    """The beginning of a text, and its words."""

    text: str
    words: Counter[str]


class Texts:
    """Reads texts from live editions, many at a time, and remembers the last."""

    def __init__(self, editions: EditionQuerySet) -> None:
        self.editions = editions
        self.known: OrderedDict[int, Read] = OrderedDict()

    def of(self, keys: Iterable[int]) -> dict[int, Read]:
        wanted = set(keys)
        rows = self.editions.filter(article__in=wanted - self.known.keys()).order_by()
        for article, *words in rows.values_list("article", "title", "digest", "body"):
            self.known[article] = read(*words)
        found = {key: self.known[key] for key in sorted(wanted & self.known.keys())}
        for key in found:
            self.known.move_to_end(key)
        while len(self.known) > REMEMBERED:
            self.known.popitem(last=False)
        return found


def read(title: str, digest: str, body: str) -> Read:
    plain = richtext.plain_text(body)[:READ_LENGTH]
    return Read(plain, Counter(nearness.pairs("\n".join([title, digest, plain]))))


def carried(row: Sequence[Any]) -> Carried:
    """Of a row of CARRIED."""
    article, section, kicker, title, subtitle, tags, topics, credits = row
    terms = nearness.terms(
        "\n".join([kicker, title, subtitle]),
        section=section,
        tags=[tag["name"] for tag in tags],
        topics=[topic["name"] for topic in topics],
        people=[credit["person"] for credit in credits],
    )
    return Carried(article, terms)


# Comparing


def alike(story: Carried, shelf: Shelf, texts: Texts) -> dict[int, float]:
    """The KEPT stories that are most like this one, the nearest first, each with its score.

    Two that are one story twice do not both stand there: the nearer does. The story itself under
    another number has SAME.
    """
    carry = shelf.nearest(story, READ)
    known = texts.of([story.key, *carry])
    mine = known.pop(story.key, None)
    if mine is None:
        return {}
    near = {key: carry[key] for key in known}
    said = nearness.words_likeness(mine.words, {key: known[key].words for key in near})
    scores = {key: min(score, MOST) for key, score in nearness.blended(near, said).items()}
    for key in scores:
        if said[key] >= nearness.MAY_BE_SAME and nearness.is_same(mine.text, known[key].text):
            scores[key] = SAME
    return first_of_each(scores, known)


def first_of_each(scores: Scores, known: Mapping[int, Read]) -> dict[int, float]:
    kept: dict[int, float] = {}
    told: list[frozenset[str]] = []
    for key, score in sorted(scores.items(), key=lambda row: (-row[1], -row[0])):
        mine = text.shingles(known[key].text)
        if score < SAME:
            if any(nearness.is_same(mine, other) for other in told):
                continue
            told.append(mine)
        kept[key] = score
        if len(kept) == KEPT:
            break
    return kept


def shelf_for(edition: Edition, live: EditionQuerySet) -> Shelf:
    """The newest stories, and older ones that share a tag or a topic."""
    sharing = Q()
    for through, thing in (
        (Edition.tag_rows.through, "tag"),
        (Edition.topic_rows.through, "topic"),
    ):
        mine = through.objects.filter(edition=edition).values(thing)
        theirs = through.objects.filter(**{f"{thing}__in": mine})
        sharing |= Q(pk__in=theirs.values("edition"))
    compared = (
        live.filter(pk=edition.pk),
        live.newest_first()[:NEWEST],
        live.filter(sharing).newest_first()[:SHARING],
    )
    return Shelf(carried(row) for rows in compared for row in rows.values_list(*CARRIED))


# Keeping


def compute(article_id: int, now: datetime) -> int:
    """Find out anew what is like this story; of how many stories that is kept now.

    Both learn of each other, so that older stories lead to newer ones. Nothing is found out of a
    story that is not live.
    """
    live = Edition.objects.live(at=now)
    edition = live.filter(article=article_id).first()
    if edition is None:
        return 0
    shelf = shelf_for(edition, live)
    scores = alike(shelf.stories[article_id], shelf, Texts(live))
    keep(article_id, scores)
    signals.public_changed.send_robust(sender=Likeness)
    return len(scores)


@transaction.atomic
def keep(article_id: int, scores: Scores) -> None:
    """Write what is like a story in its own list, and the story in those of the others."""
    mine = Q(article=article_id) | Q(other=article_id)
    # Held in one order, so that of two stories put out at once none waits for the other in turn.
    held = Likeness.objects.select_for_update().filter(mine | Q(article__in=scores))
    lists: dict[int, list[Likeness]] = defaultdict(list)
    for row in held.order_by("pk"):
        if article_id not in (row.article_id, row.other_id):
            lists[row.article_id].append(row)
    added, dropped = in_lists_of_others(article_id, scores, lists)
    added += [Likeness(article_id=article_id, other_id=key, score=scores[key]) for key in scores]
    Likeness.objects.filter(mine | Q(pk__in=dropped)).delete()
    Likeness.objects.bulk_create(
        sorted(added, key=lambda row: (row.article_id, row.other_id)),
        # Each of two stories put out at once may have written of the other.
        update_conflicts=True,
        unique_fields=["article", "other"],
        update_fields=["score"],
    )


def in_lists_of_others(
    article_id: int, scores: Scores, lists: Mapping[int, Sequence[Likeness]]
) -> tuple[list[Likeness], list[int]]:
    """The rows by which others learn of the story, and the ids of those that make room for them.

    Whose list has the same story under another number keeps that.
    """
    same = {key for key, score in scores.items() if score == SAME}
    added, dropped = [], []
    for key, score in scores.items():
        rows = sorted(lists.get(key, ()), key=lambda row: (row.score, -row.pk))
        is_told = score < SAME and any(row.other_id in same for row in rows)
        if is_told or (len(rows) >= KEPT and rows[0].score >= score):
            continue
        added.append(Likeness(article_id=key, other_id=article_id, score=score))
        dropped += [row.pk for row in rows[: max(len(rows) + 1 - KEPT, 0)]]
    return added, dropped


# Catching up


def fill_gaps(now: datetime) -> int:
    """Find out what was not, because a process was killed or a queue lost it; of how many."""
    live = Edition.objects.live(at=now)
    known = Likeness.objects.filter(article=OuterRef("article"))
    due = live.filter(~Exists(known)).order_by("?").values_list("article", flat=True)
    return sum(1 for article_id in list(due[:AT_ONCE]) if compute(article_id, now))


def rebuild(now: datetime, tell: Callable[[int], None] = lambda done: None) -> int:
    """Find out anew what is like each live story; `tell` is given how many are done.

    The same stories give the same rows, in whatever order they were put out: each list is made
    for itself. Answers how many stories there are.
    """
    live = Edition.objects.live(at=now).order_by("published_at", "pk")
    total = live.count()
    for start in range(0, total, BLOCK):
        around = live[max(start - BLOCK, 0) : start + 2 * BLOCK]
        shelf, texts = Shelf(map(carried, around.values_list(*CARRIED))), Texts(live)
        block = list(live[start : start + BLOCK].values_list("article", flat=True))
        for done in range(0, len(block), BATCH):
            batch = block[done : done + BATCH]
            keep_lists({key: alike(shelf.stories[key], shelf, texts) for key in batch})
            tell(start + done + len(batch))
    signals.public_changed.send_robust(sender=Likeness)
    return total


@transaction.atomic
def keep_lists(lists: Mapping[int, Scores]) -> None:
    Likeness.objects.filter(article__in=lists).delete()
    Likeness.objects.bulk_create(
        Likeness(article_id=article, other_id=other, score=score)
        for article, scores in lists.items()
        for other, score in scores.items()
    )

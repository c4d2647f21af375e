"""Work that is handed to the queue: in the process by default, to a worker where there is one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from articles import cards, likeness, renditions
from articles.models import Article, Edition

#: A worker takes up work at once; what has waited for longer waits for one that does not run.
PATIENCE = timedelta(minutes=5)
#: For so long a failure is told of, and what is done is remembered.
REMEMBERED_DAYS = 1


@task
def render_photo(pk: int) -> None:
    """Make the sizes of a photo."""
    renditions.render(pk)


def order_sizes(pk: int) -> None:
    """Have the sizes of a photo made once its row stands."""
    transaction.on_commit(partial(render_photo.enqueue, pk))


@task
def draw_card(pk: int) -> None:
    """Draw the share pictures of an edition."""
    cards.draw(pk)


@task
def take_cards_back(article_id: int) -> None:
    """Delete the share pictures of a story that was taken from readers."""
    cards.take_back(article_id)


def order_card(sender: object, edition: Edition, **kwargs: Any) -> None:
    """A receiver of signals.published, which is sent once the edition stands."""
    if cards.is_possible():
        draw_card.enqueue(edition.pk)


def order_card_back(sender: object, article: Article, **kwargs: Any) -> None:
    """A receiver of signals.withdrawn."""
    take_cards_back.enqueue(article.pk)


@task
def find_alike(article_id: int) -> None:
    """Find out which stories are like this one."""
    likeness.compute(article_id, timezone.now())


def order_alike(article: Article, **_: object) -> None:
    """Have it found out what a story is like that was put out; receives `signals.published`."""
    find_alike.enqueue(article.pk)


# How the queue stands


@dataclass(frozen=True, slots=True)
class QueueState:
    """How the work of the queue stands: when some was last done, and what is wrong, if anything."""

    last_success: datetime | None
    trouble: str


def has_worker() -> bool:
    """Whether work is left to a worker."""
    return settings.TASK_QUEUE == "database"


def state(now: datetime) -> QueueState:
    """Of a queue that a worker works through; in three queries."""
    done = DBTaskResult.objects.successful().order_by("-finished_at")
    last = done.values_list("finished_at", flat=True).first()
    waiting = DBTaskResult.objects.ready().filter(enqueued_at__lt=now - PATIENCE)
    oldest = waiting.order_by("enqueued_at").values_list("enqueued_at", flat=True).first()
    # Where much was ordered at once, a worker that gets on with it is no trouble.
    if oldest and not (last and last > now - PATIENCE):
        told = {"time": timezone.localtime(oldest).strftime("%m-%d %H:%M")}
        words = _("Work has been waiting since %(time)s. Let manage.py db_worker run.") % told
        return QueueState(last, words)
    return QueueState(last, failures(now))


def failures(now: datetime) -> str:
    since = now - timedelta(days=REMEMBERED_DAYS)
    count = DBTaskResult.objects.failed().filter(finished_at__gt=since).count()
    if not count:
        return ""
    words = ngettext(
        "%(n)d task failed since yesterday; the log of db_worker says why.",
        "%(n)d tasks failed since yesterday; the log of db_worker says why.",
        count,
    )
    return words % {"n": count}


def is_busy(now: datetime) -> bool:
    """Whether a worker has work that can be left to it: neither too old, nor begun too long ago.

    One that was killed leaves its task behind as begun, for ever.
    """
    waiting = DBTaskResult.objects.ready().filter(enqueued_at__gt=now - PATIENCE)
    begun = DBTaskResult.objects.running().filter(started_at__gt=now - PATIENCE)
    return (waiting | begun).exists()


def forget_done(now: datetime) -> int:
    """Delete what ended, or was broken off, longer ago than is told of; how many rows that were."""
    before = DBTaskResult.objects.count()
    days = str(REMEMBERED_DAYS)
    call_command("prune_db_task_results", "--queue-name", "*", "--min-age-days", days, verbosity=0)
    term = now - timedelta(days=REMEMBERED_DAYS)
    DBTaskResult.objects.running().filter(started_at__lt=term).delete()
    return before - DBTaskResult.objects.count()

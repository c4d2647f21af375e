"""Work that is due at its moment: what each job does, how often, and how its last run went."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from django.db.models import Exists, OuterRef, ProtectedError, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from articles import (
    cards,
    hot,
    incoming,
    likeness,
    notices,
    readership,
    renditions,
    signals,
    tasks,
    workflow,
)
from articles.models import Article, DeskAct, Edition, JobRun, Notice, Photo, User
from articles.pictures.opening import BadPhoto

logger = logging.getLogger("articles.jobs")

#: The sign-in that acts where no person does; nobody can sign in with it.
SYSTEM = "system"

#: A run that has not ended after this long is taken for dead, and another may begin.
STUCK = timedelta(minutes=30)
#: A job is overdue when it has not succeeded for this many of its periods.
PERIODS = 2

NOTICES_LAST = timedelta(days=180)
#: Stories that one run deletes for good; the next takes the rest.
PURGED_AT_ONCE = 200

#: Photos that one run of a job looks after, and for how long: letters wait for their turn.
AT_ONCE, TURN = 200, timedelta(minutes=2)

TROUBLE_LENGTH = 300


class Trouble(Exception):
    """A job did only a part of its work: `done` of it, and in a sentence what it did not do."""

    def __init__(self, sentence: str, done: int) -> None:
        super().__init__(sentence)
        self.done = done


@dataclass(frozen=True, slots=True)
class Job:
    """`run` is given the moment of its start and answers how many things it did."""

    name: str
    label: Any
    run: Callable[[datetime], int]
    every: timedelta


def system_user() -> User:
    """Who stands in the log for what no person did."""
    user, is_new = User.objects.get_or_create(
        username=SYSTEM,
        defaults={"real_name": pgettext("person", "System"), "is_active": False, "is_staff": False},
    )
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


# What the jobs do


def announce_editions(now: datetime) -> int:
    """Tell caches and indexes of editions that the clock alone has put before readers.

    Readers see them at their moment in any case. Without an earlier run, what began in the last
    period is announced.
    """
    last = JobRun.objects.filter(name="announce").values_list("succeeded_at", flat=True).first()
    since = last or now - JOBS["announce"].every
    # What was put out at once was announced then; its act is not earlier than its beginning.
    timed = DeskAct.objects.filter(edition=OuterRef("pk"), at__lt=OuterRef("live_from"))
    begun = Edition.objects.live(at=now).filter(Exists(timed), live_from__gt=since)
    editions = list(begun.select_related("article").order_by("live_from", "pk"))
    for edition in editions:
        signals.published.send_robust(sender=Article, article=edition.article, edition=edition)
    return len(editions)


def send_letters(now: datetime) -> int:
    try:
        return notices.send_letters(now)
    except notices.Undelivered as undelivered:
        raise Trouble(str(undelivered), undelivered.sent) from undelivered


def empty_bin(now: datetime) -> int:
    """Delete for good what has been in the recycle bin for its term, one story at a time."""
    term = now - timedelta(days=workflow.BIN_DAYS)
    due = Article.objects.filter(discarded_at__lte=term, editions__isnull=True).order_by("pk")
    done, kept = 0, []
    for article in due[:PURGED_AT_ONCE]:
        try:
            workflow.purge(article, by=system_user(), now=now)
        except (workflow.Refused, ProtectedError):
            logger.exception("purge_failed", extra={"article": article.pk})
            kept.append(f"#{article.pk}")
        else:
            done += 1
    if kept:
        stories = notices.listed(kept)
        raise Trouble(_("Stories could not be deleted: %(stories)s") % {"stories": stories}, done)
    return done


def forget_notices(now: datetime) -> int:
    """What was read, or was only ever a letter, is of no use after half a year."""
    old = Notice.objects.filter(at__lt=now - NOTICES_LAST)
    return old.filter(Q(read_at__isnull=False) | Q(in_desk=False)).delete()[0]


def make_sizes(now: datetime) -> int:
    """Make sizes that are missing: what a queue lost, or a process that was killed.

    While a worker gets on with its work, it is left to do it. Those with a trouble come last, and
    the others in any order: so no photo, whatever it does to the process, bars the way for good.
    """
    if tasks.has_worker() and tasks.is_busy(now):
        return 0
    due = Photo.objects.unrendered().order_by("render_trouble", "?")
    failed = _("Sizes could not be made of these photos: %(names)s")
    return of_each(due, bring_up_to_date, failed)


def bring_up_to_date(photo: Photo) -> int:
    if trouble := renditions.render(photo.pk).render_trouble:
        raise BadPhoto(trouble)
    return 1


def end_licences(now: datetime) -> int:
    """Take the pictures from readers whose licence has ended, files and all."""
    expired = Photo.objects.expired(timezone.localdate(now)).exclude(made={}, retired=[])
    failed = _("The licence of these photos has ended, and readers still get them: %(names)s")
    return of_each(expired, lambda photo: taken_back(photo, now), failed)


def taken_back(photo: Photo, now: datetime) -> int:
    renditions.clear_retired(renditions.render(photo.pk), now)
    return 1


def clear_sizes(now: datetime) -> int:
    """Delete the files of sizes that were replaced a week ago, and forget what the queue did."""
    if tasks.has_worker():
        tasks.forget_done(now)
    failed = _("Old files of these photos could not be deleted: %(names)s")
    return of_each(
        renditions.with_old_files(now), lambda photo: renditions.clear_retired(photo, now), failed
    )


def draw_cards(now: datetime) -> int:
    """Draw share pictures that are missing or out of date, and delete what was replaced."""
    done, failed = cards.bring_up_to_date(now, AT_ONCE, TURN)
    if failed:
        names = notices.listed([f"#{pk}" for pk in failed])
        words = _("Share pictures of these stories could not be drawn: %(names)s")
        raise Trouble(words % {"names": names}, done)
    return done


def of_each(photos: QuerySet[Photo], act: Callable[[Photo], int], failed: str) -> int:
    """Act on as many photos as a run has time for; the sum of what was done.

    Whatever befalls one, the others have their turn. Raises Trouble, which names those.
    """
    until, done, undone = monotonic() + TURN.total_seconds(), 0, []
    for photo in photos[:AT_ONCE]:
        try:
            done += act(photo)
        except Exception:
            logger.exception("photo_failed", extra={"photo": photo.pk})
            undone.append(f"#{photo.pk}")
        if monotonic() > until:
            break
    if undone:
        raise Trouble(failed % {"names": notices.listed(undone)}, done)
    return done


def rank_stories(now: datetime) -> int:
    """Bring the hot list up to date; how many places were written."""
    readership.flush(now)
    return hot.rank(now)


#: By name, in the order in which one run takes them.
JOBS: dict[str, Job] = {
    job.name: job
    for job in (
        Job(
            "announce",
            gettext_lazy("Announce scheduled editions"),
            announce_editions,
            timedelta(minutes=1),
        ),
        Job("letters", gettext_lazy("Send letters"), send_letters, timedelta(minutes=1)),
        Job("bin", gettext_lazy("Empty the recycle bin"), empty_bin, timedelta(hours=1)),
        Job(
            "unsaved",
            gettext_lazy("Forget unsaved texts and presences"),
            workflow.forget_old,
            timedelta(hours=1),
        ),
        Job(
            "uploads",
            gettext_lazy("Forget unfinished uploads"),
            incoming.forget_left_behind,
            timedelta(hours=1),
        ),
        Job("photos", gettext_lazy("Make sizes of photos"), make_sizes, timedelta(minutes=5)),
        Job(
            "licences",
            gettext_lazy("Take back pictures whose licence has ended"),
            end_licences,
            timedelta(minutes=10),
        ),
        Job(
            "sizes",
            gettext_lazy("Delete replaced sizes of photos"),
            clear_sizes,
            timedelta(hours=1),
        ),
        Job("cards", gettext_lazy("Draw share pictures"), draw_cards, timedelta(minutes=10)),
        Job("notices", gettext_lazy("Forget old notices"), forget_notices, timedelta(days=1)),
        Job("hot", gettext_lazy("Rank what is read most"), rank_stories, timedelta(minutes=5)),
        Job("views", gettext_lazy("Forget old views"), hot.forget_old, timedelta(days=1)),
        Job(
            "likeness",
            gettext_lazy("Find stories that are alike"),
            likeness.fill_gaps,
            timedelta(hours=1),
        ),
    )
}


def register(job: Job) -> None:
    """Let a job of another app have its turn too; said once, where that app is ready."""
    JOBS[job.name] = job


# Running them


def run(name: str, now: datetime) -> JobRun | None:
    """Run a job if it is due and nobody else runs it; None where there is nothing to do.

    Whatever goes wrong in it is logged and kept as its trouble, so that the others have their
    turn. `succeeded_at` is the moment of the start, from which the next run goes on.
    """
    job = JOBS[name]
    if not claim(job, now):
        return None
    done, trouble = 0, ""
    try:
        done = job.run(now)
    except Exception as error:
        logger.exception("job_failed", extra={"job": name})
        done = error.done if isinstance(error, Trouble) else 0
        trouble = str(error) or type(error).__name__
    return conclude(job, now, done=done, trouble=trouble)


def claim(job: Job, now: datetime) -> bool:
    """Note that the job starts now. Of two that try at once, one is told that it may not."""
    seen, is_first = JobRun.objects.get_or_create(name=job.name, defaults={"started_at": now})
    if is_first:
        return True
    if not is_due(job, seen, now):
        return False
    mine = JobRun.objects.filter(pk=seen.pk, started_at=seen.started_at)
    return mine.update(started_at=now, finished_at=None) == 1


def is_due(job: Job, last: JobRun | None, now: datetime) -> bool:
    if last is None:
        return True
    is_running = last.finished_at is None and last.started_at > now - STUCK
    return last.started_at <= now - job.every and not is_running


def conclude(job: Job, now: datetime, *, done: int, trouble: str) -> JobRun:
    ended = JobRun.objects.get(name=job.name)
    ended.finished_at, ended.done = timezone.now(), done
    ended.trouble = trouble[:TROUBLE_LENGTH]
    if not trouble:
        ended.succeeded_at = now
    ended.save(update_fields=["finished_at", "succeeded_at", "trouble", "done"])
    return ended


# How they stand


@dataclass(frozen=True, slots=True)
class JobState:
    """How a job stands; one that never ran is overdue, for then nobody runs the command."""

    name: str
    label: str
    last_success: datetime | None
    overdue: bool
    trouble: str


def health(now: datetime | None = None) -> list[JobState]:
    """Every job in its order, in one query, and the worker of the queue where there is one."""
    now = now or timezone.now()
    last_runs = runs()
    states = [state_of(job, last_runs.get(name), now) for name, job in JOBS.items()]
    return [*states, *worker_states(now)]


def worker_states(now: datetime) -> list[JobState]:
    """How the worker stands; nothing of one that has had nothing to do yet."""
    found = tasks.state(now) if tasks.has_worker() else None
    if not found or not (found.trouble or found.last_success):
        return []
    label = str(_("Worker of the queue"))
    return [JobState("worker", label, found.last_success, overdue=False, trouble=found.trouble)]


def runs() -> dict[str, JobRun]:
    """By name the last run of each job that ever ran."""
    return {last.name: last for last in JobRun.objects.all()}


def state_of(job: Job, last: JobRun | None, now: datetime) -> JobState:
    success = last.succeeded_at if last else None
    return JobState(
        name=job.name,
        label=str(job.label),
        last_success=success,
        overdue=success is None or success < now - PERIODS * job.every,
        trouble=last.trouble if last else "",
    )

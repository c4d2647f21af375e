"""Runs the jobs whose moment has come, once or over and over until it is told to stop."""

from __future__ import annotations

import argparse
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import jobs
from articles.jobs import Job
from articles.models import JobRun

ENDS = (signal.SIGTERM, signal.SIGINT)


class Command(BaseCommand):
    help = "Run the jobs that are due: letters, scheduled editions, the recycle bin and others."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--loop",
            type=seconds,
            metavar="SECONDS",
            help="Look again after so many seconds, until SIGTERM or SIGINT.",
        )
        parser.add_argument("--only", choices=list(jobs.JOBS), help="Look at this job alone.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would be run.")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = [job for job in jobs.JOBS.values() if options["only"] in {None, job.name}]
        if options["dry_run"]:
            self.foretell(chosen)
        elif options["loop"]:
            self.run_over_and_over(chosen, options["loop"])
        else:
            self.run_once(chosen)

    def foretell(self, chosen: list[Job]) -> None:
        last_runs, now = jobs.runs(), timezone.now()
        for job in chosen:
            last = last_runs.get(job.name)
            if jobs.is_due(job, last, now):
                self.stdout.write(_("%(job)s: would be run.") % {"job": job.label})
            else:
                self.answer(job, None)

    def run_once(self, chosen: list[Job]) -> None:
        ended = []
        for job in chosen:
            ended.append(jobs.run(job.name, timezone.now()))
            self.answer(job, ended[-1])
        failed = sum(1 for last in ended if last and last.trouble)
        if failed:
            raise CommandError(
                ngettext(
                    "%(n)d job failed; the reason stands beside it.",
                    "%(n)d jobs failed; the reasons stand beside them.",
                    failed,
                )
                % {"n": failed}
            )

    def run_over_and_over(self, chosen: list[Job], pause: float) -> None:
        """Says only what was done or failed. A job that has begun is ended before it stops."""
        with told_to_stop() as stop:
            while not stop.is_set():
                for job in chosen:
                    last = None if stop.is_set() else jobs.run(job.name, timezone.now())
                    if last and (last.done or last.trouble):
                        self.answer(job, last)
                self.stdout.flush()
                close_old_connections()
                stop.wait(pause)
        self.stdout.write(_("Stopped."))

    def answer(self, job: Job, last: JobRun | None) -> None:
        """A sentence on what came of a job; None says that it was not its turn."""
        said: dict[str, Any] = {"job": job.label}
        if last is None:
            self.stdout.write(_("%(job)s: not due.") % said)
        elif last.trouble:
            said |= {"trouble": last.trouble, "n": last.done}
            self.stderr.write(_("%(job)s: %(n)d done, then failed. %(trouble)s") % said)
        else:
            self.stdout.write(_("%(job)s: %(n)d done.") % (said | {"n": last.done}))


def seconds(value: str) -> float:
    """Raises ArgumentTypeError for what is no pause."""
    try:
        pause = float(value)
    except ValueError:
        pause = 0
    if not 0 < pause <= 24 * 60 * 60:
        raise argparse.ArgumentTypeError(_("Give a pause in seconds, up to a day."))
    return pause


@contextmanager
def told_to_stop() -> Iterator[Event]:
    """Sets the event at the first signal; waiting for it ends at once."""
    stop = Event()
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in ENDS}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

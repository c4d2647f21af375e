"""Finds out anew which stories are alike, from what readers see."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import ngettext

from articles import likeness
from articles.models import Edition


class Command(BaseCommand):
    help = (
        "Find out anew which stories are like each other. It may be stopped and run again at any "
        "moment."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        total = Edition.objects.live(at=now).count()
        done = likeness.rebuild(now, lambda count: self.progress(count, total))
        words = ngettext(
            "%(n)d story has been compared.", "%(n)d stories have been compared.", done
        )
        self.stdout.write(words % {"n": done})

    def progress(self, done: int, total: int) -> None:
        """A counter on a terminal, nowhere else."""
        if self.stderr.isatty():
            self.stderr.write(f"\r{done}/{total}", ending="\n" if done >= total else "")

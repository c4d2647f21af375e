"""Makes the index of words anew, from what is there."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from articles import search
from articles.models import Photo


class Command(BaseCommand):
    help = "Make the search index of photos anew. It may be stopped and run again at any moment."

    def handle(self, *args: Any, **options: Any) -> None:
        total = Photo.objects.count()
        done = search.rebuild_photos(lambda count: self.progress(count, total))
        self.stdout.write(
            ngettext("%(n)d photo is indexed.", "%(n)d photos are indexed.", done) % {"n": done}
        )

    def progress(self, done: int, total: int) -> None:
        """A counter on a terminal, nowhere else."""
        if self.stderr.isatty():
            self.stderr.write(f"\r{done}/{total}", ending="\n" if done >= total else "")

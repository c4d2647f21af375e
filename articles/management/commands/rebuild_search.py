"""Makes the indexes of words anew, from what is there."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from articles import search
from articles.models import Photo

BAR = 30


class Command(BaseCommand):
    help = (
        "Make the search indexes of photos and stories anew. It may be killed at any moment and "
        "run again; what is not yet made anew is found as before."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        total = Photo.objects.count()
        photos = search.rebuild_photos(lambda done: self.progress(done, total))
        editions = search.rebuild_stories(self.progress)
        self.stdout.write(
            ngettext("%(n)d photo is indexed.", "%(n)d photos are indexed.", photos) % {"n": photos}
        )
        self.stdout.write(
            ngettext("%(n)d edition is indexed.", "%(n)d editions are indexed.", editions)
            % {"n": editions}
        )

    def progress(self, done: int, total: int) -> None:
        """A bar on a terminal, nowhere else."""
        if self.stderr.isatty():
            filled = "#" * (BAR * done // max(total, 1))
            end = "\n" if done >= total else ""
            self.stderr.write(f"\r[{filled:<{BAR}}] {done}/{total}", ending=end)

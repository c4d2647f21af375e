"""Makes the sizes of photos that are missing, or all of them anew."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import renditions
from articles.models import Photo, SiteSettings

BAR = 30


class Command(BaseCommand):
    help = (
        "Make the sizes of photos that are missing or out of date. It may be killed at any moment "
        "and run again: it goes on where it was."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="Make all sizes of all photos anew.")
        parser.add_argument(
            "--photo", type=int, action="append", metavar="ID", help="Look at this photo alone."
        )
        parser.add_argument("--dry-run", action="store_true", help="Say what would be made.")

    def handle(self, *args: Any, **options: Any) -> None:
        asked, site = photos_of(options["photo"]), SiteSettings.objects.current()
        due = [
            photo.pk
            for photo in asked.iterator()
            if options["all"] or not renditions.is_complete(photo, site, timezone.localdate())
        ]
        if options["dry_run"]:
            self.stdout.write(counted(len(due), would=True))
            return
        failed = []
        for done, pk in enumerate(due, start=1):
            photo = renditions.render(pk, anew=options["all"])
            if photo.render_trouble:
                failed.append(photo)
            self.progress(done, len(due))
        self.conclude(len(due) - len(failed), failed)

    def progress(self, done: int, total: int) -> None:
        """A bar on a terminal, nowhere else."""
        if self.stderr.isatty():
            filled = "#" * (BAR * done // total)
            end = "\n" if done == total else ""
            self.stderr.write(f"\r[{filled:<{BAR}}] {done}/{total}", ending=end)

    def conclude(self, made: int, failed: list[Photo]) -> None:
        self.stdout.write(counted(made))
        for photo in failed:
            self.stderr.write(f"#{photo.pk} {photo.original_name}: {photo.render_trouble}")
        if failed:
            raise CommandError(
                ngettext(
                    "%(n)d photo has no sizes; the reason stands beside it.",
                    "%(n)d photos have no sizes; the reasons stand beside them.",
                    len(failed),
                )
                % {"n": len(failed)}
            )


def photos_of(asked: list[int] | None) -> QuerySet[Photo]:
    """The photos asked for, or all. Raises CommandError for a number that is none."""
    found = Photo.objects.order_by("pk")
    if not asked:
        return found
    known = found.filter(pk__in=asked)
    if missing := set(asked) - set(known.values_list("pk", flat=True)):
        raise CommandError(_("There is no photo #%(number)d.") % {"number": min(missing)})
    return known


def counted(number: int, *, would: bool = False) -> str:
    if would:
        words = ngettext(
            "Sizes of %(n)d photo would be made.", "Sizes of %(n)d photos would be made.", number
        )
    else:
        words = ngettext(
            "Sizes of %(n)d photo are made.", "Sizes of %(n)d photos are made.", number
        )
    return words % {"n": number}

"""Makes the sizes of photos that are missing, or all of them anew."""

from __future__ import annotations

import argparse
import logging
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import renditions
from articles.models import Photo, SiteSettings

logger = logging.getLogger("articles.renditions")

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
            if trouble := trouble_with(pk, anew=options["all"]):
                failed.append(f"#{pk} {asked.get(pk=pk).original_name}: {trouble}")
            self.progress(done, len(due))
        self.conclude(len(due) - len(failed), failed)

    def progress(self, done: int, total: int) -> None:
        """A bar on a terminal, nowhere else."""
        if self.stderr.isatty():
            filled = "#" * (BAR * done // total)
            end = "\n" if done == total else ""
            self.stderr.write(f"\r[{filled:<{BAR}}] {done}/{total}", ending=end)

    def conclude(self, made: int, failed: list[str]) -> None:
        self.stdout.write(counted(made))
        for line in failed:
            self.stderr.write(line)
        if failed:
            raise CommandError(
                ngettext(
                    "Sizes of %(n)d photo could not be made; the reason stands above.",
                    "Sizes of %(n)d photos could not be made; the reasons stand above.",
                    len(failed),
                )
                % {"n": len(failed)}
            )


def trouble_with(pk: int, *, anew: bool) -> str:
    """Make the sizes of a photo; why they could not be made, whatever it is, or nothing."""
    try:
        return renditions.render(pk, anew=anew).render_trouble
    except Exception as error:
        logger.exception("photo_failed", extra={"photo": pk})
        return f"{type(error).__name__}: {error}"


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

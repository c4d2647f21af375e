"""Seals addresses of comments with the newest key, so that an earlier one can be put away."""

from __future__ import annotations

import argparse
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import ngettext

from comments import sealing
from comments.models import Ban, Whereabouts

AT_ONCE = 500


class Command(BaseCommand):
    help = (
        "Seal the addresses of comments with the first key of LETTERS_KEY, and mark banned "
        "networks with it. It may be stopped and run again at any moment."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Say what would be done.")

    def handle(self, *args: Any, **options: Any) -> None:
        self.dry_run = options["dry_run"]
        self.unreadable = self.done = 0
        self.banned = set(Ban.objects.exclude(network="").values_list("network", flat=True))
        total, last, seen = Whereabouts.objects.count(), 0, 0
        while batch := list(Whereabouts.objects.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
            self.reseal(batch)
            last, seen = batch[-1].pk, seen + len(batch)
            self.progress(seen, total)
        self.answer()

    def reseal(self, batch: list[Whereabouts]) -> None:
        changed = [row for row in batch if not sealing.is_newest(row.sealed) and self.renew(row)]
        self.done += len(changed)
        if self.dry_run:
            return
        with transaction.atomic():
            for row in changed:  # Faster than bulk_update, which builds one long CASE.
                kept = Whereabouts.objects.filter(pk=row.pk)
                kept.update(sealed=row.sealed, network=row.network)

    def renew(self, row: Whereabouts) -> bool:
        """Seal and mark a row anew; whether a key opened it."""
        try:
            opened = sealing.unseal(row.sealed)
        except sealing.Unreadable:
            self.unreadable += 1
            return False
        row.sealed = sealing.seal(opened.address, opened.port)
        row.network, *earlier = sealing.network_marks(opened.address)
        if self.banned.intersection(earlier) and not self.dry_run:
            Ban.objects.filter(network__in=earlier).update(network=row.network)
        return True

    def progress(self, seen: int, total: int) -> None:
        """A counter on a terminal, nowhere else."""
        if self.stderr.isatty():
            self.stderr.write(f"\r{seen}/{total}", ending="\n" if seen >= total else "")

    def answer(self) -> None:
        words = (
            ngettext(
                "%(n)d address would be sealed anew.",
                "%(n)d addresses would be sealed anew.",
                self.done,
            )
            if self.dry_run
            else ngettext(
                "%(n)d address was sealed anew.", "%(n)d addresses were sealed anew.", self.done
            )
        )
        self.stdout.write(words % {"n": self.done})
        if settings.LETTERS_KEYS[1:] and (left := without_comments()):
            words = ngettext(
                "%(n)d ban is of a network from which no comment is kept: leave the earlier key "
                "in LETTERS_KEY until it has ended.",
                "%(n)d bans are of networks from which no comment is kept: leave the earlier key "
                "in LETTERS_KEY until they have ended.",
                left,
            )
            self.stdout.write(words % {"n": left})
        if self.unreadable:
            words = ngettext(
                "%(n)d address is opened by no key of LETTERS_KEY. Add the one that sealed it.",
                "%(n)d addresses are opened by no key of LETTERS_KEY. Add those that sealed them.",
                self.unreadable,
            )
            raise CommandError(words % {"n": self.unreadable})


def without_comments() -> int:
    """Bans in force whose mark cannot be made anew: what it was made from is gone."""
    kept = Whereabouts.objects.values("network")
    return Ban.objects.in_force().exclude(network="").exclude(network__in=kept).count()

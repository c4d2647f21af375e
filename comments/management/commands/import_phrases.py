"""Takes a table of phrases into the lists of words."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import User
from comments import phrases
from comments.choices import PhraseKind


class Command(BaseCommand):
    help = (
        "Take a table of phrases into the lists of words, as the person named, if that person may. "
        "The same table again changes nothing; nothing is removed."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("path", metavar="PATH", help="A CSV file, or - for standard input.")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="Who does it.")
        parser.add_argument(
            "--list",
            choices=PhraseKind.values,
            default=PhraseKind.SUSPECT.value,
            help="The list of lines that name none.",
        )
        parser.add_argument("--dry-run", action="store_true", help="Say what would be done.")

    def handle(self, *args: Any, **options: Any) -> None:
        by, path = person(options["by"]), options["path"]
        try:
            table = phrases.read(self.raw(path), PhraseKind(options["list"]))
        except phrases.Unreadable as refused:
            raise CommandError(f"{path}: {refused}") from None
        for fault in table.faults:
            self.stderr.write(f"{path}:{fault.line}: {fault.words}: {fault.sentence}")
        if options["dry_run"]:
            plan = phrases.plan(table)
            self.stdout.write(_("It would be: %(counts)s.") % {"counts": plan.in_words()})
        else:
            plan = self.take_in(table, by, "" if path == "-" else Path(path).name)
            self.stdout.write(_("Done: %(counts)s.") % {"counts": plan.in_words()})
        if table.faults:
            raise CommandError(
                ngettext(
                    "%(n)d line was left out; the reason stands beside it.",
                    "%(n)d lines were left out; the reasons stand beside them.",
                    len(table.faults),
                )
                % {"n": len(table.faults)}
            )

    def raw(self, path: str) -> bytes:
        if path == "-":
            return sys.stdin.buffer.read()
        try:
            return Path(path).read_bytes()
        except OSError as error:
            told = {"path": path, "reason": error.strerror}
            raise CommandError(_("%(path)s cannot be read: %(reason)s.") % told) from None

    def take_in(self, table: phrases.Table, by: User, name: str) -> phrases.Plan:
        try:
            return phrases.take_in(table, by=by, name=name)
        except PermissionDenied as refused:
            raise CommandError(str(refused)) from None


def person(username: str) -> User:
    user = User.objects.filter(username=username).first()
    if user is None:
        raise CommandError(_("Nobody is called %(username)s.") % {"username": username})
    return user

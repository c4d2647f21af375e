"""Writes the lists of words as a table."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments import phrases
from comments.choices import PhraseKind
from comments.models import Phrase


class Command(BaseCommand):
    help = "Write the lists of words as CSV that Excel and WPS open, and import_phrases takes in."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("path", metavar="PATH", help="A file, or - for standard output.")
        parser.add_argument("--list", choices=PhraseKind.values, help="One list only.")

    def handle(self, *args: Any, **options: Any) -> None:
        found = Phrase.objects.order_by("kind", "id")
        if options["list"]:
            found = found.filter(kind=options["list"])
        rows = list(found)
        text = "".join(phrases.as_csv(rows))
        if options["path"] == "-":
            self.stdout.write(text, ending="")
            return
        try:
            Path(options["path"]).write_text(text, encoding="utf-8", newline="")
        except OSError as error:
            told = {"path": options["path"], "reason": error.strerror}
            raise CommandError(_("%(path)s cannot be written: %(reason)s.") % told) from None
        sentence = ngettext(
            "%(n)d phrase was written to %(path)s.",
            "%(n)d phrases were written to %(path)s.",
            len(rows),
        )
        self.stdout.write(sentence % {"n": len(rows), "path": options["path"]})

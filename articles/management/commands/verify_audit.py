"""Checks the whole log of the desk, row by row, and answers with a hash to note down."""

from __future__ import annotations

import argparse
import json
import re
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import audit
from articles.audit import Break, Verdict
from articles.models import DeskAct, User

HASH = re.compile("[0-9a-f]{64}")

#: A terminal is told of so many rows at once.
STEP = 10_000


class Command(BaseCommand):
    help = "Check that nothing in the log of the desk was changed, removed or slipped in."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--expect", metavar="HASH", help="A hash noted down earlier, which has to be there."
        )
        parser.add_argument(
            "--json", action="store_true", help="Write one JSON object to standard output."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        expect = noted(options["expect"])
        verdict = audit.verify(expect, self.tell)
        self.end_of_progress(verdict.rows)
        if options["json"]:
            self.stdout.write(json.dumps(as_object(verdict, expect), ensure_ascii=False))
        if verdict.broken:
            raise CommandError(account(verdict.broken, verdict.rows))
        if expect and verdict.expected_at is None:
            raise CommandError(
                _(
                    "No row of the log bears the hash %(hash)s. The rows hold together, so they "
                    "were written anew since it was noted."
                )
                % {"hash": expect}
            )
        if not options["json"]:
            self.stdout.write("\n".join(sentences(verdict, expect)))

    def tell(self, rows: int) -> None:
        """A counter on a terminal, nowhere else."""
        if rows % STEP == 0 and self.stderr.isatty():
            self.stderr.write(f"\r{rows}", ending="")

    def end_of_progress(self, rows: int) -> None:
        if rows >= STEP and self.stderr.isatty():
            self.stderr.write("")


def noted(given: str | None) -> str:
    """The hash as it was noted down, whatever its case; raises CommandError for what is none."""
    expect = (given or "").strip().lower()
    if given is not None and not HASH.fullmatch(expect):
        raise CommandError(
            _("A hash has 64 hexadecimal digits; %(given)s has not.") % {"given": given}
        )
    return expect


def sentences(verdict: Verdict, expect: str) -> list[str]:
    """What is said of a log that holds."""
    rows = ngettext(
        "The log is whole: %(rows)d row, and each follows the one before it.",
        "The log is whole: %(rows)d rows, and each follows the one before it.",
        verdict.rows,
    )
    found = _("The hash that you noted belongs to row %(number)d: nothing before it was changed.")
    return [
        rows % {"rows": verdict.rows},
        *([found % {"number": verdict.expected_at}] if expect else []),
        _(
            "Newest hash: %(hash)s. Note it down: with --expect it proves later that nothing "
            "before it was changed."
        )
        % {"hash": verdict.last_hash},
    ]


def account(broken: Break, rows: int) -> str:
    """The first broken row: its number, what is wrong, and what stands there, when and whose."""
    said = _("The log is broken at row %(number)d. %(sentence)s") % {
        "number": broken.number,
        "sentence": broken.sentence,
    }
    there = [_("There stands: %(row)s.") % {"row": described(broken.act)}] if broken.act else []
    before = ngettext("%(rows)d row before it holds.", "%(rows)d rows before it hold.", rows) % {
        "rows": rows
    }
    return " ".join([said, *there, before])


def described(act: DeskAct) -> str:
    """Number, time, person, act and story, as far as they can be read."""
    parts = (f"#{act.number}", moment(act), name(act), act.get_verb_display(), act.title)
    return ", ".join(part for part in parts if part)


def moment(act: DeskAct) -> str:
    try:
        return timezone.localtime(act.at).isoformat(sep=" ", timespec="seconds")
    except (ValueError, AttributeError):
        return _("at a time that is none")


def name(act: DeskAct) -> str:
    by = User.objects.filter(pk=act.by_id).first()
    return str(by) if by else f"{act.by_id}"


def as_object(verdict: Verdict, expect: str) -> dict[str, Any]:
    """The answer of --json."""
    broken = verdict.broken
    found = verdict.expected_at is not None
    return {
        "holds": broken is None and (found or not expect),
        "rows": verdict.rows,
        "last_hash": None if broken else verdict.last_hash,
        "expected_at": verdict.expected_at if expect else None,
        "broken": broken
        and {
            "number": broken.number,
            "sentence": broken.sentence,
            "row": described(broken.act) if broken.act else None,
        },
    }

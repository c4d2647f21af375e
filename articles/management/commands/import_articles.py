"""Imports stories from files, folders or standard input as drafts."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.choices import ImportOutcome, Severity
from articles.importers import intake
from articles.importers.base import Block, ImportedStory
from articles.importers.picture_folder import PictureFolder
from articles.importers.runner import PARSERS, Result, Run, finding_entry

FORMATS = ["auto", *(parser.format for parser in PARSERS)]

#: What a dry run says instead.
WOULD = {ImportOutcome.CREATED: "would-create", ImportOutcome.UPDATED: "would-update"}


class Command(BaseCommand):
    help = "Import stories as drafts. The same file again changes nothing."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="+", metavar="PATH", help="A file, a folder, or - for standard input."
        )
        parser.add_argument("--format", choices=FORMATS, default="auto")
        parser.add_argument("--dry-run", action="store_true", help="Say what would be done.")
        parser.add_argument(
            "--json", action="store_true", help="Write one JSON object a story to standard output."
        )
        parser.add_argument(
            "--photos", metavar="DIR", help="Fill waiting photos from the pictures in DIR."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        run = Run(
            format=options["format"],
            dry_run=options["dry_run"],
            pictures=self.pictures(options["photos"]),
        )
        total = intake.count(options["paths"])
        tally: Counter[str] = Counter()
        stdin = getattr(self, "stdin", None)
        for done, result in enumerate(run.results(intake.read_all(options["paths"], stdin)), 1):
            outcome = word(result, run.dry_run)
            tally[outcome] += 1
            self.answer(result, outcome, as_json=options["json"])
            self.progress(done, total)
        self.conclude(tally, as_json=options["json"])

    def pictures(self, folder: str | None) -> PictureFolder | None:
        if folder is None:
            return None
        if not Path(folder).is_dir():
            raise CommandError(_("There is no folder %(path)s.") % {"path": folder})
        return PictureFolder(Path(folder))

    def answer(self, result: Result, outcome: str, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(as_object(result, outcome), ensure_ascii=False))
            return
        name = f" #{result.article_id}" if result.article_id else ""
        self.stdout.write(f"{result.file}: {outcome}{name}")
        for finding in result.findings:
            if finding.severity != Severity.INFO:
                place = f"{result.file}:{finding.line}" if finding.line else result.file
                self.stderr.write(f"  {place}: {finding.message} [{finding.code}]")

    def progress(self, done: int, total: int) -> None:
        """A counter on a terminal, nowhere else."""
        if self.stderr.isatty() and (done % 20 == 0 or done == total):
            self.stderr.write(f"\r{done}/{total}", ending="\n" if done == total else "")

    def conclude(self, tally: Counter[str], *, as_json: bool) -> None:
        counts = ", ".join(f"{outcome}: {count}" for outcome, count in sorted(tally.items()))
        stories = ngettext("%(n)d file", "%(n)d files", tally.total()) % {"n": tally.total()}
        (self.stderr if as_json else self.stdout).write(f"{stories} ({counts})")
        rejected = tally[ImportOutcome.REJECTED.value]
        if rejected:
            raise CommandError(
                ngettext(
                    "%(n)d file was rejected; the reason stands beside it.",
                    "%(n)d files were rejected; the reasons stand beside them.",
                    rejected,
                )
                % {"n": rejected}
            )


def word(result: Result, dry_run: bool) -> str:
    return WOULD.get(result.outcome, result.outcome.value) if dry_run else result.outcome.value


def as_object(result: Result, outcome: str) -> dict[str, Any]:
    """One line of --json."""
    return {
        "file": result.file,
        "format": result.format,
        "outcome": outcome,
        "article": result.article_id,
        "story": story_object(result.story) if result.story else None,
        "findings": [finding_entry(finding) for finding in result.findings],
    }


def story_object(story: ImportedStory) -> dict[str, Any]:
    return {
        "title": story.title,
        "published_at": moment(story.published_at),
        "sources": story.sources,
        "credits": [{"role": str(credit.role), "name": credit.name} for credit in story.credits],
        "body": [block_object(block) for block in story.body],
        "recommended": [
            {"title": pick.title, "published_at": moment(pick.published_at)}
            for pick in story.recommended
        ],
        "comments": [
            {
                "author": comment.author,
                "posted_at": moment(comment.posted_at),
                "text": comment.text,
                "likes": comment.likes,
            }
            for comment in story.comments
        ],
        "tags": story.tags,
    }


def block_object(block: Block) -> dict[str, Any]:
    found: dict[str, Any] = {"type": block.kind, "text": block.text}
    return found | {"credit": block.credit} if block.kind == "photo" else found


def moment(value: datetime | None) -> str | None:
    """ISO 8601 with the site's offset."""
    return timezone.localtime(value).isoformat() if value else None

"""Writes everything that is kept about one story into one file, as evidence."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.exporters import dossier
from articles.exporters.archive import Archive
from articles.models import Article


class Command(BaseCommand):
    help = "Write the dossier of a story: editions, revisions, log, reviews, originals, pictures."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("article", type=int, metavar="ARTICLE", help="Its number.")
        parser.add_argument(
            "--output", metavar="FILE.zip", help="Where to; dossier-ARTICLE.zip here, if not given."
        )
        parser.add_argument("--force", action="store_true", help="Replace a file that is there.")

    def handle(self, *args: Any, **options: Any) -> None:
        article = Article.objects.filter(pk=options["article"]).only("title").first()
        if article is None:
            raise CommandError(_("There is no story %(number)d.") % {"number": options["article"]})
        target = Path(options["output"] or f"dossier-{article.pk}.zip")
        refuse(target, force=options["force"])
        try:
            archive = self.write(article, target)
        except OSError as error:
            raise CommandError(
                _("The dossier could not be written: %(reason)s") % {"reason": error}
            ) from error
        self.end_of_progress()
        self.stdout.write(answer(article, archive, target))
        if archive.missing:
            raise CommandError(incomplete(archive))

    def write(self, article: Article, target: Path) -> Archive:
        """Into a file beside the target, which takes its place once it is whole."""
        with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}-", delete=False) as half:
            try:
                archive = dossier.write(article.pk, half, self.tell)
            except BaseException:
                Path(half.name).unlink()
                raise
        Path(half.name).replace(target)
        return archive

    def tell(self, name: str) -> None:
        """The file that is being packed, on a terminal and nowhere else."""
        if self.stderr.isatty():
            self.stderr.write(f"\r\x1b[K{name}", ending="")

    def end_of_progress(self) -> None:
        if self.stderr.isatty():
            self.stderr.write("\r\x1b[K", ending="")


def refuse(target: Path, *, force: bool) -> None:
    """Raises CommandError where no file can or should be written."""
    if target.is_dir() or not target.parent.is_dir():
        raise CommandError(_("There is no folder to write %(path)s in.") % {"path": target})
    if target.exists() and not force:
        raise CommandError(
            _("%(path)s is there already. With --force it is replaced.") % {"path": target}
        )


def answer(article: Article, archive: Archive, target: Path) -> str:
    count = len(archive.files)
    said = ngettext(
        "%(path)s: %(count)d file about story %(number)d, “%(title)s”, %(size)s.",
        "%(path)s: %(count)d files about story %(number)d, “%(title)s”, %(size)s.",
        count,
    ) % {
        "path": target,
        "count": count,
        "number": article.pk,
        "title": article.title,
        "size": filesizeformat(target.stat().st_size),
    }
    with target.open("rb") as file:
        return f"{said}\nSHA-256: {hashlib.file_digest(file, 'sha256').hexdigest()}"


def incomplete(archive: Archive) -> str:
    count = len(archive.missing)
    said = ngettext(
        "The dossier is written, but %(count)d file could not be found; manifest.json names it.",
        "The dossier is written, but %(count)d files could not be found; manifest.json names them.",
        count,
    )
    return said % {"count": count}

"""Does one act of the desk to stories in somebody's name, with every refusal of the desk."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import workflow
from articles.models import Article, User
from articles.views.buttons import ACTS, Act, Said

#: What a person may say with an act; each act's form knows which of it is asked.
WORDS = ("opinion", "reason", "note", "notice", "at", "change")


@dataclass(frozen=True, slots=True)
class Attempt:
    """An act with all that was said for it, to be tried on one story after another."""

    act: Act
    by: User
    said: Said
    version: int | None
    dry_run: bool

    def on(self, article: Article | None) -> str:
        """What to say once it is done. Raises Refused."""
        if article is None:
            raise workflow.Refused(_("There is no story of this number."))
        version = article.version if self.version is None else self.version
        with transaction.atomic():
            outcome = self.act.perform(article, self.by, self.said | {"version": version})
            # Tried in earnest and undone: no other way would meet the same refusals.
            transaction.set_rollback(self.dry_run)
        return _("It can be done.") if self.dry_run else self.act.report(outcome)


class Command(BaseCommand):
    help = "Do one act of the desk to stories, as the person named, if that person may."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Here --version is a story's, not Django's."""
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("verb", choices=sorted(ACTS), help="What to do.")
        parser.add_argument("articles", nargs="+", type=int, metavar="ARTICLE", help="Its number.")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="Who does it.")
        parser.add_argument(
            "--version", type=int, help="The version that was read; as it stands, if not given."
        )
        parser.add_argument("--opinion", metavar="TEXT", help="Of a review, or for a return.")
        parser.add_argument("--reason", metavar="TEXT", help="For a withdrawal or a green channel.")
        parser.add_argument(
            "--note", metavar="TEXT", help="For the record; a correction's readers."
        )
        parser.add_argument("--notice", metavar="TEXT", help="What readers of a withdrawal read.")
        parser.add_argument(
            "--at", metavar="ISO", help="A moment to come, such as 2026-12-20T08:00."
        )
        parser.add_argument("--change", metavar="KIND", help="Kind of a correction.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would be done.")

    def handle(self, *args: Any, **options: Any) -> None:
        act = ACTS[options["verb"]]
        by = person(options["by"], act)
        numbers = options["articles"]
        if options["version"] is not None and len(numbers) > 1:
            raise CommandError(_("A version belongs to one story. Name one, or leave it out."))
        said = asked(act, {name: options[name] for name in WORDS if options[name] is not None})
        tried = Attempt(act, by, said, options["version"], options["dry_run"])
        refused = sum(not self.do(tried, number) for number in numbers)
        self.conclude(len(numbers), refused, dry_run=tried.dry_run)

    def do(self, attempt: Attempt, number: int) -> bool:
        """Do it to one story and say so, or say why it was refused."""
        article = Article.objects.filter(pk=number).first()
        name = f"#{number} {article}" if article else f"#{number}"
        try:
            done = attempt.on(article)
        except workflow.Refused as refusal:
            self.stderr.write(f"{name}: {refusal}")
            return False
        self.stdout.write(f"{name}: {done}")
        return True

    def conclude(self, total: int, refused: int, *, dry_run: bool) -> None:
        stories = ngettext("%(n)d story", "%(n)d stories", total) % {"n": total}
        counts = (
            _("%(done)d to be done, %(refused)d refused; nothing was changed")
            if dry_run
            else _("%(done)d done, %(refused)d refused")
        )
        self.stdout.write(f"{stories} ({counts % {'done': total - refused, 'refused': refused}})")
        if refused:
            raise CommandError(
                ngettext(
                    "%(n)d story was refused; the reason stands beside it.",
                    "%(n)d stories were refused; the reasons stand beside them.",
                    refused,
                )
                % {"n": refused}
            )


def person(username: str, act: Act) -> User:
    """Who does it; raises CommandError for nobody, and for somebody without the right."""
    by = User.objects.filter(username=username).first()
    if by is None:
        raise CommandError(_("Nobody signs in as %(name)s.") % {"name": username})
    if not workflow.may(by, act.verb):
        raise CommandError(_("%(who)s does not have the right to do this.") % {"who": by})
    return by


def asked(act: Act, words: dict[str, str]) -> Said:
    """What the act's own form makes of the words; raises CommandError with all that is wrong."""
    form = act.form({**words, "version": "1"})
    if stray := sorted(set(words) - set(form.fields)):
        options = ", ".join(f"--{name}" for name in stray)
        raise CommandError(
            _("%(act)s does not ask for %(options)s.") % {"act": act.verb.value, "options": options}
        )
    if not form.is_valid():
        raise CommandError(" ".join(wrong(form)))
    return form.cleaned_data


def wrong(form: forms.Form) -> Iterator[str]:
    """The form's complaints, each with the option that would settle it."""
    for name, errors in form.errors.items():
        yield from (f"--{name}: {error}" for error in errors)

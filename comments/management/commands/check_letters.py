"""Checks what is kept beside comments against the comments: hidden answers, counts, scores."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from articles import signals
from comments import tallies
from comments.choices import SHOWN
from comments.models import Comment, CommentQuerySet, Tally
from comments.ranking import score

AT_ONCE = 500
#: So many numbers are named of what is wrong.
NAMED = 10


@dataclass(frozen=True, slots=True)
class Check:
    """`find` gives the numbers of what is wrong, `mend` sets it right; `words` say what it is."""

    words: str | Promise
    find: Callable[[], list[int]]
    mend: Callable[[list[int]], None]


class Command(BaseCommand):
    help = (
        "Check that answers go with the comments that they answer, and that counts and places in "
        "the hot order are right. Every act keeps them so; this finds what was changed by hand."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="Set right what is wrong.")

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = [self.told(check, repair=options["repair"]) for check in CHECKS]
        if not any(wrong):
            words = _("Everything is right: %(comments)d comments, %(stories)d stories with some.")
            counts = {"comments": Comment.objects.count(), "stories": Tally.objects.count()}
            self.stdout.write(words % counts)
        elif options["repair"]:
            signals.public_changed.send_robust(sender=Comment)
            self.stdout.write(_("All of this has been set right."))
        else:
            raise CommandError(_("Run it again with --repair to set this right."))

    def told(self, check: Check, *, repair: bool) -> bool:
        """Whether something was wrong, which is said, and mended if that is asked for."""
        found = check.find()
        if found:
            numbers = ", ".join(map(str, islice(found, NAMED)))
            more = ", \u2026" if len(found) > NAMED else ""
            self.stdout.write(check.words % {"count": len(found), "numbers": numbers + more})
        if found and repair:
            check.mend(found)
        return bool(found)


# Answers go with the comment that they answer


def strayed() -> list[int]:
    return list(left_behind().union(held_back()).order_by("pk").values_list("pk", flat=True))


def left_behind() -> CommentQuerySet:
    """Answers that are not hidden with their comment."""
    return answers().filter(is_orphaned=False).exclude(parent__state__in=SHOWN)


def held_back() -> CommentQuerySet:
    """Answers that are hidden though their comment is shown."""
    return answers().filter(is_orphaned=True, parent__state__in=SHOWN)


def answers() -> CommentQuerySet:
    return Comment.objects.order_by().filter(parent__isnull=False)


def take_along(ids: list[int]) -> None:
    """As things are now, whatever was found before."""
    left_behind().update(is_orphaned=True)
    held_back().update(is_orphaned=False)


# Counts


def miscounted_threads() -> list[int]:
    shown = Comment.objects.shown().filter(parent=OuterRef("pk")).order_by()
    count = shown.values("parent").annotate(count=Count("pk")).values("count")
    found = Coalesce(Subquery(count), 0, output_field=IntegerField())
    heads = Comment.objects.threads().annotate(found=found).exclude(replies_shown=F("found"))
    return list(heads.order_by("pk").values_list("pk", flat=True))


def miscounted_stories() -> list[int]:
    rows = Comment.objects.shown().order_by().values_list("article")
    counts = rows.annotate(shown=Count("pk"), threads=Count("pk", filter=Q(parent=None)))
    found = {article: (shown, threads) for article, shown, threads in counts}
    kept = {tally.pk: (tally.shown, tally.threads) for tally in Tally.objects.iterator()}
    nothing = (0, 0)
    known = found.keys() | kept.keys()
    return sorted(pk for pk in known if found.get(pk, nothing) != kept.get(pk, nothing))


def in_parts(mend: Callable[[Iterable[int]], None]) -> Callable[[list[int]], None]:
    def mended(ids: list[int]) -> None:
        for start in range(0, len(ids), AT_ONCE):
            mend(ids[start : start + AT_ONCE])

    return mended


# Places in the hot order


def misplaced() -> list[int]:
    rows = with_what_scores().order_by("pk").iterator(chunk_size=AT_ONCE)
    return [comment.pk for comment in rows if comment.score != right_score(comment)]


@transaction.atomic
def place(ids: Iterable[int]) -> None:
    comments = list(with_what_scores().filter(pk__in=ids).select_for_update(of=("self",)))
    for comment in comments:
        comment.score = right_score(comment)
    Comment.objects.bulk_update(comments, ["score"])


def with_what_scores() -> CommentQuerySet:
    fields = ("likes", "posted_at", "score", "article__published_at")
    return Comment.objects.select_related("article").only(*fields)


def right_score(comment: Comment) -> int:
    return score(comment.likes, comment.posted_at, comment.article.published_at)


#: In this order: counts follow from what is hidden.
CHECKS = [
    Check(
        ngettext_lazy(
            "%(count)d answer is not hidden or shown with its comment: %(numbers)s.",
            "%(count)d answers are not hidden or shown with their comments: %(numbers)s.",
            "count",
        ),
        strayed,
        take_along,
    ),
    Check(
        ngettext_lazy(
            "%(count)d comment has a wrong count of answers: %(numbers)s.",
            "%(count)d comments have a wrong count of answers: %(numbers)s.",
            "count",
        ),
        miscounted_threads,
        in_parts(tallies.count_replies),
    ),
    Check(
        ngettext_lazy(
            "%(count)d story has a wrong count of comments: %(numbers)s.",
            "%(count)d stories have a wrong count of comments: %(numbers)s.",
            "count",
        ),
        miscounted_stories,
        in_parts(tallies.recount),
    ),
    Check(
        ngettext_lazy(
            "%(count)d comment stands at a wrong place in the hot order: %(numbers)s.",
            "%(count)d comments stand at wrong places in the hot order: %(numbers)s.",
            "count",
        ),
        misplaced,
        in_parts(place),
    ),
]

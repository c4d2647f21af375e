"""Keeps what follows from a comment's being shown: counts, and the answers under it."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from comments.choices import SHOWN
from comments.models import Comment, Tally


@transaction.atomic(savepoint=False)
def after_change(comments: Iterable[Comment]) -> None:
    """To be called in the transaction that gave these comments another state, with them as they
    are now. Who calls holds the lock of each comment on a story among them, and of the comments
    that the answers among them stand under (moderation.lock does that). So many queries as for
    one, whatever their number.
    """
    changed = list(comments)
    if changed:
        settle_threads(changed)
        recount({comment.article_id for comment in changed})


def settle_threads(changed: Iterable[Comment]) -> None:
    """Hide the answers of comments that are hidden, show those of others, and count them."""
    heads = {one.pk: one.state in SHOWN for one in changed if one.parent_id is None}
    parents = {one.parent_id for one in changed if one.parent_id is not None}
    for is_shown in (False, True):
        turned = [pk for pk, shows in heads.items() if shows == is_shown]
        answers = Comment.objects.filter(parent__in=turned, is_orphaned=is_shown)
        if turned and answers.update(is_orphaned=not is_shown):
            parents.update(turned)
    count_replies(parents)


def count_replies(parents: Iterable[int]) -> None:
    """Count the answers that readers see under each of these, in one query."""
    ids = sorted(set(parents))
    if ids:
        answers = Comment.objects.shown().filter(parent=OuterRef("pk")).order_by()
        count = answers.values("parent").annotate(count=Count("pk")).values("count")
        number = Coalesce(Subquery(count), 0, output_field=IntegerField())
        Comment.objects.filter(pk__in=ids).update(replies_shown=number)


@transaction.atomic(savepoint=False)
def recount(article_ids: Iterable[int]) -> None:
    """Count the shown comments of these stories anew, in the transaction of the act.

    The rows are locked, in the order of their stories, before anything is counted: so of two acts
    at once the later counts both.
    """
    ids = sorted(set(article_ids))
    tallies = locked(ids)
    if len(tallies) < len(ids):
        missing = [Tally(article_id=article_id) for article_id in ids]
        Tally.objects.bulk_create(missing, ignore_conflicts=True)
        tallies = locked(ids)
    rows = Comment.objects.shown().filter(article__in=ids).order_by().values_list("article")
    found = rows.annotate(shown=Count("pk"), threads=Count("pk", filter=Q(parent=None)))
    counts = {article_id: (shown, threads) for article_id, shown, threads in found}
    for tally in tallies:
        tally.shown, tally.threads = counts.get(tally.article_id, (0, 0))
    Tally.objects.bulk_update(tallies, ["shown", "threads"])


def locked(ids: Collection[int]) -> list[Tally]:
    return list(Tally.objects.select_for_update().filter(pk__in=ids).order_by("pk"))

"""Keeps what follows from a comment's being shown: counts, and the answers under it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from comments.choices import SHOWN
from comments.models import Comment, CommentQuerySet, Tally


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
        answers = Comment.objects.shown().filter(parent=OuterRef("pk"))
        Comment.objects.filter(pk__in=ids).update(replies_shown=number(answers, "parent"))


def recount(article_ids: Iterable[int]) -> None:
    """Count the shown comments of these stories anew; to be called in the act's transaction.

    The rows are locked, in the order of their stories, before anything is counted: so of two acts
    at once the later counts both. Either number is read from an index alone.
    """
    ids = sorted(set(article_ids))
    if len(locked(ids)) < len(ids):
        missing = [Tally(article_id=article_id) for article_id in ids]
        Tally.objects.bulk_create(missing, ignore_conflicts=True)
        locked(ids)
    shown = Comment.objects.shown().filter(article=OuterRef("pk"))
    Tally.objects.filter(pk__in=ids).update(
        shown=number(shown, "article"), threads=number(shown.threads(), "article")
    )


def locked(ids: list[int]) -> list[int]:
    rows: QuerySet[Tally] = Tally.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def number(rows: CommentQuerySet, of: str) -> Coalesce:
    """How many rows there are of one story or thread, as a column of an update."""
    counted = rows.order_by().values(of).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())

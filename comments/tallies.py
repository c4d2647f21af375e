"""Keeps what follows from a comment's being shown: counts, and the answers under it."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Count, Q

from comments.choices import SHOWN
from comments.models import Comment, Tally


def recount(article_ids: Iterable[int]) -> None:
    """Count the shown comments of these stories anew; to be called in the act's transaction.

    The row is locked before it is counted, so of two acts at once the later counts both.
    """
    for article_id in sorted(set(article_ids)):
        Tally.objects.get_or_create(article_id=article_id)
        tally = Tally.objects.select_for_update().get(article_id=article_id)
        counts = Comment.objects.shown().filter(article=article_id).order_by()
        found = counts.aggregate(shown=Count("pk"), threads=Count("pk", filter=Q(parent=None)))
        tally.shown, tally.threads = found["shown"], found["threads"]
        tally.save(update_fields=["shown", "threads"])


def settle_threads(comment_ids: Collection[int]) -> None:
    """Hide the answers of comments that are hidden, show those of others, and count them.

    `comment_ids` are comments whose state has just changed, answers or not.
    """
    changed = Comment.objects.filter(pk__in=comment_ids)
    heads = changed.filter(parent=None).values_list("pk", "state")
    hidden = [pk for pk, state in heads if state not in SHOWN]
    answers = Comment.objects.filter(parent__in=hidden, is_orphaned=False)
    answers.update(is_orphaned=True)
    shown = [pk for pk, state in heads if state in SHOWN]
    Comment.objects.filter(parent__in=shown, is_orphaned=True).update(is_orphaned=False)
    parents = {pk for pk, _state in heads}
    parents |= set(changed.filter(parent__isnull=False).values_list("parent", flat=True))
    count_replies(parents)


def count_replies(parents: Iterable[int]) -> None:
    rows = Comment.objects.shown().filter(parent__in=list(parents)).order_by()
    counts = dict(rows.values_list("parent").annotate(count=Count("pk")))
    for parent in sorted(parents):
        Comment.objects.filter(pk=parent).update(replies_shown=counts.get(parent, 0))


def after_change(comments: Iterable[Comment]) -> None:
    """All of the above for comments whose state has changed."""
    changed = list(comments)
    settle_threads([comment.pk for comment in changed])
    recount(comment.article_id for comment in changed)

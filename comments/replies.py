"""The replies under comments: the first few of many comments at once, or all of one by pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import OuterRef, QuerySet, Subquery

from comments.models import Comment
from comments.paging import PER_PAGE, Page, leaf

#: Oldest first: a talk is read from its beginning.
COLUMNS = ("ranked_at", "id")
FIRST = 3


def attach(comments: Sequence[Comment], first: int = FIRST) -> None:
    """Set `first_replies` of each: what readers see of its replies, at most `first`, oldest first.

    One query, however many replies there are; none where there is no reply.
    """
    heads = [comment.pk for comment in comments if comment.replies_shown]
    under: dict[int | None, list[Comment]] = defaultdict(list)
    if heads:
        replies = Comment.objects.shown().filter(pk__in=first_of(heads, first)).order_by(*COLUMNS)
        for reply in replies.select_related("answers"):
            under[reply.parent_id].append(reply)
    for comment in comments:
        comment.first_replies = under[comment.pk]


def first_of(heads: Iterable[int], first: int) -> QuerySet[Comment, tuple[int]]:
    """Numbers of the first replies. Each is looked up in the index by its place under its parent:
    a window over the replies would read all of them."""
    shown = Comment.objects.shown().filter(parent=OuterRef("pk")).order_by(*COLUMNS)
    parents = Comment.objects.filter(pk__in=list(heads)).order_by()
    found = [
        parents.values_list(Subquery(shown.values("pk")[place : place + 1]))
        for place in range(first)
    ]
    return found[0].union(*found[1:], all=True)


def replies_of(parent_id: int, cursor: str = "", size: int = PER_PAGE) -> Page:
    """What readers see of the replies to one comment, oldest first. Raises BadCursor."""
    found = Comment.objects.shown().of_live_stories().filter(parent=parent_id)
    return leaf(found.select_related("answers"), COLUMNS, "replies", cursor, size)

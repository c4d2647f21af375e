"""The order of comments under a story, as data: what is compared, and in which direction.

Hot: more likes first; among equal likes the later comment first, so that a new one is seen at
all before anyone can like it; a comment whose time is unknown comes last among its equals. The
row number ends every comparison, so the order is total: two readers see the same list, and no
comment stands on two pages.

Confessed limit: the count of likes alone favours early comments. A lower bound with decay needs
a stored score, and will be one more column in front of these.
"""

from __future__ import annotations

from comments.choices import CommentOrder

#: How many comments stand under a story; all of them have a page of their own.
HOT_ROWS = 5

#: Columns to sort by; each order has an index of the same columns in models.py.
COLUMNS: dict[CommentOrder, tuple[str, ...]] = {
    CommentOrder.HOT: ("-likes", "-ranked_at", "-id"),
    CommentOrder.NEW: ("-ranked_at", "-id"),
}


def order_named(name: str | None) -> CommentOrder:
    """The order that a reader asked for, the hot one if the name means nothing."""
    return CommentOrder(name) if name in CommentOrder.values else CommentOrder.HOT

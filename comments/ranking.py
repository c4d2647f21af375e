"""The order of comments under a story: the arithmetic, and the columns that an index sorts by.

**Hot.** Staff picks come first. Then counts a score of likes and time. Of a few likes nobody knows
how well liked a comment is, so not the number itself is taken but a lower bound of it: with L likes
seen, the rate behind them is above `lower_bound(L)` in 19 of 20 cases (the exact bound is a
quantile of the chi-squared distribution; this is Wilson and Hilferty's approximation of it). A
comment then loses half of its weight with every HALF_LIFE of age, so that a late one is seen at all
before anybody can like it.

Ageing needs no clock. A weight w that halves with each half-life orders two comments at any moment
as `log2(w) + t / HALF_LIFE` does, with t the moment of writing: both age alike. So the score is
written once and again when likes change, an index holds the order, and a page leafed through an
hour later goes on where it stopped.

Time counts from the story's first publication, and for at most LATEST: who comments on a story of
last year gets no more ahead of the old ones than who comments on its fourth day.

**New.** By time alone. In both orders a comment whose time is unknown comes last among its equals,
and the row number ends every comparison: the order is total, two readers see the same list, and no
comment stands on two pages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import datetime, timedelta
from math import log2, sqrt
from typing import TypeVar

from comments.choices import CommentOrder

One = TypeVar("One")

#: How many comments stand under a story; all of them have a page of their own.
HOT_ROWS = 5
#: How many of these may be one person's.
MOST_OF_ONE = 2

#: In this time a comment loses half of its weight.
HALF_LIFE = timedelta(hours=24)
#: A comment written later than this after its story counts as written then.
LATEST = timedelta(days=4)
#: The 95 % quantile of the normal distribution.
Z = 1.6449
#: A score is kept as a whole number of so many parts, so that a cursor can name it exactly.
PARTS = 1_000_000

#: Columns to sort by; each order has an index of the same columns on the model.
COLUMNS: dict[CommentOrder, tuple[str, ...]] = {
    CommentOrder.HOT: ("-is_picked", "-score", "-ranked_at", "-id"),
    CommentOrder.NEW: ("-ranked_at", "-id"),
}


def lower_bound(likes: int) -> float:
    """What the number of likes is above in 19 of 20 cases, where `likes` were seen."""
    if likes <= 0:
        return 0.0
    return float(max(0.0, likes * (1 - 1 / (9 * likes) - Z / (3 * sqrt(likes))) ** 3))


def score(likes: int, posted_at: datetime | None, began: datetime | None) -> int:
    """The place in the hot order: the higher, the hotter. `began` is when the story came out.

    Where a moment is not known, or a comment is older than its story, time counts nothing.
    """
    age = posted_at - began if posted_at and began else timedelta()
    late = min(max(age, timedelta()), LATEST) / HALF_LIFE
    return round(PARTS * (log2(1 + lower_bound(likes)) + late))


def fair(ranked: Iterable[One], writer: Callable[[One], Hashable]) -> Iterator[One]:
    """The same order without the third and later of one person."""
    seen: Counter[Hashable] = Counter()
    for one in ranked:
        seen[writer(one)] += 1
        if seen[writer(one)] <= MOST_OF_ONE:
            yield one


def order_named(name: str | None) -> CommentOrder:
    """The order that a reader asked for, the hot one if the name means nothing."""
    return CommentOrder(name) if name in CommentOrder.values else CommentOrder.HOT

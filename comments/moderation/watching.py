"""Who else looks at a comment now, so that two moderators do not read the same one.

It is a courtesy and no lock: kept in the cache for half a minute, forgotten where there is none.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.core.cache import cache
from django.utils import timezone

from articles.models import User
from articles.visitors import UNREACHABLE

logger = logging.getLogger("comments.watching")

#: Seconds after which somebody who gave no sign has left; a page gives one more often.
LASTS = 30

#: Of a user's number: their name, and the moment of their last sign.
Watchers = dict[int, tuple[str, float]]


def look(ids: Iterable[int], *, by: User) -> None:
    """Note that `by` has these comments open."""
    now = timezone.now().timestamp()
    mine = {by.pk: (str(by), now)}
    try:
        found = watchers(ids)
        cache.set_many({key(pk): current(seen, now) | mine for pk, seen in found.items()}, LASTS)
    except UNREACHABLE as error:
        logger.warning("cache_unreachable", extra={"error": type(error).__name__})


def others(ids: Iterable[int], *, by: User) -> dict[int, str]:
    """The names of those who have each of these comments open; only comments that somebody has."""
    now = timezone.now().timestamp()
    try:
        found = watchers(ids)
    except UNREACHABLE as error:
        logger.warning("cache_unreachable", extra={"error": type(error).__name__})
        return {}
    names = {
        pk: [name for user, (name, _at) in current(seen, now).items() if user != by.pk]
        for pk, seen in found.items()
    }
    return {pk: "\u3001".join(sorted(found)) for pk, found in names.items() if found}


def watchers(ids: Iterable[int]) -> dict[int, Watchers]:
    wanted = {pk: key(pk) for pk in ids}
    found = cache.get_many(wanted.values())
    return {pk: found.get(name, {}) for pk, name in wanted.items()}


def current(seen: Watchers, now: float) -> Watchers:
    return {user: sign for user, sign in seen.items() if sign[1] > now - LASTS}


def key(pk: int) -> str:
    return f"comment-watchers:{pk}"

"""The last act of a moderator, kept for as long as it may be undone from the queue.

What undoes it is named by a word: `batch:UUID` of decisions and bans, `pick:NUMBER` or
`unpick:NUMBER` of a comment.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from comments import moderation
from comments.admin.told import Told

KEY = "letters_undo"

#: Seconds.
WITHIN = moderation.UNDO_WITHIN.total_seconds()


def remember(request: HttpRequest, told: Told) -> None:
    """Only the last one; an act without a way back leaves it alone, and undoing removes it."""
    if told.undo:
        now = timezone.now().timestamp()
        request.session[KEY] = {"undo": told.undo, "said": told.words, "at": now}
    else:
        request.session.pop(KEY, None)


def last(request: HttpRequest) -> dict[str, Any] | None:
    """What may be undone yet: the word, and the sentence that was said then."""
    kept: dict[str, Any] | None = request.session.get(KEY)
    if not kept:
        return None
    return kept if timezone.now().timestamp() - kept["at"] < WITHIN else None

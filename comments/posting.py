"""How comments come in: posted by a reader on our page, or brought along by an imported story."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from articles import visitors
from articles.importers.base import ImportedComment
from articles.models import Edition
from articles.workflow import Refused
from comments import screening
from comments.choices import CommentOrigin, CommentState
from comments.models import NAME_LENGTH, TEXT_LENGTH, Comment

logger = logging.getLogger("comments.posting")

#: So many comments one address may post under one story within FLOOD_WINDOW. Phones of one
#: network share addresses, so the limit is generous and the window is short.
FLOOD_LIMIT = 5
FLOOD_WINDOW = timedelta(minutes=1)

#: The same words under the same name within this time are one comment sent twice.
REPEAT_WINDOW = timedelta(minutes=10)

ELLIPSIS = "\u2026\u2026"


class NotLive(Refused):
    """The story cannot be read now, so nobody can write under it."""


class Flooded(Refused):
    """Too many comments from one address in a short time."""


def post(article_id: int, *, name: str, text: str, address: str) -> Comment:
    """Accept a reader's comment; it waits for review. `name` and `text` come from a valid form.

    `address` is only counted: nothing of it is stored. Raises NotLive or Flooded. The same
    comment sent twice (an impatient finger) is answered with the first.
    """
    now = timezone.now()
    if not Edition.objects.live(at=now).filter(article=article_id).exists():
        raise NotLive(_("This story cannot be commented on at the moment."))
    comment = Comment(article_id=article_id, author_name=name, text=text, posted_at=now)
    sent_before = earlier_copy(comment, now)
    if sent_before:
        return sent_before
    if not under_limit(article_id, address):
        raise Flooded(_("That was a lot of comments at once. Please wait a minute and try again."))
    comment.save()
    return comment


def earlier_copy(comment: Comment, now: datetime) -> Comment | None:
    # All states are named so that the index is used, which begins with story and state.
    recent = Comment.objects.filter(
        article=comment.article_id,
        state__in=CommentState.values,
        ranked_at__gt=now - REPEAT_WINDOW,
    )
    return recent.filter(author_name=comment.author_name, text=comment.text).first()


def under_limit(article_id: int, address: str) -> bool:
    """Count this attempt; where nobody counts, moderators still read every comment first."""
    try:
        return times_written(article_id, address) <= FLOOD_LIMIT
    except visitors.UNREACHABLE as error:
        logger.warning("flood_counter_unreachable", extra={"error": type(error).__name__})
        return True


def times_written(article_id: int, address: str) -> int:
    return visitors.times(f"comment {article_id}", address, FLOOD_WINDOW.total_seconds())


def take_in(comments_by_article: Mapping[int, Sequence[ImportedComment]]) -> None:
    """Store imported comments, waiting for review; one that is here already is left as it is.

    To be called in the transaction that stores their stories.
    """
    rows = [
        row
        for article_id, comments in comments_by_article.items()
        for row in rows_of(article_id, comments)
    ]
    Comment.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def rows_of(article_id: int, comments: Sequence[ImportedComment]) -> Iterator[Comment]:
    now = timezone.now()
    for comment in comments:
        words = cut(screening.tidy_text(comment.text), TEXT_LENGTH)
        if words:
            yield Comment(
                article_id=article_id,
                author_name=cut(screening.tidy_name(comment.author), NAME_LENGTH),
                text=words,
                likes=max(comment.likes, 0),
                posted_at=comment.posted_at,
                origin=CommentOrigin.IMPORTED,
                created_at=now,
            ).sign()


def cut(words: str, limit: int) -> str:
    """At most `limit` characters; what was cut is still in the original that the import keeps."""
    return words if len(words) <= limit else words[: limit - len(ELLIPSIS)].rstrip() + ELLIPSIS

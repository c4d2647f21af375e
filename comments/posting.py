"""How comments come in: posted by a reader on our page, or brought along by an imported story."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from articles import visitors
from articles.importers.base import ImportedComment
from articles.models import Article, Edition
from articles.workflow import Refused
from comments.choices import CommentOrigin
from comments.models import NAME_LENGTH, TEXT_LENGTH, Comment, Writer
from comments.screening import tidying

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


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends, and from where. `writer` is None for somebody who never posted before."""

    address: str
    port: int = 0
    agent: str = ""
    writer: Writer | None = None


def post(
    article_id: int,
    *,
    name: str,
    text: str,
    sender: Sender,
    parent_id: int | None = None,
) -> Comment:
    """Accept a reader's comment; it waits for review. `name` and `text` come from a valid form.

    Raises NotLive or Flooded. The same comment sent twice (an impatient finger) is answered with
    the first.
    """
    now = timezone.now()
    address = sender.address
    if not Edition.objects.live(at=now).filter(article=article_id).exists():
        raise NotLive(_("This story cannot be commented on at the moment."))
    article = Article.objects.only("published_at").get(pk=article_id)
    comment = Comment(
        article=article,
        parent_id=parent_id,
        writer=sender.writer or Writer.objects.create(name=name),
        author_name=name,
        text=text,
        posted_at=now,
    )
    sent_before = earlier_copy(comment, now)
    if sent_before:
        return sent_before
    if not under_limit(article_id, address):
        raise Flooded(_("That was a lot of comments at once. Please wait a minute and try again."))
    comment.save()
    return comment


def earlier_copy(comment: Comment, now: datetime) -> Comment | None:
    same = Comment.objects.filter(words_key=comment.sign().words_key, article=comment.article_id)
    recent = same.filter(ranked_at__gt=now - REPEAT_WINDOW)
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
    article = Article.objects.only("published_at").get(pk=article_id)
    for comment in comments:
        words = cut(tidying.tidy_text(comment.text), TEXT_LENGTH)
        if words:
            yield Comment(
                article=article,
                author_name=cut(tidying.tidy_name(comment.author), NAME_LENGTH),
                text=words,
                likes=max(comment.likes, 0),
                posted_at=comment.posted_at,
                origin=CommentOrigin.IMPORTED,
                created_at=now,
            ).sign()


def cut(words: str, limit: int) -> str:
    """At most `limit` characters; what was cut is still in the original that the import keeps."""
    return words if len(words) <= limit else words[: limit - len(ELLIPSIS)].rstrip() + ELLIPSIS

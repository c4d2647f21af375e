"""Likes of comments: one from each known writer, one a day from each network that is none."""

from __future__ import annotations

from datetime import timedelta

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import signals, visitors
from articles.workflow import Refused
from comments import limits, sealing
from comments.identity import Sender
from comments.models import Comment, Like, Whereabouts, Writer
from comments.posting import NotLive
from comments.ranking import score

#: So long it is known that a network liked a comment, or wrote it.
DAY = timedelta(days=1)
#: Pages are told of likes at most once in so many seconds: they come thick and weigh little.
ANNOUNCE_EVERY = 30


class OwnComment(Refused):
    """Nobody likes what they wrote themselves."""


@transaction.atomic
def like(comment_id: int, *, sender: Sender, back: bool = False) -> int:
    """The number of likes after this one, or after it was taken back; twice is once.

    Raises NotLive, OwnComment and limits.Flooded.
    """
    limits.like(sender)
    comment = held(comment_id)
    if is_own(comment, sender):
        raise OwnComment(_("You wrote this comment yourself, so your like would not count."))
    if not noted(comment, sender, back=back):
        return comment.likes
    return count(comment, max(comment.likes + (-1 if back else 1), 0))


def held(comment_id: int) -> Comment:
    """The comment that readers see, held so that of two likes at once both are counted."""
    rows = Comment.objects.shown().of_live_stories().select_related("article")
    columns = ("likes", "posted_at", "writer", "article__published_at")
    comment = rows.only(*columns).select_for_update(of=("self",)).filter(pk=comment_id).first()
    if comment is None:
        raise NotLive(_("This comment is not shown any more."))
    return comment


def is_own(comment: Comment, sender: Sender) -> bool:
    """Whether they wrote it: the same writer, or, for who did not sign in, the same network."""
    if sender.writer and sender.writer.pk == comment.writer_id:
        return True
    if sender.writer and sender.writer.subject:
        return False
    marks = sealing.network_marks(sender.address)
    recent = Whereabouts.objects.filter(comment=comment, at__gt=timezone.now() - DAY)
    return recent.filter(network__in=marks).exists()


def noted(comment: Comment, sender: Sender, *, back: bool) -> bool:
    """Whether this changes anything: nobody likes twice, or takes back what they did not give."""
    if sender.writer:
        return noted_in_rows(comment, sender.writer, back=back)
    try:
        mark = visitors.mark(visitors.network_of(sender.address), f"like {comment.pk}")
        return cache.delete(mark) if back else cache.add(mark, 1, DAY.total_seconds())
    except visitors.UNREACHABLE as error:
        raise Refused(
            _("Likes cannot be counted at the moment. Please try again later.")
        ) from error


def noted_in_rows(comment: Comment, writer: Writer, *, back: bool) -> bool:
    if back:
        return bool(Like.objects.filter(comment=comment, writer=writer).delete()[0])
    return Like.objects.get_or_create(comment=comment, writer=writer)[1]


def count(comment: Comment, likes: int) -> int:
    place = score(likes, comment.posted_at, comment.article.published_at)
    Comment.objects.filter(pk=comment.pk).update(likes=likes, score=place)
    transaction.on_commit(announce)
    return likes


def announce() -> None:
    """Tell pages that they changed, unless they were told a moment ago."""
    try:
        is_due = cache.add("letters-likes-announced", 1, ANNOUNCE_EVERY)
    except visitors.UNREACHABLE:
        is_due = True
    if is_due:
        signals.public_changed.send_robust(sender=Like)


def liked_by(writer: Writer | None, comments: list[Comment]) -> set[int]:
    """Which of these comments the writer likes; asks nothing for somebody unknown."""
    if writer is None or not comments:
        return set()
    given = Like.objects.filter(writer=writer, comment__in=[comment.pk for comment in comments])
    return set(given.values_list("comment_id", flat=True))

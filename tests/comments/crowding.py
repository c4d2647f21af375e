"""A story with very many comments, written by the database itself, since one by one takes long."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from articles.models import Article, User
from comments import tallies
from comments.choices import CommentState
from comments.models import Comment

#: Each a second older than the one before, and of every liking.
MADE = {
    "score": "(n.i * 7919) %% 5000000",
    "likes": "n.i %% 97",
    "posted_at": {
        "sqlite": "strftime('%%Y-%%m-%%d %%H:%%M:%%S', posted_at, '-' || n.i || ' seconds')",
        "postgresql": "posted_at - n.i * interval '1 second'",
    }[connection.vendor],
}


def fill(article: Article, by: User, *, heads: int, replies: int) -> Comment:
    """Fill a story with so many comments that readers see, and one of these with replies, which
    it gives back."""
    now = timezone.now()
    common = {"article": article, "author_name": "网友", "posted_at": now - timedelta(minutes=1)}
    common |= {"state": CommentState.APPROVED, "decided_by": by, "decided_at": now}
    multiply(Comment.objects.create(text="沙发", **common), heads)
    head = Comment.objects.create(text="最热的一条", is_picked=True, **common)
    multiply(Comment.objects.create(text="同意", parent=head, **common), replies)
    tallies.count_replies([head.pk])
    tallies.recount([article.pk])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE comments_comment")
    head.refresh_from_db()
    return head


def multiply(comment: Comment, number: int) -> None:
    """Write the same comment so often in all, each time with another place in both orders."""
    fields = [field for field in Comment._meta.local_concrete_fields if not field.generated]
    columns = [str(field.column) for field in fields if not field.primary_key]
    chosen = ", ".join(MADE.get(column, column) for column in columns)
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO comments_comment ({', '.join(columns)}) {numbers} "  # noqa: S608
            f"SELECT {chosen} FROM n, comments_comment WHERE id = %s",
            [number - 1, comment.pk],
        )

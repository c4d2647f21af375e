"""Whether a writer is trusted, so that a comment of theirs may be shown before it is reviewed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from articles.jobs import SYSTEM
from comments.choices import CommentState, Trust
from comments.models import Ban, Comment, Writer

#: For so long a rejection counts against a writer. LettersSettings says it in a help text.
MEMORY = timedelta(days=90)


def is_trusted(writer: Writer | None, after: int, now: datetime) -> bool:
    """What moderators set holds; else a writer earns it: `after` comments approved, none that a
    person rejected within MEMORY, and no ban in force. Screening's refusals do not count: a list
    of words may be wrong. One query at most."""
    if writer is None or writer.trust == Trust.WATCHED:
        return False
    if writer.trust == Trust.TRUSTED:
        return True
    theirs = Comment.objects.order_by().filter(writer=OuterRef("pk"))
    approved = theirs.filter(state=CommentState.APPROVED)
    rejected = theirs.filter(state=CommentState.REJECTED, decided_at__gt=now - MEMORY)
    by_a_person = rejected.exclude(decided_by__username=SYSTEM)
    banned = Ban.objects.order_by().in_force(now).filter(writer=OuterRef("pk"))
    nth = approved[max(after, 1) - 1 : max(after, 1)]  # One that exists where there are so many.
    row = Writer.objects.filter(Exists(nth), ~Exists(by_a_person), ~Exists(banned), pk=writer.pk)
    return row.exists()

"""Who is in a story, and the lock that one of them may take or another may break."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from articles.models import Article, EditLock, User

#: A lock lapses this long after the last sign of its holder.
LOCK_LASTS = timedelta(minutes=15)


def holder_of(article: Article) -> User | None:
    """Who holds the lock of this story now."""
    since = timezone.now() - LOCK_LASTS
    held = EditLock.objects.filter(article=article, at__gte=since).select_related("by").first()
    return held.by if held else None

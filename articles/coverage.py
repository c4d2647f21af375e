"""What was reported before on the special subjects of a story (previous coverage)."""

from __future__ import annotations

from datetime import datetime

from articles.models import Edition

ROWS = 5


def earlier(edition: Edition, now: datetime) -> list[Edition]:
    """The newest live stories of the same topics that came before it, never the story itself.

    One query, and none for a story without topics. A topic is known by its address; where that
    was changed since the edition was made, its stories are not found, nor is a link to it shown.
    """
    slugs = [topic["slug"] for topic in edition.topics]
    if not slugs:
        return []
    gathered = Edition.topic_rows.through.objects.filter(topic__slug__in=slugs)
    known = Edition.objects.live(at=now).filter(pk__in=gathered.values("edition"))
    before = known.filter(published_at__lt=edition.published_at)
    others = before.exclude(article=edition.article_id).for_lists()
    return list(others.newest_first()[:ROWS])

"""A live story, and comments in every state under it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles.models import Article, Edition, User
from comments import challenge, sealing, tallies
from comments.choices import CommentState
from comments.models import Comment, Whereabouts

Write = Callable[..., Comment]


def opened(article: Article, ago: timedelta = timedelta(seconds=10)) -> str:
    """What a form under the story brings along that was opened so long ago."""
    return challenge.issue(article.pk, now=timezone.now() - ago)


@pytest.fixture
def live(put_out: Callable[..., Edition]) -> Article:
    """A story that readers can read."""
    return put_out("地铁新线开通").article


@pytest.fixture
def write(live: Article, chief: User) -> Write:
    """Writes a comment under the live story, decided on if its state wants that."""

    def written(text: str = "写得好", **fields: Any) -> Comment:
        now: datetime = timezone.now()
        given: dict[str, Any] = {"article": live, "author_name": "读者", "posted_at": now} | fields
        if given.get("state", CommentState.WAITING) != CommentState.WAITING:
            given = {"decided_by": chief, "decided_at": now} | given
        if given.get("state") == CommentState.AHEAD:
            given |= {"decided_by": None, "decided_at": None}
        comment = Comment.objects.create(text=text, **given)
        tallies.after_change([comment])
        return comment

    return written


@pytest.fixture
def shown(write: Write) -> Write:
    """Writes a comment that passed review."""
    return lambda text="写得好", **fields: write(text, state=CommentState.APPROVED, **fields)


@pytest.fixture
def sent(write: Write) -> Write:
    """Writes a comment and keeps from where it came, so many days ago."""

    def written(
        address: str = "203.0.113.7", port: int = 51_872, days: float = 0, **fields: Any
    ) -> Comment:
        comment = write(**fields)
        Whereabouts.objects.create(
            comment=comment,
            sealed=sealing.seal(address, port),
            network=sealing.network_mark(address),
            at=timezone.now() - timedelta(days=days),
        )
        return comment

    return written

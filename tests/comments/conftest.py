"""A live story, and comments in every state under it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from articles.models import Article, Edition, User
from comments import tallies
from comments.choices import CommentState
from comments.models import Comment

Write = Callable[..., Comment]


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

"""A live story, and comments in every state under it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles import signals
from articles.models import Article, Edition, User
from articles.workflow import Refused
from comments import challenge, posting, sealing, tallies
from comments.choices import CommentState, LetterVerb, ReportReason
from comments.models import Appeal, Comment, Report, Whereabouts

Write = Callable[..., Comment]


def at_once(*acts: Callable[[], Any]) -> list[Refused]:
    """Run each act on a connection of its own, all starting together; who was refused, and how."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Refused | None:
        start.wait(timeout=10)
        try:
            act()
        except Refused as refused:
            return refused
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(acts)) as pool:
        return [refused for refused in pool.map(run, acts) if refused]


def opened(article: Article, ago: timedelta = timedelta(seconds=10)) -> str:
    """What a form under the story brings along that was opened so long ago."""
    return challenge.issue(article.pk, now=timezone.now() - ago)


def post(
    article: Article, text: str = "写得好", address: str = "192.0.2.7", **given: Any
) -> Comment:
    """As a browser sends it that never posted before, ten seconds after it opened the form."""
    asked = {
        "name": "读者",
        "sender": posting.Sender(address=address),
        "sending": challenge.Sending(opened(article)),
    }
    return posting.post(article.pk, text=text, **(asked | given))


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
def desk(moderator: User) -> Client:
    """A moderator's browser."""
    client = Client()
    client.force_login(moderator)
    return client


@pytest.fixture
def colleague(hire: Callable[[str], User]) -> User:
    """Another moderator, whom sentences tell from the first."""
    user = hire("moderator")
    user.real_name = "Colleague"
    user.save()
    return user


@pytest.fixture
def reported() -> Callable[..., Report]:
    """Has a reader report a comment."""

    def complained(comment: Comment, **fields: Any) -> Report:
        due = timezone.now() + timedelta(hours=24)
        given = {"reason": ReportReason.ABUSE, "due_at": due} | fields
        return Report.objects.create(comment=comment, **given)

    return complained


@pytest.fixture
def appealed() -> Callable[..., Appeal]:
    """Has the writer of a rejected comment appeal against the last decision."""

    def complained(comment: Comment, **fields: Any) -> Appeal:
        due = timezone.now() + timedelta(hours=72)
        decision = comment.decisions.filter(verb=LetterVerb.REJECT).latest("pk")
        given = {"words": "请再看看", "due_at": due, "decision": decision} | fields
        return Appeal.objects.create(comment=comment, **given)

    return complained


@pytest.fixture
def heard() -> Iterator[list[Any]]:
    """Collects what is announced to readers' pages."""
    told: list[Any] = []

    def listen(sender: Any, **kwargs: Any) -> None:
        told.append(sender)

    signals.public_changed.connect(listen)
    yield told
    signals.public_changed.disconnect(listen)


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

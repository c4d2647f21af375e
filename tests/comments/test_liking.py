"""Likes: who may give one, how often, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from articles import signals, visitors, workflow
from articles.models import Article, Edition, User
from comments import liking, limits, posting
from comments.choices import CommentState
from comments.identity import Sender
from comments.models import Comment, Like, Writer
from comments.ranking import score
from tests.articles.test_concurrency import together
from tests.comments.conftest import Write

HERE, THERE = "192.0.2.7", "198.51.100.8"


def like(comment: Comment, address: str = HERE, **given: Any) -> int:
    sender = Sender(address, writer=given.pop("writer", None))
    return liking.like(comment.pk, sender=sender, **given)


@pytest.mark.parametrize("state", [CommentState.WAITING, CommentState.REJECTED])
def test_nobody_likes_what_nobody_sees(write: Write, state: CommentState) -> None:
    with pytest.raises(posting.NotLive):
        like(write(state=state))


def test_nobody_likes_under_a_story_that_is_withdrawn(
    shown: Write, live: Article, chief: User
) -> None:
    comment = shown()
    workflow.withdraw(live, by=chief, reason="核实中")
    with pytest.raises(posting.NotLive):
        like(comment)
    with pytest.raises(posting.NotLive):
        liking.like(comment.pk + 1, sender=Sender(HERE))


def test_nobody_likes_their_own_comment(sent: Write, chief: User) -> None:
    writer = Writer.objects.create()
    own = {"writer": writer, "state": CommentState.APPROVED}
    with pytest.raises(liking.OwnComment):
        like(sent(address=HERE, **own), THERE, writer=writer)
    with pytest.raises(liking.OwnComment):
        like(sent(address=HERE, **own))
    with pytest.raises(liking.OwnComment):
        like(sent(address=HERE, **own), writer=Writer.objects.create())


def test_a_network_is_not_suspected_for_longer_than_a_day_or_of_who_signed_in(sent: Write) -> None:
    own = {"writer": Writer.objects.create(), "state": CommentState.APPROVED, "address": HERE}
    assert like(sent(**own, days=2)) == 1
    assert like(sent(**own), writer=Writer.objects.create(subject="u1")) == 1


def test_a_known_writer_likes_once_and_may_take_it_back(shown: Write) -> None:
    comment, writer = shown(), Writer.objects.create()
    assert like(comment, writer=writer, back=True) == 0
    assert [like(comment, writer=writer) for _ in range(2)] == [1, 1]
    assert Like.objects.get().writer == writer
    assert [like(comment, writer=writer, back=True) for _ in range(2)] == [0, 0]
    assert not Like.objects.exists()


def test_a_network_likes_once_and_may_take_it_back(shown: Write) -> None:
    comment, other = shown(), shown("别的")
    assert [like(comment) for _ in range(2)] == [1, 1]
    assert [like(other), like(comment, THERE)] == [1, 2]
    assert [like(comment, back=True) for _ in range(2)] == [1, 1]
    assert not Like.objects.exists()


def test_what_was_imported_with_likes_keeps_them(shown: Write) -> None:
    assert like(shown(likes=12)) == 13


def test_a_like_moves_the_comment_in_the_hot_order(shown: Write, live: Article) -> None:
    comment = shown(likes=3)
    like(comment)
    comment.refresh_from_db()
    live.refresh_from_db()
    assert comment.score == score(4, comment.posted_at, live.published_at) > score(3, None, None)


@pytest.mark.django_db(transaction=True)
def test_pages_are_told_at_once_and_then_not_for_a_while(shown: Write) -> None:
    told: list[object] = []
    comment, writer = shown(), Writer.objects.create()

    def note(sender: object, **kwargs: Any) -> None:
        told.append(sender)

    signals.public_changed.connect(note)
    try:
        like(comment)
        like(comment)
        like(comment, writer=writer)
        assert told == [Like]
        cache.delete("letters-likes-announced")
        like(comment, writer=writer, back=True)
        assert told == [Like, Like]
    finally:
        signals.public_changed.disconnect(note)


def test_a_flood_of_likes_is_refused(shown: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LIKES", limits.Limit("like", 2, timedelta(minutes=1)))
    comment = shown()
    like(comment)
    like(comment, back=True)
    with pytest.raises(limits.Flooded):
        like(comment)


def test_where_the_cache_is_gone_strangers_are_told_so(
    shown: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*args: Any, **kwargs: Any) -> bool:
        raise ConnectionError

    monkeypatch.setattr(visitors.cache, "add", gone)
    comment = shown()
    with pytest.raises(workflow.Refused):
        like(comment)
    assert like(comment, writer=Writer.objects.create()) == 1


def test_what_a_writer_likes_is_found_in_one_query(
    shown: Write, django_assert_num_queries: Any
) -> None:
    comments, writer = [shown(f"第{number}条") for number in range(3)], Writer.objects.create()
    like(comments[1], writer=writer)
    with django_assert_num_queries(0):
        assert liking.liked_by(None, comments) == set()
        assert liking.liked_by(writer, []) == set()
    with django_assert_num_queries(1):
        assert liking.liked_by(writer, comments) == {comments[1].pk}


@pytest.mark.django_db(transaction=True)
def test_of_many_likes_at_once_each_counts(put_out: Callable[..., Edition], chief: User) -> None:
    comment = Comment.objects.create(
        article=put_out("地铁新线开通").article,
        author_name="读者",
        text="写得好",
        posted_at=timezone.now(),
        state=CommentState.APPROVED,
        decided_by=chief,
        decided_at=timezone.now(),
    )
    writer = Writer.objects.create()
    senders = [Sender(f"203.0.113.{number}") for number in range(3)]
    senders += [Sender("203.0.113.9", writer=writer), Sender("203.0.113.10", writer=writer)]
    together(*(lambda one=one: liking.like(comment.pk, sender=one) for one in senders))
    comment.refresh_from_db()
    assert comment.likes == 4

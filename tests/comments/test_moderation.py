"""Acts on comments: who may, what stands, what is kept, what is announced."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from articles import signals
from articles.models import Article, User
from articles.workflow import Refused, Stale
from comments import moderation
from comments.choices import CommentState
from comments.models import Comment, Decision
from tests.comments.conftest import Write

Act = Callable[..., Comment]
ACTS = [moderation.approve, moderation.reject]


@pytest.fixture
def heard() -> Iterator[list[Any]]:
    """Collects what is announced to readers' pages."""
    told: list[Any] = []

    def listen(sender: Any, **kwargs: Any) -> None:
        told.append(sender)

    signals.public_changed.connect(listen)
    yield told
    signals.public_changed.disconnect(listen)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", ["reporter", "former moderator"])
def test_nobody_decides_without_the_right(
    act: Act, role: str, write: Write, hire: Callable[[str], User]
) -> None:
    user = hire("moderator" if role == "former moderator" else role)
    user.is_active = role != "former moderator"
    with pytest.raises(PermissionDenied):
        act(write(), by=user)
    assert Comment.objects.get().state == CommentState.WAITING
    assert not Decision.objects.exists()


@pytest.mark.parametrize("first", ACTS)
@pytest.mark.parametrize("second", ACTS)
def test_the_second_of_two_moderators_is_told_and_changes_nothing(
    first: Act, second: Act, write: Write, hire: Callable[[str], User]
) -> None:
    one, other = hire("moderator"), hire("moderator")
    pk = write().pk
    seen_by_one, seen_by_other = Comment.objects.get(pk=pk), Comment.objects.get(pk=pk)
    decided = first(seen_by_one, by=one)
    with pytest.raises(Stale) as told:
        second(seen_by_other, by=other)
    assert str(one) in str(told.value)
    kept = Comment.objects.get(pk=pk)
    assert (kept.state, kept.decided_by) == (decided.state, one)
    assert Decision.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_moderators_at_once_one_stands(write: Write, hire: Callable[[str], User]) -> None:
    comment, users = write(), [hire("moderator"), hire("moderator")]
    start, told = threading.Barrier(2), []

    def decide(act: Act, user: User) -> None:
        start.wait()
        try:
            act(Comment(pk=comment.pk, state=CommentState.WAITING), by=user)
        except Stale:
            told.append(user)
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=pair) for pair in zip(ACTS, users, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 1
    assert Decision.objects.get().by not in told


def test_approving_twice_is_refused(shown: Write, moderator: User) -> None:
    with pytest.raises(Refused) as refused:
        moderation.approve(shown(), by=moderator)
    assert not isinstance(refused.value, Stale)
    assert not Decision.objects.exists()


@pytest.mark.parametrize("act", ACTS)
def test_a_decision_keeps_who_when_and_why(
    clock: Any, act: Act, write: Write, moderator: User
) -> None:
    comment = act(write(), by=moderator, note=" 与稿件无关 " + "长" * 300)
    kept = Comment.objects.get()
    decision = Decision.objects.get(comment=comment)
    assert (kept.state, kept.decided_by, kept.decision_note) == (
        comment.state,
        moderator,
        decision.note,
    )
    assert (decision.before, decision.after, decision.by) == ("waiting", kept.state, moderator)
    assert kept.decided_at == decision.at
    assert decision.note.startswith("与稿件无关")


def test_a_decision_can_be_turned_round_and_both_are_kept(write: Write, moderator: User) -> None:
    comment = moderation.approve(write(), by=moderator)
    moderation.reject(comment, by=moderator)
    assert Comment.objects.get().state == CommentState.REJECTED
    assert [decision.after for decision in Decision.objects.all()] == ["rejected", "approved"]


def test_many_are_decided_in_as_many_queries_as_one(
    write: Write, moderator: User, django_assert_num_queries: Any
) -> None:
    moderator.has_perm(moderation.PERMISSION)
    for rows in (1, 40):
        seen = {write(f"第{row}条").pk: CommentState.WAITING for row in range(rows)}
        with django_assert_num_queries(5):
            outcome = moderation.decide(seen, CommentState.APPROVED, by=moderator)
        assert len(outcome.done) == rows


@pytest.mark.parametrize(
    ("act", "state", "announced"),
    [
        (moderation.approve, CommentState.WAITING, 1),
        (moderation.reject, CommentState.APPROVED, 1),
        (moderation.reject, CommentState.WAITING, 0),
    ],
)
def test_readers_pages_hear_of_what_they_show(
    act: Act,
    state: CommentState,
    announced: int,
    write: Write,
    moderator: User,
    heard: list[Any],
    django_capture_on_commit_callbacks: Any,
) -> None:
    comment = write(state=state)
    with django_capture_on_commit_callbacks(execute=True):
        act(comment, by=moderator)
        assert heard == []
    assert heard == [Comment] * announced


def test_a_comment_of_another_story_is_left_alone(
    write: Write, live: Article, moderator: User
) -> None:
    chosen, other = write("一"), write("二")
    moderation.approve(chosen, by=moderator)
    assert list(Comment.objects.waiting()) == [other]

"""Staff picks: what can be one, who was first, and that readers' pages hear of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from articles.models import User
from articles.workflow import Refused, Stale
from comments import moderation
from comments.choices import CommentOrder, CommentState
from comments.models import Comment, Decision
from tests.comments.conftest import Write, at_once


@pytest.mark.parametrize("act", [moderation.pick, moderation.unpick])
def test_nobody_picks_without_the_right(
    act: Callable[..., Comment], shown: Write, reporter: User
) -> None:
    with pytest.raises(PermissionDenied):
        act(shown(is_picked=act == moderation.unpick), by=reporter)
    assert not Decision.objects.exists()


@pytest.mark.parametrize("state", [CommentState.WAITING, CommentState.REJECTED])
def test_what_readers_do_not_see_cannot_be_picked(
    state: CommentState, write: Write, moderator: User
) -> None:
    with pytest.raises(Refused):
        moderation.pick(write(state=state), by=moderator)
    assert not Comment.objects.get().is_picked


def test_an_answer_cannot_be_picked(shown: Write, moderator: User) -> None:
    with pytest.raises(Refused):
        moderation.pick(shown(parent=shown()), by=moderator)


def test_who_picks_second_is_told_who_was_first(
    shown: Write, moderator: User, colleague: User
) -> None:
    moderation.pick(comment := shown(), by=moderator)
    with pytest.raises(Stale, match="Moderator"):
        moderation.pick(comment, by=colleague)
    moderation.unpick(comment, by=colleague)
    with pytest.raises(Stale, match="Colleague"):
        moderation.unpick(comment, by=moderator)


def test_what_was_rejected_since_is_not_picked(
    shown: Write, moderator: User, colleague: User
) -> None:
    seen = Comment.objects.get(pk=shown().pk)
    moderation.reject(Comment.objects.get(), by=colleague)
    with pytest.raises(Stale, match="Colleague"):
        moderation.pick(seen, by=moderator)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_picks(shown: Write, moderator: User, colleague: User) -> None:
    comment = shown()
    (told,) = at_once(
        *(lambda by=by: moderation.pick(comment, by=by) for by in (moderator, colleague))
    )
    assert isinstance(told, Stale)
    assert str(Decision.objects.get().by) in str(told)


@pytest.mark.django_db(transaction=True)
def test_nothing_that_is_rejected_at_once_stays_a_pick(
    shown: Write, moderator: User, colleague: User
) -> None:
    comment = shown()
    at_once(
        lambda: moderation.pick(comment, by=moderator),
        lambda: moderation.reject(Comment.objects.get(pk=comment.pk), by=colleague),
    )
    kept = Comment.objects.get()
    assert (kept.state, kept.is_picked) == (CommentState.REJECTED, False)


def test_a_pick_stands_before_what_is_liked(
    shown: Write, moderator: User, heard: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    liked, plain = shown("liked", likes=900), shown("plain")
    with django_capture_on_commit_callbacks(execute=True):
        picked = moderation.pick(plain, by=moderator)
    assert picked.is_picked
    assert list(Comment.objects.in_order(CommentOrder.HOT)) == [plain, liked]
    decision = Decision.objects.get()
    assert (decision.verb, decision.comment, decision.before) == ("pick", plain, "")
    assert len(heard) == 1


def test_a_picked_comment_that_is_rejected_loses_its_pick(shown: Write, moderator: User) -> None:
    moderation.reject(moderation.pick(shown(), by=moderator), by=moderator)
    assert not Comment.objects.get().is_picked
    assert [row.verb for row in Decision.objects.all()] == ["unpick", "reject", "pick"]

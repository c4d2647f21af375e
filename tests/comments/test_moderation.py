"""Acts on comments: who may, what stands, what is kept, what is announced."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from articles.models import Article, User
from articles.workflow import Refused, Stale
from comments import moderation
from comments.choices import CommentState
from comments.models import Comment, Decision, Tally
from tests.comments.conftest import Write, at_once

Act = Callable[..., Comment]
ACTS = [moderation.approve, moderation.reject]


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
    clock: Any, first: Act, second: Act, write: Write, moderator: User, colleague: User
) -> None:
    pk = write().pk
    seen_by_one, seen_by_other = Comment.objects.get(pk=pk), Comment.objects.get(pk=pk)
    decided = first(seen_by_one, by=moderator)
    clock.shift(timedelta(minutes=5))
    with pytest.raises(Stale, match=r"Moderator.*10:00"):
        second(seen_by_other, by=colleague)
    kept = Comment.objects.get(pk=pk)
    assert (kept.state, kept.decided_by) == (decided.state, moderator)
    assert Decision.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_moderators_at_once_one_stands(
    write: Write, moderator: User, colleague: User
) -> None:
    comment = write()
    (told,) = at_once(
        *(
            lambda act=act, by=by: act(Comment(pk=comment.pk, state="waiting"), by=by)
            for act, by in zip(ACTS, (moderator, colleague), strict=True)
        )
    )
    assert isinstance(told, Stale)
    assert str(Decision.objects.get().by) in str(told)


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_on_the_same_threads_do_not_wait_for_each_other(
    write: Write, shown: Write, moderator: User, colleague: User
) -> None:
    """One goes up the numbers and the other down, over comments and the answers under them."""
    heads = [shown(str(number)) for number in range(6)]
    rows = [*heads, *(write("答", parent=head) for head in reversed(heads))]
    seen = {row.pk: CommentState(row.state) for row in rows}
    back = dict(reversed(seen.items()))
    outcomes: list[moderation.Outcome] = []

    def decide(by: User, listed: dict[int, CommentState]) -> None:
        outcomes.append(moderation.decide(listed, CommentState.REJECTED, by=by))

    assert at_once(lambda: decide(moderator, seen), lambda: decide(colleague, back)) == []
    assert sorted(len(outcome.done) for outcome in outcomes) == [0, 12]
    assert Tally.objects.get().shown == 0


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
        with django_assert_num_queries(11):
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


def test_a_comment_that_waits_again_is_told_by_who_put_it_back(
    write: Write, moderator: User, colleague: User
) -> None:
    comment = write()
    seen = Comment.objects.get(pk=moderation.approve(comment, by=moderator).pk)
    moderation.undo(Decision.objects.get().batch, by=moderator)
    with pytest.raises(Stale, match="Moderator"):
        moderation.reject(seen, by=colleague)


def test_what_screening_refuses_is_kept_with_its_decision(write: Write) -> None:
    comment = write()
    moderation.refuse_by_screening(comment, "广告")
    kept, decision = Comment.objects.get(), Decision.objects.get()
    assert (kept.state, kept.decided_by, kept.decision_note) == ("rejected", decision.by, "广告")
    assert (decision.verb, decision.before) == ("reject", "waiting")
    assert not decision.by.is_active


def test_a_moderator_may_show_what_screening_refused(write: Write, moderator: User) -> None:
    comment = write()
    moderation.refuse_by_screening(comment, "")
    assert moderation.approve(comment, by=moderator).state == CommentState.APPROVED

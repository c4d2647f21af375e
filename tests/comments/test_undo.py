"""Taking an act back: by whom, for how long, and that all of it comes back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles.models import User
from articles.workflow import Refused
from comments import moderation
from comments.choices import CommentState
from comments.models import Appeal, Comment, Decision, Report, Tally
from tests.comments.conftest import Write, at_once

LATE = moderation.UNDO_WITHIN + timedelta(seconds=1)


def rejected(comment: Comment, by: User) -> Any:
    """The number of an act that rejected a comment."""
    seen = {comment.pk: CommentState(comment.state)}
    return moderation.decide(seen, CommentState.REJECTED, by=by).batch


def test_nobody_undoes_without_the_right(write: Write, moderator: User) -> None:
    batch = rejected(write(), moderator)
    moderator.is_active = False
    with pytest.raises(PermissionDenied):
        moderation.undo(batch, by=moderator)


def test_another_one_cannot_undo_it(write: Write, moderator: User, colleague: User) -> None:
    batch = rejected(write(), moderator)
    with pytest.raises(Refused):
        moderation.undo(batch, by=colleague)
    assert Comment.objects.get().state == CommentState.REJECTED


def test_after_a_while_it_is_too_late(write: Write, moderator: User) -> None:
    batch = rejected(write(), moderator)
    with pytest.raises(Refused, match="10"):
        moderation.undo(batch, by=moderator, now=timezone.now() + LATE)


def test_an_act_that_is_not_known_cannot_be_undone(moderator: User) -> None:
    with pytest.raises(Refused):
        moderation.undo(uuid4(), by=moderator)


def test_an_undoing_cannot_be_undone(write: Write, moderator: User) -> None:
    outcome = moderation.undo(rejected(write(), moderator), by=moderator)
    assert outcome.batch
    with pytest.raises(Refused):
        moderation.undo(outcome.batch, by=moderator)


def test_what_somebody_decided_since_stands(write: Write, moderator: User, colleague: User) -> None:
    one, other = write("\u4e00"), write("\u4e8c")
    seen = {row.pk: CommentState.WAITING for row in (one, other)}
    batch = moderation.decide(seen, CommentState.REJECTED, by=moderator).batch
    moderation.approve(Comment.objects.get(pk=one.pk), by=colleague)
    assert batch
    outcome = moderation.undo(batch, by=moderator)
    assert (outcome.done, outcome.overtaken) == ([other], [one])
    assert "Colleague" in moderation.overtaken_sentence(outcome.overtaken[0])
    assert Comment.objects.get(pk=one.pk).state == CommentState.APPROVED


def test_what_was_decided_and_decided_back_since_stands_too(
    write: Write, moderator: User, colleague: User
) -> None:
    batch = rejected(comment := write(), moderator)
    for act in (moderation.approve, moderation.reject):
        act(Comment.objects.get(), by=colleague)
    assert moderation.undo(batch, by=moderator).overtaken == [comment]
    assert Comment.objects.get().decided_by == colleague


@pytest.mark.parametrize("state", ["waiting", "ahead"])
def test_what_nobody_had_decided_waits_again(state: str, write: Write, moderator: User) -> None:
    batch = rejected(write(state=state), moderator)
    outcome = moderation.undo(batch, by=moderator)
    kept = Comment.objects.get()
    assert (kept.state, kept.decided_by, kept.decided_at) == (state, None, None)
    assert [one.state for one in outcome.done] == [state]
    last = Decision.objects.first()
    assert last
    assert (last.verb, last.before, last.after) == ("undo", "rejected", state)


def test_who_decided_before_is_named_again(write: Write, moderator: User, colleague: User) -> None:
    comment = moderation.approve(write(), by=colleague, note="\u597d")
    before = Comment.objects.get()
    moderation.undo(rejected(comment, moderator), by=moderator)
    kept = Comment.objects.get()
    assert (kept.state, kept.decided_by, kept.decision_note) == ("approved", colleague, "\u597d")
    assert kept.decided_at == before.decided_at


def test_readers_see_it_again_with_its_answers(
    shown: Write, moderator: User, heard: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    answer = shown("\u7b54", parent=(head := shown()))
    batch = rejected(head, moderator)
    assert not Comment.objects.shown().exists()
    with django_capture_on_commit_callbacks(execute=True):
        moderation.undo(batch, by=moderator)
    assert set(Comment.objects.shown()) == {head, answer}
    assert (Tally.objects.get().shown, len(heard)) == (2, 1)


def test_a_pick_is_a_pick_again(shown: Write, moderator: User) -> None:
    comment = moderation.pick(shown(), by=moderator)
    batch = rejected(comment, moderator)
    assert not Comment.objects.get().is_picked
    moderation.undo(batch, by=moderator)
    assert Comment.objects.get().is_picked


def test_what_waits_again_is_no_pick(write: Write, moderator: User) -> None:
    outcome = moderation.decide(
        {write().pk: CommentState.WAITING}, CommentState.APPROVED, by=moderator
    )
    moderation.pick(outcome.done[0], by=moderator)
    assert outcome.batch
    moderation.undo(outcome.batch, by=moderator)
    assert not Comment.objects.get().is_picked
    assert Decision.objects.filter(verb="unpick").exists()


def test_complaints_that_it_settled_wait_again(
    shown: Write, moderator: User, reported: Callable[..., Report], appealed: Callable[..., Appeal]
) -> None:
    reported(comment := shown())
    batch = rejected(comment, moderator)
    assert Report.objects.get().outcome == "upheld"
    moderation.undo(batch, by=moderator)
    report = Report.objects.get()
    assert (report.outcome, report.settled_by, report.settled_at) == ("", None, None)


def test_an_appeal_that_it_granted_waits_again(
    write: Write, moderator: User, appealed: Callable[..., Appeal]
) -> None:
    appealed(comment := moderation.reject(write(), by=moderator))
    outcome = moderation.decide(
        {comment.pk: CommentState.REJECTED}, CommentState.APPROVED, by=moderator
    )
    assert Appeal.objects.get().outcome == "granted"
    assert outcome.batch
    moderation.undo(outcome.batch, by=moderator)
    assert Appeal.objects.get().outcome == ""


def test_many_are_undone_in_as_many_queries_as_one(
    write: Write, moderator: User, django_assert_num_queries: Any
) -> None:
    for rows in (1, 40):
        seen = {write(str(row)).pk: CommentState.WAITING for row in range(rows)}
        batch = moderation.decide(seen, CommentState.APPROVED, by=moderator).batch
        assert batch
        with django_assert_num_queries(14):
            assert len(moderation.undo(batch, by=moderator).done) == rows


@pytest.mark.django_db(transaction=True)
def test_of_an_undoing_and_a_decision_at_once_one_stands(
    write: Write, moderator: User, colleague: User
) -> None:
    batch = rejected(comment := write(), moderator)
    done: list[Comment] = []
    told = at_once(
        lambda: done.extend(moderation.undo(batch, by=moderator).done),
        lambda: done.append(
            moderation.approve(Comment(pk=comment.pk, state="rejected"), by=colleague)
        ),
    )
    assert len(done) == 1
    assert len(told) == (0 if done[0].state == "approved" else 1)
    assert Comment.objects.get().state == done[0].state

"""Appeals: an approval grants one, a denial answers it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied

from articles.models import User
from articles.workflow import Refused, Stale
from comments import moderation
from comments.models import Appeal, Comment, Decision
from tests.comments.conftest import Write, at_once

ANSWER = "\u7406\u7531\u4e0d\u53d8"


@pytest.fixture
def appeal(write: Write, appealed: Callable[..., Appeal], moderator: User) -> Appeal:
    return appealed(moderation.reject(write(), by=moderator))


def test_nobody_denies_without_the_right(appeal: Appeal, reporter: User) -> None:
    with pytest.raises(PermissionDenied):
        moderation.deny(appeal, by=reporter, answer=ANSWER)


def test_a_denial_has_an_answer(appeal: Appeal, moderator: User) -> None:
    with pytest.raises(Refused):
        moderation.deny(appeal, by=moderator, answer=" ")
    assert Appeal.objects.get().outcome == ""


def test_who_settles_second_is_told_who_was_first(
    appeal: Appeal, moderator: User, colleague: User
) -> None:
    moderation.deny(appeal, by=moderator, answer=ANSWER)
    with pytest.raises(Stale, match="Moderator"):
        moderation.deny(appeal, by=colleague, answer=ANSWER)


def test_an_appeal_that_was_granted_cannot_be_denied(
    appeal: Appeal, moderator: User, colleague: User
) -> None:
    moderation.approve(Comment.objects.get(), by=moderator)
    assert Appeal.objects.get().outcome == "granted"
    with pytest.raises(Stale, match="Moderator"):
        moderation.deny(appeal, by=colleague, answer=ANSWER)


def test_an_appeal_against_what_was_undone_is_not_denied(appeal: Appeal, moderator: User) -> None:
    moderation.undo(appeal.decision.batch, by=moderator)
    with pytest.raises(Refused) as refused:
        moderation.deny(appeal, by=moderator, answer=ANSWER)
    assert not isinstance(refused.value, Stale)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_settles(appeal: Appeal, moderator: User, colleague: User) -> None:
    comment = Comment.objects.get()
    (told,) = at_once(
        lambda: moderation.deny(appeal, by=moderator, answer=ANSWER),
        lambda: moderation.deny(Appeal.objects.get(), by=colleague, answer=ANSWER),
    )
    assert str(Appeal.objects.get().settled_by) in str(told)
    assert Comment.objects.get().state == comment.state


@pytest.mark.django_db(transaction=True)
def test_an_approval_and_a_denial_at_once_agree(
    appeal: Appeal, moderator: User, colleague: User
) -> None:
    at_once(
        lambda: moderation.deny(appeal, by=moderator, answer=ANSWER),
        lambda: moderation.approve(Comment.objects.get(), by=colleague),
    )
    kept = Appeal.objects.get()
    assert kept.outcome in {"granted", "denied"}
    assert kept.settled_by == (colleague if kept.outcome == "granted" else moderator)


def test_a_denial_answers_and_lets_the_rejection_stand(appeal: Appeal, colleague: User) -> None:
    denied = moderation.deny(appeal, by=colleague, answer=f" {ANSWER} ")
    assert (denied.outcome, denied.answer, denied.settled_by) == ("denied", ANSWER, colleague)
    assert Comment.objects.get().state == "rejected"
    decision = Decision.objects.first()
    assert decision
    assert (decision.verb, decision.note) == ("deny", ANSWER)


def test_who_is_rejected_again_may_appeal_again(
    appeal: Appeal, appealed: Callable[..., Appeal], moderator: User
) -> None:
    comment = moderation.approve(Comment.objects.get(), by=moderator)
    again = appealed(moderation.reject(comment, by=moderator))
    moderation.deny(again, by=moderator, answer=ANSWER)
    assert list(Appeal.objects.order_by("pk").values_list("outcome", flat=True)) == [
        "granted",
        "denied",
    ]

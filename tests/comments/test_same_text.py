"""The same text everywhere: what counts as the same, and one verdict on all of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied

from articles.models import Edition, User
from comments import moderation
from comments.choices import CommentState
from comments.models import Comment, Decision
from comments.moderation import everywhere
from tests.comments.conftest import Write

SPAM = "\u52a0\u6211\u9886\u7ea2\u5305"


def test_nobody_decides_without_the_right(write: Write, reporter: User) -> None:
    with pytest.raises(PermissionDenied):
        moderation.decide_same(write(), CommentState.APPROVED, by=reporter)


@pytest.mark.parametrize(
    ("text", "is_same"),
    [
        (SPAM, True),
        ("\u52a0 \u6211.\u9886*\u7ea2\u5305\uff01", True),
        ("\u52a0\u6211\u9818\u7d05\u5305", True),
        (SPAM + "\u5427", False),
        (SPAM[1:], False),
    ],
)
def test_texts_are_the_same_in_any_spelling(text: str, is_same: bool, write: Write) -> None:
    one, other = write(SPAM), write(text)
    assert set(moderation.same_text(one)) == ({one, other} if is_same else {one})


def test_signs_without_a_letter_are_the_same_only_as_they_stand(write: Write) -> None:
    thumb = write("\U0001f44d")
    write("\U0001f44e")
    assert list(moderation.same_text(thumb)) == [thumb]


def test_one_verdict_falls_on_all_that_is_open(
    write: Write, shown: Write, put_out: Callable[..., Edition], moderator: User
) -> None:
    elsewhere = put_out("\u53e6\u4e00\u7bc7").article
    one, ahead = write(SPAM), write(SPAM, state="ahead", article=elsewhere)
    approved, other = shown(SPAM), write("\u5199\u5f97\u597d")
    outcome = moderation.decide_same(one, CommentState.REJECTED, by=moderator, note="\u5e7f\u544a")
    assert set(outcome.done) == {one, ahead}
    states = dict(Comment.objects.values_list("pk", "state"))
    assert (states[approved.pk], states[other.pk]) == ("approved", "waiting")
    assert {row.batch for row in Decision.objects.all()} == {outcome.batch}


def test_it_is_undone_as_one(write: Write, moderator: User) -> None:
    one = write(SPAM)
    write(SPAM)
    outcome = moderation.decide_same(one, CommentState.REJECTED, by=moderator)
    assert outcome.batch
    moderation.undo(outcome.batch, by=moderator)
    assert Comment.objects.waiting().count() == 2


def test_one_act_takes_so_many_and_the_next_the_rest(
    write: Write, moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(everywhere, "AT_ONCE", 2)
    rows = [write(SPAM) for _row in range(3)]
    first = moderation.decide_same(rows[2], CommentState.REJECTED, by=moderator)
    assert first.done == rows[:2]
    assert moderation.decide_same(rows[2], CommentState.REJECTED, by=moderator).done == rows[2:]

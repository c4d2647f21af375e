"""Reports: a rejection upholds them, a dismissal lets the comment stand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied

from articles import workflow
from articles.models import Article, User
from articles.workflow import Refused, Stale
from comments import complaining, moderation
from comments.choices import ReportReason
from comments.identity import Sender
from comments.models import Comment, Decision, Report
from tests.comments.conftest import Write, at_once

Complain = Callable[..., Report]


def test_nobody_dismisses_without_the_right(
    shown: Write, reported: Complain, reporter: User
) -> None:
    reported(comment := shown())
    with pytest.raises(PermissionDenied):
        moderation.dismiss_reports(comment, by=reporter)


def test_a_comment_that_nobody_reported_has_nothing_to_dismiss(
    shown: Write, moderator: User
) -> None:
    with pytest.raises(Refused) as refused:
        moderation.dismiss_reports(shown(), by=moderator)
    assert not isinstance(refused.value, Stale)
    assert not Decision.objects.exists()


@pytest.mark.parametrize("act", [moderation.dismiss_reports, moderation.reject])
def test_who_settles_second_is_told_who_was_first(
    act: Callable[..., object],
    shown: Write,
    reported: Complain,
    moderator: User,
    colleague: User,
) -> None:
    reported(comment := shown())
    act(comment, by=moderator)
    with pytest.raises(Stale, match="Moderator"):
        moderation.dismiss_reports(comment, by=colleague)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_settles(
    shown: Write, reported: Complain, moderator: User, colleague: User
) -> None:
    reported(comment := shown())
    (told,) = at_once(
        *(lambda by=by: moderation.dismiss_reports(comment, by=by) for by in (moderator, colleague))
    )
    assert str(Report.objects.get().settled_by) in str(told)
    assert Decision.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_no_report_stays_open_of_what_is_rejected_at_once(shown: Write, moderator: User) -> None:
    comment = shown()
    at_once(
        lambda: moderation.reject(comment, by=moderator),
        lambda: complaining.report(
            comment.pk, reason=ReportReason.ABUSE, words="", sender=Sender(address="192.0.2.9")
        ),
    )
    assert not Report.objects.open().exists()
    assert Comment.objects.get().state == "rejected"


def test_a_report_that_nobody_has_read_stays_open(
    shown: Write, reported: Complain, moderator: User
) -> None:
    read, unread = reported(comment := shown()), reported(comment)
    assert moderation.dismiss_reports(comment, by=moderator, last_seen=read.pk) == 1
    assert list(Report.objects.filter(outcome="")) == [unread]


def test_a_dismissal_settles_all_and_lets_the_comment_stand(
    shown: Write, reported: Complain, moderator: User
) -> None:
    comment, other = shown(), shown("other")
    for one in (comment, comment, other):
        reported(one)
    assert moderation.dismiss_reports(comment, by=moderator, note="\u6ca1\u6709\u95ee\u9898") == 2
    settled = Report.objects.filter(comment=comment)
    assert {(one.outcome, one.settled_by) for one in settled} == {("dismissed", moderator)}
    assert Report.objects.get(comment=other).outcome == ""
    assert comment in Comment.objects.shown()
    decision = Decision.objects.get()
    assert (decision.verb, decision.note) == ("dismiss", "\u6ca1\u6709\u95ee\u9898")


def test_a_rejection_upholds_what_is_open(
    shown: Write, reported: Complain, moderator: User, colleague: User
) -> None:
    settled = reported(comment := shown())
    moderation.dismiss_reports(comment, by=colleague)
    upheld = reported(comment)
    moderation.reject(comment, by=moderator)
    outcomes = dict(Report.objects.values_list("pk", "outcome"))
    assert outcomes == {settled.pk: "dismissed", upheld.pk: "upheld"}
    assert Report.objects.get(pk=upheld.pk).settled_by == moderator


def test_a_report_under_a_withdrawn_story_stays_open_and_can_be_settled(
    live: Article, shown: Write, reported: Complain, moderator: User, chief: User
) -> None:
    reported(comment := shown())
    workflow.withdraw(live, by=chief, reason="\u6838\u5b9e")
    assert Report.objects.open().exists()
    assert moderation.dismiss_reports(comment, by=moderator) == 1

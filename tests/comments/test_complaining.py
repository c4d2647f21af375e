"""Reports of shown comments, and appeals for rejected ones."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from articles import workflow
from articles.models import Article, User
from comments import complaining, limits, moderation, posting
from comments.choices import CommentState, ReportReason
from comments.identity import Sender
from comments.models import Appeal, Comment, LettersSettings, Report, Writer
from tests.comments.conftest import Write

HERE, THERE = "192.0.2.7", "198.51.100.8"


def report(comment: Comment, address: str = HERE, words: str = "") -> Report:
    return complaining.report(
        comment.pk, reason=ReportReason.ABUSE, words=words, sender=Sender(address)
    )


@pytest.fixture
def writer(db: None) -> Writer:
    return Writer.objects.create(name="读者")


@pytest.fixture
def rejected(write: Write, writer: Writer, moderator: User) -> Comment:
    return moderation.reject(write("被拒的话", writer=writer), by=moderator, note="内部")


# Reports


@pytest.mark.parametrize("state", [CommentState.WAITING, CommentState.REJECTED])
def test_nobody_reports_what_nobody_sees(write: Write, state: CommentState) -> None:
    with pytest.raises(posting.NotLive):
        report(write(state=state))


def test_nobody_reports_under_a_story_that_is_withdrawn(
    shown: Write, live: Article, chief: User
) -> None:
    comment = shown()
    workflow.withdraw(live, by=chief, reason="核实中")
    with pytest.raises(posting.NotLive):
        report(comment)


def test_one_network_reports_a_comment_once(shown: Write) -> None:
    comment = shown()
    report(comment)
    with pytest.raises(complaining.Again):
        report(comment)
    report(comment, THERE)
    report(shown("别的"))
    assert Report.objects.open().count() == 3


def test_a_flood_of_reports_is_refused(shown: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "COMPLAINTS", limits.Limit("complain", 1, timedelta(minutes=1)))
    report(shown())
    with pytest.raises(limits.Flooded):
        report(shown("别的"))


def test_a_report_is_due_within_the_hours_of_the_site(shown: Write) -> None:
    LettersSettings.objects.create(report_hours=5)
    made = report(shown(), words="骂人")
    assert (made.words, made.reason, made.outcome) == ("骂人", ReportReason.ABUSE, "")
    assert made.due_at - made.at == timedelta(hours=5)


def test_a_reported_comment_stays_until_somebody_decides(shown: Write) -> None:
    comment = shown()
    report(comment)
    comment.refresh_from_db()
    assert comment.visible


# Appeals


def test_only_who_wrote_it_appeals(rejected: Comment) -> None:
    with pytest.raises(complaining.NotYours):
        complaining.appeal(rejected.pk, words="请再看看", writer=Writer.objects.create())
    assert not Appeal.objects.exists()


@pytest.mark.parametrize("state", [CommentState.WAITING, CommentState.APPROVED])
def test_only_what_was_rejected_is_appealed_for(
    write: Write, writer: Writer, state: CommentState
) -> None:
    with pytest.raises(complaining.NotYours):
        complaining.appeal(write(state=state, writer=writer).pk, words="?", writer=writer)


def test_what_was_rejected_before_the_log_began_cannot_be_appealed_for(
    write: Write, writer: Writer
) -> None:
    comment = write(state=CommentState.REJECTED, writer=writer)
    with pytest.raises(complaining.NotYours):
        complaining.appeal(comment.pk, words="请再看看", writer=writer)


def test_each_rejection_is_appealed_against_once(
    rejected: Comment, writer: Writer, moderator: User
) -> None:
    LettersSettings.objects.create(appeal_hours=48)
    first = complaining.appeal(rejected.pk, words="请再看看", writer=writer)
    assert first.due_at - first.at == timedelta(hours=48)
    with pytest.raises(complaining.Again):
        complaining.appeal(rejected.pk, words="再看一次", writer=writer)
    moderation.approve(Comment.objects.get(pk=rejected.pk), by=moderator)
    moderation.reject(Comment.objects.get(pk=rejected.pk), by=moderator)
    second = complaining.appeal(rejected.pk, words="又被拒了", writer=writer)
    assert first.decision != second.decision


def test_what_screening_refused_can_be_appealed_for(
    write: Write, writer: Writer, moderator: User
) -> None:
    comment: Any = write(writer=writer)
    moderation.refuse_by_screening(comment, "x")
    made = complaining.appeal(comment.pk, words="不是广告", writer=writer)
    moderation.approve(Comment.objects.get(pk=comment.pk), by=moderator)
    made.refresh_from_db()
    assert made.outcome == "granted"

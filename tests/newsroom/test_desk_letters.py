"""Letters on the desk's first page: what is to be read, what is due, and what is late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.jobs import system_user
from articles.models import Article, Edition, User
from comments.choices import CommentState, LetterVerb, ReportReason
from comments.models import Appeal, Comment, Decision, Report
from newsroom import desk_letters_chart
from newsroom.desk_board import Block, board
from newsroom.desk_letters_chart import letters_chart
from newsroom.desk_today import LISTINGS


@pytest.fixture
def live(put_out: Callable[..., Edition]) -> Article:
    return put_out("有跟帖").article


def written(live: Article, text: str, hours: int = 0, **fields: Any) -> Comment:
    now = timezone.now()
    given = {"created_at": now - timedelta(hours=hours), "posted_at": now} | fields
    return Comment.objects.create(article=live, author_name="读者", text=text, **given)


def reported(comment: Comment, reason: ReportReason, due_in: int) -> Report:
    due = timezone.now() + timedelta(hours=due_in)
    return Report.objects.create(comment=comment, reason=reason, due_at=due)


def appealed(comment: Comment, by: User, words: str, due_in: int) -> Appeal:
    now = timezone.now()
    decision = Decision.objects.create(
        comment=comment, verb=LetterVerb.REJECT, before="waiting", after="rejected", by=by, at=now
    )
    due = now + timedelta(hours=due_in)
    return Appeal.objects.create(comment=comment, decision=decision, words=words, due_at=due)


def block(user: User, name: str) -> Block:
    listing = next(one for one in LISTINGS if one.name == name)
    return next(one for one in board(user, timezone.now()).work if one.title == listing.title)


def test_the_oldest_that_waits_and_the_oldest_shown_ahead_are_told(
    clock: Any, live: Article, moderator: User
) -> None:
    written(live, "最早", 3)
    written(live, "后来", 1)
    written(live, "先发", 5, state=CommentState.AHEAD)
    done = {"decided_by": moderator, "decided_at": timezone.now()}
    written(live, "已审", 9, state=CommentState.APPROVED, **done)
    shown = block(moderator, "comments")
    assert shown.count == "3"
    assert [row.quote for row in shown.rows] == ["最早", "先发"]
    assert "3" in shown.rows[0].title
    assert "5" in shown.rows[1].title


def test_a_comment_stands_once_with_all_its_reasons_and_the_soonest_due_first(
    clock: Any, live: Article, moderator: User
) -> None:
    late, soon = written(live, "过期的"), written(live, "快到的")
    reported(soon, ReportReason.ABUSE, 5)
    reported(late, ReportReason.FALSE, -2)
    reported(late, ReportReason.PRIVACY, 20)
    shown = block(moderator, "reports")
    assert (shown.count, [row.title for row in shown.rows]) == ("2", ["过期的", "快到的"])
    reasons = [str(ReportReason(one).label) for one in (ReportReason.FALSE, ReportReason.PRIVACY)]
    assert list(shown.rows[0].facts)[1:3] == reasons
    assert "2" in shown.rows[0].late
    assert shown.rows[1].late == ""


def test_a_settled_report_is_off_the_page(clock: Any, live: Article, moderator: User) -> None:
    report = reported(written(live, "没事"), ReportReason.OTHER, 5)
    report.outcome, report.settled_by, report.settled_at = "dismissed", moderator, timezone.now()
    report.save()
    assert (block(moderator, "reports").count, block(moderator, "reports").rows) == ("0", [])


def test_an_appeal_says_what_the_writer_asks_and_by_when(
    clock: Any, live: Article, moderator: User
) -> None:
    appealed(written(live, "被退的"), moderator, "没有骂人", -1)
    appealed(written(live, "另一条"), moderator, "请再看看", 8)
    first, second = block(moderator, "appeals").rows
    assert (first.title, first.quote) == ("被退的", "没有骂人")
    assert "1" in first.late
    assert (second.late, "11-20 18:00" in " ".join(second.facts)) == ("", True)


def test_words_of_readers_are_shown_as_text(client: Client, live: Article, moderator: User) -> None:
    evil = "<script>alert(1)</script>"
    comment = written(live, evil)
    reported(comment, ReportReason.ABUSE, 5)
    appealed(comment, moderator, evil, 5)
    client.force_login(moderator)
    html = client.get(reverse("admin:index")).content.decode()
    assert evil not in html
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 4


def test_every_number_leads_to_a_list_that_opens(client: Client, moderator: User) -> None:
    client.force_login(moderator)
    shown = board(moderator, timezone.now())
    leading = [*shown.work, *shown.around, *shown.late]
    assert {client.get(one.address).status_code for one in leading} == {200}


def test_many_letters_cost_as_many_queries_as_few(live: Article, moderator: User) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            board(moderator, timezone.now())
        return len(queries)

    def add() -> None:
        comment = written(live, "一条")
        reported(comment, ReportReason.ABUSE, 5)
        appealed(comment, moderator, "申诉", 5)

    add()
    asked()  # From here on this person's rights are known.
    few = asked()
    for _number in range(5):
        add()
    assert asked() == few


def test_the_sidebar_leads_a_moderator_to_the_letters_and_a_reporter_to_none(
    client: Client, moderator: User, reporter: User
) -> None:
    queue = reverse("admin:comments_comment_changelist")
    for user, is_led in ((moderator, True), (reporter, False)):
        client.force_login(user)
        html = client.get(reverse("admin:index")).content.decode()
        assert (f'href="{queue}"' in html) == is_led


# The plot


def decide(comment: Comment, by: User, verb: LetterVerb, after: str) -> None:
    at = timezone.now()
    Decision.objects.create(comment=comment, verb=verb, before="waiting", after=after, by=by, at=at)


def test_decisions_are_counted_by_the_day_of_the_paper_and_by_who_refused(
    clock: Any, live: Article, moderator: User
) -> None:
    comment = written(live, "一条")
    decide(comment, moderator, LetterVerb.APPROVE, "approved")
    clock.shift(timedelta(days=1))
    decide(comment, moderator, LetterVerb.REJECT, "rejected")
    for _number in range(2):
        decide(comment, system_user(), LetterVerb.REJECT, "rejected")
    chart = letters_chart(timezone.now())
    told = {label: values for label, values in chart.table if values != ["0", "0", "0"]}
    assert told == {"11-20": ["1", "0", "0"], "11-21": ["0", "1", "2"]}
    assert len(chart.labels) == 14


def test_days_that_the_log_is_not_read_back_to_are_left_open(
    clock: Any, live: Article, moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    comment = written(live, "一条")
    for _day in range(3):
        clock.shift(timedelta(days=1))
        decide(comment, moderator, LetterVerb.APPROVE, "approved")
    monkeypatch.setattr(desk_letters_chart, "MOST_DECISIONS", 2)
    approved = [values[0] for _label, values in letters_chart(timezone.now()).table]
    assert approved == ["\u2013"] * 13 + ["1"]


@pytest.mark.parametrize(("role", "plots"), [("moderator", 3), ("reporter", 2)])
def test_moderators_have_a_plot_of_their_own(
    hire: Callable[[str], User], role: str, plots: int
) -> None:
    assert len(board(hire(role), timezone.now()).charts) == plots

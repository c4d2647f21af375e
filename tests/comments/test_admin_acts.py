"""What the buttons of the queue do: the act, the sentence, the rows anew, and the way back."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from articles.models import User
from comments import moderation
from comments.choices import AppealOutcome, CommentState, ReportOutcome
from comments.models import Ban, Comment, Decision, Report, Writer
from tests.comments.conftest import Write
from tests.comments.queueing import ACT, HOSTILE, LIST, NEWS, PAGE, press, seen, told


def sentences(answer: Any) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def test_a_decision_is_a_post_with_a_token(write: Write, moderator: User) -> None:
    comment, client = write(), Client(enforce_csrf_checks=True)
    client.force_login(moderator)
    fields = {"act": f"approve:{comment.pk}", "seen": seen(comment)}
    assert client.post(reverse(ACT), fields).status_code == 403
    assert client.get(reverse(ACT), fields).status_code == 405
    assert Comment.objects.get().state == CommentState.WAITING


@pytest.mark.parametrize(
    "act", ["waiting:1", "approve:x", "approve", "approve:999", f"reject:{'9' * 19}", "pick:"]
)
def test_a_forged_button_decides_nothing(write: Write, desk: Client, act: str) -> None:
    comment = write()
    act = act.replace("1", str(comment.pk)) if act.endswith(":1") else act
    fields = {"act": act, "seen": [*seen(comment), "x:waiting", f"{comment.pk}:nonsense:", "9:"]}
    assert desk.post(reverse(ACT), fields).status_code in {302, 404}
    assert Comment.objects.get().state == CommentState.WAITING


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:x", ""])
def test_an_act_leads_back_to_the_desk_only(write: Write, desk: Client, back: str) -> None:
    comment = write()
    fields = {"act": f"approve:{comment.pk}", "seen": seen(comment), "back": back}
    assert desk.post(reverse(ACT), fields)["Location"] == reverse(LIST)
    page = reverse(PAGE, args=[comment.pk])
    assert desk.post(reverse(ACT), fields | {"back": page})["Location"] == page


@pytest.mark.parametrize(("act", "state"), [("approve", "approved"), ("reject", "rejected")])
def test_one_button_decides_one_row_with_a_reason(
    write: Write, desk: Client, moderator: User, act: str, state: str
) -> None:
    one, other = write("一"), write("二")
    answer = told(desk, f"{act}:{one.pk}", one, other, note="与稿件无关", ready="别的")
    assert (answer["trouble"], list(answer["rows"])) == (False, [str(one.pk)])
    kept = Comment.objects.get(pk=one.pk)
    assert (kept.state, kept.decided_by, kept.decision_note) == (state, moderator, "与稿件无关")
    assert Comment.objects.waiting().get() == other
    assert f'data-state="{state}"' in answer["rows"][str(one.pk)]


@pytest.mark.parametrize(
    ("act", "typed", "kept"),
    [
        ("reject", " ", "广告"),
        ("reject", "刷屏\0" + "长" * 300, "刷屏" + "长" * 198),
        ("reject-same", "", "广告"),
        ("approve", "", ""),
        ("approve-same", "", ""),
        ("approve-same", "没问题", "没问题"),
    ],
)
def test_a_ready_reason_is_taken_against_a_comment_where_none_is_typed(
    write: Write, desk: Client, act: str, typed: str, kept: str
) -> None:
    comment = write()
    told(desk, f"{act}:{comment.pk}", comment, note=typed, ready="广告")
    assert Comment.objects.get().decision_note == kept


def test_the_chosen_are_decided_together_and_come_back_together(write: Write, desk: Client) -> None:
    one, two, left = write("一"), write("二", state=CommentState.AHEAD), write("三")
    answer = press(desk, "reject", one, two, note="刷屏")
    assert "2" in sentences(answer)
    assert set(Comment.objects.filter(state="rejected", decision_note="刷屏")) == {one, two}
    last = desk.get(reverse(LIST)).context["last"]
    assert press(desk, "undo", undo=last["undo"]).status_code == 200
    states = {comment.text: comment.state for comment in Comment.objects.all()}
    assert states == {"一": "waiting", "二": "ahead", left.text: "waiting"}
    assert desk.get(reverse(LIST)).context["last"] is None


@pytest.mark.parametrize("way", ["row", "bar"])
def test_the_second_moderator_is_told_and_overwrites_nothing(
    write: Write, desk: Client, colleague: User, way: str
) -> None:
    comment = write()
    moderation.reject(Comment.objects.get(), by=colleague, note="他先")
    if way == "row":
        answer = told(desk, f"approve:{comment.pk}", comment)
        said, rows = answer["said"], answer["rows"]
        assert answer["trouble"]
        assert "他先" in rows[str(comment.pk)]
    else:
        said = sentences(press(desk, "approve", comment))
    assert str(colleague) in said
    kept = Comment.objects.get()
    assert (kept.state, kept.decided_by) == (CommentState.REJECTED, colleague)
    assert Decision.objects.count() == 1


def test_rows_that_others_decided_meanwhile_come_with_any_answer(
    write: Write, desk: Client, colleague: User
) -> None:
    one, other, third = write("一"), write("二"), write("三")
    moderation.approve(Comment.objects.get(pk=other.pk), by=colleague)
    answer = told(desk, f"approve:{one.pk}", one, other, third)
    assert set(answer["rows"]) == {str(one.pk), str(other.pk)}
    assert str(colleague) in answer["rows"][str(other.pk)]


def test_an_open_queue_hears_what_others_decide_and_who_reads(
    write: Write, desk: Client, colleague: User, moderator: User
) -> None:
    one, other = write("一"), write("二")
    moderation.look([other.pk], by=colleague)
    moderation.reject(Comment.objects.get(pk=one.pk), by=colleague)
    fields = {"seen": [*seen(one, other), "x", "1:"], "at": str(other.pk)}
    answer = desk.post(reverse(NEWS), fields).json()
    assert list(answer["rows"]) == [str(one.pk)]
    assert answer["others"] == {str(other.pk): str(colleague)}
    assert moderation.others([other.pk], by=colleague) == {other.pk: str(moderator)}
    assert desk.post(reverse(NEWS), {"at": "x"}).json() == {"rows": {}, "others": {}}


def test_a_comment_is_picked_and_the_pick_taken_back(shown: Write, desk: Client) -> None:
    comment = shown()
    answer = told(desk, f"pick:{comment.pk}", comment)
    assert Comment.objects.get().is_picked
    assert "data-picked" in answer["rows"][str(comment.pk)]
    assert not told(desk, "undo", comment, undo=answer["undo"])["undo"]
    assert not Comment.objects.get().is_picked
    assert desk.get(reverse(LIST)).context["last"] is None


def test_what_readers_do_not_see_is_not_picked(write: Write, desk: Client) -> None:
    comment = write()
    answer = told(desk, f"pick:{comment.pk}", comment)
    assert answer["trouble"]
    assert not Comment.objects.get().is_picked


@pytest.mark.parametrize("days", ["1", "7", "30", ""])
def test_a_writer_is_banned_with_what_waits_of_theirs_and_both_come_back(
    write: Write, desk: Client, days: str
) -> None:
    writer = Writer.objects.create(name="刷屏")
    comment, other = write("一", writer=writer), write("二", writer=writer)
    fields = {"whom": "writer", "days": days, "and_reject": "on", "ready": "广告"}
    answer = told(desk, f"ban:{comment.pk}", comment, other, **fields)
    ban = Ban.objects.in_force().get()
    left = ban.expires_at and ban.expires_at - ban.at
    assert (ban.writer, ban.reason) == (writer, "广告")
    assert left == (timedelta(days=int(days)) if days else None)
    assert set(answer["rows"]) == {str(comment.pk), str(other.pk)}
    told(desk, "undo", comment, other, undo=answer["undo"])
    assert not Ban.objects.in_force().exists()
    assert Comment.objects.waiting().count() == 2


def test_a_network_is_banned_and_nobody_sees_which(sent: Any, desk: Client) -> None:
    comment = sent("203.0.113.7", writer=Writer.objects.create(name="刷屏"))
    answer = told(desk, f"ban:{comment.pk}", comment, whom="network", days="7", note="刷屏")
    assert Ban.objects.in_force().get().network
    assert "203.0.113" not in json.dumps(answer)


@pytest.mark.parametrize(
    "fields",
    [
        {"days": "1"},
        {"days": "2", "note": "刷屏"},
        {"days": "x", "note": "刷屏"},
        {"days": "9" * 30, "note": "刷屏"},
        {"days": "1", "note": "刷屏", "whom": "network"},
    ],
)
def test_a_ban_without_reason_term_or_network_is_refused(
    write: Write, desk: Client, fields: dict[str, str]
) -> None:
    comment = write(writer=Writer.objects.create(name="刷屏"))
    assert told(desk, f"ban:{comment.pk}", comment, **fields)["trouble"]
    assert not Ban.objects.exists()


def test_who_is_not_known_cannot_be_banned(write: Write, desk: Client) -> None:
    comment = write()
    assert told(desk, f"ban:{comment.pk}", comment, days="1", note="刷屏")["trouble"]
    assert not Ban.objects.exists()


def test_what_says_the_same_is_decided_everywhere(write: Write, desk: Client, put_out: Any) -> None:
    one = write("加微信领红包")
    write("加 微.信 领 红 包", article=put_out("另一篇").article)
    left = write("别的")
    told(desk, f"reject-same:{one.pk}", one, left, ready="广告")
    assert Comment.objects.filter(state=CommentState.REJECTED).count() == 2
    assert Comment.objects.waiting().get() == left


def test_reports_are_upheld_or_dismissed(shown: Write, desk: Client, reported: Any) -> None:
    upheld, dismissed = shown("一"), shown("二")
    for comment in (upheld, dismissed):
        reported(comment)
    told(desk, f"reject:{upheld.pk}", upheld)
    answer = told(desk, f"dismiss:{dismissed.pk}", dismissed)
    assert "data-reported" not in answer["rows"][str(dismissed.pk)]
    outcomes = dict(Report.objects.values_list("comment", "outcome"))
    assert outcomes == {
        upheld.pk: ReportOutcome.UPHELD,
        dismissed.pk: ReportOutcome.DISMISSED,
    }


def test_a_report_that_nobody_has_read_is_not_dismissed(
    shown: Write, desk: Client, reported: Any
) -> None:
    comment = shown()
    read = reported(comment)
    later = reported(comment)
    told(desk, f"dismiss:{comment.pk}", comment, read=f"{comment.pk}:{read.pk}")
    assert Report.objects.open().get() == later


def test_an_appeal_is_granted_by_approving_or_denied_with_an_answer(
    write: Write, desk: Client, moderator: User, appealed: Any
) -> None:
    granted, denied = (moderation.reject(write(one), by=moderator) for one in "一二")
    first, second = appealed(granted), appealed(denied)
    told(desk, f"approve:{granted.pk}", granted)
    assert told(desk, f"deny:{denied.pk}", denied)["trouble"]
    told(desk, f"deny:{denied.pk}", denied, note="仍与稿件无关")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.outcome, second.outcome) == (AppealOutcome.GRANTED, AppealOutcome.DENIED)
    assert second.answer == "仍与稿件无关"
    assert told(desk, f"deny:{denied.pk}", denied, note="再次")["trouble"]


@pytest.mark.parametrize("word", ["", "batch:x", f"batch:{UUID(int=1)}", "pick:x", "ban:1", "x:1"])
def test_a_forged_way_back_undoes_nothing(write: Write, desk: Client, word: str) -> None:
    comment = write()
    told(desk, f"approve:{comment.pk}", comment)
    assert told(desk, "undo", undo=word)["trouble"]
    assert Comment.objects.get().state == CommentState.APPROVED


def test_another_moderators_act_is_not_undone(write: Write, desk: Client, colleague: User) -> None:
    comment = write()
    outcome = moderation.decide(
        {comment.pk: CommentState.WAITING}, CommentState.APPROVED, by=colleague
    )
    assert told(desk, "undo", undo=f"batch:{outcome.batch}")["trouble"]
    assert Comment.objects.get().state == CommentState.APPROVED


def test_the_way_back_is_offered_for_as_long_as_it_is_open(
    cache_clock: Any, write: Write, desk: Client
) -> None:
    comment = write()
    told(desk, f"approve:{comment.pk}", comment)
    assert desk.get(reverse(PAGE, args=[comment.pk])).context["last"]
    cache_clock.shift(moderation.UNDO_WITHIN + timedelta(seconds=1))
    assert desk.get(reverse(LIST)).context["last"] is None


def test_markup_in_a_reason_is_shown_as_text(write: Write, desk: Client) -> None:
    comment = write(HOSTILE, author_name=HOSTILE[:40])
    answer = told(desk, f"reject:{comment.pk}", comment, note=HOSTILE)
    row = answer["rows"][str(comment.pk)]
    page = press(desk, f"approve:{comment.pk}", comment, note=HOSTILE).content.decode()
    for shown in (row, page):
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown

"""The moderators' queue: who may see it, what lies in its tabs, what a row says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from articles import workflow
from articles.models import Article, Section, User
from comments import moderation
from comments.choices import CommentState, Reason
from comments.models import Comment, Writer
from tests.comments.conftest import Write
from tests.comments.queueing import (
    ACT,
    HOSTILE,
    LIST,
    NEWS,
    PAGE,
    listed,
    shown_rows,
)


def finding(words: str, reason: Reason = Reason.BANNED_WORDS, **more: Any) -> dict[str, Any]:
    return {"reason": reason.value, "words": words, "level": 3, "phrase": "", "category": ""} | more


def test_the_queue_is_closed_to_those_who_may_not_moderate(
    write: Write, hire: Callable[[str], User]
) -> None:
    comment, client = write(), Client()
    addresses = [reverse(LIST), reverse(PAGE, args=[comment.pk])]
    assert [client.get(address).status_code for address in addresses] == [302, 302]
    client.force_login(hire("reporter"))
    assert [client.get(address).status_code for address in addresses] == [403, 403]
    fields = {"act": f"approve:{comment.pk}", "seen": f"{comment.pk}:waiting"}
    assert [client.post(reverse(name), fields).status_code for name in (ACT, NEWS)] == [403, 403]
    assert Comment.objects.get().state == CommentState.WAITING


@pytest.mark.parametrize("act", ["add", "change", "delete"])
def test_nobody_adds_changes_or_deletes_a_comment(
    write: Write, admin_client: Client, act: str
) -> None:
    comment = write("原话")
    keys = [] if act == "add" else [comment.pk]
    url = reverse(f"admin:comments_comment_{act}", args=keys)
    assert admin_client.post(url, {"text": "改过", "post": "yes"}).status_code == 403
    assert Comment.objects.get().text == "原话"


def test_the_queue_opens_with_the_gravest_and_then_who_has_waited_longest(
    write: Write, shown: Write, desk: Client
) -> None:
    first, second, grave = write("一"), write("二"), write("三", level=3)
    ahead = write("四", state=CommentState.AHEAD, level=1)
    approved = shown("五")
    assert listed(desk) == [grave, ahead, first, second]
    assert listed(desk, by="longest") == [first, second, grave, ahead]
    assert listed(desk, tab="approved") == [approved]
    assert listed(desk, tab="all") == [approved, ahead, grave, second, first]
    assert listed(desk, tab="nonsense", by="nonsense") == [grave, ahead, first, second]


def test_complaints_stand_in_their_tabs_the_soonest_due_first(
    write: Write, shown: Write, desk: Client, moderator: User, reported: Any, appealed: Any
) -> None:
    late, soon = shown("一"), shown("二")
    for comment, hours in ((soon, 1), (late, -1), (late, 5)):
        reported(comment, due_at=timezone.now() + timedelta(hours=hours))
    rejected = moderation.reject(write("三"), by=moderator)
    appealed(rejected)
    assert listed(desk, tab="reported") == [late, soon]
    assert listed(desk, tab="appeals") == [rejected]
    rows = desk.get(reverse(LIST), {"tab": "reported"}).context["cl"].rows
    assert [row.is_overdue for row in rows] == [True, False]
    moderation.dismiss_reports(soon, by=moderator)
    assert listed(desk, tab="reported") == [late]


def test_the_complaints_of_a_story_that_was_withdrawn_stay_listed(
    shown: Write, live: Article, desk: Client, chief: User, reported: Any
) -> None:
    comment = shown()
    reported(comment)
    workflow.withdraw(live, by=chief, reason="有误")
    (row,) = desk.get(reverse(LIST), {"tab": "reported"}).context["cl"].rows
    assert (row.comment, row.story_url) == (comment, "")


def test_tabs_count_what_lies_in_them(
    write: Write, shown: Write, desk: Client, reported: Any
) -> None:
    write("一")
    write("二", state=CommentState.AHEAD)
    reported(shown("三"))
    tabs = {tab["name"]: tab["count"] for tab in desk.get(reverse(LIST)).context["cl"].tabs}
    assert tabs == {
        "review": "2",
        "reported": "1",
        "appeals": "0",
        "approved": "1",
        "rejected": "0",
        "all": "",
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "二号线"}, ["二号线"]),
        ({"q": "老王"}, ["二号线"]),
        ({"q": "地铁新线"}, ["二号线", "三号线"]),
        ({"q": "没有"}, []),
        ({"story": "0"}, []),
        ({"story": "x"}, ["二号线", "三号线"]),
        ({"writer": "9" * 40}, ["二号线", "三号线"]),
        ({"same": "\u0661"}, ["二号线", "三号线"]),
        ({"section": "-1"}, ["二号线", "三号线"]),
    ],
)
def test_the_queue_is_searched_and_narrowed(
    write: Write, desk: Client, query: dict[str, str], expected: list[str]
) -> None:
    write("二号线", author_name="老王")
    write("三号线")
    assert [comment.text for comment in listed(desk, **query)] == expected


def test_links_lead_to_one_story_one_writer_and_the_same_words(
    write: Write, desk: Client, put_out: Any
) -> None:
    writer = Writer.objects.create(name="刷屏")
    one = write("加微信领红包", writer=writer)
    spelt = write("加 微.信 领 红 包")
    other = write("别的", writer=writer, article=put_out("另一篇").article)
    assert listed(desk, story=other.article_id) == [other]
    assert listed(desk, writer=writer.pk) == [one, other]
    assert listed(desk, same=one.pk) == [one, spelt]
    page = desk.get(reverse(LIST), {"same": one.pk, "tab": "all"})
    assert page.context["cl"].narrowed[0]["without"] == "?tab=all"


def test_a_section_holds_those_under_it(
    write: Write, desk: Client, section: Section, put_out: Any
) -> None:
    below = Section.objects.create(name="社区", parent=section)
    inner = write("一", article=put_out("社区稿", section=below).article)
    write("二", article=put_out("别处", section=Section.objects.create(name="体育")).article)
    assert inner in listed(desk, section=section.pk)
    assert listed(desk, section=below.pk) == [inner]


def test_a_row_says_what_one_has_to_know(write: Write, shown: Write, desk: Client) -> None:
    writer = Writer.objects.create(name="老读者")
    shown("旧的", writer=writer)
    thread = shown("楼主的话")
    write("同样的话")
    comment = write(
        "同样的话", writer=writer, parent=thread, region="四川", findings=[finding("同样")]
    )
    rows = {row.comment: row for row in desk.get(reverse(LIST)).context["cl"].rows}
    row = rows[comment]
    assert (row.record, row.same) == ((1, 0), "1")
    assert [(piece.words, bool(piece.why)) for piece in row.text] == [
        ("同样", True),
        ("的话", False),
    ]
    page = desk.get(reverse(LIST)).content.decode()
    for words in ("楼主的话", "四川", "<mark", "地铁新线开通", gettext("Banned words")):
        assert words in page


def test_who_else_reads_a_comment_is_said_in_its_row(
    write: Write, desk: Client, hire: Callable[[str], User]
) -> None:
    comment, other = write(), hire("moderator")
    moderation.look([comment.pk], by=other)
    (row,) = desk.get(reverse(LIST)).context["cl"].rows
    assert row.others == str(other)


def test_markup_in_a_comment_is_shown_as_text(
    write: Write, desk: Client, moderator: User, shown: Write, reported: Any, appealed: Any
) -> None:
    writer = Writer.objects.create(name=HOSTILE[:40])
    findings = [finding(HOSTILE[:20], phrase=HOSTILE, category=HOSTILE)]
    hostile = {"author_name": HOSTILE[:40], "writer": writer, "region": "<b>x</b>"}
    thread = shown(HOSTILE, **hostile)
    comment = write(HOSTILE, parent=thread, answers=None, findings=findings, **hostile)
    reported(thread, words=HOSTILE)
    moderation.reject(comment, by=moderator, note=HOSTILE)
    appealed(comment, words=HOSTILE)
    moderation.ban_writer(writer, by=moderator, reason=HOSTILE, days=1, because_of=comment)
    pages = [desk.get(reverse(LIST), {"tab": tab}) for tab in ("reported", "appeals", "all")]
    for one in (thread, comment):
        pages += [desk.get(reverse(PAGE, args=[one.pk]), part) for part in ({}, {"part": "pane"})]
    pages.append(desk.get(reverse(LIST), {"q": HOSTILE, "tab": "all", "story": HOSTILE}))
    for page in pages:
        assert page.status_code == 200
        for mark in ("<script>alert", "<img src=x", "<b>x</b>"):
            assert mark not in page.content.decode()
    assert shown_rows(pages[1]) == [comment]

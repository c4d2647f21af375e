"""Replies come oldest first: a few of many comments at once, or all of one by pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import workflow
from articles.models import Article, User
from comments import replies, tallies
from comments.choices import CommentOrder, CommentState
from comments.models import Comment
from comments.paging import BadCursor, page_of
from tests.comments.conftest import Write

HIDDEN = [CommentState.WAITING, CommentState.REJECTED]


@pytest.fixture
def thread(shown: Write) -> Any:
    """A comment with so many replies, each a minute after the one before."""

    def made(number: int, **fields: Any) -> Comment:
        head, at = shown("问"), timezone.now()
        for minutes in range(number):
            later = at + timedelta(minutes=minutes)
            shown(f"{minutes}", parent=head, posted_at=later, **fields)
        head.refresh_from_db()
        return head

    return made


def first(head: Comment, number: int = 3) -> list[str]:
    replies.attach([head], number)
    return [reply.text for reply in head.first_replies]


@pytest.mark.parametrize("cursor", ["x", "replies_1", "new_1_1", "replies_1_1_1"])
def test_what_is_no_cursor_of_replies_is_refused(thread: Any, cursor: str) -> None:
    with pytest.raises(BadCursor):
        replies.replies_of(thread(1).pk, cursor)


@pytest.mark.parametrize("state", HIDDEN)
def test_a_reply_that_is_not_reviewed_is_nowhere(
    thread: Any, write: Write, state: CommentState
) -> None:
    head = thread(1)
    write("未审", parent=head, state=state)
    assert first(head) == ["0"]
    assert [reply.text for reply in replies.replies_of(head.pk).comments] == ["0"]


def test_replies_go_with_the_comment_that_they_answer(thread: Any, chief: User) -> None:
    head = thread(2)
    head.state = CommentState.REJECTED
    head.save()
    tallies.after_change([head])
    assert first(head) == []
    assert replies.replies_of(head.pk).comments == []


def test_replies_go_with_the_story(thread: Any, live: Article, chief: User) -> None:
    head = thread(2)
    workflow.withdraw(live, by=chief, reason="核实中")
    assert replies.replies_of(head.pk).comments == []


def test_whom_a_reply_answers_is_not_told_where_that_one_is_hidden(
    thread: Any, shown: Write, write: Write
) -> None:
    head = thread(0)
    seen, hidden = shown(parent=head, author_name="甲"), write(parent=head, author_name="未审")
    told = [shown("答", parent=head, answers=answered) for answered in (seen, hidden, None)]
    rows = [row for row in replies.replies_of(head.pk).comments if row in told]
    assert [row.answered_name for row in rows] == ["甲", "", ""]


@pytest.mark.parametrize(("number", "expected"), [(0, []), (2, ["0", "1"]), (5, ["0", "1", "2"])])
def test_the_first_are_the_oldest(thread: Any, number: int, expected: list[str]) -> None:
    assert first(thread(number)) == expected


def test_each_comment_gets_its_own_in_one_query(
    thread: Any, live: Article, django_assert_num_queries: Any
) -> None:
    for number in (5, 0, 1):
        thread(number)
    comments = page_of(live.pk, CommentOrder.NEW, "").comments
    with django_assert_num_queries(1):
        replies.attach(comments)
        assert [len(comment.first_replies) for comment in comments] == [1, 0, 3]
        assert [reply.answered_name for reply in comments[2].first_replies] == [""] * 3


def test_without_replies_nothing_is_asked(thread: Any, django_assert_num_queries: Any) -> None:
    head = thread(0)
    with django_assert_num_queries(0):
        replies.attach([])
        assert first(head) == []


def test_all_replies_are_leafed_through(thread: Any) -> None:
    head, seen, cursor = thread(7), "", ""
    while True:
        with CaptureQueriesContext(connection) as captured:
            page = replies.replies_of(head.pk, cursor, 3)
        assert len(captured) == 1
        seen += "".join(reply.text for reply in page.comments)
        cursor = page.next
        if not cursor:
            break
    assert seen == "0123456"

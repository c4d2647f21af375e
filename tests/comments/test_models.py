"""What the database holds of comments, whatever the code does, and the adjectives of the sets."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from articles import workflow
from articles.models import Article, User
from comments.choices import DECIDED, SHOWN, TRANSITIONS, CommentOrder, CommentOrigin, CommentState
from comments.models import Comment, Decision
from tests.comments.conftest import Write

IMPORTED = CommentOrigin.IMPORTED


@pytest.mark.parametrize(
    "fields",
    [
        {"text": ""},
        {"text": "长" * 2001},
        {"author_name": ""},
        {"author_name": "名" * 41},
        {"posted_at": None},
        {"likes": -1},
        {"state": "shown"},
        {"origin": "elsewhere"},
        {"state": "approved"},
        {"state": "waiting", "decided_at": timezone.now()},
    ],
    ids=lambda fields: " ".join(f"{name}={str(value)[:12]}" for name, value in fields.items()),
)
def test_the_database_refuses_a_comment_that_cannot_be(live: Article, fields: Any) -> None:
    given = {"author_name": "读者", "text": "你好", "posted_at": timezone.now()} | fields
    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        Comment.objects.create(article=live, **given)
    assert not Comment.objects.exists()


def test_the_same_imported_comment_cannot_stand_twice(write: Write) -> None:
    write("同一句", origin=IMPORTED, author_name="", posted_at=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        write("同一句", origin=IMPORTED, author_name="", posted_at=None)
    assert Comment.objects.count() == 1


def test_a_decision_that_changes_nothing_is_refused(write: Write, chief: User) -> None:
    comment = write()
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            comment=comment, before="approved", after="approved", by=chief, at=timezone.now()
        )


def test_a_comment_of_four_byte_characters_is_measured_in_characters(write: Write) -> None:
    comment = write("\U00020bb7" * 2000, author_name="\U00020bb7" * 40)
    assert Comment.objects.get() == comment


@pytest.mark.parametrize("state", sorted(set(CommentState) - SHOWN))
def test_readers_see_no_comment_that_was_not_approved(
    write: Write, live: Article, state: CommentState
) -> None:
    write(state=state)
    assert not Comment.objects.under(live.pk).exists()


def test_comments_go_and_come_back_with_their_story(
    shown: Write, live: Article, chief: User
) -> None:
    comment = shown()
    assert list(Comment.objects.under(live.pk)) == [comment]
    workflow.withdraw(live, by=chief, reason="核实中")
    assert not Comment.objects.under(live.pk).exists()
    workflow.restore(live, by=chief)
    assert list(Comment.objects.under(live.pk)) == [comment]


def test_a_comment_under_a_scheduled_story_waits_with_it(
    clock: Any, put_out: Any, shown: Write
) -> None:
    later = timezone.now() + timedelta(hours=1)
    article = put_out("明天的稿", at=later).article
    shown(article=article)
    assert not Comment.objects.under(article.pk).exists()
    assert Comment.objects.under(article.pk, later).exists()


@pytest.mark.parametrize("before", CommentState)
@pytest.mark.parametrize("after", CommentState)
def test_a_decided_comment_never_waits_again(before: CommentState, after: CommentState) -> None:
    may = after in TRANSITIONS[before]
    assert may == (after != before and after in DECIDED)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (CommentOrder.HOT, ["most liked", "later", "earlier, first", "earlier, second", "no time"]),
        (CommentOrder.NEW, ["later", "earlier, first", "earlier, second", "most liked", "no time"]),
    ],
)
def test_comments_stand_in_one_order_only(
    shown: Write, live: Article, order: CommentOrder, expected: list[str]
) -> None:
    now = timezone.now()
    shown("no time", likes=3, origin=IMPORTED, posted_at=None)
    shown("earlier, second", likes=3, posted_at=now - timedelta(hours=2))
    shown("earlier, first", likes=3, posted_at=now - timedelta(hours=2))
    shown("later", likes=3, posted_at=now)
    shown("most liked", likes=9, posted_at=now - timedelta(days=9))
    found = Comment.objects.under(live.pk).in_order(order)
    assert [comment.text for comment in found] == expected

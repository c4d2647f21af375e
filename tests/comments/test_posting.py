"""How comments come in: refused, counted, kept once, and never shown unread."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles import signals, workflow
from articles.importers.base import ImportedComment
from articles.models import Article, User
from comments import limits, posting
from comments.challenge import Sending
from comments.choices import CommentOrigin, CommentState
from comments.models import Comment
from tests.comments.conftest import Write, opened

POSTED_AT = datetime(2021, 12, 20, 3, 0, tzinfo=UTC)


def post(
    article: Article, text: str = "写得好", address: str = "192.0.2.7", **given: Any
) -> Comment:
    """As a browser sends it that never posted before, ten seconds after it opened the form."""
    asked = {
        "name": "读者",
        "sender": posting.Sender(address=address),
        "sending": Sending(opened(article)),
    }
    return posting.post(article.pk, text=text, **(asked | given))


def announce(article: Article, *comments: ImportedComment) -> None:
    signals.comments_arrived.send(sender=Article, comments_by_article={article.pk: comments})


def test_nobody_writes_under_a_draft(draft: Any) -> None:
    with pytest.raises(posting.NotLive):
        post(draft())
    assert not Comment.objects.exists()


def test_nobody_writes_under_a_withdrawn_story(live: Article, chief: User) -> None:
    workflow.withdraw(live, by=chief, reason="核实中")
    with pytest.raises(posting.NotLive):
        post(live)
    assert not Comment.objects.exists()


def test_nobody_writes_under_tomorrows_story(put_out: Any) -> None:
    with pytest.raises(posting.NotLive):
        post(put_out(at=timezone.now() + timedelta(hours=1)).article)


def test_a_posted_comment_waits(clock: Any, live: Article) -> None:
    comment = post(live)
    assert (comment.state, comment.origin) == (CommentState.WAITING, CommentOrigin.SITE)
    assert comment.posted_at == timezone.now()
    assert not Comment.objects.under(live.pk).exists()


def test_a_flood_from_one_address_is_stopped_for_a_minute(live: Article, put_out: Any) -> None:
    for number in range(limits.UNDER_ONE.most):
        post(live, f"第{number}条")
    with pytest.raises(posting.Flooded):
        post(live, "再来一条")
    assert Comment.objects.count() == limits.UNDER_ONE.most
    post(live, "另一个人", address="192.0.2.8")
    post(put_out("另一篇").article, "另一篇稿件")


def test_a_comment_is_kept_while_the_counter_cannot_be_reached(
    live: Article, settings: Any
) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    for number in range(limits.UNDER_ONE.most + 1):
        post(live, f"第{number}条")
    assert Comment.objects.count() == limits.UNDER_ONE.most + 1


def test_no_address_is_kept(live: Article) -> None:
    comment = post(live)
    kept = Comment.objects.filter(pk=comment.pk).values().get()
    assert not any("192.0.2" in str(value) for value in kept.values())


def test_a_comment_sent_twice_is_kept_once(live: Article) -> None:
    sending = Sending(opened(live))
    assert post(live, sending=sending) == post(live, sending=sending)
    assert Comment.objects.count() == 1


def test_the_same_words_may_be_said_again_later(clock: Any, live: Article) -> None:
    sending = Sending(opened(live))
    post(live, sending=sending)
    clock.shift(posting.REPEAT_WINDOW + timedelta(seconds=1))
    post(live, sending=sending)
    assert Comment.objects.count() == 2


def test_imported_comments_wait_and_keep_what_was_given(draft: Any) -> None:
    article = draft()
    announce(article, ImportedComment("读者", "支持", POSTED_AT, 12), ImportedComment("", "无名"))
    given = Comment.objects.order_by("id").values_list("author_name", "text", "posted_at", "likes")
    assert list(given) == [("读者", "支持", POSTED_AT, 12), ("", "无名", None, 0)]
    kept = Comment.objects.values_list("state", "origin").distinct()
    assert list(kept) == [(CommentState.WAITING, CommentOrigin.IMPORTED)]


def test_a_story_imported_again_does_not_double_its_comments(draft: Any, moderator: User) -> None:
    article, comment = draft(), ImportedComment("读者", "支持", POSTED_AT)
    announce(article, comment, ImportedComment("读者", "支持"))
    announce(article, comment, ImportedComment("读者", "支持"), ImportedComment("读者", "新的"))
    assert Comment.objects.count() == 3


def test_a_decision_survives_another_import(draft: Any, write: Write, live: Article) -> None:
    announce(live, ImportedComment("读者", "支持", POSTED_AT))
    Comment.objects.update(likes=7)
    announce(live, ImportedComment("读者", "支持", POSTED_AT, likes=2))
    assert Comment.objects.get().likes == 7


def test_an_import_that_fails_stores_neither_story_nor_comments(draft: Any, section: Any) -> None:
    @transaction.atomic
    def fail_at_the_end() -> None:
        announce(draft("失败的稿"), ImportedComment("读者", "支持"))
        Article.objects.create(title="")

    with pytest.raises(IntegrityError):
        fail_at_the_end()
    assert not Article.objects.exists()
    assert not Comment.objects.exists()


def test_a_failing_comment_fails_its_story(draft: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(posting, "take_in", lambda comments: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        announce(draft("失败的稿"), ImportedComment("读者", "支持"))
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (ImportedComment("读者", " \u200b\n"), None),
        (ImportedComment("名" * 60, "好"), ("名" * 38 + "\u2026\u2026", "好")),
        (ImportedComment("读者", "长" * 3000), ("读者", "长" * 1998 + "\u2026\u2026")),
        (ImportedComment("\u202e读者", "好\x00"), ("读者", "好")),
        (ImportedComment("读者", "好", likes=-3), ("读者", "好")),
    ],
    ids=["empty", "long name", "long text", "control characters", "negative likes"],
)
def test_what_an_import_brings_is_made_to_fit(draft: Any, given: Any, kept: Any) -> None:
    announce(draft(), given)
    found = list(Comment.objects.values_list("author_name", "text"))
    assert found == ([kept] if kept else [])

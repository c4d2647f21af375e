"""Comments that an imported story brings: kept once, made to fit, and waiting like all others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from articles import signals
from articles.choices import EditionChange
from articles.importers.base import ImportedComment
from articles.models import Article, User
from comments import posting
from comments.choices import CommentOrigin, CommentState, Reason, Verdict
from comments.models import Comment
from comments.ranking import score
from comments.screening import judging
from tests.comments.conftest import Write

POSTED_AT = datetime(2021, 12, 20, 3, 0, tzinfo=UTC)


def announce(article: Article, *comments: ImportedComment) -> None:
    signals.comments_arrived.send(sender=Article, comments_by_article={article.pk: comments})


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


def test_many_comments_cost_as_many_questions_as_one(draft: Any) -> None:
    counts: list[int] = []
    for number in (1, 1, 9):  # The first reads the lists of words.
        brought = [ImportedComment("读者", f"第{one}条") for one in range(number)]
        article = draft(f"第{len(counts)}篇\uff0c{number}条评论")
        with CaptureQueriesContext(connection) as captured:
            announce(article, *brought)
        counts.append(len(captured))
    assert counts[1] == counts[2]


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


def test_what_screening_says_stands_beside_an_imported_comment(
    draft: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding = judging.Finding(Reason.BANNED_WORDS, words="坏话", level=3)
    judgement = judging.Judgement(Verdict.REFUSE, (finding,))
    monkeypatch.setattr(judging, "judge", lambda *asked: judgement)
    announce(draft(), ImportedComment("读者", "坏话"))
    comment = Comment.objects.get()
    assert (comment.state, comment.level) == (CommentState.WAITING, 3)
    assert comment.findings == [finding.as_json()]


def test_imported_comments_count_from_the_first_edition(
    draft: Any, put_out: Any, django_capture_on_commit_callbacks: Any
) -> None:
    article = draft(published_at=None)
    announce(article, ImportedComment("甲", "早", POSTED_AT, likes=3), ImportedComment("乙", "好"))
    before = Comment.objects.get(author_name="甲").score
    article.published_at = POSTED_AT - timedelta(days=1)
    article.save()
    with django_capture_on_commit_callbacks(execute=True):
        put_out(article=article)
    comment = Comment.objects.get(author_name="甲")
    assert comment.score == score(3, POSTED_AT, article.published_at) > before


def test_a_correction_scores_nothing_anew(
    live: Article, put_out: Any, revise: Any, write: Write, django_capture_on_commit_callbacks: Any
) -> None:
    comment = write(likes=3)
    Comment.objects.update(score=1)
    with django_capture_on_commit_callbacks(execute=True):
        live = revise(live, title="改过的题")
        put_out(article=live, change=EditionChange.UPDATE, note="补充")
    comment.refresh_from_db()
    assert comment.score == 1
    assert posting.rescore(live) == 1
    assert posting.rescore(live) == 0

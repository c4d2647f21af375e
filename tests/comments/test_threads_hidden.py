"""What is hidden takes along what is under it, and brings it back: threads, and whole stories."""

from __future__ import annotations

import pytest

from articles import workflow
from articles.models import Article, User
from comments import moderation
from comments.models import Comment, Tally
from tests.comments.conftest import Write


def counted(article: Article) -> tuple[int, int]:
    tally = Tally.objects.get(article=article)
    return tally.shown, tally.threads


@pytest.mark.parametrize("state", ["approved", "ahead", "waiting", "rejected"])
def test_a_rejected_comment_hides_every_answer(
    state: str, live: Article, write: Write, shown: Write, moderator: User
) -> None:
    head, other = shown("\u4e3b"), shown("\u53e6")
    write("\u7b54", parent=head, state=state)
    moderation.reject(head, by=moderator)
    assert list(Comment.objects.under(live.pk)) == [other]
    assert counted(live) == (1, 1)


def test_an_approved_one_brings_back_only_what_readers_may_see(
    live: Article, write: Write, shown: Write, moderator: User
) -> None:
    head = moderation.reject(shown(), by=moderator)
    kept = write("\u7b54", parent=head, state="approved", is_orphaned=True)
    write("\u7b49", parent=head, is_orphaned=True)
    moderation.approve(head, by=moderator)
    assert set(Comment.objects.under(live.pk)) == {head, kept}
    assert Comment.objects.get(pk=head.pk).replies_shown == 1


def test_an_answer_approved_under_a_rejected_comment_stays_hidden(
    live: Article, write: Write, shown: Write, moderator: User
) -> None:
    answer = write("\u7b54", parent=(head := shown()))
    moderation.reject(head, by=moderator)
    moderation.approve(Comment.objects.get(pk=answer.pk), by=moderator)
    assert not Comment.objects.under(live.pk).exists()
    assert counted(live) == (0, 0)


def test_a_rejected_answer_leaves_its_thread(live: Article, shown: Write, moderator: User) -> None:
    head = shown()
    answer, other = shown("\u7532", parent=head), shown("\u4e59", parent=head)
    shown("\u7b54\u7532", parent=head, answers=answer)
    moderation.reject(answer, by=moderator)
    assert other in Comment.objects.under(live.pk)
    assert Comment.objects.get(pk=head.pk).replies_shown == 2
    assert counted(live) == (3, 1)


def test_a_withdrawn_story_takes_its_comments_and_brings_them_back(
    live: Article, shown: Write, chief: User
) -> None:
    comment = shown()
    workflow.withdraw(live, by=chief, reason="\u6838\u5b9e")
    assert not Comment.objects.under(live.pk).exists()
    workflow.restore(live, by=chief)
    assert list(Comment.objects.under(live.pk)) == [comment]


def test_what_is_decided_while_a_story_is_withdrawn_holds_when_it_is_back(
    live: Article, write: Write, shown: Write, chief: User, moderator: User
) -> None:
    bad, good = shown("\u574f"), write("\u597d")
    workflow.withdraw(live, by=chief, reason="\u6838\u5b9e")
    moderation.reject(bad, by=moderator)
    moderation.approve(good, by=moderator)
    workflow.restore(live, by=chief)
    assert list(Comment.objects.under(live.pk)) == [good]
    assert counted(live) == (1, 1)

"""The sample letters come in by the real acts, once, and stand in every state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Edition, ImportRecord, User
from comments import moderation
from comments.choices import CommentState
from comments.models import Appeal, Ban, Comment, Decision, Phrase, Report, Tally
from newsroom import showcase_letters
from newsroom.showcase_words import LETTERS

ORIGINS = [f"seeds/{stem}.txt" for stem in LETTERS]


@pytest.fixture
def stories(put_out: Callable[..., Edition]) -> None:
    """Live stories that were imported from the samples."""
    for number, origin in enumerate(ORIGINS):
        ImportRecord.objects.create(
            sha256=str(number),
            origin=origin,
            outcome="created",
            article=put_out(origin).article,
            imported_at=timezone.now(),
            findings=[],
            original=b"",
        )


@pytest.fixture
def post(stories: None, moderator: User) -> showcase_letters.Post:
    return showcase_letters.write_letters(ORIGINS, {"moderator": moderator})


def test_nothing_is_written_where_readers_have_written(stories: None, moderator: User) -> None:
    article = ImportRecord.objects.all()[0].article
    Comment.objects.create(
        article=article, author_name="读者", text="先来的", posted_at=timezone.now()
    )
    assert showcase_letters.write_letters(ORIGINS, {"moderator": moderator}).written == 0
    assert Comment.objects.count() == 1


def test_stories_that_are_not_there_get_no_letters(moderator: User) -> None:
    assert showcase_letters.write_letters(ORIGINS, {"moderator": moderator}).written == 0


def test_a_second_time_writes_nothing(post: showcase_letters.Post, moderator: User) -> None:
    before = Comment.objects.count(), Decision.objects.count(), Report.objects.count()
    again = showcase_letters.write_letters(ORIGINS, {"moderator": moderator})
    assert again.written == 0
    assert (Comment.objects.count(), Decision.objects.count(), Report.objects.count()) == before


def test_letters_stand_in_every_state_with_whatever_moderators_meet(
    post: showcase_letters.Post,
) -> None:
    states = Counter(Comment.objects.values_list("state", flat=True))
    assert states.keys() == set(CommentState.values)
    assert states[CommentState.AHEAD] == 1
    assert post.written == sum(states.values())
    assert post.waiting == states[CommentState.WAITING] + 1
    assert Comment.objects.filter(is_picked=True).count() == 2
    assert Comment.objects.waiting().exclude(findings=[]).exists()
    assert Comment.objects.filter(answers__isnull=False).exists()
    assert Report.objects.overdue().count() == 1
    assert Appeal.objects.open().count() == 1
    assert Ban.objects.in_force().count() == 1


def test_no_list_of_words_comes_along(post: showcase_letters.Post) -> None:
    assert not Phrase.objects.exists()


def test_what_readers_see_is_what_was_decided(
    client: Client, post: showcase_letters.Post, moderator: User
) -> None:
    for tally in Tally.objects.all():
        assert tally.shown == Comment.objects.shown().filter(article=tally.article_id).count()
    hidden = Comment.objects.filter(state=CommentState.REJECTED)[0]
    page = client.get(reverse("comments:story", args=[hidden.article_id])).content.decode()
    assert hidden.text not in page
    assert Comment.objects.shown().threads().filter(article=hidden.article_id)[0].text in page


def test_a_moderator_can_undo_what_the_demo_did(
    post: showcase_letters.Post, moderator: User
) -> None:
    last = Decision.objects.filter(verb="approve").latest("pk")
    outcome: Any = moderation.undo(last.batch, by=moderator)
    assert [comment.pk for comment in outcome.done] == [last.comment_id]

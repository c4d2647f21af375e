"""Counts follow what is shown, whatever happened, in few queries."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from django.db.models import Count, Q

from articles.models import Article, Edition, User
from articles.workflow import Refused
from comments import moderation, tallies
from comments.choices import CommentState
from comments.models import Comment, Decision, Tally
from tests.comments.conftest import Write, at_once


def counted(article: Article) -> tuple[int, int]:
    tally = Tally.objects.get(article=article)
    return tally.shown, tally.threads


def truth(article: Article) -> tuple[int, int]:
    rows = Comment.objects.under(article.pk).order_by()
    found = rows.aggregate(shown=Count("pk"), threads=Count("pk", filter=Q(parent=None)))
    return found["shown"], found["threads"]


def test_nothing_changed_asks_nothing(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        tallies.after_change([])
        tallies.recount([])
        tallies.count_replies([])


def test_several_stories_are_counted_in_as_many_queries_as_one(
    live: Article, put_out: Callable[..., Edition], shown: Write, django_assert_num_queries: Any
) -> None:
    stories = [live, put_out("\u4e8c").article, put_out("\u4e09").article]
    for number, story in enumerate(stories, 1):
        for row in range(number):
            shown(str(row), article=story)
    Tally.objects.update(shown=99, threads=99)
    for some in ([live], stories):
        with django_assert_num_queries(3):
            tallies.recount([story.pk for story in some])
    assert [counted(story)[0] for story in stories] == [1, 2, 3]


def test_a_story_without_comments_has_none(live: Article) -> None:
    tallies.recount([live.pk])
    assert counted(live) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_two_who_show_comments_at_once_are_both_counted(
    live: Article, write: Write, moderator: User, colleague: User
) -> None:
    one, other = write("\u4e00"), write("\u4e8c")
    Tally.objects.all().delete()
    refused = at_once(
        lambda: moderation.approve(one, by=moderator),
        lambda: moderation.approve(other, by=colleague),
    )
    assert refused == []
    assert counted(live) == (2, 2)


def some_act(random: Random, by: User) -> None:
    """Decides on some comments, or takes back what was decided last."""
    batch = Decision.objects.exclude(verb="undo").values_list("batch", flat=True).first()
    if batch and random.random() < 0.3:
        moderation.undo(batch, by=by)
        return
    rows = random.sample(list(Comment.objects.order_by("pk")), k=random.randint(1, 4))
    seen = {row.pk: CommentState(row.state) for row in rows}
    moderation.decide(seen, random.choice([CommentState.APPROVED, CommentState.REJECTED]), by=by)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_was_decided_the_counts_are_true(
    seed: int, live: Article, write: Write, moderator: User
) -> None:
    random = Random(seed)  # noqa: S311
    heads = [write(str(row)) for row in range(4)]
    for row in range(6):
        write(str(row), parent=random.choice(heads), is_orphaned=True)
    for _turn in range(15):
        try:
            some_act(random, moderator)
        except Refused:
            continue
        assert counted(live) == truth(live)
        hidden = Comment.objects.filter(parent__state__in=["waiting", "rejected"])
        assert not hidden.shown().exists()
        for head in Comment.objects.threads().annotate(
            seen=Count("replies", filter=Q(replies__visible=True))
        ):
            assert head.replies_shown == head.seen

"""The page of one comment: its story, thread, writer, complaints and log, and no address."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext

from articles.models import User
from comments import moderation
from comments.choices import CommentState, Guess
from comments.models import Comment, Writer
from tests.comments.conftest import Write
from tests.comments.queueing import LIST, PAGE

ADDRESS = "203.0.113.77"


def pane(desk: Client, comment: Comment) -> Any:
    return desk.get(reverse(PAGE, args=[comment.pk]), {"part": "pane"})


@pytest.mark.parametrize("number", ["999", "x", "9" * 30, "\u0661"])
def test_a_comment_that_is_not_there_is_not_found(desk: Client, number: str) -> None:
    assert desk.get(f"/desk/comments/comment/{number}/change/").status_code == 404


def test_the_context_says_all_that_is_known(
    write: Write, shown: Write, desk: Client, moderator: User, appealed: Any, reported: Any
) -> None:
    writer = Writer.objects.create(name="老读者")
    shown("从前写的话", writer=writer)
    write("楼里的话")
    thread = shown("楼主的话")
    reported(thread, words="请看看")
    comment = write("楼里的话", parent=thread, writer=writer)
    moderation.reject(comment, by=moderator, note="与稿件无关")
    moderation.ban_writer(writer, by=moderator, reason="刷屏", days=7)
    appealed(comment, words="我不服")
    page = pane(desk, comment).content.decode()
    told = ("地铁新线开通", "从前写的话", "楼主的话", "与稿件无关", "刷屏", "我不服", "老读者")
    assert [words for words in told if words not in page] == []
    assert page.count("楼里的话") == 2
    assert "请看看" in pane(desk, thread).content.decode()
    assert "<html" not in page
    assert "<html" in desk.get(reverse(PAGE, args=[comment.pk])).content.decode()


@pytest.mark.parametrize("guess", Guess)
def test_what_is_a_guess_is_called_so(write: Write, desk: Client, guess: Guess) -> None:
    found = {"reason": "banned_words", "words": "耍单", "phrase": "刷单", "level": 2}
    comment = write("一起耍单", findings=[found | {"guess": guess.value}])
    for page in (desk.get(reverse(LIST)), pane(desk, comment)):
        words = page.content.decode()
        assert words.count(str(guess.label)) == 2  # Beside the reason, and at the marked words.
        assert "刷单" in words


def test_that_others_wrote_from_the_same_network_is_said_without_an_address(
    sent: Any, desk: Client, moderator: User
) -> None:
    mine, other = (Writer.objects.create(name=name) for name in ("甲", "乙"))
    comment = sent(ADDRESS, writer=mine)
    for writer in (mine, other, other):
        sent(ADDRESS, writer=writer)
    sent("198.51.100.1", writer=other)
    moderation.ban_network(comment, by=moderator, reason="刷屏", days=1)
    answer = pane(desk, comment)
    assert answer.context["network"] == {"is_known": True, "others": "3", "strangers": "2"}
    page = answer.content.decode()
    assert gettext("Network banned") in page
    assert "203.0.113" not in page
    assert comment.whereabouts.network not in page
    assert comment.whereabouts.sealed not in page


def test_every_act_is_a_form_of_its_page(
    write: Write, shown: Write, desk: Client, moderator: User, appealed: Any, reported: Any
) -> None:
    waiting, approved = write("一"), shown("二")
    rejected = moderation.reject(write("三"), by=moderator)
    appealed(rejected)
    reported(approved)
    write("二", state=CommentState.WAITING)

    def acts(comment: Comment) -> set[str]:
        page = desk.get(reverse(PAGE, args=[comment.pk])).content.decode()
        names = ("approve", "reject", "pick", "dismiss", "deny", "ban", "reject-same")
        return {name for name in names if f'name="act" value="{name}"' in page}

    assert acts(waiting) == {"approve", "reject", "ban"}
    assert acts(approved) == {"reject", "pick", "dismiss", "ban", "reject-same"}
    assert acts(rejected) == {"approve", "deny", "ban"}


def test_who_opens_a_comment_is_seen_to_read_it(
    write: Write, desk: Client, moderator: User, colleague: User
) -> None:
    comment = write()
    pane(desk, comment)
    assert moderation.others([comment.pk], by=colleague) == {comment.pk: str(moderator)}


def test_the_context_costs_the_same_whatever_there_is(
    write: Write, shown: Write, desk: Client, reported: Any, django_assert_max_num_queries: Any
) -> None:
    writer = Writer.objects.create(name="老读者")
    comment = shown("一样的话", writer=writer)
    for number in range(12):
        shown("一样的话", author_name=f"第{number}位", writer=writer)
        reported(comment)
    pane(desk, comment)
    with django_assert_max_num_queries(22):
        pane(desk, comment)

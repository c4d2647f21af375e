"""The command that compares what is kept beside comments with the comments, and sets it right."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from django.utils.translation import gettext, ngettext

from articles.models import Article
from comments.choices import CommentState
from comments.models import Comment, Tally
from tests.comments.conftest import Write

#: How something goes wrong, and what is said of it.
WRONGS: dict[str, tuple[Any, tuple[str, str]]] = {
    "an answer without its comment": (
        lambda: Comment.objects.filter(parent=None).update(state=CommentState.REJECTED),
        (
            "%(count)d answer is not hidden or shown with its comment: %(numbers)s.",
            "%(count)d answers are not hidden or shown with their comments: %(numbers)s.",
        ),
    ),
    "a hidden answer": (
        lambda: Comment.objects.exclude(parent=None).update(is_orphaned=True),
        (
            "%(count)d answer is not hidden or shown with its comment: %(numbers)s.",
            "%(count)d answers are not hidden or shown with their comments: %(numbers)s.",
        ),
    ),
    "a count of answers": (
        lambda: Comment.objects.filter(parent=None).update(replies_shown=7),
        (
            "%(count)d comment has a wrong count of answers: %(numbers)s.",
            "%(count)d comments have a wrong count of answers: %(numbers)s.",
        ),
    ),
    "a count of comments": (
        lambda: Tally.objects.update(shown=F("shown") + 1),
        (
            "%(count)d story has a wrong count of comments: %(numbers)s.",
            "%(count)d stories have a wrong count of comments: %(numbers)s.",
        ),
    ),
    "a lost count": (
        lambda: Tally.objects.all().delete(),
        (
            "%(count)d story has a wrong count of comments: %(numbers)s.",
            "%(count)d stories have a wrong count of comments: %(numbers)s.",
        ),
    ),
    "a score": (
        lambda: Comment.objects.filter(parent=None).update(likes=5),
        (
            "%(count)d comment stands at a wrong place in the hot order: %(numbers)s.",
            "%(count)d comments stand at wrong places in the hot order: %(numbers)s.",
        ),
    ),
}


def run(**options: Any) -> str:
    out = StringIO()
    call_command("check_letters", stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def thread(shown: Write, live: Article) -> Comment:
    head = shown("问")
    shown("答", parent=head)
    return head


@pytest.mark.parametrize("wrong", WRONGS)
def test_what_is_wrong_is_said_and_left_until_it_is_to_be_repaired(
    thread: Comment, wrong: str
) -> None:
    spoil, words = WRONGS[wrong]
    spoil()
    for _time in range(2):
        with pytest.raises(CommandError, match="--repair"):
            run()
    said = ngettext(*words, 1) % {"count": 1, "numbers": "0"}
    start = said.split("0")[0]
    assert start in run(repair=True)
    run()


def test_repaired_counts_are_those_of_what_readers_see(thread: Comment, live: Article) -> None:
    Comment.objects.filter(pk=thread.pk).update(state=CommentState.REJECTED)
    run(repair=True)
    tally = Tally.objects.get(article=live)
    assert (tally.shown, tally.threads) == (0, 0)
    assert not Comment.objects.under(live.pk).exists()
    assert Comment.objects.get(pk=thread.pk).replies_shown == 0


def test_what_is_right_is_said_to_be(thread: Comment, write: Write) -> None:
    write("未审")
    words = gettext("Everything is right: %(comments)d comments, %(stories)d stories with some.")
    assert words % {"comments": 3, "stories": 1} in run()


def test_of_many_numbers_the_first_are_named(shown: Write) -> None:
    for number in range(12):
        shown(f"{number}")
    Comment.objects.update(score=0, likes=9)
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("check_letters", stdout=out)
    assert "12" in out.getvalue()
    assert out.getvalue().count(", ") == 10


def test_readers_pages_are_told_when_something_was_repaired(
    thread: Comment, heard: list[Any]
) -> None:
    heard.clear()
    run(repair=True)
    assert heard == []
    Tally.objects.all().delete()
    run(repair=True)
    assert heard == [Comment]

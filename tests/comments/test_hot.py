"""The hot list is fair: of one person two at most, and full as long as there are others."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Article, User
from comments.choices import CommentOrigin, CommentState
from comments.hot import hot_list
from comments.models import Writer
from tests.comments.conftest import Write


def texts(article: Article, rows: int = 5) -> str:
    return "".join(comment.text for comment in hot_list(article.pk, rows))


@pytest.fixture
def liked(shown: Write) -> Any:
    """Writes shown comments of one character each, the earlier the more liked."""

    def written(words: str, start: int = 1000, **fields: Any) -> None:
        at = timezone.now()
        for place, text in enumerate(words):
            later = at + timedelta(microseconds=place)
            shown(text, likes=start - place, posted_at=later, **fields)

    return written


@pytest.mark.parametrize("state", [CommentState.WAITING, CommentState.REJECTED])
def test_what_is_not_reviewed_is_not_listed(
    write: Write, live: Article, state: CommentState
) -> None:
    write(state=state, likes=99)
    assert hot_list(live.pk) == []


def test_what_was_under_a_withdrawn_story_is_not_listed(
    liked: Any, live: Article, chief: User
) -> None:
    liked("甲")
    workflow.withdraw(live, by=chief, reason="核实中")
    assert hot_list(live.pk) == []


def test_replies_are_not_listed(shown: Write, live: Article) -> None:
    shown("答", parent=shown("问"), likes=99)
    assert texts(live) == "问"


def test_the_third_of_one_person_is_left_out(liked: Any, live: Article) -> None:
    liked("甲乙丙", writer=Writer.objects.create())
    liked("子丑", start=10, writer=Writer.objects.create())
    assert texts(live) == "甲乙子丑"


def test_who_brought_only_a_name_along_is_known_by_it(liked: Any, live: Article) -> None:
    liked("甲乙丙", origin=CommentOrigin.IMPORTED, author_name="老王")
    liked("子丑寅", start=10, origin=CommentOrigin.IMPORTED, author_name="")
    assert texts(live) == "甲乙子丑寅"


@pytest.mark.parametrize("name", ["网友", "四川成都网友", "匿名用户", "遊客", "Guest", "张**"])
def test_a_name_that_stands_for_many_makes_nobody_the_same(
    liked: Any, live: Article, name: str
) -> None:
    liked("甲乙丙", origin=CommentOrigin.IMPORTED, author_name=name)
    assert texts(live) == "甲乙丙"


def test_two_writers_of_one_name_are_two(liked: Any, live: Article) -> None:
    for start in (100, 50):
        liked("甲乙丙", start=start, writer=Writer.objects.create(), author_name="老王")
    assert texts(live) == "甲乙甲乙"


def test_a_nickname_alone_makes_nobody_the_same_person(liked: Any, live: Article) -> None:
    liked("甲乙丙丁", author_name="老王")
    assert texts(live) == "甲乙丙丁"


def test_two_alone_stand_there_twice_each(liked: Any, live: Article) -> None:
    one, two = Writer.objects.create(), Writer.objects.create()
    liked("甲乙丙丁", writer=one)
    liked("子丑寅卯", start=500, writer=two)
    assert texts(live) == "甲乙子丑"


@pytest.mark.parametrize("many", [1, 19, 20, 21, 41])
def test_however_much_one_person_wrote_the_others_fill_the_list(
    liked: Any, live: Article, django_assert_max_num_queries: Any, many: int
) -> None:
    liked("多" * many, writer=Writer.objects.create())
    liked("少" * many, start=500, origin=CommentOrigin.IMPORTED, author_name="老王")
    liked("丙丁戊己", start=100, writer=None)
    expected = "多" * min(many, 2) + "少" * min(many, 2) + "丙丁戊"
    with django_assert_max_num_queries(3):
        assert texts(live) == expected[:5]


def test_it_is_one_query_where_people_differ(
    liked: Any, live: Article, django_assert_num_queries: Any
) -> None:
    liked("甲乙丙丁戊己庚辛" * 3, origin=CommentOrigin.IMPORTED, author_name="")
    with django_assert_num_queries(1):
        assert texts(live) == "甲乙丙丁戊"


def test_a_pick_of_the_desk_comes_first_and_counts_as_one_of_two(
    shown: Write, liked: Any, live: Article
) -> None:
    writer = Writer.objects.create()
    shown("选", is_picked=True, writer=writer)
    liked("甲乙", writer=writer)
    assert texts(live) == "选甲"

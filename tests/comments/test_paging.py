"""Leafing by cursor shows every comment once, at the same cost at any depth."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import workflow
from articles.models import Article, User
from comments.choices import CommentOrder, CommentOrigin, CommentState
from comments.models import Comment
from comments.paging import BadCursor, page_of
from tests.comments.conftest import Write

HOT, NEW = CommentOrder.HOT, CommentOrder.NEW


def leafed(article: Article, order: CommentOrder, size: int) -> list[list[str]]:
    """The texts of all pages."""
    page = page_of(article.pk, order, "", size)
    pages = [page]
    while page.next:
        page = page_of(article.pk, order, page.next, size)
        pages.append(page)
    return [[comment.text for comment in page.comments] for page in pages]


NO_CURSORS = [
    "x",
    "hot",
    "hot_1_2_3",
    "hot_1_2_3_4_5",
    "new_1_2",
    "hot_0_5_5_5 ",
    "hot_0_5_5_\uff15",
    "hot_0_5_1.5_5",
    "hot_0_5_5_99999999999999999999",
    "hot_0_9999999999999999999_5_5",
    "hot_0_5_999999999999999999_5",
    "hot_0_5_-999999999999999999_5",
    "hot_0_5_5_5\x00",
    "hot_0_5_5_5\n",
]


def test_what_is_no_cursor_of_the_list_is_refused(live: Article) -> None:
    for cursor in NO_CURSORS:
        with pytest.raises(BadCursor):
            page_of(live.pk, HOT, cursor)


@pytest.mark.parametrize("state", [CommentState.WAITING, CommentState.REJECTED])
def test_what_is_not_reviewed_stands_on_no_page(
    write: Write, live: Article, state: CommentState
) -> None:
    write(state=state)
    assert page_of(live.pk, HOT, "").comments == []


def test_a_story_that_is_withdrawn_has_no_page(shown: Write, live: Article, chief: User) -> None:
    shown()
    workflow.withdraw(live, by=chief, reason="核实中")
    assert page_of(live.pk, NEW, "").comments == []


def test_replies_stand_under_theirs_and_not_in_the_list(shown: Write, live: Article) -> None:
    shown("答", parent=shown("问"))
    assert leafed(live, NEW, 9) == [["问"]]


@pytest.mark.parametrize("size", [1, 2, 3, 7])
@pytest.mark.parametrize(("order", "expected"), [(HOT, "癸乙丁丙甲子戊"), (NEW, "癸丁丙乙甲子戊")])
def test_every_comment_stands_on_one_page(
    shown: Write, live: Article, order: CommentOrder, expected: str, size: int
) -> None:
    now = timezone.now()
    for minutes, text in enumerate("甲乙丙丁"):
        at = now + timedelta(minutes=minutes)
        shown(text, posted_at=at, likes=int(text == "乙"))
    shown("癸", is_picked=True, posted_at=now + timedelta(hours=1))
    for text, told in [("戊", None), ("子", datetime(1999, 1, 1, tzinfo=UTC))]:
        shown(text, posted_at=told, origin=CommentOrigin.IMPORTED)
    pages = leafed(live, order, size)
    assert "".join(text for page in pages for text in page) == expected
    assert all(len(page) == size for page in pages[:-1])


def test_a_moment_before_1970_has_its_place(shown: Write, live: Article) -> None:
    for text, year in [("早", 1948), ("晚", 1950)]:
        shown(text, posted_at=datetime(year, 1, 1, tzinfo=UTC), origin=CommentOrigin.IMPORTED)
    assert leafed(live, NEW, 1) == [["晚"], ["早"]]


def test_of_equals_none_is_lost_between_pages(shown: Write, live: Article) -> None:
    at = timezone.now()
    for number in range(7):
        shown(f"{number}", posted_at=at)
    assert leafed(live, HOT, 2) == [["6", "5"], ["4", "3"], ["2", "1"], ["0"]]


def test_likes_of_others_move_nobodys_place(shown: Write, live: Article) -> None:
    at = timezone.now()
    first, *_, last = [shown(f"{number}", posted_at=at) for number in range(6)]
    page = page_of(live.pk, HOT, "", 3)
    for climbing in (first, last):
        climbing.likes = 50
        climbing.save()
    rest = page_of(live.pk, HOT, page.next, 9)
    assert [comment.text for comment in [*page.comments, *rest.comments]] == list("54321")
    assert page_of(live.pk, HOT, "", 2).comments == [last, first]


def test_a_page_is_one_query_however_deep(shown: Write, live: Article) -> None:
    for number in range(5):
        shown(f"{number}")
    page = page_of(live.pk, HOT, "", 2)
    for cursor in ("", page.next):
        with CaptureQueriesContext(connection) as captured:
            page_of(live.pk, HOT, cursor, 2)
        assert len(captured) == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="Reads the plans of SQLite.")
@pytest.mark.parametrize(("order", "index"), [(HOT, "comment_hottest"), (NEW, "comment_newest")])
def test_an_index_leads_to_the_place_and_nothing_is_sorted(
    shown: Write, live: Article, order: CommentOrder, index: str
) -> None:
    shown(), shown()
    page = page_of(live.pk, order, "", 1)
    with CaptureQueriesContext(connection) as captured:
        page_of(live.pk, order, page.next, 1)
    plan = explained(captured[0]["sql"])
    column = "is_picked" if order == HOT else "ranked_at"
    assert f"USING INDEX {index} (article_id=? AND" in plan
    assert column in plan.split(index)[1].split("\n")[0]
    assert "TEMP B-TREE" not in plan


def explained(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql.replace('%', '%%')}")
        rows: list[Any] = cursor.fetchall()
    return "\n".join(row[3] for row in rows)


def test_comments_of_other_stories_stay_there(shown: Write, put_out: Any) -> None:
    shown()
    assert page_of(put_out("另一篇").article_id, NEW, "").comments == []
    assert Comment.objects.count() == 1

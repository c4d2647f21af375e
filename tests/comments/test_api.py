"""Comments of the API: those that passed review, and of their writers the name they chose."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import workflow
from articles.models import Article, User
from comments.choices import CommentOrigin, CommentState
from tests.comments.conftest import Write

OWN = "http://127.0.0.1:8000"


def get(article: Article, query: str = "") -> Any:
    return Client().get(f"/api/v1/stories/{article.pk}/comments{query}")


def texts(article: Article, query: str = "") -> list[str]:
    return [comment["text"] for comment in get(article, query).json()["comments"]]


@pytest.mark.parametrize("state", [CommentState.WAITING, CommentState.REJECTED])
def test_an_unreviewed_comment_is_not_told(
    write: Write, live: Article, site: Any, state: CommentState
) -> None:
    write("未审内容", author_name="未审姓名", state=state)
    assert get(live).json()["comments"] == []


@pytest.mark.parametrize("query", ["?order=old", "?limit=0", "?cursor=x", "?cursor=WzFd"])
def test_a_parameter_that_cannot_be_used_is_refused(live: Article, site: Any, query: str) -> None:
    assert get(live, query).status_code == 400


def test_a_withdrawn_story_takes_its_comments_along(
    shown: Write, live: Article, site: Any, chief: User
) -> None:
    shown("说得好")
    workflow.withdraw(live, by=chief, reason="错")
    response = get(live)
    assert response.status_code == 410
    assert "说得好" not in response.text


def test_of_a_comment_nothing_is_told_but_this(shown: Write, live: Article, site: Any) -> None:
    comment = shown("<b>说得好</b>", likes=3, decision_note="内部")
    (told,) = get(live).json()["comments"]
    assert told.keys() == {"id", "name", "text", "posted_at", "likes"}
    assert (told["id"], told["name"], told["likes"]) == (comment.pk, "读者", 3)
    assert told["text"] == "<b>说得好</b>"


@pytest.mark.parametrize(("order", "expected"), [("hot", "乙丁丙甲戊"), ("new", "丁丙乙甲戊")])
def test_comments_are_leafed_through_in_both_orders(
    shown: Write, live: Article, site: Any, order: str, expected: str
) -> None:
    now = timezone.now()
    for minutes, text in enumerate("甲乙丙丁"):
        at = now + timedelta(minutes=minutes)
        shown(text, posted_at=at, likes=int(text == "乙"))
    shown("戊", posted_at=None, origin=CommentOrigin.IMPORTED)
    seen, path = "", f"/api/v1/stories/{live.pk}/comments?limit=2&order={order}"
    while path:
        with CaptureQueriesContext(connection) as captured:
            page = Client().get(path).json()
        assert len(captured) <= 3
        seen += "".join(comment["text"] for comment in page["comments"])
        path = (page["next"] or "").removeprefix(OWN)
    assert seen == expected

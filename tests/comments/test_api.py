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
from comments.choices import CommentOrigin, CommentState, Posting
from comments.models import LettersSettings
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


@pytest.mark.parametrize(
    "query", ["?order=old", "?limit=0", "?cursor=x", "?cursor=WzFd", "?cursor=new_1_1"]
)
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
    both = {"id", "parent", "answers", "name", "text", "posted_at", "region", "likes"}
    assert told.keys() == both | {"picked", "replies_count", "replies"}
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
        assert len(captured) <= 4
        seen += "".join(comment["text"] for comment in page["comments"])
        path = (page["next"] or "").removeprefix(OWN)
    assert seen == expected


# Threads


def get_replies(article: Article, comment: int, query: str = "") -> Any:
    return Client().get(f"/api/v1/stories/{article.pk}/comments/{comment}/replies{query}")


def test_replies_are_asked_of_their_own_story_and_comment_alone(
    shown: Write, write: Write, live: Article, site: Any, put_out: Any
) -> None:
    head, hidden = shown("问"), write("未审")
    reply = shown("答", parent=head)
    other = put_out("另一篇").article
    asked = [(other, head.pk), (live, hidden.pk), (live, reply.pk), (live, 10**9)]
    assert [get_replies(*one).status_code for one in asked] == [404] * 4
    assert get_replies(live, head.pk, "?cursor=hot_1_1").status_code == 400


def test_replies_to_a_withdrawn_story_are_gone(
    shown: Write, live: Article, site: Any, chief: User
) -> None:
    head = shown("问")
    shown("说得好", parent=head)
    workflow.withdraw(live, by=chief, reason="错")
    response = get_replies(live, head.pk)
    assert response.status_code == 410
    assert "说得好" not in response.text


def test_an_unreviewed_reply_is_neither_told_nor_counted(
    shown: Write, write: Write, live: Article, site: Any
) -> None:
    head = shown("问")
    hidden = write("未审内容", parent=head, author_name="未审姓名")
    shown("答", parent=head, answers=hidden)
    told = get(live).json()
    (letter,) = told["comments"]
    assert (told["total"], letter["replies_count"]) == (2, 1)
    assert [(reply["text"], reply["answers"]) for reply in letter["replies"]] == [("答", None)]
    assert get_replies(live, head.pk).json()["replies"] == letter["replies"]


def test_a_comment_brings_its_first_replies_and_the_rest_is_leafed_through(
    shown: Write, live: Article, site: Any
) -> None:
    head = shown("问")
    first = shown("答0", parent=head)
    for number in range(1, 5):
        shown(f"答{number}", parent=head, answers=first)
    (letter,) = get(live).json()["comments"]
    assert [reply["text"] for reply in letter["replies"]] == ["答0", "答1", "答2"]
    assert (letter["parent"], letter["replies_count"]) == (None, 5)
    seen, path = "", f"/api/v1/stories/{live.pk}/comments/{head.pk}/replies?limit=2"
    while path:
        page = Client().get(path).json()
        seen += "".join(reply["text"][-1] for reply in page["replies"])
        path = (page["next"] or "").removeprefix(OWN)
    assert seen == "01234"
    assert letter["replies"][1]["answers"] == first.pk
    assert letter["replies"][1]["parent"] == head.pk


@pytest.mark.parametrize(("shows", "expected"), [(False, ""), (True, "四川")])
def test_a_region_is_told_only_where_the_site_says_so(
    shown: Write, live: Article, site: Any, shows: bool, expected: str
) -> None:
    LettersSettings.objects.create(shows_region=shows, posting=Posting.CLOSED)
    shown("答", parent=shown("问", region="四川", is_picked=True), region="四川")
    told = get(live).json()
    (letter,) = told["comments"]
    assert [letter["region"], letter["replies"][0]["region"]] == [expected] * 2
    assert (letter["picked"], told["posting"]) == (True, "closed")

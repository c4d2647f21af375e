"""The page of all comments and its form, as readers and programs use them."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as project
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import workflow
from articles.models import Article, User
from comments import limits
from comments.choices import CommentState
from comments.models import Comment
from tests.comments.conftest import Write

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'{{ 7|add:7 }}"


def address(article: Article, query: str = "") -> str:
    return reverse("comments:story", args=[article.pk]) + query


def send(article: Article, query: str = "", **fields: str) -> HttpResponse:
    given = {"name": "读者", "text": "写得好", "website": ""} | fields
    answer: Any = Client().post(address(article, query), given)
    return answer


@pytest.mark.parametrize("query", ["", "?order=new", "?part=form", "?posted=1"])
@pytest.mark.parametrize("state", [CommentState.WAITING, CommentState.REJECTED])
def test_an_unreviewed_comment_stands_nowhere_on_the_page(
    write: Write, live: Article, site: Any, query: str, state: CommentState
) -> None:
    write("未审内容", author_name="未审姓名", state=state)
    page = Client().get(address(live, query)).content.decode()
    assert "未审" not in page
    assert "comment-head" not in page


@pytest.mark.parametrize("query", ["", "?part=form"])
def test_a_story_that_is_not_live_has_no_letters(
    draft: Any, live: Article, chief: User, site: Any, query: str
) -> None:
    assert Client().get(address(draft("未发的稿"), query)).status_code == 404
    assert Client().get(f"/comments/999999/{query}").status_code == 404
    workflow.withdraw(live, by=chief, reason="核实中")
    gone = Client().get(address(live, query))
    assert gone.status_code == 410
    assert live.title not in gone.content.decode()


@pytest.mark.parametrize("number", ["9223372036854775808", "9" * 30, "9" * 5000])
def test_a_number_that_no_row_can_have_is_not_found(number: str, site: Any) -> None:
    assert Client().get(f"/comments/{number}/").status_code == 404
    assert Client().post(f"/comments/{number}/", {"name": "a", "text": "b"}).status_code == 404


def test_nothing_can_be_posted_to_a_story_that_is_not_live(
    draft: Any, live: Article, chief: User, site: Any
) -> None:
    workflow.withdraw(live, by=chief, reason="核实中")
    assert send(live).status_code == 410
    assert send(draft()).status_code == 404
    assert not Comment.objects.exists()


def test_a_post_without_a_token_is_refused(live: Article, site: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    fields = {"name": "读者", "text": "写得好"}
    assert client.post(address(live), fields).status_code == 403
    client.get(address(live))
    token = client.cookies[project.CSRF_COOKIE_NAME].value
    answer = client.post(address(live), fields | {"csrfmiddlewaretoken": token})
    assert answer.status_code == 302
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"name": ""}, "name", "required"),
        ({"name": "\u3000\u200b"}, "name", "required"),
        ({"name": "名" * 41}, "name", "max_length"),
        ({"text": ""}, "text", "required"),
        ({"text": "\n\n \u3164"}, "text", "required"),
        ({"text": "长" * 2001}, "text", "max_length"),
        ({"text": "长" * 99_999}, "text", "max_length"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_the_words_are_kept(
    live: Article, site: Any, fields: dict[str, str], field: str, code: str
) -> None:
    answer: Any = send(live, **({"name": "某位读者", "text": "留下的话"} | fields))
    assert answer.status_code == 422
    assert [error.code for error in answer.context["form"].errors.as_data()[field]] == [code]
    page = answer.content.decode()
    assert f'id="write-{field}_error"' in page
    assert f'aria-describedby="write-{field}_error"' in page
    assert ("留下的话" if field == "name" else "某位读者") in page
    assert not Comment.objects.exists()


def test_a_program_that_fills_every_field_is_thanked_and_forgotten(
    live: Article, site: Any
) -> None:
    assert send(live, website="https://example.org").status_code == 302
    assert not Comment.objects.exists()


def test_a_flood_is_answered_with_a_sentence_and_the_words(live: Article, site: Any) -> None:
    for number in range(limits.UNDER_ONE.most):
        send(live, text=f"第{number}条")
    answer: Any = send(live, text="最后一条")
    assert answer.status_code == 429
    assert answer.context["form"].non_field_errors()
    assert "最后一条" in answer.content.decode()


def test_a_comment_is_posted_thanked_for_and_waits(live: Article, site: Any) -> None:
    client = Client()
    answer = client.post(address(live), {"name": " 读者 ", "text": "第一行\r\n第二行"})
    assert (answer.status_code, answer["Location"]) == (302, address(live, "?posted=1#write"))
    comment = Comment.objects.get()
    assert (comment.author_name, comment.text) == ("读者", "第一行\n第二行")
    page = client.get(answer["Location"]).content.decode()
    assert "write-thanks" in page
    assert "第一行" not in page


def test_the_form_alone_is_given_when_asked_for(live: Article, site: Any, shown: Write) -> None:
    shown("别处的话")
    page = Client().get(address(live, "?part=form")).content.decode()
    assert "csrfmiddlewaretoken" in page
    assert "<html" not in page
    assert "别处的话" not in page
    answer = send(live, "?part=form")
    assert answer["Location"] == address(live, "?posted=1&part=form")


@pytest.mark.parametrize("query", ["", "?part=form", "?posted=1", "?page=2"])
def test_the_page_is_never_stored_by_anybody(
    live: Article, shown: Write, site: Any, query: str
) -> None:
    for number in range(51):
        shown(f"第{number}条")
    header = Client().get(address(live, query))["Cache-Control"]
    assert {"private", "no-store"} <= {part.strip() for part in header.split(",")}


def test_markup_in_a_comment_is_shown_as_text(live: Article, shown: Write, site: Any) -> None:
    shown(HOSTILE, author_name=HOSTILE[:40])
    page = Client().get(address(live)).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert page.count("&lt;script&gt;alert") == 2


def test_markup_in_a_refused_comment_is_shown_as_text(live: Article, site: Any) -> None:
    page = send(live, name=HOSTILE, text=HOSTILE).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_the_pages_show_every_comment_once(live: Article, shown: Write, site: Any) -> None:
    for number in range(120):
        shown(f"第{number}条")
    for order in ("hot", "new"):
        seen = [
            comment.pk
            for page in (1, 2, 3)
            for comment in Client()
            .get(address(live, f"?order={order}&page={page}"))
            .context["page"]
        ]
        assert len(seen) == len(set(seen)) == 120


@pytest.mark.parametrize("page", ["0", "-1", "2", "x", "1.5", "\uff11", "9" * 30])
def test_a_page_that_is_none_is_not_found(live: Article, site: Any, page: str) -> None:
    assert Client().get(address(live), {"page": page}).status_code == 404


def test_an_unknown_order_is_the_hot_one(live: Article, site: Any) -> None:
    assert Client().get(address(live, "?order=<x>")).context["order"] == "hot"


def test_the_page_costs_the_same_with_one_comment_and_with_fifty(
    live: Article, shown: Write, site: Any
) -> None:
    counts = []
    for rows in (1, 49):
        for number in range(rows):
            shown(f"第{rows}批第{number}条")
        with CaptureQueriesContext(connection) as captured:
            Client().get(address(live))
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 5


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_no_other_method_is_answered(live: Article, method: str) -> None:
    assert getattr(Client(), method)(address(live)).status_code == 405

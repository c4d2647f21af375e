"""The page of all comments and its form, as readers and programs use them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as project
from django.db import connection
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from pytest_django.asserts import assertHTMLEqual

from articles import workflow
from articles.models import Article, Edition, User
from comments import limits, ranking
from comments.choices import CommentState, Posting, Reviewing, Trust
from comments.forms import CommentForm
from comments.models import Ban, Comment, LettersRule, LettersSettings, Writer
from tests.comments.conftest import Write, opened

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'{{ 7|add:7 }}"


def address(article: Article, query: str = "") -> str:
    return reverse("comments:story", args=[article.pk]) + query


def send(
    article: Article, query: str = "", client: Client | None = None, **fields: Any
) -> HttpResponse:
    given = {"name": "读者", "text": "写得好", "website": "", "opened": opened(article)} | fields
    answer: Any = (client or Client()).post(address(article, query), given)
    return answer


@pytest.mark.parametrize("query", ["", "?order=new", "?part=form", "?posted=1"])
@pytest.mark.parametrize("state", [CommentState.WAITING, CommentState.REJECTED])
def test_an_unreviewed_comment_stands_nowhere_on_the_page(
    write: Write, live: Article, site: Any, query: str, state: CommentState
) -> None:
    write("未审内容", author_name="未审姓名", state=state, writer=Writer.objects.create())
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


@pytest.mark.parametrize("fields", [{}, {"text": ""}])
def test_nothing_can_be_posted_to_a_story_that_is_not_live(
    draft: Any, live: Article, chief: User, site: Any, fields: dict[str, str]
) -> None:
    workflow.withdraw(live, by=chief, reason="核实中")
    assert send(live, **fields).status_code == 410
    assert send(draft(), **fields).status_code == 404
    assert not Comment.objects.exists()


def test_a_post_without_a_token_is_refused(live: Article, site: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    assert send(live, client=client).status_code == 403
    client.get(address(live))
    token = client.cookies[project.CSRF_COOKIE_NAME].value
    assert send(live, client=client, csrfmiddlewaretoken=token).status_code == 302
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
@pytest.mark.parametrize("query", ["", "?part=form"])
def test_what_is_wrong_stands_beside_its_field_and_the_words_are_kept(
    live: Article, site: Any, fields: dict[str, str], field: str, code: str, query: str
) -> None:
    answer: Any = send(live, query, **({"name": "某位读者", "text": "留下的话"} | fields))
    assert answer.status_code == 422
    assert [error.code for error in answer.context["form"].errors.as_data()[field]] == [code]
    page = answer.content.decode()
    assert f'id="write-{field}_error"' in page
    assert f'aria-describedby="write-{field}_error"' in page
    assert ("留下的话" if field == "name" else "某位读者") in page
    assert not Comment.objects.exists()


@pytest.mark.parametrize("parent", ["x", "-1", "0", "9" * 30, "\x00", "7"])
def test_a_parent_that_is_none_is_refused_in_a_sentence(
    live: Article, site: Any, parent: str
) -> None:
    answer: Any = send(live, "?part=form", parent=parent, text="留下的话")
    assert answer.status_code == 422
    assert answer.context["form"].sentences
    assert "留下的话" in answer.content.decode()


def test_a_form_that_is_too_old_is_given_a_new_token_and_keeps_the_words(
    live: Article, site: Any
) -> None:
    old = opened(live, ago=timedelta(days=2))
    answer: Any = send(live, "?part=form", opened=old, proof="12", text="留下的话")
    assert answer.status_code == 422
    assert "留下的话" in answer.content.decode()
    assert answer.context["opened"] not in {"", old}
    assert answer.context["proof"] == ""


def test_a_form_that_is_mended_keeps_its_token_and_its_proof(live: Article, site: Any) -> None:
    token = opened(live)
    answer: Any = send(live, opened=token, proof="12", text="")
    assert (answer.context["opened"], answer.context["proof"]) == (token, "12")


def test_a_name_of_the_house_is_refused_beside_its_field(live: Article, site: Any) -> None:
    answer: Any = send(live, name="编辑部")
    assert answer.status_code == 422
    assert 'id="write-name_error"' in answer.content.decode()


def test_a_flood_is_answered_with_a_sentence_and_the_words(live: Article, site: Any) -> None:
    for number in range(limits.UNDER_ONE.most):
        send(live, text=f"第{number}条")
    for query in ("", "?part=form"):
        answer: Any = send(live, query, text="最后一条")
        assert answer.status_code == 429
        assert answer.context["form"].non_field_errors()
        assert "最后一条" in answer.content.decode()


@pytest.mark.parametrize("query", ["", "?part=form"])
def test_a_flood_asks_nothing_of_the_database(
    live: Article, site: Any, django_assert_num_queries: Any, query: str
) -> None:
    client = Client()
    for number in range(limits.UNDER_ONE.most):
        send(live, client=client, text=f"第{number}条")
    with django_assert_num_queries(0):
        assert send(live, query, client=client).status_code == 429


@pytest.mark.parametrize("fields", [{}, {"parent": "7", "proof": "12", "name": HOSTILE[:40]}])
def test_a_flood_is_answered_with_the_form_that_others_get(fields: dict[str, str]) -> None:
    given = {"name": "读者", "text": f"\n{HOSTILE}", "website": "", "opened": "1.2.x"} | fields
    form = CommentForm(given)
    form.refuse(limits.Flooded(limits.UNDER_ONE.sentence()))
    told = {"article_id": 7, "form": form, "csrf_token": "x", "alone": True}
    full = render_to_string("comments/_form.html", told | {"proof": ""} | given)
    assertHTMLEqual(render_to_string("comments/_again.html", told | {"sent": form.data}), full)


def test_a_flood_that_no_person_sends_gets_a_few_lines_and_the_words(
    live: Article, site: Any, django_assert_num_queries: Any
) -> None:
    client = Client()
    for _ in range(limits.FAR * limits.UNDER_ONE.most):
        send(live, client=client)
    with django_assert_num_queries(0):
        answer = send(live, client=client, text=HOSTILE)
    assert answer.status_code == 429
    assert limits.UNDER_ONE.sentence() in answer.content.decode()
    assert escape(HOSTILE) in answer.content.decode()
    assert len(answer.content) < 1000
    assert "<form" in send(live, "?part=form", client=client).content.decode()


def test_who_is_banned_is_told_until_when(live: Article, site: Any, moderator: User) -> None:
    client = Client()
    send(live, client=client)
    until = timezone.now() + timedelta(days=7)
    writer = Comment.objects.get().writer
    Ban.objects.create(writer=writer, reason="x", by=moderator, expires_at=until)
    answer: Any = send(live, client=client, text="留下的话")
    assert answer.status_code == 403
    assert f"{timezone.localtime(until):%Y-%m-%d}" in answer.content.decode()
    assert "留下的话" in answer.content.decode()


def test_a_closed_story_says_so_and_takes_nothing(live: Article, shown: Write, site: Any) -> None:
    shown()
    LettersRule.objects.create(article=live, posting=Posting.CLOSED)
    for query in ("", "?part=form"):
        page = Client().get(address(live, query)).content.decode()
        assert "write-closed" in page
        assert "write-form" not in page
        assert "comment-answer" not in page
    assert send(live).status_code == 403


def test_where_one_has_to_sign_in_the_form_waits_for_that(live: Article, site: Any) -> None:
    LettersRule.objects.create(article=live, posting=Posting.SIGNED_IN)
    page = Client().get(address(live)).content.decode()
    assert "write-closed" in page
    assert "write-form" not in page
    assert send(live).status_code == 403


def test_a_comment_is_posted_and_its_writer_alone_sees_that_it_waits(
    live: Article, site: Any
) -> None:
    client = Client()
    answer: Any = send(live, client=client, name=" 读者 ", text="第一行\r\n第二行")
    comment = Comment.objects.get()
    assert (comment.author_name, comment.text) == ("读者", "第一行\n第二行")
    there = address(live, f"?posted={comment.pk}#write")
    assert (answer.status_code, answer["Location"]) == (302, there)
    page: Any = client.get(there)
    assert page.context["posted"].comment == comment
    assert page.content.decode().count("第一行") == 1
    stranger = Client().get(there).content.decode()
    assert "write-thanks" in stranger
    assert "第一行" not in stranger


@pytest.mark.parametrize("asked", ["0", "x", "9" * 40, "\u0661", "-1"])
def test_thanks_for_a_comment_that_is_none_name_none(live: Article, site: Any, asked: str) -> None:
    client = Client()
    send(live, client=client)
    answer: Any = client.get(address(live), {"posted": asked})
    assert answer.status_code == 200
    assert answer.context["posted"] is None


def test_what_fell_into_the_trap_is_kept_unseen(live: Article, site: Any) -> None:
    client = Client()
    send(live, client=client, website="https://example.org", text="陷阱里的话")
    assert Comment.objects.get().state == CommentState.REJECTED
    assert "陷阱里的话" in client.get(address(live)).content.decode()
    assert "陷阱里的话" not in Client().get(address(live)).content.decode()


def test_the_form_alone_is_given_when_asked_for(live: Article, site: Any, shown: Write) -> None:
    shown("别处的话")
    page = Client().get(address(live, "?part=form")).content.decode()
    assert "csrfmiddlewaretoken" in page
    assert "<html" not in page
    assert "别处的话" not in page
    answer = send(live, "?part=form")
    pk = Comment.objects.latest("pk").pk
    assert answer["Location"] == address(live, f"?posted={pk}&part=form")


def test_a_form_asks_for_the_proof_that_the_site_wants(live: Article, site: Any) -> None:
    assert "data-proof-bits" not in Client().get(address(live)).content.decode()
    LettersSettings.objects.create(proof_bits=9)
    page = Client().get(address(live, "?part=form")).content.decode()
    assert 'data-proof-bits="9"' in page
    assert "proof-worker.js" in page


def test_the_name_of_who_wrote_before_stands_in_the_form(live: Article, site: Any) -> None:
    client = Client()
    send(live, client=client, name="老读者")
    assert 'value="老读者"' in client.get(address(live, "?part=form")).content.decode()


def test_who_looks_and_does_not_write_gets_no_cookie_of_ours(
    live: Article, shown: Write, site: Any
) -> None:
    shown()
    client = Client()
    for query in ("", "?part=form", "?posted=1"):
        client.get(address(live, query))
    assert set(client.cookies) <= {project.CSRF_COOKIE_NAME}


def test_the_pages_are_never_stored_by_anybody(live: Article, shown: Write, site: Any) -> None:
    comment = shown()
    ways = ["", "?part=form", "?posted=1", "mine/", f"{comment.pk}/", f"{comment.pk}/report/"]
    for way in ways:
        answer = Client().get(address(live, way))
        assert answer.status_code == 200, way
        parts = {part.strip() for part in answer["Cache-Control"].split(",")}
        assert {"private", "no-store"} <= parts, way


def test_markup_in_a_comment_is_shown_as_text(live: Article, shown: Write, site: Any) -> None:
    comment = shown(HOSTILE, author_name=HOSTILE[:40], region=HOSTILE[:20])
    shown(HOSTILE, author_name=HOSTILE[:40], parent=comment)
    LettersSettings.objects.create(shows_region=True)
    story = Edition.objects.live().get(article=live).get_absolute_url()
    for way in (address(live), address(live, f"{comment.pk}/"), story):
        page = Client().get(way).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert page.count("&lt;script&gt;alert") >= 4


@pytest.mark.parametrize("query", ["", "?part=form"])
def test_markup_in_a_refused_comment_is_shown_as_text(live: Article, site: Any, query: str) -> None:
    fields = {"opened": HOSTILE, "proof": HOSTILE, "parent": HOSTILE, "text": HOSTILE}
    page = send(live, query, name=HOSTILE[:40], **fields).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_the_pages_show_every_comment_once_in_both_orders(
    live: Article, shown: Write, site: Any
) -> None:
    for number in range(70):
        shown(f"第{number}条", likes=number % 7)
    for order in ranking.COLUMNS:
        seen: list[int] = []
        query = f"?order={order}"
        while query:
            page: Any = Client().get(address(live, query)).context["page"]
            seen += [comment.pk for comment in page.comments]
            query = f"?order={order}&after={page.next}" if page.next else ""
        assert len(seen) == len(set(seen)) == 70


@pytest.mark.parametrize("cursor", ["0", "x", "hot_1", "new_1_2", "\uff11", "9" * 300, "\x00"])
def test_a_cursor_that_is_none_is_not_found(live: Article, site: Any, cursor: str) -> None:
    assert Client().get(address(live), {"after": cursor}).status_code == 404


def test_an_unknown_order_is_the_hot_one(live: Article, site: Any) -> None:
    answer: Any = Client().get(address(live, "?order=<x>"))
    assert answer.context["order"] == "hot"


def test_the_page_costs_the_same_with_one_comment_and_with_many(
    live: Article, shown: Write, site: Any
) -> None:
    counts, client = [], Client()
    send(live, client=client)
    for rows in (1, 20):
        for number in range(rows):
            head = shown(f"第{rows}批第{number}条")
            shown("答", parent=head)
        with CaptureQueriesContext(connection) as captured:
            client.get(address(live))
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 11


@pytest.mark.parametrize("reviewing", Reviewing)
def test_the_form_promises_a_review_before_showing_only_where_that_is_so(
    live: Article, site: Any, reviewing: Reviewing
) -> None:
    LettersRule.objects.create(article=live, reviewing=reviewing)
    answer: Any = Client().get(address(live))
    assert answer.context["reads_first"] == (reviewing == Reviewing.BEFORE)


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_no_other_method_is_answered(live: Article, method: str) -> None:
    assert getattr(Client(), method)(address(live)).status_code == 405


@pytest.mark.parametrize("rule", Posting)
def test_the_page_of_a_story_says_who_may_write(live: Article, site: Any, rule: Posting) -> None:
    LettersRule.objects.create(article=live, posting=rule)
    page = Client().get(Edition.objects.live().get(article=live).get_absolute_url())
    words = page.content.decode()
    assert ("letters-closed" in words) == (rule == Posting.CLOSED)
    assert ('class="letters-write"' in words) == (rule != Posting.CLOSED)
    in_place = 'rel="nofollow" data-letters-open' in words
    assert in_place == (rule == Posting.OPEN)


def test_a_trusted_writer_is_told_that_the_comment_is_shown(live: Article, site: Any) -> None:
    LettersRule.objects.create(article=live, reviewing=Reviewing.AFTER)
    client = Client()
    send(live, client=client)
    Writer.objects.update(trust=Trust.TRUSTED)
    answer: Any = client.get(send(live, client=client, text="马上看得到")["Location"])
    assert answer.context["posted"].comment.visible
    assert "马上看得到" in Client().get(address(live)).content.decode()

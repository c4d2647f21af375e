"""The page of one comment with all answers, and likes and reports sent from it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import workflow
from articles.models import Article, Edition, User
from comments import limits
from comments.choices import CommentState, Posting
from comments.models import Comment, LettersRule, Like, Report, Writer
from tests.comments.conftest import Write, opened
from tests.comments.test_views import HOSTILE, send

JSON = {"Accept": "application/json"}


def way(comment: Comment, name: str = "thread", query: str = "") -> str:
    return reverse(f"comments:{name}", args=[comment.article_id, comment.pk]) + query


@pytest.mark.parametrize("name", ["thread", "report"])
@pytest.mark.parametrize("query", ["", "?part=form"])
def test_a_comment_that_is_not_shown_has_no_pages(
    write: Write, shown: Write, site: Any, name: str, query: str
) -> None:
    hidden = write("未审", state=CommentState.REJECTED)
    under = shown("答", parent=write("未审"))
    for comment in (hidden, Comment.objects.get(pk=under.pk)):
        if not comment.visible:
            assert Client().get(way(comment, name, query)).status_code == 404


def test_a_comment_is_found_under_its_own_story_alone(
    shown: Write, put_out: Any, site: Any
) -> None:
    comment, other = shown(), put_out("另一篇").article
    for name in ("thread", "report"):
        strange = reverse(f"comments:{name}", args=[other.pk, comment.pk])
        assert Client().get(strange).status_code == 404
    strange = reverse("comments:like", args=[other.pk, comment.pk])
    assert Client().post(strange).status_code == 404


def test_a_withdrawn_story_takes_its_threads_along(
    shown: Write, live: Article, chief: User, site: Any
) -> None:
    comment = shown("别处的话")
    workflow.withdraw(live, by=chief, reason="核实中")
    for name in ("thread", "report"):
        answer = Client().get(way(comment, name))
        assert answer.status_code == 410
        assert "别处的话" not in answer.content.decode()
    assert Client().post(way(comment, "like")).status_code == 404


def test_an_unreviewed_answer_stands_nowhere(write: Write, shown: Write, site: Any) -> None:
    head = shown()
    write("未审内容", author_name="未审姓名", parent=head)
    story = reverse("comments:story", args=[head.article_id])
    for page in (way(head), way(head, query="?part=form"), story):
        assert "未审" not in Client().get(page).content.decode()


def test_an_answer_leads_to_the_page_of_its_comment(shown: Write, site: Any) -> None:
    head = shown()
    reply = shown("答", parent=head)
    answer: Any = Client().get(way(reply))
    assert (answer.status_code, answer["Location"]) == (302, way(head, query=f"?to={reply.pk}"))
    assert Client().get(answer["Location"]).context["form"].to == reply


@pytest.mark.parametrize("to", ["x", "0", "9" * 40])
def test_an_answer_to_nothing_answers_the_comment(shown: Write, site: Any, to: str) -> None:
    head = shown()
    answer: Any = Client().get(way(head), {"to": to})
    assert answer.context["form"].to == head


def test_answers_stand_in_their_order_by_cursor(shown: Write, site: Any) -> None:
    head = shown()
    replies = [shown(f"第{number}答", parent=head).pk for number in range(40)]
    seen, query = [], ""
    while True:
        page: Any = Client().get(way(head, query=query)).context["page"]
        seen += [reply.pk for reply in page.comments]
        if not page.next:
            break
        query = f"?after={page.next}"
    assert seen == replies
    assert Client().get(way(head, query="?after=x")).status_code == 404


def test_an_answer_is_posted_under_its_comment(shown: Write, live: Article, site: Any) -> None:
    head, client = shown(), Client()
    reply = shown("答", parent=head)
    form = client.get(way(reply, query="?part=form")).content.decode()
    assert f'name="parent" value="{reply.pk}"' in form
    answer: Any = send(live, client=client, parent=reply.pk, text="答的答")
    mine = Comment.objects.latest("pk")
    assert (mine.parent, mine.answers) == (head, reply)
    assert answer["Location"] == way(head, query=f"?posted={mine.pk}#write")
    assert "答的答" in client.get(answer["Location"]).content.decode()
    assert "答的答" not in Client().get(answer["Location"]).content.decode()


def test_an_answer_that_is_refused_says_whom_it_answers(
    shown: Write, live: Article, site: Any
) -> None:
    head = shown(author_name="甲")
    answer: Any = send(live, parent=head.pk, text="")
    assert answer.status_code == 422
    assert answer.context["form"].to == head
    assert f'name="parent" value="{head.pk}"' in answer.content.decode()


def test_all_answers_are_a_link_away(shown: Write, live: Article, site: Any) -> None:
    head = shown()
    for number in range(5):
        shown(f"第{number}答", parent=head)
    page = Client().get(reverse("comments:story", args=[live.pk])).content.decode()
    assert "第2答" in page
    assert "第3答" not in page
    assert f'<p class="replies-all"><a href="{way(head)}"' in page


def test_a_thread_costs_the_same_with_one_answer_and_with_many(shown: Write, site: Any) -> None:
    head, counts = shown(), []
    for rows in (1, 20):
        for number in range(rows):
            shown(f"第{rows}批第{number}答", parent=head)
        with CaptureQueriesContext(connection) as captured:
            Client().get(way(head))
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 9


# Likes


def test_a_like_without_a_token_is_refused(shown: Write) -> None:
    comment = shown()
    assert Client(enforce_csrf_checks=True).post(way(comment, "like")).status_code == 403
    assert Client().get(way(comment, "like")).status_code == 405


def test_a_script_is_told_the_number_of_likes(shown: Write) -> None:
    comment = shown(likes=4)
    answer: Any = Client().post(way(comment, "like"), headers=JSON)
    assert answer.json() == {"likes": 5, "liked": True}
    answer = Client().post(way(comment, "like"), {"back": "1"}, headers=JSON)
    assert answer.json() == {"likes": 4, "liked": False}


def test_a_like_without_a_script_leads_back_to_where_it_came_from(shown: Write) -> None:
    comment = shown()
    page = "http://testserver/comments/1/?after=x#other"
    back: Any = Client().post(way(comment, "like"), headers={"Referer": page})
    assert back["Location"] == f"http://testserver/comments/1/?after=x#comment-{comment.pk}"
    for strange in ("https://example.org/", "", "javascript:alert(1)"):
        away: Any = Client().post(way(comment, "like"), headers={"Referer": strange})
        assert away["Location"] == f"{way(comment)}#comment-{comment.pk}"


@pytest.mark.parametrize("headers", [{}, JSON])
def test_ones_own_comment_and_a_flood_are_refused_in_a_sentence(
    live: Article, site: Any, chief: User, headers: dict[str, str], monkeypatch: Any
) -> None:
    client = Client()
    send(live, client=client)
    comment = Comment.objects.get()
    Comment.objects.update(
        state=CommentState.APPROVED, decided_by=chief, decided_at=comment.posted_at
    )
    assert client.post(way(comment, "like"), headers=headers).status_code == 409
    monkeypatch.setattr(limits, "LIKES", limits.Limit("like", 0, limits.LIKES.window))
    answer = client.post(way(comment, "like"), headers=headers)
    assert answer.status_code == 429
    assert not Like.objects.exists()


def test_what_the_reader_likes_is_marked(live: Article, shown: Write, site: Any) -> None:
    comment, client = shown(), Client()
    reply = shown("答", parent=comment)
    send(live, client=client)
    for one in (comment, reply):
        client.post(way(one, "like"))
    for page in (reverse("comments:story", args=[live.pk]), way(comment)):
        assert client.get(page).content.decode().count('aria-pressed="true"') == 2
        assert 'aria-pressed="true"' not in Client().get(page).content.decode()


# Reports


@pytest.mark.parametrize("fields", [{}, {"reason": "x"}, {"reason": ""}])
def test_a_report_gives_a_reason_and_keeps_the_words(
    shown: Write, site: Any, fields: dict[str, str]
) -> None:
    answer: Any = Client().post(way(shown(), "report"), fields | {"words": "留下的话"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "留下的话" in page
    assert 'id="report-reason_error"' in page
    assert not Report.objects.exists()


@pytest.mark.parametrize("query", ["", "?part=form"])
def test_a_report_is_taken_in_and_thanked_for(shown: Write, site: Any, query: str) -> None:
    comment = shown()
    fields = {"reason": "abuse", "words": f" {HOSTILE} "}
    answer: Any = Client().post(way(comment, "report", query), fields)
    assert answer.status_code == 302
    assert "write-thanks" in Client().get(answer["Location"]).content.decode()
    report = Report.objects.get()
    assert (report.comment, report.reason, report.words) == (comment, "abuse", HOSTILE)
    again = Client().post(way(comment, "report", query), fields)
    assert again.status_code == 422
    page = again.content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_the_page_to_report_quotes_the_comment_as_text(shown: Write, site: Any) -> None:
    comment = shown(HOSTILE, author_name=HOSTILE[:40])
    page = Client().get(way(comment, "report")).content.decode()
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert") == 2


def test_a_closed_story_takes_no_answers_but_reports(
    shown: Write, live: Article, site: Any
) -> None:
    comment = shown()
    LettersRule.objects.create(article=live, posting=Posting.CLOSED)
    page = Client().get(way(comment)).content.decode()
    assert "write-form" not in page
    assert "comment-answer" not in page
    assert Client().get(way(comment, "report")).status_code == 200


def test_the_page_of_a_story_is_the_same_for_everybody(
    live: Article, shown: Write, site: Any
) -> None:
    head, client = shown("很长" * 150, likes=3, is_picked=True), Client()
    shown("答", parent=head)
    send(live, client=client)
    story = Edition.objects.live().get(article=live).get_absolute_url()
    pages = [one.get(story) for one in (client, Client())]
    assert pages[0].content == pages[1].content
    page = pages[0].content.decode()
    assert "csrfmiddlewaretoken" not in page
    assert f'data-like="{way(head, "like")}"' in page
    assert f'href="{way(head)}#comment-{head.pk}"' in page
    assert not pages[1].cookies
    assert Writer.objects.exists()


def test_a_forged_token_of_another_story_is_refused(live: Article, put_out: Any, site: Any) -> None:
    other = put_out("另一篇").article
    assert send(live, opened=opened(other)).status_code == 422
    assert not Comment.objects.exists()

"""A writer's own comments that nobody else sees, and the appeal for a rejected one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.models import Article, User
from comments import moderation
from comments.choices import CommentState, Reason
from comments.identity import COOKIE
from comments.models import Appeal, Comment
from comments.screening.judging import Finding
from tests.comments.conftest import Write
from tests.comments.test_views import HOSTILE, send


def mine(article: Article, query: str = "") -> str:
    return reverse("comments:mine", args=[article.pk]) + query


def appeal_of(comment: Comment, query: str = "") -> str:
    return reverse("comments:appeal", args=[comment.article_id, comment.pk]) + query


@pytest.fixture
def own(live: Article, site: Any) -> tuple[Client, Comment]:
    """A browser, and the comment that was sent from it."""
    client = Client()
    send(live, client=client, name="本人", text="自己的话")
    return client, Comment.objects.get()


def rejected(comment: Comment, by: User, note: str = "内部的理由") -> Comment:
    return moderation.reject(Comment.objects.get(pk=comment.pk), by=by, note=note)


@pytest.mark.parametrize("query", ["", "?part=list"])
def test_nobody_else_sees_them(own: tuple[Client, Comment], live: Article, query: str) -> None:
    client, _comment = own
    stranger, forger = Client(), Client()
    forger.cookies[COOKIE] = "a" * 32
    for other in (stranger, forger):
        assert "自己的话" not in other.get(mine(live, query)).content.decode()
    assert "自己的话" in client.get(mine(live, query)).content.decode()


def test_only_what_waits_or_was_rejected_stands_there(
    own: tuple[Client, Comment], live: Article, moderator: User
) -> None:
    client, comment = own
    moderation.approve(comment, by=moderator)
    assert "自己的话" not in client.get(mine(live)).content.decode()


def test_those_of_another_story_and_old_ones_do_not(
    own: tuple[Client, Comment], live: Article, put_out: Any
) -> None:
    client, _comment = own
    assert "自己的话" not in client.get(mine(put_out("另一篇").article)).content.decode()
    Comment.objects.update(created_at=timezone.now() - timedelta(days=100))
    assert "自己的话" not in client.get(mine(live)).content.decode()


def test_a_withdrawn_story_takes_them_along(
    own: tuple[Client, Comment], live: Article, chief: User, moderator: User
) -> None:
    client, comment = own
    rejected(comment, moderator)
    workflow.withdraw(live, by=chief, reason="核实中")
    for address in (mine(live), appeal_of(comment)):
        answer = client.get(address)
        assert answer.status_code == 410
        assert "自己的话" not in answer.content.decode()


def test_a_rejection_is_told_in_general_words_and_can_be_appealed_against(
    own: tuple[Client, Comment], live: Article, moderator: User
) -> None:
    client, comment = own
    rejected(comment, moderator)
    page = client.get(mine(live)).content.decode()
    assert appeal_of(comment) in page
    for inner in ("内部的理由", moderator.username, str(moderator)):
        assert inner not in page


@pytest.mark.parametrize("reason", [Reason.BANNED_WORDS, Reason.TRAP])
def test_the_words_that_screening_found_are_not_told(
    own: tuple[Client, Comment], live: Article, reason: Reason
) -> None:
    client, comment = own
    finding = Finding(reason, words="暗号", phrase="暗号", category="机密分类")
    Comment.objects.update(findings=[finding.as_json()])
    moderation.refuse_by_screening(comment, "内部的理由")
    page = client.get(mine(live)).content.decode()
    assert "own-why" in page
    for inner in ("暗号", "机密分类", "内部的理由"):
        assert inner not in page


def test_markup_in_ones_own_comment_and_appeal_is_shown_as_text(
    live: Article, site: Any, moderator: User
) -> None:
    client = Client()
    send(live, client=client, name=HOSTILE[:40], text=HOSTILE)
    comment = rejected(Comment.objects.get(), moderator)
    pages = [client.get(mine(live)), client.get(appeal_of(comment))]
    pages.append(client.post(appeal_of(comment), {"words": HOSTILE * 20}))
    client.post(appeal_of(comment), {"words": HOSTILE})
    moderation.deny(Appeal.objects.get(), by=moderator, answer=HOSTILE)
    pages.append(client.get(mine(live)))
    for page in (page.content.decode() for page in pages):
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;alert" in page


# Appeals


def test_the_page_to_appeal_is_its_writers_alone(
    own: tuple[Client, Comment], moderator: User, put_out: Any
) -> None:
    client, comment = own
    assert client.get(appeal_of(comment)).status_code == 404
    rejected(comment, moderator)
    assert Client().get(appeal_of(comment)).status_code == 404
    assert Client().post(appeal_of(comment), {"words": "?"}).status_code == 404
    other = put_out("另一篇").article
    strange = reverse("comments:appeal", args=[other.pk, comment.pk])
    assert client.get(strange).status_code == 404
    page = client.get(appeal_of(comment))
    assert page.status_code == 200
    assert 'class="own-appeal"' not in page.content.decode()  # It would lead to where one is.
    assert not Appeal.objects.exists()


def test_an_appeal_says_something(own: tuple[Client, Comment], moderator: User) -> None:
    client, comment = own
    rejected(comment, moderator)
    answer = client.post(appeal_of(comment), {"words": " \u200b"})
    assert answer.status_code == 422
    assert 'id="appeal-words_error"' in answer.content.decode()
    assert not Appeal.objects.exists()


@pytest.mark.parametrize("query", ["", "?part=form"])
def test_an_appeal_is_taken_in_once_and_its_outcome_told(
    own: tuple[Client, Comment], live: Article, moderator: User, query: str
) -> None:
    client, comment = own
    rejected(comment, moderator)
    answer: Any = client.post(appeal_of(comment, query), {"words": "请再看看"})
    assert answer.status_code == 302
    assert "write-thanks" in client.get(answer["Location"]).content.decode()
    again = client.post(appeal_of(comment, query), {"words": "再看一次"})
    assert again.status_code == 422
    assert "再看一次" in again.content.decode()
    page = client.get(mine(live)).content.decode()
    assert f'href="{appeal_of(comment)}"' not in page
    moderation.deny(Appeal.objects.get(), by=moderator, answer="维持原判")
    assert "维持原判" in client.get(mine(live)).content.decode()


def test_an_appeal_that_is_granted_shows_the_comment(
    own: tuple[Client, Comment], live: Article, moderator: User
) -> None:
    client, comment = own
    rejected(comment, moderator)
    client.post(appeal_of(comment), {"words": "请再看看"})
    moderation.approve(Comment.objects.get(), by=moderator)
    story = reverse("comments:story", args=[live.pk])
    assert "自己的话" in Client().get(story).content.decode()
    assert client.get(appeal_of(comment)).status_code == 404


def test_the_list_costs_the_same_with_one_comment_and_with_many(
    own: tuple[Client, Comment], live: Article, write: Write, django_assert_num_queries: Any
) -> None:
    client, comment = own
    for number in range(8):
        write(f"第{number}条", writer=comment.writer, state=CommentState.REJECTED)
    with django_assert_num_queries(4):
        client.get(mine(live, "?part=list"))

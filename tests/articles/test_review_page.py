"""The page to review on, the marks of reviewers, and the track of steps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.choices import Level, ReviewState
from articles.models import Article, Edition, Mark, User
from articles.views.track import track
from tests.articles.desk import act_url

pytestmark = pytest.mark.three_reviews

Draft = Callable[..., Article]


@pytest.fixture
def waiting(draft: Draft, reporter: User) -> Article:
    return workflow.submit(draft("待审的稿件"), by=reporter, version=1)


def review_url(article: Article) -> str:
    return reverse("admin:articles_article_review", args=[article.pk])


def marks_url(article: Article) -> str:
    return reverse("admin:articles_article_marks", args=[article.pk])


def tick_url(mark: Mark) -> str:
    return reverse("admin:articles_article_mark", args=[mark.article_id, mark.pk])


@pytest.fixture
def mark(waiting: Article, editor: User) -> Mark:
    return Mark.objects.create(
        article=waiting, version=1, stage="first", by=editor, at=timezone.now(), remark="核实"
    )


def test_a_stranger_reviews_nothing(client: Client, waiting: Article) -> None:
    assert client.get(review_url(waiting)).status_code == 302
    assert client.post(marks_url(waiting), {"remark": "改"}).status_code == 302
    assert not Mark.objects.exists()


def test_a_writer_leaves_no_marks(client: Client, waiting: Article, reporter: User) -> None:
    client.force_login(reporter)
    assert client.get(review_url(waiting)).context["mark_form"] is None
    assert client.post(marks_url(waiting), {"remark": "改"}).status_code == 403


@pytest.mark.parametrize("words", ["", "  ", "长" * 501])
def test_a_mark_says_something_short(desk: Client, waiting: Article, words: str) -> None:
    response = desk.post(marks_url(waiting), {"passage": "原文", "remark": words})
    assert response.status_code == 400
    assert response.context["mark_form"]["passage"].value() == "原文"
    assert not Mark.objects.exists()


def test_a_mark_of_another_story_is_not_found(desk: Client, mark: Mark, draft: Draft) -> None:
    address = reverse("admin:articles_article_mark", args=[draft().pk, mark.pk])
    assert desk.post(address, {"done": "1"}).status_code == 404


def test_who_may_not_write_ticks_nothing_off(client: Client, mark: Mark, hire: Any) -> None:
    client.force_login(hire("publisher"))
    assert client.post(tick_url(mark), {"done": "1"}).status_code == 403
    assert Mark.objects.open().exists()


def test_a_mark_keeps_the_stage_and_is_ticked_off_by_the_writer(
    desk: Client, waiting: Article, reporter: User
) -> None:
    desk.post(marks_url(waiting), {"passage": "正文", "remark": "核实全称"})
    mark = Mark.objects.get()
    assert (mark.stage, mark.version, mark.passage) == (ReviewState.FIRST, 1, "正文")
    desk.force_login(reporter)
    response = desk.post(tick_url(mark), {"done": "1", "from": "review"})
    assert response["Location"] == review_url(waiting)
    mark.refresh_from_db()
    assert mark.done_by == reporter
    desk.post(tick_url(mark), {"done": "0"})
    assert Mark.objects.open().get() == mark


def test_markup_in_words_of_the_desk_is_text(desk: Client, draft: Draft, mark: Mark) -> None:
    Mark.objects.update(passage="<img src=x onerror=a()>", remark="<script>b()</script>")
    Article.objects.update(title="<b>题</b>", digest="<i>摘要</i>")
    text = desk.get(review_url(mark.article)).content.decode()
    assert "<img src=x" not in text
    assert "<script>b()" not in text
    assert "&lt;b&gt;题&lt;/b&gt;" in text


def test_only_the_buttons_of_this_person_stand_in_the_bar(
    desk: Client, waiting: Article, chief: User
) -> None:
    def offered(client: Client) -> set[str]:
        return {offer.act.verb for offer in client.get(review_url(waiting)).context["offers"]}

    assert offered(desk) == {"pass_first", "return"}
    workflow.pass_(waiting, by=chief, version=1, level=Level.FIRST)
    assert offered(desk) == {"return"}


def test_a_decision_comes_back_to_the_page(desk: Client, waiting: Article) -> None:
    values = {"version": 1, "opinion": "可用", "from": "review"}
    response = desk.post(act_url(waiting, "pass_first"), values)
    assert response["Location"] == review_url(waiting)
    text = desk.get(review_url(waiting)).content.decode()
    assert "可用" in text


def test_the_next_story_of_the_queue_is_named(
    desk: Client, waiting: Article, draft: Draft, reporter: User
) -> None:
    other = workflow.submit(draft("下一篇"), by=reporter, version=1)
    assert desk.get(review_url(waiting)).context["following"] == other


@pytest.mark.parametrize("marks", [1, 30])
def test_the_page_costs_the_same_whatever_its_marks(
    desk: Client, waiting: Article, editor: User, marks: int
) -> None:
    row = {"article": waiting, "version": 1, "stage": "first", "by": editor}
    Mark.objects.bulk_create(
        Mark(**row, at=timezone.now(), remark=f"第{number}处") for number in range(marks)
    )
    desk.get(review_url(waiting))
    with CaptureQueriesContext(connection) as captured:
        assert desk.get(review_url(waiting)).status_code == 200
    assert len(captured) <= 40


# The track


def steps(article: Article) -> list[tuple[str, str]]:
    facts = workflow.facts_of(Article.objects.select_related("section").get(pk=article.pk))
    return [(step.status, step.who) for step in track(facts)]


def test_the_track_names_who_has_passed_and_who_acts_next(
    waiting: Article, editor: User, director: User, chief: User
) -> None:
    workflow.pass_(waiting, by=editor, version=1, level=Level.FIRST)
    # The chief may pass every level, and comes before the director in the order of names.
    assert steps(waiting) == [
        ("done", ""),
        ("done", "Editor"),
        ("now", "Chief\u3001Director"),
        ("ahead", ""),
        ("ahead", ""),
    ]


def test_the_track_ends_before_readers(put_out: Callable[..., Edition], chief: User) -> None:
    assert [status for status, _who in steps(put_out().article)] == ["done"] * 5


def test_a_draft_after_publication_begins_the_track_anew(
    put_out: Callable[..., Edition], revise: Draft
) -> None:
    article = revise(put_out().article, title="新题")
    assert [status for status, _who in steps(article)] == ["now", *["ahead"] * 4]


def test_what_waits_too_long_is_overdue(clock: time_machine.Traveller, waiting: Article) -> None:
    facts = workflow.facts_of(Article.objects.select_related("section").get(pk=waiting.pk))
    assert not any(step.is_overdue for step in track(facts))
    clock.shift(timedelta(hours=4, seconds=1))
    facts = workflow.facts_of(facts.article)
    assert [step.is_overdue for step in track(facts)] == [False, True, False, False, False]

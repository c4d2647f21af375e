"""Acts at the desk: refused to those who may not, offered to those who may, done by POST only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from articles import workflow
from articles.choices import EditionChange, PublicState, ReviewState
from articles.models import Article, DeskAct, Edition, User
from articles.views.acts import standing
from articles.views.buttons import ACTS
from tests.articles.desk import act_url, change_url, opened

Draft = Callable[..., Article]
Put = Callable[..., Edition]


@pytest.fixture
def desk(client: Client, chief: User) -> Client:
    client.force_login(chief)
    return client


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.mark.parametrize("verb", ACTS)
def test_a_stranger_is_sent_to_the_sign_in(client: Client, draft: Draft, verb: str) -> None:
    response = client.post(act_url(draft(), verb), {"version": 1})
    assert response["Location"].startswith(reverse("admin:login"))


@pytest.mark.parametrize("verb", ACTS)
def test_a_picture_editor_is_refused(client: Client, draft: Draft, hire: Any, verb: str) -> None:
    client.force_login(hire("photo_desk"))
    assert client.post(act_url(draft(), verb), {"version": 1}).status_code == 403
    asked = {"Accept": "application/json"}
    response = client.post(act_url(draft(), verb), {"version": 1}, headers=asked)
    assert (response.status_code, len(response.json()["reasons"])) == (403, 1)


@pytest.mark.parametrize("verb", ACTS)
def test_an_act_is_not_done_by_looking(desk: Client, draft: Draft, verb: str) -> None:
    assert desk.get(act_url(draft(), verb)).status_code == 405


@pytest.mark.parametrize("verb", ACTS)
def test_an_act_needs_the_token(draft: Draft, chief: User, verb: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(chief)
    assert client.post(act_url(draft(), verb), {"version": 1}).status_code == 403


def test_an_unknown_act_is_not_found(desk: Client, draft: Draft) -> None:
    assert desk.post(act_url(draft(), "burn"), {"version": 1}).status_code == 404


def test_who_may_not_submit_cannot_save_and_submit(
    client: Client, draft: Draft, reporter: User
) -> None:
    reporter.groups.get().permissions.remove(Permission.objects.get(codename="submit_article"))
    client.force_login(reporter)
    article = draft()
    values = opened(client, article) | {"_submit": "1"}
    assert client.post(change_url(article), values).status_code == 403
    article.refresh_from_db()
    assert article.state == ReviewState.DRAFT


def test_publishing_another_version_than_the_one_read_is_refused(
    desk: Client, signed: Draft, revise: Callable[..., Article]
) -> None:
    article = signed()
    revise(article, title="别人的题")
    response = desk.post(act_url(article, "publish"), {"version": 1})
    assert response.status_code == 409
    assert not article.editions.exists()


def test_a_story_that_lacks_something_is_refused_with_every_reason(
    desk: Client, draft: Draft
) -> None:
    article = draft(section=None, body="")
    response = desk.post(act_url(article, "submit"), {"version": 1})
    assert response.status_code == 409
    assert gettext("Choose a section.") in said(response)
    assert len(said(response)) == 2


@pytest.mark.parametrize("change", [EditionChange.FACT, EditionChange.UPDATE])
def test_a_correction_without_a_note_is_asked_for_one(
    desk: Client, put_out: Put, revise: Callable[..., Article], change: EditionChange
) -> None:
    article = revise(put_out().article, title="新题")
    response = desk.post(act_url(article, "correct"), {"version": 2, "change": change, "note": " "})
    assert response.context["form"].has_error("note")
    assert article.editions.count() == 1


def test_a_refused_withdrawal_keeps_what_was_typed(desk: Client, draft: Draft) -> None:
    response = desk.post(act_url(draft(), "withdraw"), {"version": 1, "reason": "来源有误"})
    assert response.status_code == 409
    assert response.context["form"]["reason"].value() == "来源有误"


def test_a_moment_that_has_passed_is_refused(desk: Client, draft: Draft) -> None:
    response = desk.post(act_url(draft(), "schedule"), {"version": 1, "at": "2020-01-01T10:00"})
    assert response.context["form"].has_error("at", "past")


@pytest.mark.parametrize("verb", ["return", "green", "withdraw", "review_after"])
def test_an_act_that_needs_words_is_refused_without_them(
    desk: Client, draft: Draft, verb: str
) -> None:
    response = desk.post(act_url(draft(), verb), {"version": 1, "opinion": " ", "reason": " "})
    assert response.status_code == 400
    assert not DeskAct.objects.exists()


def test_a_machine_is_told_the_reasons_as_json(desk: Client, draft: Draft) -> None:
    asked = {"Accept": "application/json"}
    response = desk.post(act_url(draft(), "publish"), {"version": 1}, headers=asked)
    assert response.status_code == 409
    assert len(response.json()["reasons"]) == 1
    response = desk.post(act_url(draft(), "submit"), {"version": 1}, headers=asked)
    assert response.json() == {"done": gettext("The story is submitted.")}


def test_publishing_shows_the_story_to_readers(desk: Client, signed: Draft) -> None:
    article = signed()
    response = desk.post(act_url(article, "publish"), {"version": 1})
    assert response["Location"] == change_url(article)
    assert article.editions.live().exists()


@pytest.mark.three_reviews
def test_saving_and_submitting_submits_what_was_just_saved(desk: Client, draft: Draft) -> None:
    article = draft()
    values = opened(desk, article) | {"title": "新题", "_submit": "1"}
    desk.post(change_url(article), values)
    article.refresh_from_db()
    assert (article.title, article.version, article.state) == ("新题", 2, ReviewState.FIRST)


def test_a_refused_submission_leaves_the_story_saved(desk: Client, draft: Draft) -> None:
    article = draft(section=None)
    values = opened(desk, article) | {"title": "新题", "_submit": "1"}
    response = desk.post(change_url(article), values)
    assert gettext("Choose a section.") in said(response)
    assert Article.objects.get(pk=article.pk).title == "新题"


def test_scheduling_and_cancelling_leave_no_edition_to_come(desk: Client, signed: Draft) -> None:
    article = signed()
    desk.post(act_url(article, "schedule"), {"version": 1, "at": tomorrow()})
    assert article.editions.scheduled().count() == 1
    desk.post(act_url(article, "unschedule"), {"version": 1})
    assert not article.editions.scheduled().exists()


def tomorrow() -> str:
    return timezone.localtime(timezone.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")


def test_a_correction_for_a_moment_that_has_passed_is_refused(
    desk: Client, put_out: Put, revise: Callable[..., Article]
) -> None:
    article = revise(put_out().article, title="新题")
    values = {"version": 2, "change": EditionChange.TYPO, "at": "2020-01-01T10:00"}
    response = desk.post(act_url(article, "correct"), values)
    assert response.context["form"].has_error("at", "past")
    assert article.editions.count() == 1


def test_a_correction_can_wait_for_its_moment(
    desk: Client, chief: User, put_out: Put, revise: Callable[..., Article], signed: Draft
) -> None:
    article = signed(revise(put_out("旧题").article, title="新题"))
    note = {"version": 2, "change": EditionChange.FACT, "note": "人数有误", "at": tomorrow()}
    response = desk.post(act_url(article, "correct"), note)
    assert said(response) == [gettext("The changes are scheduled.")]
    assert article.editions.live().get().title == "旧题"
    assert article.editions.scheduled().get().title == "新题"
    assert offered(article, chief) == {"unschedule", "withdraw"}
    desk.post(act_url(article, "unschedule"), {"version": 2})
    assert article.editions.live().get().live_until is None


def test_correcting_withdrawing_and_restoring_follow_each_other(
    desk: Client, put_out: Put, revise: Callable[..., Article], signed: Draft
) -> None:
    article = signed(revise(put_out().article, title="新题"))
    note = {"version": 2, "change": EditionChange.FACT, "note": "人数有误"}
    desk.post(act_url(article, "correct"), note)
    assert article.editions.live().get().notices[0]["note"] == "人数有误"
    desk.post(act_url(article, "withdraw"), {"version": 2, "reason": "来源有误"})
    assert not article.editions.live().exists()
    desk.post(act_url(article, "restore"), {"version": 2})
    assert article.editions.live().get().change == EditionChange.RESTORE


def offered(article: Article, user: User) -> set[str]:
    kept = Article.objects.get(pk=article.pk)
    return {offer.act.verb for offer in standing(kept, user).offers}


@pytest.mark.three_reviews
def test_only_what_this_person_may_do_now_is_offered(
    draft: Draft, signed: Draft, put_out: Put, reporter: User, editor: User, chief: User
) -> None:
    assert offered(draft(), reporter) == {"submit", "discard"}
    assert offered(draft(), editor) == {"submit", "archive", "discard"}
    assert offered(draft(), chief) == {"submit", "green", "archive", "discard"}
    submitted = workflow.submit(draft(), by=reporter, version=1)
    assert offered(submitted, reporter) == {"take_back"}
    assert offered(submitted, editor) == {"pass_first", "return"}
    assert offered(signed(), chief) == {"publish", "schedule", "return"}
    assert offered(put_out().article, chief) == {"withdraw", "archive"}
    later = put_out(at=timezone.now() + timedelta(days=1)).article
    assert offered(later, chief) == {"unschedule"}


def test_a_changed_story_that_is_live_is_submitted_again(
    signed: Draft, put_out: Put, reporter: User, chief: User, revise: Callable[..., Article]
) -> None:
    article = revise(put_out().article, title="新")
    assert offered(article, reporter) == {"submit"}
    assert offered(signed(article), chief) == {"correct", "return", "withdraw"}


def test_why_a_button_is_missing_is_said_in_words(draft: Draft, editor: User) -> None:
    article = draft(section=None, created_by=editor)
    missing = {one.act.verb: one.reasons for one in standing(article, editor).missing}
    assert missing["submit"] == [gettext("Choose a section.")]
    assert missing["green"] == [gettext("You do not have the right to do this.")]


def test_the_panel_says_when_readers_see_an_older_text(
    put_out: Put, chief: User, revise: Callable[..., Article]
) -> None:
    shown = standing(revise(put_out().article, title="新"), chief)
    assert (shown.state, shown.changed) == (PublicState.LIVE, True)


def preview_url(article: Article) -> str:
    return reverse("admin:articles_article_preview", args=[article.pk])


def test_a_preview_is_for_the_desk_only(client: Client, draft: Draft) -> None:
    response = client.get(preview_url(draft()))
    assert response["Location"].startswith(reverse("admin:login"))


def test_a_preview_shows_the_working_copy_and_is_kept_nowhere(
    desk: Client, put_out: Put, revise: Callable[..., Article]
) -> None:
    article = revise(put_out().article, title="还没发布的新题")
    response = desk.get(preview_url(article))
    assert "还没发布的新题" in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]
    assert article.editions.count() == 1


def test_a_story_without_a_section_can_be_previewed(desk: Client, draft: Draft) -> None:
    assert desk.get(preview_url(draft(section=None))).status_code == 200


def test_who_was_signed_out_is_told_so_before_a_form_is_sent(client: Client) -> None:
    assert client.get(reverse("admin:articles_article_session")).status_code == 302


@pytest.mark.three_reviews
def test_a_form_opened_before_a_new_sign_in_is_given_the_new_token(
    draft: Draft, chief: User
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(chief)
    response = client.get(reverse("admin:articles_article_session"))
    assert "no-store" in response["Cache-Control"]
    values = {"version": 1, "csrfmiddlewaretoken": response.json()["token"]}
    article = draft()
    assert client.post(act_url(article, "submit"), values).status_code == 302
    article.refresh_from_db()
    assert article.state == ReviewState.FIRST

"""What is typed and not saved: when it is kept, for its writer alone, and for how long."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.models import (
    Article,
    Autosave,
    EditLock,
    Photo,
    PhotoUse,
    Presence,
    Recommendation,
    User,
)
from articles.workflow import unsaved
from tests.articles.desk import change_url, opened
from tests.articles.typist import ADD, TAB, discard_url, lock_url, sign_url, type_in

Draft = Callable[..., Article]
Clock = time_machine.Traveller

#: Somebody who writes asks this much every few seconds.
MOST_QUERIES = 30


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


# What is not kept


@pytest.mark.parametrize("is_new", [True, False])
def test_a_stranger_is_sent_to_the_sign_in(client: Client, draft: Draft, is_new: bool) -> None:
    response = client.post(sign_url(None if is_new else draft()), {"_tab": TAB, "_typed": "1"})
    assert response["Location"].startswith(reverse("admin:login"))
    assert not Autosave.objects.exists()


def test_a_sign_is_not_given_by_looking(desk: Client, draft: Draft) -> None:
    assert desk.get(sign_url(draft())).status_code == 405


@pytest.mark.parametrize("address", [sign_url, lambda article: lock_url(article, "take")])
def test_a_sign_and_a_lock_need_the_token(address: Any, draft: Draft, editor: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    sent = {"_tab": TAB, "_typed": "1", "title": "题"}
    assert client.post(address(draft()), sent).status_code == 403
    assert not Autosave.objects.exists()
    assert not EditLock.objects.exists()


@pytest.mark.parametrize("tab", ["", " ", "a b", "a/b", "甲", "a" * 33, "a\n"])
def test_a_page_without_a_name_is_refused(tab: str, desk: Client, draft: Draft) -> None:
    response = desk.post(sign_url(draft()), {"_tab": tab, "_typed": "1", "title": "题"})
    assert (response.status_code, len(response.json()["reasons"])) == (400, 1)
    assert not Autosave.objects.exists()
    assert not Presence.objects.exists()


@pytest.mark.parametrize("role", ["moderator", "publisher", "photo_desk"])
@pytest.mark.parametrize("is_new", [True, False])
def test_who_cannot_save_has_nothing_kept(
    role: str, is_new: bool, signed_in: Any, draft: Draft
) -> None:
    address = sign_url(None if is_new else draft())
    response = signed_in(role).post(address, {"_tab": TAB, "_typed": "1", "title": "题"})
    assert (response.status_code, len(response.json()["reasons"])) == (403, 1)
    assert not Autosave.objects.exists()


def test_what_one_typed_is_not_kept_for_who_signed_in_since(
    desk: Client, draft: Draft, reporter: User
) -> None:
    sent = {"_tab": TAB, "_typed": "1", "title": "题", "_person": reporter.pk}
    assert desk.post(sign_url(draft()), sent).status_code == 409
    assert not Autosave.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"body": "a" * (unsaved.MOST_BYTES + 1)},
        {"body": "字" * (unsaved.MOST_BYTES // 3 + 1)},
        {f"uses-{number}-caption": "x" for number in range(unsaved.MOST_FIELDS + 1)},
        {"topics": ["1"] * (unsaved.MOST_FIELDS + 1)},
    ],
    ids=["a long body", "a long Chinese body", "many fields", "many values"],
)
def test_too_much_is_refused_in_a_sentence(
    fields: dict[str, Any], desk: Client, draft: Draft
) -> None:
    response = desk.post(sign_url(draft()), fields | {"_tab": TAB, "_typed": "1"})
    assert (response.status_code, len(response.json()["reasons"])) == (413, 1)
    assert not Autosave.objects.exists()


@pytest.mark.parametrize("number", [0, 404, 10**30])
def test_nothing_is_kept_of_a_story_that_is_not_there(number: int, desk: Client) -> None:
    address = reverse("admin:articles_article_autosave", args=[number])
    assert desk.post(address, {"_tab": TAB, "_typed": "1", "title": "题"}).status_code == 404
    assert not Autosave.objects.exists()


def test_what_says_the_same_as_the_saved_story_is_not_kept(
    desk: Client, draft: Draft, with_photo: Callable[..., PhotoUse], photo: Photo
) -> None:
    article = draft(published_at=timezone.now())
    article.tags.add("科技", "成都")
    with_photo(article, photo, caption="图")
    Recommendation.objects.create(article=article, title="待来的稿")
    type_in(desk, article)
    assert not Autosave.objects.exists()


def test_an_empty_new_story_is_not_kept(desk: Client, db: None) -> None:
    type_in(desk, None)
    assert not Autosave.objects.exists()


def test_changes_that_are_undone_are_kept_no_longer(desk: Client, draft: Draft) -> None:
    article = draft()
    type_in(desk, article, title="另一题")
    assert Autosave.objects.exists()
    type_in(desk, article)
    assert not Autosave.objects.exists()


def test_tokens_files_and_empty_rows_are_not_kept(desk: Client, draft: Draft) -> None:
    article = draft()
    file = SimpleUploadedFile("a.jpg", b"x", "image/jpeg")
    never = {"csrfmiddlewaretoken": "secret", "_continue": "1", "uses-__prefix__-caption": "x"}
    type_in(desk, article, title="新题", **never, **{"photo_uses-0-upload": file})
    kept = QueryDict(Autosave.objects.get().fields)
    assert kept["title"] == "新题"
    assert not [name for name in kept if name.startswith("_") or "__prefix__" in name]
    assert not kept.keys() & {"csrfmiddlewaretoken", "photo_uses-0-upload"}


# Whose it is


@pytest.mark.parametrize("is_new", [True, False])
def test_nobody_else_sees_what_somebody_typed(
    is_new: bool, desk: Client, draft: Draft, signed_in: Any
) -> None:
    article = None if is_new else draft()
    type_in(desk, article, title="只给自己看")
    other, kept = signed_in("chief"), Autosave.objects.get()
    address = change_url(article) if article else reverse(ADD)
    assert other.get(address, {"unsaved": kept.pk}).status_code == 404
    assert other.post(discard_url(kept)).status_code == 404
    for page in (address, reverse("admin:index")):
        assert "只给自己看" not in other.get(page).content.decode()
    assert Autosave.objects.get() == kept


@pytest.mark.parametrize("asked", ["", "x", "-1", "1e3", "９", "9" * 30, "0 or 1=1"])
def test_what_is_no_number_is_not_found(asked: str, desk: Client, draft: Draft) -> None:
    assert desk.get(change_url(draft()), {"unsaved": asked}).status_code == 404


def test_a_text_goes_on_in_its_own_story_alone(desk: Client, draft: Draft) -> None:
    article, other = draft(), draft()
    type_in(desk, article, title="新题")
    asked = {"unsaved": Autosave.objects.get().pk}
    assert desk.get(change_url(other), asked).status_code == 404
    assert desk.get(reverse(ADD), asked).status_code == 404


def test_who_may_write_no_longer_goes_on_with_nothing(
    desk: Client, draft: Draft, editor: User
) -> None:
    article = draft()
    type_in(desk, article, title="新题")
    editor.groups.clear()
    editor.user_permissions.set(Permission.objects.filter(codename="view_article"))
    response = desk.get(change_url(article), {"unsaved": Autosave.objects.get().pk})
    assert response.status_code == 403


def test_a_text_that_is_gone_leads_to_the_saved_one(desk: Client, draft: Draft) -> None:
    article = draft()
    response = desk.get(change_url(article), {"unsaved": 404})
    assert response["Location"] == change_url(article)
    assert len(said(response)) == 1


# What becomes of them


def test_the_oldest_texts_of_somebody_give_way(
    desk: Client, draft: Draft, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    monkeypatch.setattr(unsaved, "MOST_OF_ONE", 2)
    article = draft()
    for number in range(4):
        clock.shift(timedelta(seconds=1))
        type_in(desk, article, f"{number}-1", title=f"第{number}题")
    assert set(Autosave.objects.values_list("tab", flat=True)) == {"2-1", "3-1"}


def test_old_texts_and_lapsed_signs_are_forgotten(
    desk: Client, draft: Draft, editor: User, clock: Clock
) -> None:
    article = draft()
    workflow.take(article, by=editor)
    type_in(desk, article, "a-1", title="旧")
    clock.shift(unsaved.KEPT_FOR)
    desk.force_login(editor)
    type_in(desk, article, "b-1", title="新")
    assert workflow.forget_old(timezone.now()) == 0
    clock.shift(timedelta(seconds=1))
    assert workflow.forget_old(timezone.now()) == 1
    assert Autosave.objects.get().title == "新"
    assert not EditLock.objects.exists()


def test_a_long_headline_is_kept_whole_and_shown_in_one_line(desk: Client, draft: Draft) -> None:
    title = "长" * 1001 + "\n二"
    type_in(desk, draft(), title=title)
    kept = Autosave.objects.get()
    assert len(kept.title) == 1000
    assert QueryDict(kept.fields)["title"] == title


def test_keeping_costs_the_same_whatever_the_number_of_rows(
    desk: Client, draft: Draft, with_photo: Callable[..., PhotoUse]
) -> None:
    costs = []
    for rows in (1, 12):
        article = draft()
        for number in range(rows):
            with_photo(article, caption=f"图{number}", rank=number)
        sent = opened(desk, article) | {"photo_uses-0-caption": "新", "_tab": TAB, "_typed": "1"}
        desk.post(sign_url(article), sent)
        with CaptureQueriesContext(connection) as captured:
            desk.post(sign_url(article), sent | {"title": "新"})
        costs.append(len(captured))
    assert costs[0] == costs[1] <= MOST_QUERIES

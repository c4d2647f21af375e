"""People at a story at the same time: who is seen, what each is told, and the lock as buttons."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from articles import workflow
from articles.models import Article, Autosave, Presence, User
from articles.views.working import companion_words
from articles.workflow import presence
from tests.articles.desk import change_url
from tests.articles.typist import TAB, lock_url, sign_url, type_in

Draft = Callable[..., Article]
Clock = time_machine.Traveller


@pytest.mark.parametrize(
    ("role", "verb", "status"),
    [
        ("moderator", "take", 403),
        ("editor", "break", 403),
        ("editor", "take", 409),
        ("editor", "release", 409),
        ("editor", "burn", 404),
    ],
)
def test_a_lock_is_refused_in_words_and_to_programs(
    role: str, verb: str, status: int, draft: Draft, reporter: User, signed_in: Any
) -> None:
    article, client = draft(), signed_in(role)
    workflow.take(article, by=reporter)
    assert client.post(lock_url(article, verb)).status_code == status
    asked = client.post(lock_url(article, verb), headers={"Accept": "application/json"})
    assert asked.status_code == status
    assert status == 404 or len(asked.json()["reasons"]) == 1
    assert presence.holder_of(article) == reporter


def test_a_lock_is_not_taken_by_looking(desk: Client, draft: Draft) -> None:
    assert desk.get(lock_url(draft(), "take")).status_code == 405


def test_a_page_is_told_who_else_is_here(
    desk: Client, draft: Draft, signed_in: Any, editor: User, reporter: User
) -> None:
    reporter.real_name = "<b>张三</b>"
    reporter.save()
    article, other = draft(), signed_in(reporter)
    other.post(sign_url(article), {"_tab": "b-1", "_writing": "1"})
    answer = desk.post(sign_url(article), {"_tab": TAB}).json()
    writing = presence.Companion(reporter, is_writing=True, is_me=False)
    assert answer["company"] == [companion_words(writing)]
    assert other.post(sign_url(article), {"_tab": "b-1"}).json()["company"] == [str(editor)]
    page = desk.get(change_url(article)).content.decode()
    assert "&lt;b&gt;张三" in page
    assert "<b>张三" not in page


def test_who_may_only_read_is_seen_too(draft: Draft, signed_in: Any, desk: Client) -> None:
    article = draft()
    assert signed_in("moderator").post(sign_url(article), {"_tab": "b-1"}).status_code == 200
    assert len(desk.post(sign_url(article), {"_tab": TAB}).json()["company"]) == 1


def test_another_window_of_ones_own_is_named(desk: Client, draft: Draft) -> None:
    article = draft()
    assert desk.post(sign_url(article), {"_tab": "a-1"}).json()["elsewhere"] == ""
    answer = desk.post(sign_url(article), {"_tab": "b-1"}).json()
    assert (answer["company"], bool(answer["elsewhere"])) == ([], True)


def test_a_page_that_is_closed_leaves_and_what_it_says_last_is_kept(
    desk: Client, draft: Draft
) -> None:
    article = draft()
    desk.post(sign_url(article), {"_tab": TAB})
    type_in(desk, article, title="最后一句", _leave="1")
    assert not Presence.objects.exists()
    assert Autosave.objects.get().title == "最后一句"


def test_a_page_is_told_of_a_newer_version(
    desk: Client, draft: Draft, reporter: User, revise: Any
) -> None:
    article = draft()
    sent = {"_tab": TAB, "_version": "1"}
    assert desk.post(sign_url(article), sent).json()["newer"] == ""
    revise(article, by=reporter, title="别人的题")
    assert str(reporter) in desk.post(sign_url(article), sent).json()["newer"]
    for odd in ("", "0", "x", "9" * 5000):
        assert desk.post(sign_url(article), sent | {"_version": odd}).json()["newer"] == ""


def test_a_lock_is_taken_and_given_back_with_a_button(
    desk: Client, draft: Draft, editor: User
) -> None:
    article = draft()
    response = desk.post(lock_url(article, "take"))
    assert response["Location"] == change_url(article)
    assert presence.holder_of(article) == editor
    asked = desk.post(lock_url(article, "release"), headers={"Accept": "application/json"})
    assert asked.json()["lock"] == "none"
    assert presence.holder_of(article) is None


def test_the_page_shows_the_button_that_fits(
    desk: Client, draft: Draft, editor: User, signed_in: Any
) -> None:
    article = draft()
    workflow.take(article, by=editor)
    for client, verbs in ((desk, ["take", "release"]), (signed_in("director"), ["take", "break"])):
        page = client.get(change_url(article)).context["working"]
        assert set(verbs) <= {button.act.verb for button in page.lock_buttons}
    assert desk.get(change_url(article)).context["working"].around.lock == "mine"
    assert page.around.lock == "theirs"
    assert str(editor) in page.around.locked


def test_who_may_not_break_a_lock_is_not_offered_it(
    desk: Client, draft: Draft, reporter: User
) -> None:
    article = draft()
    workflow.take(article, by=reporter)
    page = desk.get(change_url(article)).context["working"]
    assert "break" not in {button.act.verb for button in page.lock_buttons}


def test_the_holder_learns_at_once_who_broke_the_lock(
    desk: Client, draft: Draft, editor: User, director: User
) -> None:
    article = draft()
    workflow.take(article, by=editor)
    sent = {"_tab": TAB, "_lock": "mine"}
    assert desk.post(sign_url(article), sent).json()["lost"] == ""
    workflow.break_(article, by=director)
    answer = desk.post(sign_url(article), sent).json()
    assert str(director) in answer["lost"]
    assert answer["lock"] == "none"


def test_a_lock_that_lapsed_names_nobody(desk: Client, draft: Draft, clock: Clock) -> None:
    article = draft()
    desk.post(lock_url(article, "take"))
    clock.shift(presence.LOCK_LASTS + timedelta(seconds=1))
    answer = desk.post(sign_url(article), {"_tab": TAB, "_lock": "mine"}).json()
    assert (bool(answer["lost"]), answer["lock"]) == (True, "none")

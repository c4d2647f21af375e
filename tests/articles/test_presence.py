"""Who is at a story and who locked it: refusals first, then what lapses and who is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles import audit, workflow
from articles.choices import DeskVerb, NoticeKind
from articles.models import Article, DeskAct, EditLock, Notice, Presence, User
from articles.workflow import presence
from tests.articles.test_concurrency import together

Draft = Callable[..., Article]
Clock = time_machine.Traveller


def sign(article: Article, by: User, tab: str = "a-1", *, is_writing: bool = False) -> None:
    workflow.seen(article, by=by, tab=tab, is_writing=is_writing, now=timezone.now())


def names(article: Article, by: User, tab: str = "a-1") -> list[str]:
    return [str(one.by) for one in workflow.company(article, by, tab, timezone.now())]


# The lock


@pytest.mark.parametrize("role", ["moderator", "publisher", "photo_desk"])
def test_who_cannot_write_cannot_lock(role: str, hire: Any, draft: Draft) -> None:
    with pytest.raises(PermissionDenied):
        workflow.take(draft(), by=hire(role))
    assert not EditLock.objects.exists()


@pytest.mark.parametrize("put_away", ["archived_at", "discarded_at"])
def test_a_story_that_is_put_away_is_not_locked(put_away: str, editor: User, draft: Draft) -> None:
    with pytest.raises(workflow.Refused):
        workflow.take(draft(**{put_away: timezone.now()}), by=editor)
    assert not EditLock.objects.exists()


def test_a_lock_is_not_taken_from_its_holder(editor: User, reporter: User, draft: Draft) -> None:
    article = draft()
    workflow.take(article, by=reporter)
    with pytest.raises(workflow.Refused) as refused:
        workflow.take(article, by=editor)
    assert refused.value.reasons[0] == presence.locked_sentence(EditLock.objects.get())
    assert presence.holder_of(article) == reporter


def test_a_lock_of_somebody_else_is_not_given_back(
    editor: User, reporter: User, draft: Draft
) -> None:
    article = draft()
    workflow.take(article, by=reporter)
    with pytest.raises(workflow.Refused):
        workflow.release(article, by=editor)
    assert presence.holder_of(article) == reporter


def test_who_may_not_break_locks_breaks_none(editor: User, reporter: User, draft: Draft) -> None:
    article = draft()
    workflow.take(article, by=reporter)
    with pytest.raises(PermissionDenied):
        workflow.break_(article, by=editor)
    assert presence.holder_of(article) == reporter
    assert not DeskAct.objects.exists()


def test_there_is_nothing_to_break_where_nobody_locked(director: User, draft: Draft) -> None:
    with pytest.raises(workflow.Refused):
        workflow.break_(draft(), by=director)
    assert not DeskAct.objects.exists()


def test_nobody_breaks_their_own_lock(director: User, draft: Draft) -> None:
    article = draft()
    workflow.take(article, by=director)
    with pytest.raises(workflow.Refused):
        workflow.break_(article, by=director)
    assert presence.holder_of(article) == director
    assert not Notice.objects.exists()


def test_a_locked_story_is_saved_by_its_holder_alone(
    editor: User, reporter: User, draft: Draft, revise: Any
) -> None:
    article = draft()
    workflow.take(article, by=reporter)
    with pytest.raises(workflow.Refused):
        revise(article, by=editor, title="别人的题")
    assert revise(article, by=reporter, title="自己的题").version == 2


def test_a_lock_that_is_given_back_binds_nobody(editor: User, reporter: User, draft: Draft) -> None:
    article = draft()
    workflow.take(article, by=reporter)
    workflow.release(article, by=reporter)
    assert workflow.take(article, by=editor).by == editor


def test_a_lock_lapses_after_the_last_sign_of_its_holder(
    clock: Clock, editor: User, reporter: User, draft: Draft
) -> None:
    article = draft()
    workflow.take(article, by=reporter)
    clock.shift(presence.LOCK_LASTS - timedelta(seconds=1))
    sign(article, reporter)
    clock.shift(presence.LOCK_LASTS)
    assert presence.holder_of(article) == reporter
    clock.shift(timedelta(seconds=1))
    assert presence.holder_of(article) is None
    assert workflow.take(article, by=editor).taken_at == timezone.now()


def test_a_late_sign_does_not_bring_a_lapsed_lock_back(
    clock: Clock, reporter: User, draft: Draft
) -> None:
    article = draft()
    workflow.take(article, by=reporter)
    clock.shift(presence.LOCK_LASTS + timedelta(seconds=1))
    sign(article, reporter)
    assert presence.holder_of(article) is None


def test_signs_of_others_do_not_keep_a_lock(
    clock: Clock, editor: User, reporter: User, draft: Draft
) -> None:
    article = draft()
    workflow.take(article, by=reporter)
    clock.shift(presence.LOCK_LASTS + timedelta(seconds=1))
    sign(article, editor)
    assert presence.holder_of(article) is None


def test_breaking_a_lock_stands_in_the_log_and_its_holder_is_told(
    director: User, reporter: User, draft: Draft
) -> None:
    article = draft()
    workflow.take(article, by=reporter)
    workflow.break_(article, by=director)
    act = DeskAct.objects.get()
    assert (act.verb, act.by, act.article_id) == (DeskVerb.BREAK_LOCK, director, article.pk)
    assert str(reporter) in act.note
    assert audit.verify().broken is None
    notice = Notice.objects.get()
    assert (notice.to, notice.by, notice.article) == (reporter, director, article)
    assert (notice.kind, notice.in_desk, notice.wants_mail) == (NoticeKind.LOCK, True, True)
    assert presence.holder_of(article) is None


def test_a_notice_of_a_broken_lock_goes_only_where_it_is_wanted(
    director: User, reporter: User, draft: Draft
) -> None:
    reporter.silenced = {"lock": ["mail"]}
    reporter.save()
    article = draft()
    workflow.take(article, by=reporter)
    workflow.break_(article, by=director)
    notice = Notice.objects.get()
    assert (notice.in_desk, notice.wants_mail) == (True, False)


# Who is here


def test_nobody_keeps_oneself_company(reporter: User, draft: Draft) -> None:
    article = draft()
    sign(article, reporter)
    assert names(article, reporter) == []


def test_a_page_that_was_loaded_again_is_no_second_window(reporter: User, draft: Draft) -> None:
    article = draft()
    sign(article, reporter, "a-1")
    sign(article, reporter, "a-2")
    assert names(article, reporter, "a-2") == []


def test_others_are_seen_by_name_once_each(
    reporter: User, editor: User, chief: User, draft: Draft
) -> None:
    article = draft()
    for tab in ("b-1", "b-2"):
        sign(article, editor, tab, is_writing=tab == "b-1")
    sign(article, chief, "c-1")
    found = workflow.company(article, reporter, "a-1", timezone.now())
    assert [(one.by, one.is_writing, one.is_me) for one in found] == [
        (chief, False, False),
        (editor, True, False),
    ]


def test_another_window_of_ones_own_is_told_apart(reporter: User, draft: Draft) -> None:
    article = draft()
    sign(article, reporter, "a-1")
    sign(article, reporter, "b-1")
    found = workflow.company(article, reporter, "a-1", timezone.now())
    assert [(one.by, one.is_me) for one in found] == [(reporter, True)]


def test_another_story_has_its_own_company(reporter: User, editor: User, draft: Draft) -> None:
    article, other = draft(), draft()
    sign(other, editor)
    assert names(article, reporter) == []


def test_somebody_who_gives_no_sign_is_not_seen(
    clock: Clock, reporter: User, editor: User, draft: Draft
) -> None:
    article = draft()
    sign(article, editor)
    clock.shift(presence.SEEN)
    assert names(article, reporter) == [str(editor)]
    clock.shift(timedelta(seconds=1))
    assert names(article, reporter) == []
    sign(article, reporter)
    assert Presence.objects.get().by == reporter


def test_who_leaves_is_gone_at_once_and_keeps_the_lock(
    reporter: User, editor: User, draft: Draft
) -> None:
    article = draft()
    workflow.take(article, by=editor)
    for tab in ("b-1", "b-2"):
        sign(article, editor, tab)
    workflow.leave(article, by=editor, tab="b-1")
    assert names(article, reporter) == [str(editor)]
    workflow.leave(article, by=editor, tab="b-2")
    assert names(article, reporter) == []
    assert presence.holder_of(article) == editor


# At the same moment


@pytest.mark.django_db(transaction=True)
def test_of_two_who_lock_at_once_one_holds_it(draft: Draft, hire: Any) -> None:
    article = draft()
    people = [hire("editor"), hire("editor")]
    outcomes = together(*(lambda by=by: workflow.take(article, by=by) for by in people))
    assert outcomes == ["Refused", "done"]
    assert presence.holder_of(article) in people


@pytest.mark.django_db(transaction=True)
def test_of_two_who_break_a_lock_at_once_one_does(draft: Draft, reporter: User, hire: Any) -> None:
    article = draft()
    workflow.take(article, by=reporter)
    people = [hire("director"), hire("chief")]
    outcomes = together(*(lambda by=by: workflow.break_(article, by=by) for by in people))
    assert outcomes == ["Refused", "done"]
    assert DeskAct.objects.count() == Notice.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_signs_of_one_page_at_once_are_one(draft: Draft, reporter: User) -> None:
    article = draft()
    assert together(*[lambda: sign(article, reporter)] * 2) == ["done", "done"]
    assert Presence.objects.count() == 1

"""What is put away: the archive, the recycle bin and its term."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles import audit, workflow
from articles.choices import DeskVerb
from articles.models import Article, DeskAct, Edition, User

Draft = Callable[..., Article]
TERM = timedelta(days=workflow.BIN_DAYS)


def test_what_is_put_away_is_neither_saved_nor_submitted(
    draft: Draft, reporter: User, editor: User
) -> None:
    for put in (workflow.discard, workflow.archive):
        article = put(draft(), by=editor)
        with pytest.raises(workflow.Refused):
            workflow.claim_version(article, 1, by=reporter)
        with pytest.raises(workflow.Refused):
            workflow.submit(article, by=reporter, version=1)
        assert Article.objects.get(pk=article.pk).version == 1


def test_what_readers_have_seen_is_never_deleted(
    put_out: Callable[..., Edition], revise: Draft, editor: User
) -> None:
    article = revise(put_out().article, title="新题")
    with pytest.raises(workflow.Refused):
        workflow.discard(article, by=editor)


def test_deleting_needs_its_right(draft: Draft, hire: Callable[[str], User]) -> None:
    with pytest.raises(PermissionDenied):
        workflow.discard(draft(), by=hire("publisher"))


def test_a_deleted_draft_comes_back_as_it_was(draft: Draft, reporter: User) -> None:
    article = workflow.discard(draft("写了一半"), by=reporter, note="重复")
    workflow.recover(article, by=reporter)
    article.refresh_from_db()
    assert (article.title, article.discarded_at) == ("写了一半", None)
    assert [act.verb for act in DeskAct.objects.all()] == [DeskVerb.RECOVER, DeskVerb.DISCARD]


def test_a_draft_is_deleted_for_good_after_its_term_and_the_log_remembers(
    clock: time_machine.Traveller, draft: Draft, reporter: User
) -> None:
    article = workflow.discard(draft("不要了"), by=reporter)
    with pytest.raises(workflow.Refused):
        workflow.purge(article, by=reporter, now=timezone.now() + TERM - timedelta(seconds=1))
    workflow.purge(article, by=reporter, now=timezone.now() + TERM)
    assert not Article.objects.exists()
    act = DeskAct.objects.select_related("article").latest("number")
    assert (act.verb, act.title) == (DeskVerb.PURGE, "不要了")
    assert audit.verify().broken is None


def test_an_archived_story_stays_before_readers(
    put_out: Callable[..., Edition], editor: User
) -> None:
    edition = put_out()
    article = workflow.archive(edition.article, by=editor)
    assert Edition.objects.live().get() == edition
    workflow.unarchive(article, by=editor)
    assert Article.objects.get().archived_at is None


def test_a_signed_story_that_is_still_to_go_out_is_not_archived(
    signed: Draft, editor: User
) -> None:
    with pytest.raises(workflow.Refused):
        workflow.archive(signed(), by=editor)

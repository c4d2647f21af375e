"""Acts of the desk: refusals first, then what an edition does to the one before it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles import richtext, signals, workflow
from articles.choices import ArticleKind, DeskVerb, EditionChange, SourceListing
from articles.models import Article, DeskAct, Edition, Revision, User

Draft = Callable[..., Article]
PutOut = Callable[..., Edition]


@pytest.mark.parametrize("role", ["reporter", "moderator"])
def test_a_person_without_the_right_publishes_nothing(
    role: str, hire: Callable[[str], User], draft: Draft
) -> None:
    with pytest.raises(PermissionDenied):
        workflow.publish(draft(), by=hire(role), version=1)
    assert not Edition.objects.exists()
    assert not DeskAct.objects.exists()


def test_a_person_who_left_publishes_nothing(chief: User, draft: Draft) -> None:
    chief.is_active = False
    with pytest.raises(PermissionDenied):
        workflow.publish(draft(), by=chief, version=1)


def test_a_text_that_was_not_read_is_not_published(chief: User, signed: Draft, revise: Any) -> None:
    article = signed()
    revise(article, title="别的")
    with pytest.raises(workflow.Stale):
        workflow.publish(article, by=chief, version=1)


@pytest.mark.parametrize(
    "fields",
    [
        {"body": ""},
        {"section": None},
        {"kind": ArticleKind.REPRINT},
        {"body": '<p>x</p><figure data-photo="0123456789ab"></figure>'},
        {"published_at": timezone.now() + timedelta(days=3650)},
    ],
    ids=["no body", "no section", "reprint without title", "unknown photo", "time to come"],
)
def test_an_unready_story_is_refused_with_one_reason(
    fields: dict[str, Any], reporter: User, put_out: PutOut
) -> None:
    with pytest.raises(workflow.Refused) as refused:
        put_out(**fields)
    assert len(refused.value.reasons) == 1


def test_every_reason_is_given_at_once(reporter: User, draft: Draft) -> None:
    article = draft(body="", section=None)
    article.source_lines.all().delete()
    with pytest.raises(workflow.Refused) as refused:
        workflow.submit(article, by=reporter, version=1)
    assert len(refused.value.reasons) == 3


def test_a_source_blocked_after_the_signature_is_refused(
    chief: User, signed: Draft, source: Any
) -> None:
    article = signed()
    source.listing = SourceListing.BLOCKED
    source.save()
    with pytest.raises(workflow.Refused):
        workflow.publish(article, by=chief, version=1)


def test_a_text_that_nobody_signed_is_not_published(chief: User, draft: Draft) -> None:
    with pytest.raises(workflow.Refused) as refused:
        workflow.publish(draft(), by=chief, version=1)
    assert len(refused.value.reasons) == 1
    assert not Edition.objects.exists()


def test_a_text_changed_behind_the_signature_is_not_published(
    chief: User, signed: Draft, source: Any
) -> None:
    article = signed()
    source.name = "换了的名字"
    source.save()
    with pytest.raises(workflow.Refused):
        workflow.publish(article, by=chief, version=1)


def test_the_same_text_is_not_published_twice(put_out: PutOut, chief: User) -> None:
    article = put_out().article
    with pytest.raises(workflow.Refused):
        workflow.publish(article, by=chief, version=1, change=EditionChange.TYPO)


@pytest.mark.parametrize(
    ("change", "note"),
    [
        (EditionChange.FIRST, ""),
        (EditionChange.RESTORE, "x"),
        (EditionChange.FACT, ""),
        (EditionChange.UPDATE, "  "),
    ],
)
def test_a_live_story_is_replaced_only_with_a_kind_and_a_note(
    change: EditionChange, note: str, put_out: PutOut, revise: Any
) -> None:
    article = revise(put_out().article, title="改")
    with pytest.raises(workflow.Refused):
        put_out(article=article, change=change, note=note)
    assert Edition.objects.count() == 1


def test_an_edition_holds_what_readers_see(clock: Any, put_out: PutOut, chief: User) -> None:
    edition = put_out("标题", kicker="引题", digest="摘要")
    edition.refresh_from_db()
    assert (edition.number, edition.change, edition.by) == (1, EditionChange.FIRST, chief)
    assert (edition.title, edition.kicker, edition.digest) == ("标题", "引题", "摘要")
    assert edition.published_at == edition.live_from == timezone.now()
    assert edition.credits[0]["name"] == "袁也然"
    assert edition.live_until is None
    assert len(edition.content_hash) == 64


def test_an_act_is_recorded_and_announced(
    put_out: PutOut, chief: User, django_capture_on_commit_callbacks: Any
) -> None:
    heard = []

    def hear(**kwargs: Any) -> None:
        heard.append(kwargs["edition"])

    signals.published.connect(hear)
    with django_capture_on_commit_callbacks(execute=True):
        edition = put_out()
    signals.published.disconnect(hear)
    assert heard == [edition]
    act = DeskAct.objects.latest("number")
    assert (act.verb, act.by, act.edition, act.version) == (DeskVerb.PUBLISH, chief, edition, 1)


def test_editing_a_live_story_changes_nothing_for_readers(put_out: PutOut, revise: Any) -> None:
    edition = put_out("旧")
    revise(edition.article, title="新", body="<p>新</p>")
    shown = Edition.objects.live().get()
    assert (shown.title, shown.content_hash) == ("旧", edition.content_hash)


def test_the_next_edition_closes_the_last_at_the_same_instant(
    clock: time_machine.Traveller, put_out: PutOut, chief: User, revise: Any
) -> None:
    first = put_out("旧")
    clock.shift(60)
    article = revise(first.article, title="新")
    second = put_out(article=article, change=EditionChange.FACT, note="改了数字")
    first.refresh_from_db()
    assert first.live_until == second.live_from
    assert Edition.objects.live(at=first.live_until).get() == second
    assert Edition.objects.live(at=first.live_until - timedelta(microseconds=1)).get() == first
    assert [notice["note"] for notice in second.notices] == ["改了数字"]


def test_a_typing_error_is_corrected_without_a_notice_or_a_new_date(
    clock: time_machine.Traveller, put_out: PutOut, chief: User, revise: Any
) -> None:
    first = put_out("错")
    clock.shift(3600)
    article = revise(first.article, title="正")
    second = put_out(article=article, change=EditionChange.TYPO)
    assert second.notices == []
    assert second.published_at == first.published_at


def test_a_scheduled_story_goes_live_by_the_clock_alone(
    clock: time_machine.Traveller, put_out: PutOut
) -> None:
    edition = put_out(at=timezone.now() + timedelta(hours=1))
    assert DeskAct.objects.latest("number").verb == DeskVerb.SCHEDULE
    assert not Edition.objects.live().exists()
    clock.shift(3600)
    assert Edition.objects.live().get() == edition


def test_a_cancelled_schedule_leaves_the_last_edition_open(
    clock: time_machine.Traveller, put_out: PutOut, chief: User, revise: Any
) -> None:
    first = put_out("旧")
    article = revise(first.article, title="新")
    later = timezone.now() + timedelta(hours=1)
    put_out(article=article, at=later, change=EditionChange.TYPO)
    workflow.unschedule(article, by=chief)
    clock.shift(7200)
    assert Edition.objects.live().get() == first
    assert not Edition.objects.scheduled().exists()


def test_a_story_whose_schedule_was_cancelled_can_be_published_at_once(
    put_out: PutOut, chief: User, clock: time_machine.Traveller
) -> None:
    article = put_out(at=timezone.now() + timedelta(hours=1)).article
    workflow.unschedule(article, by=chief)
    put_out(article=Article.objects.get(), at=timezone.now() + timedelta(hours=2))
    workflow.unschedule(article, by=chief)
    edition = workflow.publish(article, by=chief, version=1)
    assert edition.published_at == edition.live_from == timezone.now()


def test_cancelling_a_schedule_keeps_the_time_that_an_editor_gave(
    draft: Callable[..., Article], put_out: PutOut, chief: User
) -> None:
    given = timezone.now() - timedelta(days=1)
    article = draft(published_at=given)
    put_out(article=article, at=timezone.now() + timedelta(hours=1))
    workflow.unschedule(article, by=chief)
    assert Article.objects.get().published_at == given


def test_nothing_scheduled_cannot_be_cancelled(put_out: PutOut, chief: User) -> None:
    with pytest.raises(workflow.Refused):
        workflow.unschedule(put_out().article, by=chief)


def test_a_second_schedule_waits_for_the_first(put_out: PutOut, chief: User, revise: Any) -> None:
    article = put_out(at=timezone.now() + timedelta(hours=1)).article
    revise(article, title="新")
    with pytest.raises(workflow.Refused):
        put_out(article=article)


@pytest.mark.parametrize("role", ["reporter", "editor", "moderator"])
def test_withdrawing_needs_its_own_right(
    role: str, put_out: PutOut, hire: Callable[[str], User]
) -> None:
    with pytest.raises(PermissionDenied):
        workflow.withdraw(put_out().article, by=hire(role), reason="错")
    assert Edition.objects.live().exists()


def test_a_withdrawal_needs_a_reason_and_a_live_story(
    put_out: PutOut, draft: Draft, chief: User
) -> None:
    with pytest.raises(workflow.Refused):
        workflow.withdraw(put_out().article, by=chief, reason=" ")
    with pytest.raises(workflow.Refused):
        workflow.withdraw(draft(), by=chief, reason="错")


def test_a_withdrawn_story_is_gone_and_comes_back_word_for_word(
    put_out: PutOut, chief: User, revise: Any
) -> None:
    first = put_out("原文")
    article = revise(first.article, title="未审的改动")
    workflow.withdraw(article, by=chief, reason="核实中")
    assert not Edition.objects.live().exists()
    with pytest.raises(workflow.Refused):
        put_out(article=article)
    again = workflow.restore(article, by=chief)
    assert Edition.objects.live().get() == again
    assert (again.title, again.number, again.change) == ("原文", 2, EditionChange.RESTORE)
    assert list(again.person_rows.all()) == list(first.person_rows.all()) != []
    assert not article.withdrawals.open().exists()


def test_a_withdrawal_calls_off_what_is_scheduled(
    clock: time_machine.Traveller, put_out: PutOut, chief: User, revise: Any
) -> None:
    article = revise(put_out().article, title="新")
    later = timezone.now() + timedelta(hours=1)
    put_out(article=article, at=later, change=EditionChange.TYPO)
    workflow.withdraw(article, by=chief, reason="错")
    clock.shift(7200)
    assert not Edition.objects.live().exists()


def test_a_story_that_is_not_withdrawn_is_not_restored(put_out: PutOut, chief: User) -> None:
    with pytest.raises(workflow.Refused):
        workflow.restore(put_out().article, by=chief)


def test_a_stale_save_is_refused(draft: Draft, editor: User) -> None:
    article = draft()
    workflow.claim_version(Article.objects.get(pk=article.pk), 1)
    mine = Article.objects.get(pk=article.pk)
    workflow.claim_version(mine, 1)
    mine.save()
    with pytest.raises(workflow.Stale):
        workflow.claim_version(article, 1)


def test_a_revision_keeps_credits_and_photos(draft: Draft, editor: User, with_photo: Any) -> None:
    article = draft()
    with_photo(article, caption="图说")
    revision = workflow.record_save(article, by=editor, reason="save")
    assert revision.snapshot["credits"][0]["name"] == "袁也然"
    assert revision.snapshot["uses"][0]["caption"] == "图说"
    assert Revision.objects.get().by == editor


def test_a_published_body_is_clean_whatever_was_stored(put_out: PutOut, draft: Draft) -> None:
    article = draft()
    Article.objects.filter(pk=article.pk).update(body="<p onclick=x>a<script>b</script></p>")
    article.refresh_from_db()
    edition = put_out(article=article)
    assert edition.body == richtext.clean("<p>a</p>")

"""Bans: of whom, for how long, what they reject, and how they end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles.models import User
from articles.workflow import Refused, Stale
from comments import moderation
from comments.choices import CommentState, Trust
from comments.models import Ban, Comment, Decision, Whereabouts, Writer
from tests.comments.conftest import Write, at_once

REASON: dict[str, Any] = {"reason": "\u5237\u5c4f", "days": 7}


@pytest.fixture
def writer(db: None) -> Writer:
    return Writer.objects.create(name="\u8bfb\u8005")


@pytest.fixture
def ban(writer: Writer, moderator: User) -> Ban:
    return moderation.ban_writer(writer, by=moderator, **REASON)


def test_nobody_bans_without_the_right(
    writer: Writer, sent: Write, reporter: User, moderator: User
) -> None:
    comment = sent()
    for act in (
        lambda: moderation.ban_writer(writer, by=reporter, **REASON),
        lambda: moderation.ban_network(comment, by=reporter, **REASON),
        lambda: moderation.set_trust(writer, Trust.TRUSTED, by=reporter),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert not Decision.objects.exists()


def test_nobody_lifts_without_the_right(ban: Ban, reporter: User) -> None:
    with pytest.raises(PermissionDenied):
        moderation.lift(ban, by=reporter)


@pytest.mark.parametrize("given", [{"reason": " "}, {"days": 2}, {"days": 0}, {"days": -1}])
def test_a_ban_has_a_reason_and_a_term(
    given: dict[str, Any], writer: Writer, moderator: User
) -> None:
    with pytest.raises(Refused):
        moderation.ban_writer(writer, by=moderator, **REASON | given)
    assert not Ban.objects.exists()


def test_a_network_that_is_no_longer_known_is_not_banned(sent: Write, moderator: User) -> None:
    comment = sent()
    Whereabouts.objects.all().delete()
    with pytest.raises(Refused):
        moderation.ban_network(comment, by=moderator, **REASON)


@pytest.mark.parametrize("days", [7, None])
def test_who_bans_second_is_told_who_was_first(
    days: int | None, writer: Writer, moderator: User, colleague: User
) -> None:
    moderation.ban_writer(writer, by=moderator, reason="x", days=days)
    with pytest.raises(Stale, match="Moderator"):
        moderation.ban_writer(writer, by=colleague, **REASON)
    assert Ban.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("whose", ["writer", "network"])
def test_of_two_at_once_one_bans(
    whose: str, writer: Writer, sent: Write, moderator: User, colleague: User
) -> None:
    one, other = sent(), sent()

    def act(by: User, comment: Comment) -> Ban:
        if whose == "writer":
            return moderation.ban_writer(writer, by=by, **REASON)
        return moderation.ban_network(comment, by=by, **REASON)

    (told,) = at_once(lambda: act(moderator, one), lambda: act(colleague, other))
    assert isinstance(told, Stale)
    assert str(Ban.objects.get().by) in str(told)


@pytest.mark.django_db(transaction=True)
def test_a_ban_and_a_verdict_at_once_do_not_wait_for_each_other(
    writer: Writer, write: Write, moderator: User, colleague: User
) -> None:
    seen = {write(str(row), writer=writer).pk: CommentState.WAITING for row in range(5)}
    refused = at_once(
        lambda: moderation.ban_writer(writer, by=moderator, **REASON, and_reject=True),
        lambda: moderation.decide(seen, CommentState.REJECTED, by=colleague),
    )
    assert refused == []
    assert Decision.objects.filter(verb="reject").count() == 5


@pytest.mark.parametrize(("days", "after"), [(1, 2), (7, 8), (30, 31)])
def test_a_ban_ends_by_itself(
    clock: Any, days: int, after: int, writer: Writer, moderator: User
) -> None:
    moderation.ban_writer(writer, by=moderator, reason="x", days=days)
    clock.shift(timedelta(days=days) - timedelta(seconds=1))
    assert writer.bans.in_force().exists()
    clock.shift(timedelta(seconds=1))
    assert not writer.bans.in_force().exists()
    moderation.ban_writer(writer, by=moderator, reason="x", days=None)
    clock.shift(timedelta(days=3650))
    assert writer.bans.in_force().exists()


def test_a_ban_says_who_when_and_why(
    clock: Any, writer: Writer, write: Write, moderator: User
) -> None:
    comment = write(writer=writer)
    ban = moderation.ban_writer(writer, by=moderator, because_of=comment, **REASON)
    kept, decision = Ban.objects.get(), Decision.objects.get()
    assert (kept.by, kept.reason, kept.because_of) == (moderator, REASON["reason"], comment)
    assert kept.expires_at == timezone.now() + timedelta(days=7)
    assert (decision.verb, decision.writer, decision.comment) == ("ban", writer, comment)
    assert decision.batch == moderation.batch_of(ban)
    assert Comment.objects.get().state == CommentState.WAITING


def test_a_ban_of_a_network_keeps_its_mark_alone(sent: Write, moderator: User) -> None:
    ban = moderation.ban_network(sent(address="203.0.113.7"), by=moderator, **REASON)
    assert ban.network == Whereabouts.objects.get().network
    written = [*Ban.objects.values_list(), *Decision.objects.values_list()]
    assert "203.0.113" not in repr(written)
    assert Decision.objects.get().writer is None


def test_a_ban_may_reject_what_waits_of_the_writer_alone(
    writer: Writer, write: Write, shown: Write, moderator: User
) -> None:
    waiting, ahead = write(writer=writer), write("ahead", writer=writer, state="ahead")
    other, approved = write("other"), shown("approved", writer=writer)
    ban = moderation.ban_writer(writer, by=moderator, **REASON, and_reject=True)
    states = dict(Comment.objects.values_list("pk", "state"))
    assert states[waiting.pk] == states[ahead.pk] == "rejected"
    assert (states[other.pk], states[approved.pk]) == ("waiting", "approved")
    assert {row.batch for row in Decision.objects.all()} == {moderation.batch_of(ban)}


def test_a_ban_is_undone_with_what_it_rejected(
    writer: Writer, write: Write, moderator: User
) -> None:
    write(writer=writer)
    ban = moderation.ban_writer(writer, by=moderator, **REASON, and_reject=True)
    batch = moderation.batch_of(ban)
    assert batch
    assert moderation.undo(batch, by=moderator).batch
    assert Comment.objects.get().state == CommentState.WAITING
    assert not Ban.objects.in_force().exists()


def test_a_ban_that_was_lifted_is_not_undone(ban: Ban, moderator: User) -> None:
    batch = moderation.batch_of(ban)
    assert batch
    moderation.lift(ban, by=moderator)
    with pytest.raises(Refused):
        moderation.undo(batch, by=moderator)


def test_who_lifts_second_is_told_who_was_first(ban: Ban, moderator: User, colleague: User) -> None:
    moderation.lift(ban, by=moderator, note="\u8bef\u5c01")
    with pytest.raises(Stale, match="Moderator"):
        moderation.lift(ban, by=colleague)
    kept, decision = Ban.objects.get(), Decision.objects.first()
    assert decision
    assert (kept.lifted_by, decision.verb, decision.note) == (moderator, "lift", "\u8bef\u5c01")
    assert not Ban.objects.in_force().exists()


def test_a_ban_that_ended_is_not_lifted(clock: Any, ban: Ban, moderator: User) -> None:
    clock.shift(timedelta(days=8))
    with pytest.raises(Stale):
        moderation.lift(ban, by=moderator)


def test_trust_is_set_once_and_logged(writer: Writer, moderator: User, colleague: User) -> None:
    seen = Writer.objects.get()
    moderation.set_trust(writer, Trust.WATCHED, by=moderator, note="\u53ef\u7591")
    with pytest.raises(Stale, match="Moderator"):
        moderation.set_trust(seen, Trust.TRUSTED, by=colleague)
    with pytest.raises(Refused):
        moderation.set_trust(Writer.objects.get(), Trust.WATCHED, by=colleague)
    assert Writer.objects.get().trust == Trust.WATCHED
    decision = Decision.objects.get()
    assert (decision.verb, decision.writer) == ("trust", writer)
    assert decision.note == "\u53d7\u5173\u6ce8\uff1a\u53ef\u7591"

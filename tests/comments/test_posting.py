"""How a reader's comment comes in: judged, kept once with its writer, and never shown unread."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from articles import signals
from articles.models import Article, Edition, User
from comments import limits, moderation, posting, regions, sealing, trust
from comments.challenge import Sending
from comments.choices import (
    CommentOrigin,
    CommentState,
    LetterVerb,
    Reason,
    Reviewing,
    Trust,
    Verdict,
)
from comments.models import (
    Comment,
    Decision,
    LettersRule,
    LettersSettings,
    Tally,
    Whereabouts,
    Writer,
)
from comments.screening import judging
from tests.articles.test_concurrency import together
from tests.comments.conftest import Write, opened, post

BANNED = judging.Finding(Reason.BANNED_WORDS, words="坏话", level=3)


@pytest.fixture
def verdict(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[judging.Facts]]:
    """Has screening say this of everything; gives the facts that it was told, as they come."""

    def given(said: Verdict, *findings: judging.Finding) -> list[judging.Facts]:
        told: list[judging.Facts] = []

        def judge(name: str, text: str, facts: judging.Facts) -> judging.Judgement:
            told.append(facts)
            return judging.Judgement(said, findings)

        monkeypatch.setattr(judging, "judge", judge)
        return told

    return given


# What is kept


def test_a_posted_comment_waits(clock: Any, live: Article) -> None:
    comment = post(live)
    assert (comment.state, comment.origin) == (CommentState.WAITING, CommentOrigin.SITE)
    assert comment.posted_at == timezone.now()
    assert not Comment.objects.under(live.pk).exists()


def test_a_comment_is_kept_while_the_cache_cannot_be_reached(live: Article, settings: Any) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    for number in range(limits.UNDER_ONE.most + 1):
        post(live, f"第{number}条")
    assert Comment.objects.count() == limits.UNDER_ONE.most + 1


def test_an_address_is_kept_sealed_and_nowhere_else(live: Article) -> None:
    comment = post(live, sender=posting.Sender("192.0.2.7", 51_872))
    for model in (Comment, Writer, Whereabouts):
        for row in model.objects.values():
            assert not any("192.0.2" in str(value) for value in row.values())
    kept = Whereabouts.objects.get(comment=comment)
    assert sealing.unseal(kept.sealed) == sealing.Opened("192.0.2.7", 51_872)
    assert kept.network == sealing.network_mark("192.0.2.7")


def test_without_an_address_there_are_no_whereabouts(live: Article) -> None:
    post(live, address="")
    assert not Whereabouts.objects.exists()


@pytest.mark.parametrize(("shows", "region"), [(True, "四川"), (False, "")])
def test_a_region_is_kept_where_the_site_shows_it(
    live: Article, monkeypatch: pytest.MonkeyPatch, shows: bool, region: str
) -> None:
    LettersSettings(shows_region=shows).save()
    monkeypatch.setattr(regions, "region_of", lambda address: "四川")
    assert post(live).region == region


def test_an_answer_to_an_answer_stands_in_the_same_thread(live: Article, shown: Write) -> None:
    first = shown()
    second = shown("回复", parent=first)
    assert post(live, parent_id=first.pk).answers is None
    third = post(live, "又一条", parent_id=second.pk)
    assert (third.parent, third.answers) == (first, second)


# The writer


def test_a_form_sent_twice_is_one_comment(live: Article) -> None:
    sending = Sending(opened(live))
    assert post(live, sending=sending) == post(live, sending=sending)
    assert (Comment.objects.count(), Writer.objects.count()) == (1, 1)


def test_the_same_words_may_be_said_again_later(clock: Any, live: Article) -> None:
    sending = Sending(opened(live))
    post(live, sending=sending)
    clock.shift(posting.REPEAT_WINDOW + timedelta(seconds=1))
    post(live, sending=sending)
    assert Comment.objects.count() == 2


def test_a_known_writer_is_known_again(live: Article) -> None:
    writer = post(live).writer
    again = post(live, "又一条", sender=posting.Sender("198.51.100.1", writer=writer))
    assert again.writer == writer
    assert post(live, "又一条", sender=posting.Sender("198.51.100.1", writer=writer)) == again


def test_who_repeats_a_strangers_words_is_not_taken_for_them(live: Article) -> None:
    theirs = post(live)
    mine = post(live)
    assert mine.writer != theirs.writer
    assert mine.pk != theirs.pk


def test_words_under_another_comment_are_no_repeat(live: Article, shown: Write) -> None:
    sending, parent = Sending(opened(live)), shown()
    assert post(live, sending=sending) != post(live, sending=sending, parent_id=parent.pk)


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_twice_at_once_is_one_comment(live: Article) -> None:
    sending = Sending(opened(live))
    assert together(*[lambda: post(live, sending=sending)] * 3) == ["done"] * 3
    assert (Comment.objects.count(), Writer.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_an_answer_to_what_is_rejected_at_this_moment_is_hidden_or_refused(
    live: Article, shown: Write, moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trust, "is_trusted", lambda *asked: True)
    LettersRule.objects.create(article=live, reviewing=Reviewing.AFTER)
    with transaction.atomic():
        parent = shown("要拒的")
        answer = shown("要拒的回复", parent=parent)
    outcomes = together(
        lambda: moderation.reject(parent, by=moderator),
        lambda: moderation.reject(answer, by=moderator),
        *(
            lambda pk=pk: post(live, "来得巧", parent_id=pk, address=f"192.0.2.{pk}")
            for pk in (parent.pk, parent.pk, answer.pk)
        ),
    )
    assert outcomes.count("done") >= 2
    assert set(outcomes) <= {"done", "Unanswerable"}
    assert not Comment.objects.under(live.pk).exists()
    assert Tally.objects.get(article=live).shown == 0


# What screening is told, and says


def test_screening_is_told_what_the_words_do_not_say(live: Article, verdict: Any) -> None:
    told = verdict(Verdict.SHOW)
    LettersSettings(proof_bits=22, most_links=3).save()
    writer = Writer.objects.create(trust=Trust.WATCHED)
    sender = posting.Sender("192.0.2.7", writer=writer)
    post(live, sender=sender)
    sending = Sending(opened(live, timedelta(seconds=1)), proof="x", trapped=True)
    post(live, "写\u200b得好", sender=sender, sending=sending)
    assert told == [
        judging.Facts(is_watched=True, lacks_proof=True, most_links=3),
        judging.Facts(
            repeats=1,
            recent=1,
            is_watched=True,
            fell_into_trap=True,
            is_hasty=True,
            lacks_proof=True,
            most_links=3,
        ),
    ]


def test_what_is_long_ago_is_not_told(clock: Any, live: Article, verdict: Any) -> None:
    told, writer = verdict(Verdict.SHOW), Writer.objects.create()
    sender = posting.Sender("192.0.2.7", writer=writer)
    post(live, sender=sender)
    clock.shift(timedelta(days=1, seconds=1))
    post(live, sender=sender)
    assert told[1] == judging.Facts()


def test_what_screening_refuses_is_kept_rejected_by_the_system(live: Article, verdict: Any) -> None:
    verdict(Verdict.REFUSE, BANNED)
    comment = post(live)
    comment.refresh_from_db()
    assert (comment.state, comment.level) == (CommentState.REJECTED, 3)
    assert comment.findings == [BANNED.as_json()]
    decision = Decision.objects.get(comment=comment)
    assert (decision.verb, decision.by.username) == (LetterVerb.REJECT, "system")
    assert "坏话" not in decision.note
    assert post(live, sending=Sending(opened(live), trapped=True)).writer


# Before it is reviewed

CELLS = [
    (Reviewing.AFTER, Trust.TRUSTED, Verdict.SHOW, CommentState.AHEAD),
    (Reviewing.AFTER, Trust.TRUSTED, Verdict.HOLD, CommentState.WAITING),
    (Reviewing.AFTER, Trust.TRUSTED, Verdict.REFUSE, CommentState.REJECTED),
    (Reviewing.AFTER, Trust.EARNED, Verdict.SHOW, CommentState.WAITING),
    (Reviewing.AFTER, Trust.WATCHED, Verdict.SHOW, CommentState.WAITING),
    (Reviewing.AFTER, None, Verdict.SHOW, CommentState.WAITING),
    (Reviewing.BEFORE, Trust.TRUSTED, Verdict.SHOW, CommentState.WAITING),
]


@pytest.mark.parametrize(("reviewing", "trusted", "said", "state"), CELLS)
def test_only_a_trusted_writer_is_shown_ahead_and_only_where_the_rule_says_so(
    live: Article,
    verdict: Any,
    reviewing: Reviewing,
    trusted: Trust | None,
    said: Verdict,
    state: CommentState,
) -> None:
    verdict(said)
    LettersRule.objects.create(article=live, reviewing=reviewing)
    writer = Writer.objects.create(trust=trusted) if trusted else None
    comment = post(live, sender=posting.Sender("192.0.2.7", writer=writer))
    assert Comment.objects.get(pk=comment.pk).state == state
    shown = Comment.objects.under(live.pk).count()
    assert shown == (1 if state == CommentState.AHEAD else 0)


def test_what_is_shown_ahead_is_counted_and_announced(
    live: Article,
    shown: Write,
    verdict: Any,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    verdict(Verdict.SHOW)
    monkeypatch.setattr(trust, "is_trusted", lambda *asked: True)
    parent = shown()
    with django_capture_on_commit_callbacks() as told:
        post(live, "不先放出", parent_id=parent.pk)
    assert told == []
    LettersRule.objects.create(article=live, reviewing=Reviewing.AFTER)
    with django_capture_on_commit_callbacks() as told:
        post(live, "先放出", parent_id=parent.pk)
    assert [call.func for call in told] == [signals.public_changed.send_robust]
    parent.refresh_from_db()
    tally = Tally.objects.get(article=live)
    assert (parent.replies_shown, tally.shown, tally.threads) == (1, 2, 1)


def test_in_a_crowd_a_person_reads_first_and_nobody_is_refused(
    live: Article, verdict: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    verdict(Verdict.SHOW)
    monkeypatch.setattr(limits, "CROWD", limits.Limit("crowd", 1, timedelta(minutes=1)))
    LettersRule.objects.create(article=live, reviewing=Reviewing.AFTER)
    for number, state in enumerate([CommentState.AHEAD, CommentState.WAITING]):
        writer = Writer.objects.create(trust=Trust.TRUSTED)
        sender = posting.Sender(f"192.0.2.{number}", writer=writer)
        assert post(live, sender=sender).state == state
    assert Comment.objects.latest("id").findings[0]["reason"] == Reason.CROWDED


def test_posting_asks_as_many_questions_whatever_there_is(
    put_out: Callable[..., Edition], shown: Write, django_assert_max_num_queries: Any
) -> None:
    writer = Writer.objects.create()
    for number in range(30):
        shown("同样的话", author_name=f"读者{number}", writer=writer)
    live = Comment.objects.latest("id").article
    with django_assert_max_num_queries(20):
        post(live, "同样的话", sender=posting.Sender("192.0.2.7", key=writer.key))

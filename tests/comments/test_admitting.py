"""Who may write under a story and by which name: refused in a sentence, and nothing is stored."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Article, Section, User
from comments import challenge, limits, posting, sealing
from comments.choices import CommentState, Posting
from comments.models import Ban, Comment, LettersRule, LettersSettings, Whereabouts, Writer
from comments.posting import admitting
from comments.screening import judging
from tests.comments.conftest import Write, opened, post


def refused(article: Article, by: type[Exception], **given: Any) -> str:
    """The sentence; and nothing of it is stored."""
    kept = [model.objects.count() for model in (Comment, Writer, Whereabouts)]
    with pytest.raises(by) as refusal:
        post(article, **given)
    assert [model.objects.count() for model in (Comment, Writer, Whereabouts)] == kept
    return str(refusal.value)


# The story


def test_nobody_writes_under_a_draft(draft: Any) -> None:
    refused(draft(), posting.NotLive)


def test_nobody_writes_under_a_withdrawn_story(live: Article, chief: User) -> None:
    workflow.withdraw(live, by=chief, reason="核实中")
    refused(live, posting.NotLive)


def test_nobody_writes_under_tomorrows_story(put_out: Any) -> None:
    refused(put_out(at=timezone.now() + timedelta(hours=1)).article, posting.NotLive)


# The rules


@pytest.mark.parametrize("where", ["site", "section", "story"])
def test_nobody_writes_where_comments_are_closed(
    live: Article, section: Section, where: str
) -> None:
    if where == "site":
        LettersSettings(posting=Posting.CLOSED).save()
    else:
        place = {"section": {"section": section}, "story": {"article": live}}[where]
        LettersRule.objects.create(posting=Posting.CLOSED, **place)
    refused(live, posting.Closed)


def test_who_has_to_sign_in_is_told_where(live: Article, settings: Any) -> None:
    LettersRule.objects.create(article=live, posting=Posting.SIGNED_IN)
    nowhere = refused(live, posting.SignInFirst)
    settings.READERS_SIGN_IN, settings.READERS_SECRET = "https://app.example/", "s" * 32
    known = Writer.objects.create(name="老读者")
    here = refused(live, posting.SignInFirst, sender=posting.Sender("192.0.2.7", writer=known))
    assert nowhere != here
    signed_in = Writer.objects.create(subject="u1")
    assert post(live, sender=posting.Sender("192.0.2.7", writer=signed_in)).writer == signed_in


# Bans


def ban(by: User, **fields: Any) -> Ban:
    return Ban.objects.create(**({"reason": "广告", "by": by} | fields))


def test_a_banned_writer_is_told_until_when(clock: Any, live: Article, moderator: User) -> None:
    writer = Writer.objects.create()
    ban(moderator, writer=writer, expires_at=timezone.now() + timedelta(days=7))
    ban(moderator, writer=writer, expires_at=timezone.now() + timedelta(days=1))
    sender = posting.Sender("192.0.2.7", writer=writer)
    sentence = refused(live, posting.Barred, sender=sender)
    assert "2026-11-27 10:00" in sentence
    assert "广告" not in sentence


def test_a_ban_without_an_end_names_none(clock: Any, live: Article, moderator: User) -> None:
    writer = Writer.objects.create()
    ban(moderator, writer=writer, expires_at=timezone.now() + timedelta(days=7))
    ban(moderator, writer=writer)
    assert "2026" not in refused(
        live, posting.Barred, sender=posting.Sender("192.0.2.7", writer=writer)
    )


@pytest.mark.parametrize(
    ("banned", "address", "is_refused"),
    [
        ("192.0.2.7", "192.0.2.7", True),
        ("192.0.2.7", "::ffff:192.0.2.7", True),
        ("192.0.2.7", "192.0.2.8", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
    ],
)
def test_a_banned_network_is_refused_whoever_writes(
    live: Article, moderator: User, banned: str, address: str, is_refused: bool
) -> None:
    ban(moderator, network=sealing.network_mark(banned))
    if is_refused:
        refused(live, posting.Barred, address=address)
    else:
        assert post(live, address=address)


def test_a_ban_holds_under_a_new_key(live: Article, moderator: User, settings: Any) -> None:
    ban(moderator, network=sealing.network_mark("192.0.2.7"))
    settings.LETTERS_KEYS = ["n" * 50, *settings.LETTERS_KEYS]
    refused(live, posting.Barred)


def test_a_ban_that_ended_or_was_lifted_lets_in(live: Article, moderator: User) -> None:
    now, mark = timezone.now(), sealing.network_mark("192.0.2.7")
    ban(moderator, network=mark, expires_at=now - timedelta(seconds=1))
    ban(moderator, network=mark, lifted_at=now, lifted_by=moderator)
    assert post(live)


def test_who_drops_the_cookie_is_banned_with_the_form_still(live: Article, moderator: User) -> None:
    sending = challenge.Sending(opened(live))
    first = post(live, sending=sending)
    ban(moderator, writer=first.writer)
    refused(live, posting.Barred, sending=sending, text="再来", address="198.51.100.1")


# Names


HOUSE = (
    "编辑 小编 管理员 管理员1 官方 官\u00b7方 成都高新 成都高新官方 Admin ADMINISTRATOR \uff41dmin"
)
READERS = "成都高新人 编辑部的故事 高新 读者 官方吗 1 😀 adminton 小编辑迷"


@pytest.mark.parametrize("name", [*HOUSE.split(), "成都高新 小编", "编 辑 01"])
def test_a_name_of_the_house_is_refused(site: Any, name: str) -> None:
    with pytest.raises(posting.NameTaken):
        admitting.demand_own_name(name)


@pytest.mark.parametrize("name", READERS.split())
def test_any_other_name_is_a_readers(site: Any, name: str) -> None:
    admitting.demand_own_name(name)


def test_without_a_site_name_the_other_names_are_kept(live: Article) -> None:
    refused(live, posting.NameTaken, name="管理员")
    assert post(live, name="成都高新")


# What is answered


def test_nobody_answers_what_readers_do_not_see(
    live: Article, write: Write, put_out: Any, chief: User
) -> None:
    elsewhere = put_out("另一篇").article
    unseen = [
        write("未审").pk,
        write("拒了", state=CommentState.REJECTED).pk,
        write("别处", article=elsewhere, state=CommentState.APPROVED).pk,
        999_999,
        10**18 - 1,
    ]
    for number, pk in enumerate(unseen):
        address = f"192.0.2.{number}"
        refused(live, posting.Unanswerable, parent_id=pk, address=address)


def test_nobody_answers_what_was_hidden_in_between(
    live: Article, shown: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = shown()

    def hide_meanwhile(*asked: Any) -> judging.Judgement:
        Comment.objects.filter(pk=parent.pk).update(state=CommentState.REJECTED)
        return judging.Judgement(judging.Verdict.SHOW)

    monkeypatch.setattr(judging, "judge", hide_meanwhile)
    refused(live, posting.Unanswerable, parent_id=parent.pk)


# Forms and floods


def test_a_form_that_is_not_ours_is_refused(live: Article) -> None:
    for forged in ("", "x", "1.2.3:4", "1:2:3", "\x00", "\u6587" * 40, "." * 10_000):
        refused(live, challenge.Expired, sending=challenge.Sending(forged))


def test_a_form_may_not_be_used_for_another_story(live: Article, put_out: Any) -> None:
    sending = challenge.Sending(opened(put_out("另一篇").article))
    refused(live, challenge.Expired, sending=sending)


def test_a_form_may_not_be_used_without_end(live: Article) -> None:
    sending = challenge.Sending(opened(live))
    for number in range(challenge.MOST_USES):
        post(live, f"第{number}条", sending=sending, address=f"192.0.2.{number}")
    refused(live, challenge.Expired, sending=sending, address="198.51.100.1")


def test_a_flood_from_one_address_is_stopped_for_a_minute(
    live: Article, put_out: Any, django_assert_num_queries: Any
) -> None:
    for number in range(limits.UNDER_ONE.most):
        post(live, f"第{number}条")
    with pytest.raises(posting.Flooded), django_assert_num_queries(0):
        post(live, "再来一条", sender=posting.Sender("192.0.2.7", key="k" * 32))
    assert Comment.objects.count() == limits.UNDER_ONE.most
    post(live, "另一个人", address="192.0.2.8")
    post(put_out("另一篇").article, "另一篇稿件")


def test_who_sends_no_proof_may_send_less(live: Article) -> None:
    LettersSettings(proof_bits=4).save()
    for number in range(limits.UNPROVEN.most):
        post(live, f"第{number}条")
    refused(live, posting.Flooded)

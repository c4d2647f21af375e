"""A writer's page: their history, their trust, a ban, and nothing of where they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import User
from comments.choices import CommentState, Trust
from comments.models import Ban, Comment, Writer
from tests.comments.conftest import Write

BAN = {"days": "7", "reason": "发广告"}


@pytest.fixture
def writer(db: None) -> Writer:
    return Writer.objects.create(name="<i>老王</i>", subject="account-77")


@pytest.fixture
def desk(client: Client, moderator: User) -> Client:
    client.force_login(moderator)
    return client


def page_of(writer: Writer) -> str:
    return reverse("admin:comments_writer_change", args=[writer.pk])


def act(name: str, writer: Writer) -> str:
    return reverse(f"admin:comments_writer_{name}", args=[writer.pk])


@pytest.mark.parametrize(("role", "sees"), [("reporter", 403), ("chief", 200)])
def test_who_does_not_moderate_changes_no_writer(
    role: str, sees: int, hire: Callable[[str], User], client: Client, writer: Writer
) -> None:
    client.force_login(hire(role))
    assert client.get(page_of(writer)).status_code == sees
    assert client.post(act("ban", writer), BAN).status_code == 403
    trusted = {"seen": "earned", "trust": "trusted"}
    assert client.post(act("trust", writer), trusted).status_code == 403
    assert not Ban.objects.exists()


def test_only_what_is_posted_does_something(desk: Client, writer: Writer) -> None:
    for name in ("ban", "trust"):
        assert desk.get(act(name, writer), BAN).headers["Location"] == page_of(writer)
    assert not Ban.objects.exists()
    assert desk.get(reverse("admin:comments_writer_change", args=[10**9])).status_code == 302


@pytest.mark.parametrize(
    "given", [{"days": "7", "reason": ""}, {"days": "8", "reason": "发广告"}, {"reason": "发广告"}]
)
def test_a_ban_needs_a_reason_and_an_end_of_the_list(
    given: dict[str, str], desk: Client, writer: Writer
) -> None:
    answer = desk.post(act("ban", writer), given)
    assert answer.status_code == 400
    assert answer.context["ban_form"].errors
    assert not Ban.objects.exists()


def test_a_second_ban_is_told_of_the_first(desk: Client, writer: Writer, chief: User) -> None:
    Ban.objects.create(writer=writer, reason="先封的", by=chief)
    answer = desk.post(act("ban", writer), BAN)
    assert answer.status_code == 409
    assert str(chief) in str(answer.context["ban_form"].non_field_errors())


def test_the_second_of_two_who_set_the_trust_is_told(desk: Client, writer: Writer) -> None:
    Writer.objects.filter(pk=writer.pk).update(trust=Trust.WATCHED)
    answer = desk.post(act("trust", writer), {"seen": "earned", "trust": "trusted"})
    assert answer.status_code == 409
    assert answer.context["trust_form"].non_field_errors()
    assert Writer.objects.get().trust == Trust.WATCHED
    # What is sent next is about what stands now.
    assert 'name="seen" value="watched"' in answer.content.decode()


def test_trust_is_set_from_the_page(desk: Client, writer: Writer) -> None:
    given = {"seen": "earned", "trust": "trusted", "note": "老通讯员"}
    assert desk.post(act("trust", writer), given).status_code == 302
    assert Writer.objects.get().trust == Trust.TRUSTED
    assert "老通讯员" in desk.get(page_of(writer)).content.decode()


@pytest.mark.parametrize(("days", "has_end"), [("1", True), ("0", False)])
def test_a_ban_is_laid_from_the_page(
    days: str, has_end: bool, desk: Client, writer: Writer, write: Write
) -> None:
    waiting = write(writer=writer)
    given = BAN | {"days": days, "and_reject": "on"}
    assert desk.post(act("ban", writer), given).status_code == 302
    ban = Ban.objects.in_force().get(writer=writer)
    assert bool(ban.expires_at) is has_end
    assert Comment.objects.get(pk=waiting.pk).state == CommentState.REJECTED
    page = desk.get(page_of(writer)).content.decode()
    assert reverse("admin:comments_ban_lift", args=[ban.pk]) in page
    assert act("ban", writer) not in page


def test_a_page_tells_the_history_and_hides_the_rest(
    desk: Client, writer: Writer, sent: Write
) -> None:
    for number in range(3):
        sent(writer=writer, text=f"<script>alert({number})</script>")
    other = sent(writer=Writer.objects.create(name="同网"), port=40_404).writer
    assert other is not None
    far = sent("198.51.100.1", writer=Writer.objects.create(name="别处")).writer
    assert far is not None
    page = desk.get(page_of(writer)).content.decode()
    assert page_of(other) in page
    assert page_of(far) not in page
    assert "&lt;script&gt;alert(2)" in page
    for hidden in ("<script>alert", "<i>老王", "203.0.113", "51872", "account-77", writer.key):
        assert hidden not in page


def test_a_page_takes_the_same_queries_for_every_writer(
    desk: Client, writer: Writer, write: Write, django_assert_max_num_queries: Any
) -> None:
    for number in range(25):
        write(writer=writer, text=f"第{number}条")
    desk.get(page_of(writer))
    with django_assert_max_num_queries(12):
        desk.get(page_of(writer))


def test_the_list_counts_and_finds(
    desk: Client, writer: Writer, shown: Write, moderator: User, django_assert_max_num_queries: Any
) -> None:
    shown(writer=writer)
    others = [Writer.objects.create(name=f"读者{number}") for number in range(5)]
    Ban.objects.create(writer=others[0], reason="发广告", by=moderator)
    address = reverse("admin:comments_writer_changelist")
    desk.get(address)
    with django_assert_max_num_queries(8):
        rows = desk.get(address).context["cl"].result_list
    assert [row.approved_count for row in rows] == [0, 0, 0, 0, 0, 1]
    found = {
        "?q=%23" + str(writer.pk): [writer],
        "?q=account-77": [writer],
        "?trust=banned": others[:1],
        "?account=app": [writer],
    }
    for query, expected in found.items():
        assert list(desk.get(address + query).context["cl"].result_list) == expected, query

"""The list of bans: what it says, and how one is lifted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import User
from comments.models import Ban, Decision, Writer
from tests.comments.conftest import Write

LIST = "admin:comments_ban_changelist"


@pytest.fixture
def desk(client: Client, moderator: User) -> Client:
    client.force_login(moderator)
    return client


@pytest.fixture
def ban(moderator: User) -> Callable[..., Ban]:
    def laid(**fields: Any) -> Ban:
        if "network" not in fields:
            fields["writer"] = Writer.objects.create(name="<b>广告</b>")
        return Ban.objects.create(**{"reason": "发广告", "by": moderator} | fields)

    return laid


def lift_of(ban: Ban) -> str:
    return reverse("admin:comments_ban_lift", args=[ban.pk])


@pytest.mark.parametrize(("role", "status"), [("reporter", 403), ("chief", 200)])
def test_who_may_look_over_bans_need_not_lift_them(
    role: str, status: int, hire: Callable[[str], User], client: Client, ban: Callable[..., Ban]
) -> None:
    laid = ban()
    client.force_login(hire(role))
    answer = client.get(reverse(LIST))
    assert answer.status_code == status
    assert lift_of(laid) not in answer.content.decode()
    assert client.post(lift_of(laid), {"note": "误封"}).status_code == 403
    assert Ban.objects.in_force().exists()


def test_a_ban_is_not_lifted_without_a_reason(desk: Client, ban: Callable[..., Ban]) -> None:
    laid = ban()
    assert desk.get(lift_of(laid)).status_code == 200
    assert desk.post(lift_of(laid), {"note": " "}).status_code == 400
    assert Ban.objects.in_force().exists()


def test_a_ban_that_has_ended_is_told(desk: Client, ban: Callable[..., Ban]) -> None:
    laid = ban(expires_at=timezone.now() - timedelta(days=1))
    answer = desk.post(lift_of(laid), {"note": "误封"})
    assert answer.status_code == 409
    assert answer.context["form"].non_field_errors()
    assert "误封" in answer.content.decode()


def test_a_ban_is_lifted_with_a_reason(desk: Client, ban: Callable[..., Ban]) -> None:
    laid = ban()
    assert desk.post(lift_of(laid), {"note": "误封"}).status_code == 302
    assert not Ban.objects.in_force().exists()
    row = Decision.objects.get()
    assert (row.verb, row.writer, row.note) == ("lift", laid.writer, "误封")


def test_bans_are_found_by_how_they_stand(desk: Client, ban: Callable[..., Ban]) -> None:
    ban(reason="永久封禁")
    ban(reason="已经过期", expires_at=timezone.now() - timedelta(days=1))
    ban(reason="整个网络", network="a" * 64)
    expected = {
        "": 3,
        "?standing=in_force": 2,
        "?standing=ended": 1,
        "?whom=network": 1,
        "?whom=writer": 2,
    }
    for query, number in expected.items():
        assert len(desk.get(reverse(LIST) + query).context["cl"].result_list) == number, query


def test_a_list_of_bans_escapes_and_shows_no_mark(
    desk: Client, ban: Callable[..., Ban], write: Write, django_assert_max_num_queries: Any
) -> None:
    for _ in range(5):
        ban()
    ban(network="ab" * 32, because_of=write())
    desk.get(reverse(LIST))
    with django_assert_max_num_queries(8):
        page = desk.get(reverse(LIST)).content.decode()
    assert "<b>广告" not in page
    assert "&lt;b&gt;广告" in page
    assert "abab" not in page

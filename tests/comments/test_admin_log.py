"""The log at the desk: read only, found by act, person and comment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import User
from comments import moderation
from comments.choices import LetterVerb, Trust
from comments.models import Decision, Writer
from tests.comments.conftest import Write

LIST = "admin:comments_decision_changelist"


@pytest.fixture
def desk(client: Client, moderator: User) -> Client:
    client.force_login(moderator)
    return client


@pytest.mark.parametrize(("role", "status"), [("reporter", 403), ("editor", 403), ("chief", 200)])
def test_the_log_is_for_those_who_answer_for_it(
    role: str, status: int, hire: Callable[[str], User], client: Client
) -> None:
    client.force_login(hire(role))
    assert client.get(reverse(LIST)).status_code == status


def test_nobody_writes_into_the_log(desk: Client, write: Write, moderator: User) -> None:
    moderation.reject(write(), by=moderator, note="广告")
    row = Decision.objects.get()
    for name in ("change", "delete"):
        address = reverse(f"admin:comments_decision_{name}", args=[row.pk])
        assert desk.post(address, {"note": "改了"}).status_code in {302, 403}
    assert desk.post(reverse("admin:comments_decision_add"), {}).status_code == 403
    assert Decision.objects.get().note == "广告"


def test_rows_are_found_by_act_person_and_comment(
    desk: Client, write: Write, moderator: User, hire: Callable[[str], User]
) -> None:
    other = hire("moderator")
    kept, gone = write(), write("广告广告")
    moderation.approve(kept, by=moderator)
    moderation.reject(gone, by=other, note="发广告的")
    moderation.set_trust(Writer.objects.create(name="老王"), Trust.WATCHED, by=other)
    expected = {
        "": 3,
        "?verb=reject": 1,
        "?verb=nonsense": 3,
        f"?by={other.pk}": 2,
        "?by=999999": 3,
        "?by=x": 3,
        f"?q={gone.pk}": 1,
        f"?q=%23{kept.pk}": 1,
        "?q=发广告": 1,
        "?q=" + "9" * 18: 0,
    }
    for query, number in expected.items():
        assert len(desk.get(reverse(LIST) + query).context["cl"].result_list) == number, query


def test_a_row_is_text_and_leads_to_what_it_is_about(
    desk: Client, write: Write, moderator: User
) -> None:
    writer = Writer.objects.create(name="<b>老王</b>")
    comment = write(writer=writer)
    moderation.reject(comment, by=moderator, note="<script>alert(1)</script>")
    page = desk.get(reverse(LIST)).content.decode()
    assert reverse("admin:comments_comment_change", args=[comment.pk]) in page
    assert reverse("admin:comments_writer_change", args=[writer.pk]) in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert "<b>老王" not in page


def test_a_long_log_is_leafed_through_at_a_fixed_cost(
    desk: Client, write: Write, moderator: User, django_assert_max_num_queries: Any
) -> None:
    comment = write()
    at = comment.created_at
    Decision.objects.bulk_create(
        Decision(verb=LetterVerb.PICK, comment=comment, by=moderator, at=at) for _ in range(1200)
    )
    desk.get(reverse(LIST))
    with django_assert_max_num_queries(8):
        answer = desk.get(reverse(LIST) + "?p=20")
    assert len(answer.context["cl"].result_list) == 50
    assert "1000+" in answer.content.decode()

"""Looking at an address and handing many over at the desk: asked for, logged, and kept nowhere."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import User
from comments import disclosing
from comments.models import Decision, Disclosure, Writer
from tests.comments.conftest import Write

ADDRESS = "admin:comments_disclosure_address"
HAND_OVER = "admin:comments_disclosure_hand_over"
LIST = "admin:comments_disclosure_changelist"
ASKED = {
    "authority": "高新区公安分局",
    "request_number": "2026-117",
    "reason": "网络安全法第二十八条",
    "hand_over": "1",
}


@pytest.fixture
def desk(client: Client, chief: User) -> Client:
    client.force_login(chief)
    return client


@pytest.mark.parametrize("role", ["moderator", "editor", "director", "publisher"])
def test_others_find_no_door(
    role: str, hire: Callable[[str], User], client: Client, sent: Write
) -> None:
    client.force_login(hire(role))
    number = sent().pk
    assert client.get(reverse(LIST)).status_code == 403
    for name in (ADDRESS, HAND_OVER):
        assert client.get(reverse(name)).status_code == 403
    assert client.post(reverse(ADDRESS), {"comment": number, "reason": "x"}).status_code == 403
    assert client.post(reverse(HAND_OVER), ASKED | {"numbers": number}).status_code == 403
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"comment": "", "reason": "核实"}, 400),
        ({"comment": "999999", "reason": "核实"}, 400),
        ({"comment": "9" * 30, "reason": "核实"}, 400),
        ({"comment": "x", "reason": "核实"}, 400),
        ({"reason": ""}, 400),
        ({"reason": "字" * 201}, 400),
    ],
)
def test_an_address_is_not_shown_for_less(
    given: dict[str, str], status: int, desk: Client, sent: Write
) -> None:
    answer = desk.post(reverse(ADDRESS), {"comment": sent().pk} | given)
    assert answer.status_code == status
    assert "203.0.113.7" not in answer.content.decode()
    assert not Decision.objects.exists()


def test_what_is_gone_is_a_sentence(desk: Client, write: Write) -> None:
    answer = desk.post(reverse(ADDRESS), {"comment": write().pk, "reason": "核实"})
    assert answer.status_code == 409
    assert answer.context["form"].non_field_errors()


def test_an_address_is_shown_once_and_kept_by_no_cache(desk: Client, sent: Write) -> None:
    comment = sent(text="<script>alert(1)</script>")
    asking = desk.get(reverse(ADDRESS) + f"?comment={comment.pk}").content.decode()
    assert f'value="{comment.pk}"' in asking
    assert "203.0.113.7" not in asking
    answer = desk.post(reverse(ADDRESS), {"comment": comment.pk, "reason": "核实威胁"})
    page = answer.content.decode()
    assert "203.0.113.7" in page
    assert "51872" in page
    assert "<script>alert" not in page
    assert "no-store" in answer.headers["Cache-Control"]
    assert "核实威胁" not in page
    assert Decision.objects.get().note == "核实威胁"


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"numbers": "12a"},
        {"numbers": "=1+1"},
        {"numbers": "9" * 40},
        {"writer": "0"},
        {"writer": "9" * 40},
        {"article": "999999"},
        {"since": "2026-01-01T00:00"},
        {"article": "1", "since": "2026-02-01T00:00", "until": "2026-01-01T00:00"},
        {"article": "1", "since": "yesterday"},
    ],
)
def test_what_is_asked_for_has_to_be_found(
    given: dict[str, str], desk: Client, sent: Write
) -> None:
    sent()
    answer = desk.post(reverse(HAND_OVER), ASKED | given)
    assert answer.status_code in {400, 409}
    assert answer.context["form"].errors
    assert "2026-117" in answer.content.decode()
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize("missing", ["authority", "request_number", "reason"])
def test_a_file_is_not_made_for_nobody(missing: str, desk: Client, sent: Write) -> None:
    answer = desk.post(reverse(HAND_OVER), ASKED | {"numbers": sent().pk, missing: " "})
    assert answer.status_code == 400
    assert not Disclosure.objects.exists()


def test_one_looks_first_and_nothing_is_opened(desk: Client, sent: Write) -> None:
    text = "<script>alert(1)</script>"
    numbers = " ".join(str(sent(text=text).pk) for _ in range(25))
    assert "formnovalidate" in desk.get(reverse(HAND_OVER)).content.decode()
    answer = desk.post(reverse(HAND_OVER), {"numbers": numbers, "authority": "高新区公安分局"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert answer.context["number"] == 25
    assert answer.context["more"] == 5
    assert "高新区公安分局" in page
    assert "203.0.113.7" not in page
    assert "<script>alert" not in page
    assert not Decision.objects.exists()


def test_a_file_is_handed_over_by_one_act(desk: Client, sent: Write) -> None:
    writer = Writer.objects.create(name="读者")
    one, other = sent(), sent("198.51.100.1", writer=writer)
    given = ASKED | {"numbers": f"#{one.pk}\uff0c{one.pk}", "writer": writer.pk}
    answer = desk.post(reverse(HAND_OVER), given)
    disclosure = Disclosure.objects.get()
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]
    assert disclosure.sha256 == hashlib.sha256(answer.content).hexdigest()
    assert disclosure.comments == [one.pk, other.pk]
    assert b"198.51.100.1" in answer.content


def test_what_was_handed_over_stays_to_be_looked_up(desk: Client, sent: Write, chief: User) -> None:
    asked = {name: value for name, value in ASKED.items() if name != "hand_over"}
    disclosure, _file = disclosing.hand_over([sent().pk], by=chief, **asked)
    assert desk.get(reverse(HAND_OVER)).status_code == 200
    page = desk.get(reverse(LIST)).content.decode()
    one = desk.get(reverse("admin:comments_disclosure_change", args=[disclosure.pk]))
    for words in ("高新区公安分局", "2026-117"):
        assert words in page
        assert words in one.content.decode()
    assert disclosure.sha256 in one.content.decode()
    assert str(chief) in one.content.decode()
    assert "/articles/user/" not in one.content.decode()  # A chief cannot open accounts.
    assert "203.0.113" not in page + one.content.decode()

"""Readers whom the paper's app vouches for: only by its word, once, and in their own browser."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from comments import handover, identity
from comments.models import Writer
from tests.comments import fake_app

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def app(settings: Any) -> None:
    settings.READERS_SIGN_IN, settings.READERS_SECRET = fake_app.ADDRESS, fake_app.SECRET


def leave(client: Client, then: str = "/comments/7/#write") -> str:
    """The app's address that the browser is sent to."""
    answer: Any = client.get(reverse("comments:sign_in"), {"next": then})
    assert answer.status_code == 302
    return str(answer["Location"])


def come_back(client: Client, address: str) -> HttpResponse:
    answer: Any = client.get(address.removeprefix("http://127.0.0.1:8000"))
    return answer


def refused(client: Client, address: str) -> str:
    """Nobody is signed in; the page that says so."""
    answer = come_back(client, address)
    assert answer.status_code == 403
    assert identity.COOKIE not in client.cookies
    assert not Writer.objects.exists()
    return answer.content.decode()


@pytest.mark.parametrize("missing", ["READERS_SIGN_IN", "READERS_SECRET"])
@pytest.mark.parametrize("page", ["sign_in", "signed_in"])
def test_without_an_app_there_is_no_sign_in(
    settings: Any, site: Any, missing: str, page: str
) -> None:
    setattr(settings, missing, "")
    assert Client().get(reverse(f"comments:{page}")).status_code == 404


@pytest.mark.parametrize("query", ["", "?sso=&sig=", "?sso=x&sig=y", "?sso=\u6587&sig=\u6587"])
def test_what_the_app_did_not_send_signs_nobody_in(site: Any, query: str) -> None:
    client = Client()
    leave(client)
    refused(client, reverse("comments:signed_in") + query)


def test_another_secret_is_not_the_apps(site: Any) -> None:
    client = Client()
    refused(client, fake_app.answer(leave(client), external_id="u1", secret="x" * 32))


def test_what_was_changed_on_the_way_is_refused(site: Any) -> None:
    client = Client()
    address = fake_app.answer(leave(client), external_id="u1")
    other = fake_app.answer(leave(client), external_id="u2")
    signature = address.partition("&sig=")[2]
    refused(client, other.partition("&sig=")[0] + "&sig=" + signature)


def test_another_browser_is_not_signed_in(site: Any) -> None:
    address = fake_app.answer(leave(Client()), external_id="u1")
    refused(Client(), address)
    other = Client()
    leave(other)
    refused(other, address)


def test_who_comes_back_too_late_has_to_begin_again(cache_clock: Any, site: Any) -> None:
    client = Client()
    address = fake_app.answer(leave(client), external_id="u1")
    client.cookies["letters_sign_in"]["max-age"] = ""
    cache_clock.shift(timedelta(seconds=handover.LASTS + 1))
    assert quote("/comments/7/#write") in refused(client, address)


def test_the_same_answer_is_good_once(site: Any) -> None:
    client = Client()
    address = fake_app.answer(leave(client), external_id="u1")
    ticket = client.cookies["letters_sign_in"].value
    assert come_back(client, address).status_code == 302
    thief = Client()
    thief.cookies["letters_sign_in"] = ticket
    assert come_back(thief, address).status_code == 403
    assert identity.COOKIE not in thief.cookies


@pytest.mark.parametrize("subject", ["", "  ", "x" * 121, "a\x00b"])
def test_a_reader_without_an_account_is_nobody(site: Any, subject: str) -> None:
    client = Client()
    refused(client, fake_app.answer(leave(client), external_id=subject, name="读者"))


@pytest.mark.parametrize(
    "then",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", ""],
)
def test_nobody_is_sent_to_a_page_that_is_not_ours(site: Any, then: str) -> None:
    client = Client()
    answer = come_back(client, fake_app.answer(leave(client, then), external_id="u1"))
    assert answer["Location"] == "/"
    assert client.post(reverse("comments:sign_out"), {"next": then})["Location"] == "/"


def test_a_reader_comes_back_signed_in_to_the_page_they_left(site: Any) -> None:
    client = Client()
    address = fake_app.answer(leave(client), external_id="u1", name="老读者", email="a@example.org")
    answer = come_back(client, address)
    assert (answer.status_code, answer["Location"]) == (302, "/comments/7/#write")
    writer = Writer.objects.get()
    assert (writer.subject, writer.name) == ("u1", "老读者")
    assert client.cookies["letters_sign_in"].value == ""
    cookie = client.cookies[identity.COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/comments/", True, "Lax")
    assert "no-store" in answer["Cache-Control"]


def test_the_same_reader_is_the_same_writer_in_every_browser(site: Any) -> None:
    for name in ("旧名", "新名", ""):
        client = Client()
        come_back(client, fake_app.answer(leave(client), external_id="u1", username=name))
    assert Writer.objects.get().name == "新名"


def test_a_name_is_tidied_and_cut(site: Any) -> None:
    client = Client()
    name = "\u202e" + HOSTILE + "名" * 60
    come_back(client, fake_app.answer(leave(client), external_id="u1", name=name))
    assert Writer.objects.get().name == (HOSTILE + "名" * 60)[:40]


def test_a_reader_signs_out_by_a_form_alone(site: Any) -> None:
    client = Client()
    come_back(client, fake_app.answer(leave(client), external_id="u1"))
    address = reverse("comments:sign_out")
    assert client.get(address).status_code == 405
    assert Client(enforce_csrf_checks=True).post(address).status_code == 403
    answer: Any = client.post(address, {"next": "/comments/7/"})
    assert answer["Location"] == "/comments/7/"
    assert client.cookies[identity.COOKIE].value == ""


def test_the_counter_out_of_reach_keeps_nobody_out(site: Any, settings: Any) -> None:
    client = Client()
    address = fake_app.answer(leave(client), external_id="u1")
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    assert come_back(client, address).status_code == 302

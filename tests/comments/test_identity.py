"""Who sends: known by a cookie that only we can make, and looked up no sooner than needed."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import signing
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from articles.models import Article
from comments import identity
from comments.models import Writer
from tests.comments.conftest import Write, opened


def request(cookie: str | None = None, **meta: Any) -> Any:
    made = RequestFactory().get("/comments/1/", **meta)
    if cookie is not None:
        made.COOKIES[identity.COOKIE] = cookie
    return made


def cookie_of(writer: Writer) -> str:
    answer = HttpResponse()
    identity.remember(answer, writer)
    return str(answer.cookies[identity.COOKIE].value)


@pytest.mark.parametrize("cookie", [None, "", "x", ":", "\u6587:x", "\udc80", "a" * 5000])
def test_a_cookie_that_is_none_names_nobody_and_costs_nothing(
    django_assert_num_queries: Any, db: None, cookie: str | None
) -> None:
    with django_assert_num_queries(0):
        assert identity.writer_of(request(cookie)) is None


def test_a_forged_cookie_names_nobody(db: None) -> None:
    writer = Writer.objects.create()
    signature = cookie_of(writer).partition(":")[2]
    other_salt = signing.Signer(salt="comments.challenge").sign(writer.key)
    for forged in (writer.key, f"{writer.key}:x", f"{'0' * 32}:{signature}", other_salt):
        assert identity.writer_of(request(forged)) is None


def test_a_cookie_names_its_writer_when_asked(db: None, django_assert_num_queries: Any) -> None:
    writer = Writer.objects.create()
    with django_assert_num_queries(0):
        sender = identity.sender_of(request(cookie_of(writer)))
        assert sender.key == writer.key
    with django_assert_num_queries(1):
        assert sender.writer == writer
        assert sender.writer == writer


def test_a_cookie_of_a_writer_who_is_gone_names_nobody(db: None) -> None:
    writer = Writer.objects.create()
    cookie = cookie_of(writer)
    writer.delete()
    assert identity.writer_of(request(cookie)) is None


def test_a_cookie_outlives_a_change_of_the_sites_key(db: None, settings: Any) -> None:
    writer = Writer.objects.create()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "k" * 50, []
    cookie = cookie_of(writer)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "l" * 50, ["k" * 50]
    assert identity.writer_of(request(cookie)) == writer
    settings.SECRET_KEY_FALLBACKS = []
    assert identity.writer_of(request(cookie)) is None


@pytest.mark.parametrize(("told", "port"), [("51872", 51_872), ("0", 0), ("", 0), ("x", 0)])
def test_a_sender_has_an_address_and_a_port(told: str, port: int) -> None:
    sender = identity.sender_of(request(REMOTE_ADDR="192.0.2.7", REMOTE_PORT=told))
    assert (sender.address, sender.port, sender.writer) == ("192.0.2.7", port, None)


def test_a_cookie_is_set_on_posting_and_never_else(live: Article, shown: Write, site: Any) -> None:
    client, story = Client(), reverse("comments:story", args=[live.pk])
    thread = reverse("comments:thread", args=[live.pk, shown().pk])
    for page in (story, f"{story}?part=form", thread, live.editions.get().get_absolute_url(), "/"):
        client.get(page)
        assert identity.COOKIE not in client.cookies
    client.post(story, {"name": "读者", "text": "好"})
    assert identity.COOKIE not in client.cookies
    client.post(story, {"name": "读者", "text": "好", "opened": opened(live)})
    cookie = client.cookies[identity.COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/comments/", True, "Lax")
    assert Writer.objects.get().key == identity.key_of(request(cookie.value))

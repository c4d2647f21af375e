"""Headers of readers' pages and of the desk, visitors' addresses, and the closed door."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from articles.models import SiteSettings, User
from newsroom import security, wsgi


def policy(response: Any) -> dict[str, str]:
    """The Content-Security-Policy by directive."""
    header = response.headers["Content-Security-Policy"]
    parts = (part.strip().partition(" ") for part in header.split(";"))
    return {name: values for name, _, values in parts}


def test_a_readers_page_may_run_nothing_that_stands_in_it(site: SiteSettings) -> None:
    found = policy(Client().get("/"))
    assert found["default-src"] == "'none'"
    assert found["script-src"] == "'self'"
    assert found["style-src"] == "'self'"
    assert found["frame-ancestors"] == "'none'"
    assert "unsafe" not in str(found)


def test_a_readers_page_is_framed_by_nobody(site: SiteSettings) -> None:
    headers = Client().get("/").headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_an_error_page_has_the_readers_policy(site: SiteSettings) -> None:
    assert policy(Client().get("/nothing"))["script-src"] == "'self'"


def test_the_desk_has_its_exceptions_and_frames_itself(chief: User) -> None:
    client = Client()
    client.force_login(chief)
    response = client.get(reverse("admin:index"))
    found = policy(response)
    assert found["script-src"] == "'self' 'unsafe-eval'"
    assert "'unsafe-inline'" not in found["script-src"]
    assert found["frame-ancestors"] == "'self'"
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("name", ["script-src", "default-src", "object-src", "base-uri"])
def test_the_desk_takes_scripts_from_nowhere_else(name: str) -> None:
    assert not [source for source in security.DESK[name] if "." in source or source == "*"]


def test_a_bucket_is_a_source_of_pictures_alone() -> None:
    origin = security.storage_origin(
        {"url_protocol": "https:", "custom_domain": "images.example.org/news"}
    )
    found = security.readers_policy(origin, https=True)
    assert "https://images.example.org" in found["img-src"]
    assert [name for name, values in found.items() if origin in str(values)] == ["img-src"]
    assert found["upgrade-insecure-requests"] is True


def test_local_renditions_add_no_source() -> None:
    assert security.storage_origin({"location": "/var/renditions"}) == ""
    assert security.readers_policy("", https=False) == security.READERS


@pytest.mark.parametrize(
    ("header", "proxies", "expected"),
    [
        ("1.2.3.4", 0, ""),
        ("", 1, ""),
        ("1.2.3.4", 2, ""),
        ("not an address", 1, ""),
        ("1.2.3.4", 1, "1.2.3.4"),
        ("6.6.6.6, 1.2.3.4", 1, "1.2.3.4"),
        ("6.6.6.6, 1.2.3.4, 10.0.0.1", 2, "1.2.3.4"),
        ("2001:db8::1", 1, "2001:db8::1"),
        ("[2001:DB8::1]", 1, "2001:db8::1"),
    ],
)
def test_only_our_proxies_say_who_asks(header: str, proxies: int, expected: str) -> None:
    assert security.forwarded(header, proxies) == expected


@pytest.mark.parametrize(("proxies", "expected"), [(0, "127.0.0.1"), (1, "1.2.3.4")])
def test_the_address_reaches_the_view(proxies: int, expected: str, settings: Any) -> None:
    settings.TRUSTED_PROXIES = proxies

    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(request.META["REMOTE_ADDR"])

    request = RequestFactory().get("/", headers={"X-Forwarded-For": "6.6.6.6, 1.2.3.4"})
    response = security.ClientAddress(view)(request)
    assert isinstance(response, HttpResponse)
    assert response.content.decode() == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("", 0),
        (None, 0),
        ("0", 0),
        ("65536", 0),
        ("-1", 0),
        ("80, 81", 0),
        ("\uff18\uff10", 0),
        ("1" * 5000, 0),
        ("1", 1),
        (" 51872 ", 51_872),
        ("65535", 65_535),
    ],
)
def test_a_port_is_a_number_that_ports_have(told: Any, expected: int) -> None:
    assert security.port_of(told) == expected


@pytest.mark.parametrize(
    ("proxies", "server", "header", "expected"),
    [
        (0, "40001", "50001", "40001"),
        (0, "", "50001", "0"),
        (1, "40001", "50001", "50001"),
        # The port of the connection is the proxy's own.
        (1, "40001", "", "0"),
    ],
)
def test_the_port_is_told_by_our_proxy_or_by_the_server(
    proxies: int, server: str, header: str, expected: str, settings: Any
) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", headers={"X-Client-Port": header}, REMOTE_PORT=server)
    security.ClientAddress(lambda request: HttpResponse())(request)
    assert request.META["REMOTE_PORT"] == expected


def read_by_wsgi(content_type: str) -> tuple[str, dict[str, str]]:
    """How a request with this Content-Type reads its query: what Django makes of it."""
    found: list[HttpRequest] = []

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        found.append(WSGIRequest(environ))
        return []

    environ = RequestFactory(CONTENT_TYPE=content_type)._base_environ(QUERY_STRING="page=%32")
    security.one_encoding(application)(environ, None)
    return found[0].GET.get("page", ""), found[0].content_params or {}


@pytest.mark.parametrize(
    "claim",
    [
        "text/html; charset=rot13",
        "text/html;CHARSET = undefined",
        "text/html; charset*=utf-8''utf-16",
        'multipart/form-data; charset="punycode"; boundary=x',
        "multipart/form-data; boundary=x; charset=utf-16",
        "",
    ],
)
def test_a_request_cannot_choose_how_its_address_is_read(claim: str) -> None:
    page, parameters = read_by_wsgi(claim)
    assert page == "2"
    assert parameters == ({"boundary": "x"} if "boundary" in claim else {})


def test_the_server_runs_the_application_that_is_deaf_to_charsets() -> None:
    assert wsgi.application.__qualname__.startswith("one_encoding")


def sign_in(name: str, password: str, address: str = "10.0.0.1") -> Any:
    url = reverse("admin:login")
    return Client().post(url, {"username": name, "password": password}, REMOTE_ADDR=address)


@pytest.fixture
def guessed(db: None, settings: Any) -> User:
    """Somebody whose password was guessed at, from one address, until the door closed."""
    settings.AXES_ENABLED = True
    user = User.objects.create_user("lin", password="right-and-long", is_staff=True)
    for _ in range(settings.AXES_FAILURE_LIMIT):
        sign_in("lin", "wrong")
    return user


def test_too_many_guesses_close_the_door_with_a_sentence(guessed: User) -> None:
    response = sign_in("lin", "right-and-long")
    assert response.status_code == 429
    assert response.context_data["form"].has_error("__all__", "locked")
    assert "right-and-long" not in response.content.decode()


def test_a_stranger_does_not_lock_an_editor_out(guessed: User) -> None:
    assert sign_in("lin", "right-and-long", "10.0.0.2").status_code == 302


def test_one_wrong_password_is_only_wrong(db: None, settings: Any) -> None:
    settings.AXES_ENABLED = True
    User.objects.create_user("lin", password="right-and-long", is_staff=True)
    assert sign_in("lin", "wrong").status_code == 200
    assert sign_in("lin", "right-and-long").status_code == 302

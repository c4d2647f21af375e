"""What holds for the whole API: its errors, its limits, its caches, its document and the viewer."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import jsonschema_rs
import pytest
from django.core.cache import cache
from django.test import Client
from django.utils.encoding import escape_uri_path
from redis.exceptions import RedisError

from articles.models import Edition
from newsroom.api import api

PutOut = Callable[..., Edition]
NINJS = "application/vnd.iptc.ninjs+json"


def ask(path: str = "stories", **headers: str) -> Any:
    return Client().get(f"/api/v1/{path}", headers=headers)


def check_problem(response: Any, name: str, status: int) -> None:
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    problem = response.json()
    assert problem["type"] == f"http://127.0.0.1:8000/api/v1/problems/{name}"
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    assert problem["instance"] == escape_uri_path(response.wsgi_request.path)


# What is refused


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
@pytest.mark.parametrize("path", ["stories", "stories/1", "openapi.json", "docs", "nix", ""])
def test_nothing_can_be_written(method: str, path: str) -> None:
    response = getattr(Client(enforce_csrf_checks=True), method)(f"/api/v1/{path}")
    check_problem(response, "method-not-allowed", 405)
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path", ["nix", "stories/", "stories/1/x", "a/b", "tags/x", "..", "%0A", "%00", "%FF"]
)
def test_an_unknown_address_is_a_problem(path: str, db: None) -> None:
    check_problem(ask(path), "not-found", 404)


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "application/problem+json"])
@pytest.mark.parametrize("path", ["stories", "stories/1", "tags", "search?q=a", ""])
def test_a_form_that_there_is_not_is_refused(accept: str, path: str, db: None) -> None:
    response = ask(path, accept=accept)
    assert response.status_code == 406
    assert "application/json" in response.json()["available"]


def test_ninjs_is_only_of_stories(db: None) -> None:
    assert ask("tags", accept=NINJS).status_code == 406
    assert ask("stories", accept=f"{NINJS}, */*;q=0.1").headers["Content-Type"] == NINJS
    assert ask("stories", accept="x").status_code == 406
    assert ask("stories", accept="").headers["Content-Type"] == "application/json"


def test_a_host_that_is_not_ours_gets_a_problem(db: None) -> None:
    check_problem(ask(host="evil.example"), "bad-request", 400)


def test_what_breaks_here_is_a_problem_and_is_told(monkeypatch: Any, db: None) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("inner secret")

    monkeypatch.setattr("articles.api.pages.newest", broken)
    with pytest.raises(RuntimeError):
        ask()
    response = Client(raise_request_exception=False).get("/api/v1/stories")
    check_problem(response, "server-error", 500)
    assert "secret" not in response.text
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("kind", ["invalid-parameter", "withdrawn", "too-many-requests"])
def test_the_type_of_a_problem_can_be_read(kind: str) -> None:
    assert ask(f"problems/{kind}").json()["name"] == kind
    assert ask("problems/none").status_code == 404


# How many requests there may be


def test_a_network_that_asks_too_often_has_to_wait(settings: Any, clock: Any) -> None:
    settings.API_RATE = 2
    client = Client(REMOTE_ADDR="2001:db8::1")
    left = [client.get("/api/v1/").headers["RateLimit-Remaining"] for _ in range(2)]
    refused = Client(REMOTE_ADDR="2001:db8::2").get("/api/v1/")
    check_problem(refused, "too-many-requests", 429)
    assert left == ["1", "0"]
    assert refused.headers["Retry-After"] == refused.headers["RateLimit-Reset"] == "60"
    assert Client(REMOTE_ADDR="2001:db8:0:1::1").get("/api/v1/").status_code == 200
    clock.shift(60)
    assert client.get("/api/v1/").status_code == 200


def test_the_limit_can_be_off(settings: Any) -> None:
    settings.API_RATE = 0
    assert "RateLimit-Limit" not in ask("").headers


def test_where_nobody_counts_everybody_is_answered(monkeypatch: Any) -> None:
    def down(*args: Any, **kwargs: Any) -> bool:
        raise RedisError("gone")

    monkeypatch.setattr(cache, "add", down)
    assert ask("").status_code == 200


# Other sites, and caches


def test_a_page_of_any_site_may_ask_first() -> None:
    origin = {"Origin": "https://example.org", "Access-Control-Request-Method": "GET"}
    response = Client().options("/api/v1/stories", headers=origin)
    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "Access-Control-Allow-Credentials" not in response.headers


def test_the_readers_pages_are_not_opened(site: Any) -> None:
    assert "Access-Control-Allow-Origin" not in Client().get("/").headers


PATHS = ["", "stories", "sections", "tags", "topics", "hot", "search?q=a", "openapi.json", "docs"]


@pytest.mark.parametrize("path", PATHS)
def test_what_has_not_changed_is_not_sent_again(path: str, site: Any) -> None:
    first = ask(path)
    again = ask(path, if_none_match=first.headers["ETag"])
    assert first.status_code == 200
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    assert first.headers["Cache-Control"].startswith("public, max-age=")
    assert not first.cookies
    assert "Cookie" not in first.headers.get("Vary", "")


def test_head_says_what_get_says(put_out: PutOut, site: Any, settings: Any) -> None:
    settings.API_RATE = 0
    story = f"/api/v1/stories/{put_out().article_id}"
    for path in (story, "/api/v1/stories", "/api/v1/openapi.json"):
        get, head = Client().get(path), Client().head(path)
        assert head.content == b""
        assert (head.status_code, head.headers) == (get.status_code, get.headers)


def test_forms_of_one_address_are_told_apart(put_out: PutOut, site: Any) -> None:
    put_out()
    plain, ninjs = ask(), ask(accept=NINJS)
    assert plain.headers["ETag"] != ninjs.headers["ETag"]
    assert plain.headers["Vary"] == ninjs.headers["Vary"] == "Accept, Accept-Encoding"


# The document and its viewer


def test_every_answer_in_the_document_has_a_true_example() -> None:
    document = json.loads(json.dumps(api.get_openapi_schema()))
    for path, operations in document["paths"].items():
        assert list(operations) == ["get"]
        for status, answer in operations["get"]["responses"].items():
            for body in answer.get("content", {}).values():
                schema = body["schema"] | {"components": document["components"]}
                jsonschema_rs.validator_for(schema).validate(body["example"])
            assert answer["description"], (path, status)


def test_the_document_describes_every_parameter() -> None:
    for operations in ask("openapi.json").json()["paths"].values():
        assert operations["get"]["summary"]
        assert all(given["description"] for given in operations["get"]["parameters"])


def test_the_viewer_needs_no_exception_and_no_other_host() -> None:
    page = ask("docs")
    assert "'unsafe" not in page.headers["Content-Security-Policy"]
    assert "<style" not in page.text
    assert "://" not in page.text
    assert 'data-document="/api/v1/openapi.json"' in page.text

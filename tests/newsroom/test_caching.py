"""Readers' pages: how long they are kept, when they are asked for again, and what spoils them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as project
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import ResolverMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from django.utils.http import http_date

from articles import workflow
from articles.models import Edition, SiteSettings, Tag
from newsroom import caching, receivers

PutOut = Callable[..., Edition]
FRONT = caching.LIFETIMES["front"]


def names(resolver: URLResolver, prefix: str = "") -> set[str]:
    """The view names of everything below, with their namespaces."""
    found: set[str] = set()
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            found.add(f"{prefix}{pattern.name}")
        else:
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            found |= names(pattern, inner)
    return found


def test_every_address_has_a_rule() -> None:
    silent = {
        name
        for name in names(get_resolver())
        if name not in caching.LIFETIMES and not caching.UNTOUCHED & set(name.split(":"))
    }
    assert silent == set()


def answer(view: Callable[[HttpRequest], HttpResponse], name: str = "front") -> HttpResponse:
    """A view's answer as it leaves the middleware, had it been found under this name."""
    request = RequestFactory().get("/")
    request.resolver_match = ResolverMatch(view, (), {}, url_name=name)
    response = caching.ReadersPages(view)(request)
    assert isinstance(response, HttpResponse)
    return response


def with_cookie(request: HttpRequest) -> HttpResponse:
    response = HttpResponse("page")
    response.set_cookie("visitor", "1")
    return response


def varying(request: HttpRequest) -> HttpResponse:
    return HttpResponse("page", headers={"Vary": "Accept, Cookie"})


@pytest.mark.parametrize("view", [with_cookie, varying])
def test_a_personal_page_is_an_error_in_tests(view: Any) -> None:
    with pytest.raises(caching.PersonalPage):
        answer(view)


@pytest.mark.parametrize("view", [with_cookie, varying])
def test_a_personal_page_reaches_no_cache_and_sets_no_cookie(view: Any, settings: Any) -> None:
    settings.STRICT_PAGES = False
    response = answer(view)
    assert response.headers["Cache-Control"] == "private, no-store"
    assert not response.cookies


@pytest.mark.parametrize("name", ["admin", "comments", "health", "shared_preview", "front_at"])
def test_what_is_not_for_readers_is_left_alone(name: str) -> None:
    response = answer(with_cookie, name)
    assert "Cache-Control" not in response.headers
    assert response.cookies


def test_an_error_is_never_kept() -> None:
    response = answer(lambda request: HttpResponse("oops", status=500))
    assert response.headers["Cache-Control"] == "no-store"


def test_an_unknown_address_is_kept_briefly(site: SiteSettings) -> None:
    response = Client().get("/nothing/here")
    assert response.status_code == 404
    assert response.headers["Cache-Control"] == f"public, max-age={caching.BRIEFLY}"
    assert "ETag" not in response.headers


def test_a_withdrawn_story_is_kept_briefly(site: Any, put_out: PutOut, chief: Any) -> None:
    edition = put_out()
    workflow.withdraw(edition.article, by=chief, reason="重复")
    response = Client().get(edition.get_absolute_url())
    assert response.status_code == 410
    assert response.headers["Cache-Control"] == f"public, max-age={caching.BRIEFLY}"


def test_a_page_carries_no_cookie_and_nothing_that_varies(site: Any, put_out: PutOut) -> None:
    for url in ("/", put_out().get_absolute_url()):
        response = Client().get(url, headers={"Accept-Language": "en", "Cookie": "a=b"})
        assert not response.cookies
        assert response.headers["Vary"] == "Accept-Encoding"
        assert "ETag" in response.headers


@pytest.mark.parametrize("name", [project.SESSION_COOKIE_NAME, project.CSRF_COOKIE_NAME])
@pytest.mark.parametrize("value", ["", "x", "x" * 32, "x" * 33, "\u00e9" * 32, "-" * 64])
@pytest.mark.parametrize(("url", "status"), [("/", 200), ("/nothing", 404)])
def test_a_cookie_that_is_none_of_ours_changes_nothing(
    name: str, value: str, url: str, status: int, site: Any
) -> None:
    plain = Client().get(url)
    client = Client()
    client.cookies[name] = value
    odd = client.get(url)
    assert odd.status_code == status
    assert odd.content == plain.content
    assert odd.headers["Cache-Control"] == plain.headers["Cache-Control"]
    assert odd.headers.get("ETag") == plain.headers.get("ETag")
    assert odd.headers["Vary"] == "Accept-Encoding"
    assert not odd.cookies


def test_an_editor_gets_the_page_that_everybody_gets(
    site: Any, put_out: PutOut, chief: Any
) -> None:
    url = put_out().get_absolute_url()
    client = Client()
    client.force_login(chief)
    mine, plain = client.get(url), Client().get(url)
    assert (mine.content, mine.headers["ETag"]) == (plain.content, plain.headers["ETag"])
    assert not mine.cookies


def test_a_page_lives_until_the_next_boundary(
    site: SiteSettings, put_out: PutOut, clock: Any
) -> None:
    put_out("以后", at=timezone.now() + timedelta(seconds=20))
    assert Client().get("/").headers["Cache-Control"] == "public, max-age=20"
    clock.shift(timedelta(seconds=19.5))
    assert Client().get("/").headers["Cache-Control"] == "public, max-age=0"
    clock.shift(timedelta(seconds=1))
    assert Client().get("/").headers["Cache-Control"] == f"public, max-age={FRONT}"


def test_without_settings_a_page_is_asked_for_each_time(db: None) -> None:
    response = Client().get("/")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "public, max-age=0"
    assert "Last-Modified" not in response.headers


def test_the_same_page_is_not_sent_twice(site: Any, put_out: PutOut) -> None:
    url = put_out().get_absolute_url()
    first = Client().get(url)
    again = Client().get(url, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert not again.content
    assert again.headers["ETag"] == first.headers["ETag"]
    assert "max-age" in again.headers["Cache-Control"]


def test_a_changed_page_is_sent_again(site: Any, put_out: PutOut) -> None:
    first = Client().get("/")
    put_out("新稿")
    again = Client().get("/", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200
    assert again.headers["ETag"] != first.headers["ETag"]


def test_head_says_what_get_says(site: Any, put_out: PutOut, clock: Any) -> None:
    put_out()
    got, asked = Client().get("/"), Client().head("/")
    assert not asked.content
    for name in ("ETag", "Last-Modified", "Cache-Control", "Content-Length"):
        assert asked.headers[name] == got.headers[name]


@pytest.fixture
def long_running(monkeypatch: pytest.MonkeyPatch, clock: Any) -> None:
    monkeypatch.setattr(caching, "STARTED", timezone.now() - timedelta(days=1))


def test_time_alone_answers_304_until_something_changes(
    long_running: None,
    site: Any,
    put_out: PutOut,
    clock: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    clock.shift(timedelta(minutes=1))
    seen = {"If-Modified-Since": Client().get("/").headers["Last-Modified"]}
    assert Client().get("/", headers=seen).status_code == 304
    with django_capture_on_commit_callbacks(execute=True):
        put_out("新稿")
    assert Client().get("/", headers=seen).status_code == 200


def test_two_changes_in_one_second_are_told_apart(
    long_running: None, site: Any, clock: Any
) -> None:
    SiteSettings.objects.touch()
    said = Client().get("/").headers["Last-Modified"]
    assert said == http_date(int(timezone.now().timestamp()) - 1)
    SiteSettings.objects.touch()
    clock.shift(timedelta(seconds=5))
    assert Client().get("/", headers={"If-Modified-Since": said}).status_code == 200


def test_a_release_changes_every_page(
    long_running: None, site: Any, clock: Any, monkeypatch: Any
) -> None:
    clock.shift(timedelta(minutes=1))
    seen = {"If-Modified-Since": Client().get("/").headers["Last-Modified"]}
    monkeypatch.setattr(caching, "STARTED", timezone.now())
    clock.shift(timedelta(minutes=1))
    assert Client().get("/", headers=seen).status_code == 200


def test_a_story_that_starts_by_the_clock_changes_the_time(
    long_running: None, site: Any, put_out: PutOut, clock: Any
) -> None:
    starts = timezone.now() + timedelta(minutes=5)
    put_out("定时", at=starts)
    clock.shift(timedelta(minutes=10))
    assert Client().get("/").headers["Last-Modified"] == http_date(starts.timestamp())


@pytest.mark.parametrize("change", ["add", "rename", "delete"])
def test_a_change_of_a_tag_is_noted_after_commit(
    change: str, site: SiteSettings, clock: Any, django_capture_on_commit_callbacks: Any
) -> None:
    tag = Tag.objects.create(name="地铁")
    clock.shift(timedelta(hours=1))
    with django_capture_on_commit_callbacks(execute=True):
        if change == "add":
            Tag.objects.create(name="公交")
        elif change == "rename":
            tag.save()
        else:
            tag.delete()
    site.refresh_from_db()
    assert site.public_changed_at == timezone.now()


def test_without_settings_a_change_breaks_nothing(
    db: None, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        receivers.note_change()
    assert not SiteSettings.objects.exists()


def test_the_desk_is_not_kept(chief: Any) -> None:
    client = Client()
    client.force_login(chief)
    assert "private" in client.get(reverse("admin:index")).headers["Cache-Control"]


def test_robots_asks_no_database(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        response = Client().get("/robots.txt")
    assert response.headers["Cache-Control"] == "public, max-age=86400"

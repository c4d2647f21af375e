"""The search page and what it suggests: what readers are shown, in how many queries."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings as project
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.forms.search import LONGEST
from articles.models import Edition, Section
from articles.views.lists import PER_PAGE
from tests.articles.page_reading import Reading, reading

PutOut = Callable[..., Edition]

#: The site, the sections, how many, which, the stories, their photos; one more where words are left
#: out and counted anew.
BUDGET = 7
NASTY = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'


def get(**asked: Any) -> Reading:
    response = Client().get("/search/", asked)
    assert response.status_code == 200
    return reading(response)


def titles(page: Reading) -> list[str]:
    return [title.text for title in page.of_class("row-title")]


@pytest.fixture
def bridge(put_out: PutOut) -> Edition:
    return put_out("桂溪大桥")


# What is refused, and what is odd


@pytest.mark.parametrize("number", ["0", "2", "x", "", "-1", "99999999999999999999", "1\x00"])
def test_what_is_not_the_number_of_a_page_is_not_found(number: str, bridge: Edition) -> None:
    assert Client().get("/search/", {"q": "大桥", "page": number}).status_code == 404


@pytest.mark.parametrize("address", ["/search/", "/search/suggest/"])
def test_nothing_is_sent_to_it(address: str, db: None) -> None:
    assert Client().post(address).status_code == 405


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "大桥", "section": "none", "from": "never", "kind": "x", "order": "\x00"},
        {"q": ["火星", "大桥"]},
        {"q": "大\x00桥 大桥"},
        {"q": " \u3000大桥\r\n"},
    ],
)
def test_an_odd_choice_is_none(asked: dict[str, str], bridge: Edition) -> None:
    assert Client().get("/search/", asked).status_code == 200
    assert titles(get(q="大桥", section="none", kind="\x00")) == ["桂溪大桥"]


def test_bytes_that_are_no_text_break_nothing(bridge: Edition) -> None:
    for address in ("/search/?q=%ff%fe%00", "/search/suggest/?q=%ed%a0%80%00"):
        assert Client().get(address).status_code == 200


def test_markup_in_a_question_is_text(put_out: PutOut) -> None:
    put_out("alert 大桥")
    page = get(q=NASTY)
    assert list(page.inline_code()) == []
    assert [one for one in page.named("img") if one.attributes.get("src") == "x"] == []
    (field,) = (one for one in page.named("input") if one.attributes["name"] == "q")
    assert field.attributes["value"] == NASTY


def test_markup_in_a_headline_is_text(put_out: PutOut) -> None:
    put_out(f"大桥{NASTY}")
    page = get(q="大桥")
    assert list(page.inline_code()) == []
    assert titles(page) == [f"大桥{NASTY}"]


def test_a_question_is_cut(bridge: Edition) -> None:
    page = get(q="桥" * 3 * LONGEST)
    (field,) = (one for one in page.named("input") if one.attributes["name"] == "q")
    assert field.attributes["value"] == "桥" * LONGEST


# What is shown


def test_without_words_the_newest_stories_are_shown(bridge: Edition) -> None:
    page = get()
    assert titles(page) == ["桂溪大桥"]
    assert page.named("select") == []
    (canonical,) = (one for one in page.named("link") if one.attributes["rel"] == "canonical")
    assert canonical.attributes["href"] == f"{project.SITE_URL}/search/"


def test_hits_are_marked_in_the_headline_and_the_text(bridge: Edition) -> None:
    page = get(q="大\u6a4b")
    assert titles(page) == ["桂溪大桥"]
    assert [one.text for one in page.named("mark")] == ["大桥", "大桥"]


def test_search_engines_keep_the_search_and_no_results(bridge: Edition) -> None:
    for asked in ({}, {"q": "大桥"}, {"q": "没有的词"}):
        (canonical,) = (
            one for one in get(**asked).named("link") if one.attributes["rel"] == "canonical"
        )
        assert canonical.attributes["href"] == f"{project.SITE_URL}/search/"


def test_words_that_no_story_has_are_named(bridge: Edition) -> None:
    page = get(q="大桥 火星")
    (note,) = page.of_class("search-note")
    assert "火星" in note.text
    assert "大桥" not in note.text
    assert titles(page) == ["桂溪大桥"]


def test_stories_that_are_near_are_told_apart(put_out: PutOut) -> None:
    put_out("桂溪大桥", digest="明天通车")
    page = get(q="桂溪通车")
    assert titles(page) == ["桂溪大桥"]
    assert len(page.of_class("search-note")) == 1
    assert next(one.text for one in page.named("mark")) == "桂溪"


def test_where_nothing_is_found_the_choices_can_be_let_go(bridge: Edition) -> None:
    page = get(q="火星", kind="compiled")
    (none,) = page.of_class("search-none")
    assert "火星" in none.text
    (link,) = (one for one in page.named("a") if one.attributes["href"].startswith("/search/?"))
    assert link.attributes["href"] == f"/search/?{urlencode({'q': '火星'})}"
    assert get(q="火星").of_class("search-none")


def test_a_search_is_narrowed_by_section_time_and_kind(
    bridge: Edition, put_out: PutOut, section: Section
) -> None:
    old = timezone.now() - timedelta(days=20)
    put_out("老的大桥", section=Section.objects.create(name="体育"), published_at=old)
    assert set(titles(get(q="大桥"))) == {"桂溪大桥", "老的大桥"}
    assert titles(get(q="大桥", section=section.slug)) == ["桂溪大桥"]
    assert titles(get(q="大桥", **{"from": "week"})) == ["桂溪大桥"]
    assert len(titles(get(q="大桥", **{"from": "month"}, order="time"))) == 2
    page = get(q="大桥", kind="compiled", order="time")
    chosen = [
        one.attributes["value"] for one in page.named("option") if "selected" in one.attributes
    ]
    assert (titles(page), chosen) == ([], ["", "", "compiled", "time"])


def test_pages_of_results_keep_what_was_asked(
    put_out: PutOut, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.views.search.PER_PAGE", 2)
    for number in range(3):
        put_out(f"第{number}座大桥")
    (following,) = (
        one for one in get(q="大桥", order="time").named("a") if "rel" in one.attributes
    )
    address = following.attributes["href"]
    assert address == f"?{urlencode({'q': '大桥', 'order': 'time', 'page': 2})}"
    assert titles(reading(Client().get(f"/search/{address}"))) == ["第0座大桥"]
    assert PER_PAGE == 20


@pytest.mark.parametrize("words", ["", "大桥", "大桥 火星", "火星 木星", "第桥座大"])
def test_the_page_stays_in_its_budget(
    words: str, draft: Any, put_out: PutOut, with_photo: Any, photo: Any, site: Any
) -> None:
    for number in range(3):
        article = draft(f"第{number}座大桥")
        with_photo(article, photo)
        put_out(article=article)
    with CaptureQueriesContext(connection) as captured:
        assert Client().get("/search/", {"q": words}).status_code == 200
    assert len(captured) <= BUDGET


# What is suggested


def test_suggestions_are_headlines_with_their_addresses(bridge: Edition) -> None:
    for words in ("大桥", "gxdq"):
        answer = Client().get("/search/suggest/", {"q": words})
        assert json.loads(answer.content) == [["桂溪大桥", bridge.get_absolute_url()]]
    assert json.loads(Client().get("/search/suggest/", {"q": " "}).content) == []


def test_browsers_get_suggestions_as_opensearch_says(bridge: Edition) -> None:
    answer = Client().get("/search/suggest/", {"q": "大桥", "format": "opensearch"})
    address = f"{project.SITE_URL}{bridge.get_absolute_url()}"
    assert answer.headers["Content-Type"] == "application/x-suggestions+json"
    assert json.loads(answer.content) == ["大桥", ["桂溪大桥"], [""], [address]]


def test_answers_may_be_kept_by_everybody(bridge: Edition, site: Any) -> None:
    for address in ("/search/", "/search/?q=x", "/search/suggest/?q=大桥"):
        answer = Client().get(address)
        assert answer.headers["Cache-Control"].startswith("public, max-age=")
        assert not answer.cookies

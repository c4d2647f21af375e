"""The feed of a story's comments: what readers see, in three formats, and nothing else."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import workflow
from articles.models import Article, User
from comments import feeds
from comments.choices import CommentOrigin, CommentState
from comments.models import Writer
from tests.comments.conftest import Write

FORMATS = ["rss", "atom", "json"]
HOSTILE = "]]></script><script>alert(1)</script>&\"'\x0b\u2028\U0001f600"
READABLE = HOSTILE.replace("\x0b", "")
ATOM = "{http://www.w3.org/2005/Atom}"
Told = list[tuple[str, str, str, str]]


def get(article: Article, form: str) -> Any:
    return Client().get(reverse("letters_feed", args=[article.pk, form]))


def told(article: Article, form: str) -> Told:
    """Title, address, words and name of every entry, as a reader's program understands them."""
    body = get(article, form).content
    if form == "json":
        items = json.loads(body)["items"]
        return [
            (one["title"], one["url"], one["content_text"], one["authors"][0]["name"])
            for one in items
        ]
    if form == "atom":
        return [
            (
                one.findtext(f"{ATOM}title"),
                one.find(f"{ATOM}link").get("href"),
                one.findtext(f"{ATOM}summary"),
                one.findtext(f"{ATOM}author/{ATOM}name"),
            )
            for one in fromstring(body).iter(f"{ATOM}entry")
        ]
    creator = "{http://purl.org/dc/elements/1.1/}creator"
    names = ("title", "link", "description", creator)
    return [tuple(map(one.findtext, names)) for one in fromstring(body).iter("item")]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("state", [CommentState.WAITING, CommentState.REJECTED])
def test_what_is_not_reviewed_is_not_told(
    write: Write, shown: Write, live: Article, site: Any, state: CommentState, form: str
) -> None:
    write("未审内容", author_name="未审姓名", state=state)
    write("未审的答", author_name="未审姓名", parent=shown("问"), state=state)
    assert "未审" not in get(live, form).text
    assert [one[2] for one in told(live, form)] == ["问"]


@pytest.mark.parametrize("form", FORMATS)
def test_the_name_of_a_hidden_answer_is_not_told(
    write: Write, shown: Write, live: Article, site: Any, form: str
) -> None:
    head = shown("问", author_name="甲")
    hidden = write("未审内容", author_name="未审姓名", parent=head)
    shown("答", author_name="乙", parent=head, answers=hidden)
    assert "未审" not in get(live, form).text
    assert [one[0] for one in told(live, form)] == [title("乙", "答", "甲"), title("甲", "问")]


def title(name: str, words: str, other: str = "") -> str:
    said = {"name": name, "words": words, "other": other}
    if other:
        return feeds._("%(name)s to %(other)s: %(words)s") % said
    return feeds._("%(name)s: %(words)s") % said


@pytest.mark.parametrize("form", FORMATS)
def test_comments_of_a_withdrawn_story_are_gone(
    shown: Write, live: Article, site: Any, chief: User, form: str
) -> None:
    shown("说得好")
    workflow.withdraw(live, by=chief, reason="错")
    response = get(live, form)
    assert response.status_code == 410
    assert "说得好" not in response.text


@pytest.mark.parametrize("path", ["/comments/99/feed.rss", "/comments/1/feed.xml"])
def test_what_is_no_feed_is_not_found(live: Article, site: Any, path: str) -> None:
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("form", FORMATS)
def test_whatever_was_written_is_text(shown: Write, live: Article, site: Any, form: str) -> None:
    shown(HOSTILE + "\n二", author_name=HOSTILE[:40])
    ((_title, _url, words, name),) = told(live, form)
    assert name == HOSTILE[:40].replace("\x0b", "")
    if form != "json":
        assert "<script" not in words
        assert "&lt;script&gt;" in words
        assert words.endswith("<br>二")
    else:
        assert words == READABLE + "\n二"


@pytest.mark.parametrize("form", FORMATS)
def test_the_newest_come_first_with_a_page_each(
    shown: Write, live: Article, site: Any, form: str
) -> None:
    head = shown("问")
    reply = shown("答", parent=head)
    first, second = told(live, form)
    page = f"/comments/{live.pk}/{head.pk}/#comment-"
    assert (first[2], second[2]) == ("答", "问")
    assert first[1].endswith(f"{page}{reply.pk}")
    assert second[1].endswith(f"{page}{head.pk}")


@pytest.mark.parametrize("form", FORMATS)
def test_a_comment_without_name_and_time_or_from_long_ago_is_told(
    shown: Write, live: Article, site: Any, form: str
) -> None:
    shown("无名无时", origin=CommentOrigin.IMPORTED, author_name="", posted_at=None)
    shown("早", origin=CommentOrigin.IMPORTED, posted_at=datetime(1948, 1, 1, tzinfo=UTC))
    assert [one[2] for one in told(live, form)] == ["无名无时", "早"]


def test_nothing_else_of_a_writer_is_told(shown: Write, live: Article, site: Any) -> None:
    writer = Writer.objects.create(subject="account-77", name="别名")
    shown("说", writer=writer, region="四川", decision_note="内部")
    for form in FORMATS:
        page = get(live, form).text
        for word in (writer.key, "account-77", "别名", "四川", "内部"):
            assert word not in page


@pytest.mark.parametrize("form", FORMATS)
def test_it_is_the_same_for_everybody_and_kept_for_a_minute(
    shown: Write, live: Article, site: Any, form: str
) -> None:
    shown()
    answer = get(live, form)
    again = Client().get(answer.request["PATH_INFO"], headers={"If-None-Match": answer["ETag"]})
    assert answer["Cache-Control"] == "public, max-age=60"
    assert not answer.cookies
    assert again.status_code == 304


def test_it_holds_the_newest_in_few_queries(shown: Write, live: Article, site: Any) -> None:
    head = shown("问")
    for number in range(feeds.NEWEST + 2):
        shown(f"{number}", parent=head)
    with CaptureQueriesContext(connection) as captured:
        found = told(live, "atom")
    assert [one[2] for one in found[:2]] == ["31", "30"]
    assert (len(found), len(captured)) == (feeds.NEWEST, 3)

"""The moderators' list: who may see it, what it shows, and that it overwrites nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import User
from comments import moderation
from comments.choices import CommentState
from comments.models import Comment, Decision
from tests.comments.conftest import Write

LIST = "admin:comments_comment_changelist"
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture
def desk(moderator: User) -> Client:
    client = Client()
    client.force_login(moderator)
    return client


def post(desk: Client, query: str = "", **fields: Any) -> Any:
    return desk.post(reverse(LIST) + query, fields)


def chosen(verb: str, *comments: Comment, **fields: Any) -> dict[str, Any]:
    """What the list sends: the rows ticked, and the state that every row was shown in."""
    seen = [f"{comment.pk}:{comment.state}" for comment in comments]
    ticked = [comment.pk for comment in comments]
    return {"action": verb, "_selected_action": ticked, "seen": seen, "index": 0} | fields


def shown_rows(answer: Any) -> list[Comment]:
    return list(answer.context["cl"].result_list)


def test_the_list_is_closed_to_those_who_may_not_moderate(
    write: Write, hire: Callable[[str], User]
) -> None:
    comment, client = write(), Client()
    assert client.get(reverse(LIST)).status_code == 302
    client.force_login(hire("reporter"))
    assert client.get(reverse(LIST)).status_code == 403
    assert client.post(reverse(LIST), {"one": f"approved:{comment.pk}"}).status_code == 403
    assert client.post(reverse(LIST), chosen("approve_chosen", comment)).status_code == 403
    assert Comment.objects.get().state == CommentState.WAITING


def test_a_decision_is_a_post_with_a_token(write: Write, moderator: User) -> None:
    comment, client = write(), Client(enforce_csrf_checks=True)
    client.force_login(moderator)
    fields = {"one": f"approved:{comment.pk}", "seen": f"{comment.pk}:waiting"}
    assert client.post(reverse(LIST), fields).status_code == 403
    client.get(reverse(LIST), fields)
    assert Comment.objects.get().state == CommentState.WAITING


@pytest.mark.parametrize("act", ["add", "change", "delete"])
def test_nobody_adds_changes_or_deletes_a_comment(
    write: Write, admin_client: Client, act: str
) -> None:
    comment = write("原话")
    keys = [] if act == "add" else [comment.pk]
    url = reverse(f"admin:comments_comment_{act}", args=keys)
    assert admin_client.post(url, {"text": "改过", "post": "yes"}).status_code == 403
    assert Comment.objects.get().text == "原话"


def test_markup_in_a_comment_is_shown_as_text(write: Write, desk: Client) -> None:
    comment = write(HOSTILE, author_name=HOSTILE[:40])
    seen = {"seen": f"{comment.pk}:waiting"}
    pages = [
        desk.get(reverse(LIST)),
        desk.get(reverse("admin:comments_comment_change", args=[comment.pk])),
        desk.get(reverse(LIST), {"q": HOSTILE}),
    ]
    moderation.reject(comment, by=User.objects.get(username__startswith="moderator"), note=HOSTILE)
    pages.append(desk.post(reverse(LIST), {"one": f"approved:{comment.pk}"} | seen, follow=True))
    pages.append(desk.get(reverse(LIST), {"state": "rejected"}))
    for page in pages:
        assert page.status_code == 200
        assert "<script>alert" not in page.content.decode()
        assert "<img src=x" not in page.content.decode()


def test_the_queue_opens_with_what_has_waited_longest(
    write: Write, shown: Write, desk: Client
) -> None:
    first, second = write("一"), write("二")
    third = shown("三")
    assert shown_rows(desk.get(reverse(LIST))) == [first, second]
    assert shown_rows(desk.get(reverse(LIST), {"state": "approved"})) == [third]
    assert shown_rows(desk.get(reverse(LIST), {"state": "all"})) == [third, second, first]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "二号线"}, ["二号线"]),
        ({"q": "老王"}, ["二号线"]),
        ({"q": "地铁新线"}, ["二号线", "三号线"]),
        ({"q": "没有"}, []),
        ({"story": "0"}, []),
        ({"story": "x"}, ["二号线", "三号线"]),
    ],
)
def test_the_queue_is_searched_and_filtered(
    write: Write, desk: Client, query: dict[str, str], expected: list[str]
) -> None:
    write("二号线", author_name="老王")
    write("三号线")
    rows = shown_rows(desk.get(reverse(LIST), query))
    assert [comment.text for comment in rows] == expected


def test_the_queue_of_one_section_holds_only_its_stories(
    write: Write, desk: Client, section: Any
) -> None:
    comment = write()
    key = "article__section__id__exact"
    assert shown_rows(desk.get(reverse(LIST), {key: section.pk})) == [comment]
    assert shown_rows(desk.get(reverse(LIST), {key: section.pk + 1})) == []


@pytest.mark.parametrize(
    ("verb", "state"), [("approve_chosen", "approved"), ("reject_chosen", "rejected")]
)
def test_the_chosen_are_decided_together_with_a_reason(
    write: Write, desk: Client, moderator: User, verb: str, state: str
) -> None:
    one, two, left = write("一"), write("二"), write("三")
    answer = post(desk, **chosen(verb, one, two, note="与稿件无关"))
    assert answer.status_code == 302
    kept = Comment.objects.filter(state=state, decided_by=moderator, decision_note="与稿件无关")
    assert set(kept) == {one, two}
    assert Comment.objects.waiting().get() == left
    told = [str(message) for message in get_messages(answer.wsgi_request)]
    assert len(told) == 1
    assert "2" in told[0]


def test_one_button_decides_one_row(write: Write, desk: Client) -> None:
    one, other = write("一"), write("二")
    seen = [f"{comment.pk}:waiting" for comment in (one, other)]
    answer = post(desk, "?q=x", one=f"rejected:{one.pk}", seen=seen)
    assert answer["Location"].endswith("?q=x")
    assert Comment.objects.waiting().get() == other


@pytest.mark.parametrize("way", ["button", "selection"])
def test_the_second_moderator_is_told_and_overwrites_nothing(
    write: Write, desk: Client, chief: User, hire: Callable[[str], User], way: str
) -> None:
    comment, first = write(), hire("moderator")
    fields = chosen("approve_chosen", comment)
    if way == "button":
        fields = {"one": f"approved:{comment.pk}", "seen": fields["seen"]}
    moderation.reject(comment, by=first)
    answer = post(desk, "?state=all", **fields)
    told = [str(message) for message in get_messages(answer.wsgi_request)]
    assert any(str(first) in sentence for sentence in told)
    kept = Comment.objects.get()
    assert (kept.state, kept.decided_by) == (CommentState.REJECTED, first)
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("one", ["waiting:1", "approved:x", "approved", "erased:1", "approved:999"])
def test_a_forged_button_decides_nothing(write: Write, desk: Client, one: str) -> None:
    comment = write()
    one = one.replace("1", str(comment.pk)) if one.endswith(":1") else one
    post(desk, one=one, seen=[f"{comment.pk}:waiting", "x:waiting", f"{comment.pk}:nonsense:", ""])
    assert Comment.objects.get().state == CommentState.WAITING


@pytest.mark.parametrize("number", ["9" * 19, "9" * 5000, "\u0661", "-1", "x"])
def test_a_number_that_no_row_can_have_is_no_error(write: Write, desk: Client, number: str) -> None:
    write()
    answer = post(desk, one=f"approved:{number}", seen=f"{number}:waiting")
    assert answer.status_code == 302
    assert desk.get(reverse(LIST), {"story": number}).status_code == 200
    assert Comment.objects.get().state == CommentState.WAITING


def test_the_record_of_a_comment_is_read_on_its_page(
    write: Write, desk: Client, moderator: User
) -> None:
    comment = moderation.approve(write("原话"), by=moderator)
    moderation.reject(comment, by=moderator, note="读者投诉")
    page = desk.get(reverse("admin:comments_comment_change", args=[comment.pk]))
    assert page.status_code == 200
    assert "原话" in page.content.decode()
    assert page.content.decode().count("读者投诉") >= 2


def test_the_list_costs_the_same_whatever_its_length(
    write: Write, desk: Client, put_out: Any
) -> None:
    counts = []
    for rows in (1, 20):
        for number in range(rows):
            write(f"第{number}条", article=put_out(f"稿{rows}{number}").article)
        desk.get(reverse(LIST), {"state": "all"})
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(reverse(LIST), {"state": "all"}).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]

"""Findings of an import are ticked off by name, and on again; the checklist counts the rest."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from articles import checklist
from articles.models import Article, ImportRecord, User
from tests.articles.desk import change_url
from tests.articles.test_concurrency import together
from tests.conftest import NOW

Draft = Callable[..., Article]
SEVERITIES = ("warning", "info", "error")


def imported(article: Article | None, mark: str = "a") -> ImportRecord:
    return ImportRecord.objects.create(
        sha256=mark * 64,
        origin=f"in/{mark}.txt",
        outcome="created",
        article=article,
        imported_at=timezone.now(),
        findings=[
            {"code": f"c{place}", "severity": severity, "line": place, "message": f"第{place}处"}
            for place, severity in enumerate(SEVERITIES)
        ],
        original=b"x",
    )


@pytest.fixture
def record(draft: Draft) -> ImportRecord:
    return imported(draft())


@pytest.fixture
def desk(client: Client, reporter: User) -> Client:
    client.force_login(reporter)
    return client


def address(record: ImportRecord, place: int, article: Article | None = None) -> str:
    story = article or record.article
    assert story
    return reverse("admin:articles_article_finding", args=[story.pk, record.pk, place])


def settled(record: ImportRecord) -> dict[str, Any]:
    kept: dict[str, Any] = ImportRecord.objects.get(pk=record.pk).settled
    return kept


def test_a_stranger_is_sent_to_the_sign_in(client: Client, record: ImportRecord) -> None:
    response = client.post(address(record, 0), {"done": "1"})
    assert response["Location"].startswith(reverse("admin:login"))


@pytest.mark.parametrize("role", ["publisher", "moderator", "photo_desk"])
def test_who_may_not_change_stories_ticks_nothing_off(
    role: str, client: Client, record: ImportRecord, hire: Callable[[str], User]
) -> None:
    client.force_login(hire(role))
    assert client.post(address(record, 0), {"done": "1"}).status_code == 403
    assert settled(record) == {}


def test_who_may_not_change_stories_sees_no_button(
    client: Client, record: ImportRecord, hire: Callable[[str], User]
) -> None:
    client.force_login(hire("publisher"))
    page = client.get(change_url(record.article)).content.decode()
    assert "第0处" in page
    assert "formaction" not in page


def test_looking_ticks_nothing_off(desk: Client, record: ImportRecord) -> None:
    assert desk.get(address(record, 0), {"done": "1"}).status_code == 405
    assert settled(record) == {}


def test_ticking_off_needs_the_token(record: ImportRecord, reporter: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(reporter)
    assert client.post(address(record, 0), {"done": "1"}).status_code == 403
    assert settled(record) == {}


@pytest.mark.parametrize("posted", [{}, {"done": ""}, {"done": "yes"}, {"done": "11"}])
def test_a_garbled_tick_is_answered_in_a_sentence(
    desk: Client, record: ImportRecord, posted: dict[str, str]
) -> None:
    response = desk.post(address(record, 0), posted)
    assert (response.status_code, bool(response.content)) == (400, True)
    assert settled(record) == {}


@pytest.mark.parametrize("place", [3, 2**70])
def test_a_finding_that_is_not_there_is_not_found(
    desk: Client, record: ImportRecord, place: int
) -> None:
    assert desk.post(address(record, place), {"done": "1"}).status_code == 404
    assert settled(record) == {}


def test_a_finding_of_another_story_is_not_found(
    desk: Client, record: ImportRecord, draft: Draft
) -> None:
    other = address(record, 0, article=draft("别的稿"))
    assert desk.post(other, {"done": "1"}).status_code == 404
    assert settled(record) == {}


def test_a_finding_is_ticked_off_with_who_and_when(
    clock: Any, desk: Client, record: ImportRecord, reporter: User
) -> None:
    response = desk.post(address(record, 2), {"done": "1"})
    assert response["Location"] == f"{change_url(record.article)}#findings"
    kept = settled(record)["2"]
    assert kept["by"] == reporter.pk
    assert parse_datetime(kept["at"]) == NOW


def test_the_first_to_tick_off_stays(desk: Client, record: ImportRecord, editor: User) -> None:
    """The second had an older page before them."""
    desk.post(address(record, 0), {"done": "1"})
    first = settled(record)
    desk.force_login(editor)
    desk.post(address(record, 0), {"done": "1"})
    assert settled(record) == first


def test_a_finding_is_ticked_on_again(desk: Client, record: ImportRecord) -> None:
    for done in ("1", "0", "0"):
        assert desk.post(address(record, 0), {"done": done}).status_code == 302
    assert settled(record) == {}


def test_the_checklist_counts_what_is_left(desk: Client, record: ImportRecord) -> None:
    article = record.article
    assert article
    counts = [checklist.open_findings(article)]
    for place in (0, 2):
        desk.post(address(record, place), {"done": "1"})
        counts.append(checklist.open_findings(article))
    assert counts == [2, 1, 0]


def row(page: str, place: int) -> str:
    """One row of the table of findings."""
    return page.split(f'id="finding-{place}"')[1].split("</tr>")[0]


def test_the_form_strikes_what_is_done_and_names_who_did_it(
    desk: Client, record: ImportRecord, reporter: User
) -> None:
    desk.post(address(record, 0), {"done": "1"})
    page = desk.get(change_url(record.article)).content.decode()
    assert "<s>第0处</s>" in row(page, 0)
    assert str(reporter) in row(page, 0)
    assert 'value="0"' in row(page, 0)
    assert "<s>" not in row(page, 2)
    assert 'value="1"' in row(page, 2)


def test_a_note_has_no_button(desk: Client, record: ImportRecord) -> None:
    page = desk.get(change_url(record.article)).content.decode()
    assert "formaction" not in row(page, 1)


def test_the_buttons_belong_to_a_form_outside_of_the_storys(
    desk: Client, record: ImportRecord
) -> None:
    page = desk.get(change_url(record.article)).content.decode()
    # What stands in a template is no part of the page until a script takes it out.
    page = re.sub("<template.*?</template>", "", page, flags=re.DOTALL)
    assert f'form="findings-form" formaction="{address(record, 0)}"' in row(page, 0)
    assert page.index('<form id="findings-form"') > page.index('id="finding-0"')
    story = page.split('id="article_form"')[1].split("</form>")[0]
    assert 'id="finding-0"' in story
    assert "<form" not in story


def test_an_import_page_shows_who_settled_what(
    client: Client, record: ImportRecord, desk: Client, reporter: User, admin_user: User
) -> None:
    desk.post(address(record, 0), {"done": "1"})
    client.force_login(admin_user)
    page = client.get(reverse("admin:articles_importrecord_change", args=[record.pk]))
    assert "<s>第0处</s>" in row(page.content.decode(), 0)
    assert str(reporter) in row(page.content.decode(), 0)


@pytest.mark.django_db(transaction=True)
def test_two_who_tick_off_at_once_lose_nothing(draft: Draft, reporter: User) -> None:
    record = imported(draft())

    def tick(place: int) -> None:
        client = Client()
        client.force_login(reporter)
        assert client.post(address(record, place), {"done": "1"}).status_code == 302

    assert together(lambda: tick(0), lambda: tick(2)) == ["done", "done"]
    assert sorted(settled(record)) == ["0", "2"]

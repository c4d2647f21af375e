"""The page and the feed of corrections: what they keep silent about, then what they tell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from django.conf import settings as project
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from articles import workflow
from articles.choices import EditionChange
from articles.models import Article, Edition, SiteSettings
from articles.views.lists import PER_PAGE
from tests.articles.page_reading import Reading, reading

PAGE, FEED = "/corrections/", "/corrections/feed/"
ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "<script>alert(1)</script>\"'&\x0b\x1f\ufffe"

PutOut = Callable[..., Edition]
Correct = Callable[..., Edition]


@pytest.fixture
def correct(put_out: PutOut, revise: Callable[..., Article], clock: Any) -> Correct:
    """Publishes a story, then a change of it an hour later."""

    def corrected(
        title: str = "样稿",
        note: str = "三号口应为五号口",
        change: EditionChange = EditionChange.FACT,
        **asked: Any,
    ) -> Edition:
        article = put_out(title).article
        clock.shift(timedelta(hours=1))
        article = revise(article, body=f"<p>改过\u3002{note}</p>")
        return put_out(article=article, change=change, note=note, **asked)

    return corrected


def page(query: str = "") -> Reading:
    response = Client().get(PAGE + query)
    assert response.status_code == 200
    return reading(response)


def notes() -> list[str]:
    """The notes that the page shows, which are those that the feed tells."""
    shown = [note.text for note in page().of_class("correction-note")]
    assert [summary.text for summary in feed().iter(f"{ATOM}summary")] == shown
    return shown


def feed() -> Element:
    response = Client().get(FEED)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    read: Element = fromstring(response.content)
    return read


# What is refused, and what is not told


@pytest.mark.parametrize("address", [PAGE, FEED])
def test_nothing_is_posted_there(db: None, address: str) -> None:
    assert Client().post(address).status_code == 405


def test_what_is_not_the_number_of_a_page_is_not_found(correct: Correct) -> None:
    correct()
    numbers = ["0", "2", "-1", "01", "x", "", "9" * 30]
    codes = {number: Client().get(PAGE, {"page": number}).status_code for number in numbers}
    assert codes == dict.fromkeys(numbers, 404)


def test_the_first_page_has_one_address(db: None) -> None:
    response = Client().get(PAGE, {"page": "1"})
    assert (response.status_code, response.headers["Location"]) == (301, PAGE)


def test_a_first_publication_and_a_typing_error_are_not_told(correct: Correct) -> None:
    correct(change=EditionChange.TYPO, note="")
    assert notes() == []
    assert page().of_class("list-empty")


def test_a_note_on_a_draft_is_not_told(put_out: PutOut, revise: Any) -> None:
    revise(put_out().article, title="改过的题", digest="草稿的摘要")
    assert notes() == []


def test_a_scheduled_correction_appears_at_its_moment(correct: Correct, clock: Any) -> None:
    correct(at=timezone.now() + timedelta(hours=3))
    assert notes() == []
    clock.shift(timedelta(hours=2))
    assert notes() == ["三号口应为五号口"]


def test_a_correction_that_was_called_off_never_appears(
    correct: Correct, chief: Any, clock: Any
) -> None:
    edition = correct(at=timezone.now() + timedelta(hours=3))
    workflow.unschedule(edition.article, by=chief)
    clock.shift(timedelta(hours=4))
    assert notes() == []


def test_a_withdrawn_story_is_gone_at_once_and_comes_back_restored(
    correct: Correct, chief: Any, clock: Any
) -> None:
    edition = correct()
    clock.shift(timedelta(hours=1))
    workflow.withdraw(edition.article, by=chief, reason="有误")
    assert notes() == []
    assert Client().get(edition.get_absolute_url()).status_code == 410
    clock.shift(timedelta(hours=1))
    workflow.restore(edition.article, by=chief)
    assert notes() == ["三号口应为五号口"]


def test_a_headline_that_was_corrected_is_not_repeated(
    correct: Correct, revise: Any, put_out: PutOut, clock: Any
) -> None:
    article = revise(correct("错名").article, title="对名")
    clock.shift(timedelta(hours=1))
    put_out(article=article, change=EditionChange.FACT, note="姓名有误")
    assert [title.text for title in page().of_class("correction-title")] == ["对名", "对名"]
    assert "错名" not in Client().get(FEED).content.decode()


# What is told


def test_a_notice_stands_with_its_day_kind_and_story(correct: Correct) -> None:
    edition = correct("地铁开通")
    (told,) = page().of_class("correction")
    for words in ("2026-11-20 11:00", str(EditionChange.FACT.label), "地铁开通"):
        assert words in told.text
    links = [link.attributes["href"] for link in page().named("a")]
    assert edition.get_absolute_url() in links


def test_each_notice_is_told_once_the_newest_first(correct: Correct, revise: Any) -> None:
    first = correct(note="先")
    correct("别的", note="后", change=EditionChange.UPDATE)
    assert first.article.editions.count() == 2
    assert notes() == ["后", "先"]


def test_a_typing_error_after_a_correction_does_not_tell_it_again(
    correct: Correct, revise: Any, put_out: PutOut, clock: Any
) -> None:
    article = revise(correct().article, body="<p>又改</p>")
    clock.shift(timedelta(hours=1))
    put_out(article=article, change=EditionChange.TYPO)
    assert notes() == ["三号口应为五号口"]


@pytest.fixture
def many(correct: Correct) -> None:
    for number in range(PER_PAGE + 1):
        correct(f"第{number}篇", note=f"第{number}条")


def test_they_come_in_pages_and_the_feed_holds_the_first(many: None) -> None:
    assert len(notes()) == PER_PAGE
    second = page("?page=2")
    assert [note.text for note in second.of_class("correction-note")] == ["第0条"]
    assert f"{project.SITE_URL}{PAGE}?page=2" in [
        link.attributes["href"] for link in second.named("link")
    ]


def test_they_cost_the_same_however_many_there_are(many: None, site: Any) -> None:
    for address, budget in ((PAGE, 5), (FEED, 4)):
        with CaptureQueriesContext(connection) as captured:
            assert Client().get(address).status_code == 200
        assert len(captured) <= budget, address


def test_every_page_leads_to_them_and_they_to_their_feed(put_out: PutOut, site: Any) -> None:
    foot = reading(Client().get(put_out().get_absolute_url())).named("a")
    assert PAGE in [link.attributes["href"] for link in foot]
    alternates = [link.attributes for link in page().named("link")]
    alternate = next(link for link in alternates if link["rel"] == "alternate")
    assert (alternate["type"], alternate["href"]) == ("application/atom+xml", FEED)


# The feed as Atom


def test_the_feed_names_what_atom_asks_for(
    correct: Correct, site: SiteSettings, clock: Any
) -> None:
    edition = correct("地铁开通")
    read = feed()
    assert read.tag == f"{ATOM}feed"
    assert read.findtext(f"{ATOM}id") == project.SITE_URL + PAGE
    assert read.findtext(f"{ATOM}author/{ATOM}name") == site.name
    links = {link.get("rel"): link.get("href") for link in read.findall(f"{ATOM}link")}
    assert links == {"alternate": project.SITE_URL + PAGE, "self": project.SITE_URL + FEED}
    entry = read.find(f"{ATOM}entry")
    assert entry is not None
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == project.SITE_URL + edition.get_absolute_url()
    for dated in (read, entry):
        assert parse_datetime(dated.findtext(f"{ATOM}updated") or "") == edition.live_from


def test_an_entry_keeps_its_id_whatever_follows(correct: Correct) -> None:
    correct(note="先")
    (first,) = [entry.findtext(f"{ATOM}id") for entry in feed().iter(f"{ATOM}entry")]
    correct("别的", note="后")
    ids = [entry.findtext(f"{ATOM}id") for entry in feed().iter(f"{ATOM}entry")]
    assert (len(set(ids)), ids[-1]) == (2, first)


def test_an_empty_feed_is_a_feed_and_stays_the_same(site: Any, clock: Any) -> None:
    first = Client().get(FEED)
    assert feed().findall(f"{ATOM}entry") == []
    clock.shift(timedelta(minutes=5))
    again = Client().get(FEED, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_hostile_words_break_neither_page_nor_feed(correct: Correct, site: Any) -> None:
    site.name = HOSTILE[:30]
    site.save()
    correct(HOSTILE, note=HOSTILE)
    assert not list(page().inline_code())
    entry = feed().find(f"{ATOM}entry")
    assert entry is not None
    summary = entry.findtext(f"{ATOM}summary") or ""
    assert summary.startswith("&lt;script&gt;")
    assert "<script>alert(1)</script>" in (entry.findtext(f"{ATOM}title") or "")


def test_addresses_do_not_follow_the_host_that_was_asked(correct: Correct) -> None:
    correct()
    pages = [Client(headers={"host": host}).get(FEED) for host in ("localhost", "127.0.0.1:666")]
    assert pages[0].content == pages[1].content


def test_both_are_kept_until_the_next_boundary(correct: Correct, site: Any) -> None:
    correct(at=timezone.now() + timedelta(hours=1, seconds=20))
    for address in (PAGE, FEED):
        assert Client().get(address).headers["Cache-Control"] == "public, max-age=20"
    assert reverse("articles:corrections_feed") == FEED

"""The publication slip: every pass with its standing, every act, and what the sheet must name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from articles import workflow
from articles.choices import ArticleKind, DeskVerb, Level, SourceListing
from articles.models import Article, Source, User
from articles.views.slip import Step
from tests.articles.page_reading import Element, reading

pytestmark = pytest.mark.three_reviews

Draft = Callable[..., Article]
Revise = Callable[..., Article]


def slip_url(article: Article) -> str:
    return reverse("admin:articles_article_slip", args=[article.pk])


@pytest.fixture
def desk(client: Client, chief: User) -> Client:
    client.force_login(chief)
    return client


@pytest.fixture
def changed(draft: Draft, revise: Revise, reporter: User, director: User, editor: User) -> Article:
    """Passed by the director, changed by the editor, and passed by the director once more."""
    article = revise(draft("题"), title="送审的题")
    article = workflow.submit(article, by=reporter, version=article.version, note="请审")
    workflow.pass_(article, by=director, version=article.version, level=Level.FIRST, opinion="同意")
    article = revise(article, by=editor, title="改动的题")
    workflow.pass_(
        article, by=director, version=article.version, level=Level.FIRST, opinion="再看同意"
    )
    return Article.objects.get(pk=article.pk)


def steps(response: Any) -> dict[int, Step]:
    return {step.level: step for step in response.context["steps"]}


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def rows(response: Any) -> list[Element]:
    return reading(response).named("tr")


def valid(step: Step) -> list[bool]:
    return [signature.is_valid for signature in step.signatures]


# Passes


def test_a_draft_has_an_open_line_for_each_level(desk: Client, draft: Draft) -> None:
    found = steps(desk.get(slip_url(draft())))
    assert {level: step.is_open for level, step in found.items()} == dict.fromkeys(Level, True)


def test_a_section_with_two_levels_has_no_line_for_the_second(
    desk: Client, draft: Draft, section: Any
) -> None:
    section.levels = 2
    section.save()
    assert list(steps(desk.get(slip_url(draft())))) == [Level.FIRST, Level.FINAL]


def test_a_void_pass_stays_on_the_slip_as_void(desk: Client, changed: Article) -> None:
    response = desk.get(slip_url(changed))
    assert valid(steps(response)[Level.FIRST]) == [False, True]
    void, valid_row = [row for row in rows(response) if "同意" in row.text][:2]
    assert gettext("Void") in void.text
    assert gettext("Valid") in valid_row.text


def test_a_pass_given_to_another_text_than_the_one_here_does_not_count(
    desk: Client, changed: Article
) -> None:
    """Somebody wrote past the desk: the slip believes the text, not the column."""
    Article.objects.filter(pk=changed.pk).update(title="绕过采编改的题")
    response = desk.get(slip_url(changed))
    assert valid(steps(response)[Level.FIRST]) == [False, False]
    assert gettext("Of another text") in words(response)


def test_passes_of_an_earlier_round_are_left_out(
    desk: Client, changed: Article, reporter: User, editor: User
) -> None:
    workflow.return_(changed, by=editor, version=changed.version, opinion="重写")
    workflow.submit(changed, by=reporter, version=changed.version)
    response = desk.get(slip_url(changed))
    assert valid(steps(response)[Level.FIRST]) == []
    assert [act.verb for act in response.context["acts"]] == [DeskVerb.SUBMIT]


def test_the_green_channel_is_shown_with_its_reason_and_the_review_afterwards(
    desk: Client, draft: Draft, chief: User, hire: Callable[[str], User]
) -> None:
    article = draft()
    signed = workflow.green(article, by=chief, version=article.version, reason="突发地震")
    response = desk.get(slip_url(article))
    assert "突发地震" in words(response)
    assert gettext("Not yet reviewed afterwards") in words(response)
    assert [step.is_skipped for step in steps(response).values()] == [True, True, False]
    workflow.review_afterwards(signed, by=hire("director"), opinion="程序无误")
    assert "程序无误" in words(desk.get(slip_url(article)))


# The sheet


def test_the_slip_names_the_whole_hash_of_the_text(desk: Client, changed: Article) -> None:
    assert len(changed.text_hash) == 64
    assert changed.text_hash in words(desk.get(slip_url(changed)))


def test_every_act_of_the_round_stands_in_its_order(desk: Client, changed: Article) -> None:
    response = desk.get(slip_url(changed))
    assert [act.verb for act in response.context["acts"]] == [
        DeskVerb.SUBMIT,
        DeskVerb.PASS_FIRST,
        DeskVerb.EDIT,
        DeskVerb.PASS_FIRST,
    ]
    assert "请审" in words(response)


def test_a_schedule_names_its_moment(desk: Client, signed: Any, chief: User, clock: Any) -> None:
    article = signed()
    moment = timezone.now() + timedelta(days=1)
    workflow.publish(article, by=chief, version=article.version, at=moment)
    response = desk.get(slip_url(article))
    assert [act.verb for act in response.context["publications"]] == [DeskVerb.SCHEDULE]
    assert date_format(timezone.localtime(moment), "Y-m-d H:i") in words(response)


@pytest.mark.parametrize(
    "field", ["kicker", "subtitle", "list_title", "short_title", "original_title"]
)
def test_every_title_line_that_is_there_is_on_the_sheet(
    desk: Client, draft: Draft, field: str
) -> None:
    assert "这一行" in words(desk.get(slip_url(draft(**{field: "这一行"}))))


def test_a_reprint_names_what_it_was_made_of(desk: Client, draft: Draft) -> None:
    article = draft(kind=ArticleKind.REPRINT, original_url="https://example.org/a")
    shown = words(desk.get(slip_url(article)))
    assert "https://example.org/a" in shown
    assert gettext("original author") in shown


def test_an_original_story_has_no_lines_of_a_reprint(desk: Client, draft: Draft) -> None:
    assert gettext("original author") not in words(desk.get(slip_url(draft())))


@pytest.mark.parametrize("listing", SourceListing)
def test_a_source_stands_with_its_place_on_the_list(
    desk: Client, draft: Draft, source: Source, listing: SourceListing
) -> None:
    source.listing = listing
    source.save()
    assert f"({listing.label})" in words(desk.get(slip_url(draft())))


def test_what_is_missing_stands_with_its_strictness(
    desk: Client, draft: Draft, section: Any
) -> None:
    section.checklist = {"digest": "required", "tags": "off"}
    section.save()
    shown = words(desk.get(slip_url(draft(section=section, body=""))))
    assert gettext("The body is empty. Write it before you publish.") in shown
    assert f"<strong>{gettext('Required')}</strong> {gettext('Write a digest.')}" in shown
    assert gettext("Give the story a tag.") not in shown


def test_photos_stand_with_caption_and_credit(
    desk: Client, draft: Draft, photo: Any, with_photo: Any
) -> None:
    article = draft()
    with_photo(article, photo, caption="灯还亮着", credit="程乐之")
    with_photo(article, None, caption="等图")
    response = desk.get(slip_url(article))
    assert [bool(picture.address) for picture in response.context["pictures"]] == [True, False]
    assert all(word in words(response) for word in ("灯还亮着", "程乐之", "等图"))


def test_the_sheet_counts_characters_as_editors_do(desk: Client, draft: Draft) -> None:
    article = draft(body="<p>全长5G网\uff0c共12.5公里\u3002</p>")
    assert desk.get(slip_url(article)).context["characters"] == 10


def test_the_sheet_has_places_for_four_signatures(desk: Client, draft: Draft) -> None:
    shown = reading(desk.get(slip_url(draft())))
    signed_by_hand = [table for table in shown.of_class("slip-sign") if table.name == "table"]
    assert len(signed_by_hand) == 1
    assert len(shown.of_class("slip-hand")) == len(Level)


# Paper


def test_the_button_waits_for_the_script_and_stays_off_the_paper(
    desk: Client, draft: Draft
) -> None:
    [button] = reading(desk.get(slip_url(draft()))).named("button")
    assert "hidden" in button.attributes
    css = Path(project.BASE_DIR, "static/desk/slip.css").read_text()
    paper = css.partition("@media print")[2]
    assert ".slip-bar {\n    display: none;" in paper


def test_a_long_slip_costs_as_many_queries_as_a_short_one(
    desk: Client, changed: Article, revise: Revise, director: User, hire: Callable[[str], User]
) -> None:
    counts = []
    for more in (1, 15):
        for number in range(more):
            changed = revise(changed, by=hire("reporter"), title=f"第{more}-{number}题")
            workflow.pass_(changed, by=director, version=changed.version, level=Level.FIRST)
            changed = Article.objects.get(pk=changed.pk)
        desk.get(slip_url(changed))
        with CaptureQueriesContext(connection) as captured:
            desk.get(slip_url(changed))
        counts.append(len(captured))
    assert changed.passes.count() == 18
    assert counts[0] == counts[1]

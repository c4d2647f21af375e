"""The revisions of a story: their list, and an earlier text brought back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from articles import compiling, workflow
from articles.choices import Level, RevisionReason
from articles.models import Article, EditLock, Revision, User
from tests.articles.desk import change_url
from tests.articles.page_reading import Reading, reading

Draft = Callable[..., Article]
Revise = Callable[..., Article]


def page_url(article: Article, page: str = "revisions") -> str:
    return reverse(f"admin:articles_article_{page}", args=[article.pk])


def revert_url(article: Article, revision: Revision) -> str:
    return reverse("admin:articles_article_revert", args=[article.pk, revision.pk])


def of_version(article: Article, version: int) -> Revision:
    return article.revisions.of_the_copy().get(version=version)


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.fixture
def kept(draft: Draft, revise: Revise) -> Article:
    """A story with two revisions, versions 2 and 3."""
    article = revise(draft("旧题"), title="新题")
    return revise(article, subtitle="副题")


@pytest.fixture
def onlooker(client: Client, hire: Callable[[str], User]) -> Client:
    """Somebody who may read every record and change nothing."""
    user = hire("moderator")
    user.user_permissions.add(Permission.objects.get(codename="view_revision"))
    client.force_login(user)
    return client


# The list


def rows(response: Any) -> list[int]:
    return [row.revision.version for row in response.context["rows"]]


@pytest.mark.parametrize("page", ["0", "2", "-1", "x", "1.5", "9" * 30, "\uff11"])
def test_a_page_that_is_not_there_is_not_found(desk: Client, kept: Article, page: str) -> None:
    assert desk.get(page_url(kept), {"page": page}).status_code == 404


@pytest.mark.three_reviews
def test_the_saves_stand_newest_first_with_what_became_of_them(
    desk: Client, put_out: Any, revise: Revise, reporter: User
) -> None:
    article = put_out().article
    workflow.record_save(article, by=reporter, reason=RevisionReason.SAVE)
    article = revise(article, title="新题")
    response = desk.get(page_url(article))
    newest, oldest = response.context["rows"]
    assert (newest.revision.version, newest.is_current, newest.editions) == (2, True, [])
    assert [edition.number for edition in oldest.editions] == [1]
    assert [one.level for one in oldest.passes] == list(Level)
    assert oldest.is_first


@pytest.mark.three_reviews
def test_a_void_pass_is_marked_as_void(
    desk: Client, draft: Draft, revise: Revise, reporter: User, editor: User, director: User
) -> None:
    article = revise(draft("题"), title="送审的题")
    article = workflow.submit(article, by=reporter, version=article.version)
    workflow.pass_(article, by=director, version=article.version, level=Level.FIRST)
    article = revise(article, by=editor, title="改动的题")
    shown = reading(desk.get(page_url(article)))
    void = shown.of_class("is-void")
    assert [gettext("Void") in fact.text for fact in void] == [True]
    assert director.real_name in void[0].text


def test_a_scheduled_edition_that_was_called_off_is_no_edition(
    desk: Client, signed: Any, chief: User, clock: Any
) -> None:
    article = signed()
    workflow.record_save(article, by=article.submitted_by, reason=RevisionReason.SAVE)
    later = timezone.now() + timedelta(hours=1)
    workflow.publish(article, by=chief, version=article.version, at=later)
    assert len(desk.get(page_url(article)).context["rows"][0].editions) == 1
    workflow.unschedule(article, by=chief)
    assert desk.get(page_url(article)).context["rows"][0].editions == []


def test_a_text_that_was_kept_aside_stands_apart(
    desk: Client, kept: Article, reporter: User
) -> None:
    late = compiling.snapshot(kept) | {"title": "来迟的题"}
    aside = workflow.keep_aside(kept, late, by=reporter, version=2)
    response = desk.get(page_url(kept))
    assert rows(response) == [3, 2]
    assert response.context["aside"] == [aside]


def test_the_two_newest_are_chosen_beforehand(desk: Client, kept: Article) -> None:
    chosen = [
        (radio.attributes["name"], radio.attributes["value"])
        for radio in reading(desk.get(page_url(kept))).named("input")
        if "checked" in radio.attributes
    ]
    newest, older = of_version(kept, 3), of_version(kept, 2)
    assert sorted(chosen) == [("from", str(older.pk)), ("to", str(newest.pk))]


def test_a_long_list_is_cut_into_pages(
    desk: Client, kept: Article, revise: Revise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.views.revisions.PER_PAGE", 2)
    article = revise(kept, title="三")
    assert rows(desk.get(page_url(article))) == [4, 3]
    last = desk.get(page_url(article), {"page": "2"})
    assert rows(last) == [2]
    assert last.context["rows"][0].is_first


@pytest.mark.parametrize("page", ["revisions", "marked"])
def test_a_long_record_costs_as_many_queries_as_a_short_one(
    desk: Client, kept: Article, revise: Revise, hire: Callable[[str], User], page: str
) -> None:
    counts = []
    for changes in (1, 28):
        for number in range(changes):
            kept = revise(kept, by=hire("reporter"), title=f"第{changes}-{number}题")
        desk.get(page_url(kept, page))
        with CaptureQueriesContext(connection) as captured:
            desk.get(page_url(kept, page))
        counts.append(len(captured))
    assert kept.revisions.count() == 31
    assert counts[0] == counts[1]


def test_the_list_reads_no_text(desk: Client, kept: Article) -> None:
    with CaptureQueriesContext(connection) as captured:
        desk.get(page_url(kept))
    assert not any('"snapshot"' in query["sql"] for query in captured)


# Bringing one back


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_may_not_change_stories_brings_nothing_back(
    onlooker: Client, kept: Article, method: str
) -> None:
    address = revert_url(kept, of_version(kept, 2))
    assert getattr(onlooker, method)(address, {"version": 3}).status_code == 403
    assert Article.objects.get(pk=kept.pk).version == 3


def test_who_may_not_change_stories_is_offered_nothing_to_bring_back(
    onlooker: Client, kept: Article
) -> None:
    assert (
        revert_url(kept, of_version(kept, 2)) not in onlooker.get(page_url(kept)).content.decode()
    )


def test_bringing_back_needs_the_token(kept: Article, editor: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    response = client.post(revert_url(kept, of_version(kept, 2)), {"version": 3})
    assert response.status_code == 403
    assert Article.objects.get(pk=kept.pk).version == 3


def test_asking_changes_nothing(desk: Client, kept: Article) -> None:
    response = desk.get(revert_url(kept, of_version(kept, 2)))
    assert [line.label for line in response.context["comparison"].lines] == [
        gettext("second headline")
    ]
    assert Article.objects.get(pk=kept.pk).subtitle == "副题"


def test_a_text_of_another_story_is_not_brought_back(
    desk: Client, kept: Article, draft: Draft, revise: Revise
) -> None:
    other = of_version(revise(draft("别稿"), title="别题"), 2)
    assert desk.post(revert_url(kept, other), {"version": 3}).status_code == 404


def test_a_text_that_was_kept_aside_is_merged_not_brought_back(
    desk: Client, kept: Article, reporter: User
) -> None:
    aside = workflow.keep_aside(kept, compiling.snapshot(kept), by=reporter, version=2)
    assert desk.get(revert_url(kept, aside)).status_code == 404


@pytest.mark.parametrize("version", ["", "x", "-"])
def test_without_the_version_one_has_read_nothing_is_done(
    desk: Client, kept: Article, version: str
) -> None:
    response = desk.post(revert_url(kept, of_version(kept, 2)), {"version": version})
    assert response.status_code == 400
    assert Article.objects.get(pk=kept.pk).version == 3


def test_bringing_back_over_a_newer_save_is_refused_with_what_was_typed(
    desk: Client, kept: Article, revise: Revise
) -> None:
    revise(kept, title="别人的题")
    asked = {"version": 3, "note": "改错了"}
    response = desk.post(revert_url(kept, of_version(kept, 2)), asked)
    assert response.status_code == 409
    assert len(said(response)) == 1
    form = response.context["form"]
    assert (form["version"].value(), form["note"].value()) == (4, "改错了")
    assert Article.objects.get(pk=kept.pk).title == "别人的题"


def test_a_locked_story_keeps_its_text(desk: Client, kept: Article, director: User) -> None:
    EditLock.objects.create(article=kept, by=director, taken_at=timezone.now(), at=timezone.now())
    response = desk.post(revert_url(kept, of_version(kept, 2)), {"version": 3})
    assert response.status_code == 409
    assert director.real_name in said(response)[0]
    assert Article.objects.get(pk=kept.pk).version == 3


def test_a_text_that_is_brought_back_is_the_next_version(desk: Client, kept: Article) -> None:
    response = desk.post(revert_url(kept, of_version(kept, 2)), {"version": 3, "note": "改错了"})
    assert response["Location"] == change_url(kept)
    article = Article.objects.get(pk=kept.pk)
    assert (article.subtitle, article.version) == ("", 4)
    assert of_version(kept, 4).reason == RevisionReason.REVERT
    assert kept.acts.get().note == "改错了"


def test_the_text_as_it_stands_is_not_offered(desk: Client, kept: Article) -> None:
    current = of_version(kept, 3)
    assert revert_url(kept, current) not in desk.get(page_url(kept)).content.decode()
    shown: Reading = reading(desk.get(revert_url(kept, current)))
    assert not [button for button in shown.named("button") if "is-primary" in button.classes]

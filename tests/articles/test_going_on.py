"""A text that was kept is offered, fills the form again, is saved like any other, and goes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from articles.choices import RevisionReason
from articles.models import (
    Article,
    Autosave,
    Photo,
    PhotoUse,
    Recommendation,
    User,
)
from tests.articles.desk import change_url, opened
from tests.articles.typist import ADD, TAB, discard_url, sign_url, type_in, went_on

Draft = Callable[..., Article]
Clock = time_machine.Traveller


def test_keeping_changes_nothing_of_the_story(desk: Client, draft: Draft) -> None:
    article = draft()
    before = Article.objects.filter(pk=article.pk).values().get()
    type_in(desk, article, title="没存的题", body="<p>没存的正文</p>")
    assert Article.objects.filter(pk=article.pk).values().get() == before
    assert not article.revisions.exists()
    kept = Autosave.objects.get()
    assert (kept.title, kept.version, kept.article) == ("没存的题", 1, article)


def test_a_page_says_when_it_kept_and_where_to_go_on(
    desk: Client, draft: Draft, clock: Clock
) -> None:
    article = draft()
    sent = opened(desk, article) | {"title": "新题", "_tab": TAB, "_typed": "1"}
    answer = desk.post(sign_url(article), sent).json()
    assert answer["at"] == "10:00:00"
    assert answer["at"] in answer["kept"]
    assert answer["address"] == f"{change_url(article)}?unsaved={Autosave.objects.get().pk}"


def test_two_windows_of_one_person_do_not_write_over_each_other(desk: Client, draft: Draft) -> None:
    article = draft()
    for tab, title in (("a-1", "甲"), ("b-1", "乙"), ("a-1", "丙")):
        type_in(desk, article, tab, title=title)
    assert set(Autosave.objects.values_list("tab", "title")) == {("a-1", "丙"), ("b-1", "乙")}


def test_the_form_offers_what_was_typed(desk: Client, draft: Draft, clock: Clock) -> None:
    article = draft()
    type_in(desk, article, title="新题")
    clock.shift(timedelta(hours=3))
    response = desk.get(change_url(article))
    offers = response.context["working"].offers
    assert [(one.when, one.kept) for one in offers] == [("10:00", Autosave.objects.get())]
    assert f'href="{offers[0].address}"' in response.content.decode()
    assert response.context["adminform"].form["title"].value() == article.title


def test_an_offer_tells_who_has_saved_since(
    desk: Client, draft: Draft, reporter: User, revise: Any, clock: Clock
) -> None:
    article = draft()
    type_in(desk, article, title="新题")
    (before,) = desk.get(change_url(article)).context["working"].offers
    clock.shift(timedelta(minutes=5))
    revise(article, by=reporter, title="别人的题")
    (after,) = desk.get(change_url(article)).context["working"].offers
    assert str(reporter) not in before.words
    assert str(reporter) in after.words
    assert "10:05" in after.words


def test_going_on_fills_the_form_and_saves_nothing(
    desk: Client, draft: Draft, with_photo: Callable[..., PhotoUse], photo: Photo
) -> None:
    article = draft()
    use = with_photo(article, photo, caption="图")
    body = article.body + "<p>没存的一段</p>"
    typed = {"title": "没存的题", "body": body, "tags": "新标签", "photo_uses-0-caption": "新图说"}
    type_in(desk, article, **typed)
    response, values = went_on(desk, Autosave.objects.get())
    assert b"data-unsaved" in response.content
    assert {name: values[name] for name in typed} == typed
    assert values["photo_uses-0-id"] == str(use.pk)
    assert response.context["errors"] == []
    assert Article.objects.get(pk=article.pk).title == "样稿"


def test_what_was_gone_on_with_can_be_saved_and_is_forgotten_then(
    desk: Client, draft: Draft
) -> None:
    article = draft()
    type_in(desk, article, title="没存的题", body="<p>没存的正文</p>")
    _response, values = went_on(desk, Autosave.objects.get())
    assert desk.post(change_url(article), values).status_code == 302
    article.refresh_from_db()
    assert (article.title, article.body) == ("没存的题", "<p>没存的正文</p>")
    assert not Autosave.objects.exists()


def test_an_unfinished_form_is_gone_on_with_as_it_was(desk: Client, draft: Draft) -> None:
    article = draft()
    typed = {"title": "", "original_url": "not an address", "published_at": "2021-13"}
    type_in(desk, article, **typed)
    response, values = went_on(desk, Autosave.objects.get())
    assert {name: values.get(name, "") for name in typed} == typed
    assert b"errornote" not in response.content


def test_going_on_with_an_old_text_does_not_save_over_a_newer_one(
    desk: Client, draft: Draft, revise: Any
) -> None:
    article = draft()
    type_in(desk, article, title="我的题")
    revise(article, title="别人的题")
    _response, values = went_on(desk, Autosave.objects.get())
    assert values["seen_version"] == "1"
    assert desk.post(change_url(article), values).status_code == 409
    article.refresh_from_db()
    assert (article.title, article.version) == ("别人的题", 2)
    # It is kept aside now, beside the newer one.
    aside = article.revisions.get(reason=RevisionReason.ASIDE)
    assert aside.snapshot["title"] == "我的题"
    assert not Autosave.objects.exists()


def test_rows_that_were_typed_come_back(desk: Client, draft: Draft, source: Any) -> None:
    article = draft()
    new = {"picks-TOTAL_FORMS": "1", "picks-0-title": "要推荐的稿", "picks-0-rank": "0"}
    prefix = Recommendation._meta.get_field("article").remote_field.get_accessor_name()
    rows = {name.replace("picks", prefix): value for name, value in new.items()}
    type_in(desk, article, **rows, **{"credits-0-DELETE": "on"})
    _response, values = went_on(desk, Autosave.objects.get())
    assert desk.post(change_url(article), values).status_code == 302
    assert Recommendation.objects.get().title == "要推荐的稿"
    assert not article.credits.exists()


def test_words_of_a_row_that_somebody_deleted_are_not_lost(
    desk: Client, draft: Draft, with_photo: Callable[..., PhotoUse]
) -> None:
    article = draft()
    gone, stays = with_photo(article, caption="一"), with_photo(article, caption="二", rank=1)
    typed = {"photo_uses-0-caption": "改过的一", "photo_uses-1-caption": "改过的二"}
    type_in(desk, article, **typed)
    gone.delete()
    response, values = went_on(desk, Autosave.objects.get())
    assert (values["photo_uses-0-id"], values["photo_uses-0-caption"]) == (
        str(stays.pk),
        "改过的二",
    )
    assert values["photo_uses-1-caption"] == "改过的一"
    assert not values.get("photo_uses-1-id")
    assert "改过的一" in response.content.decode()


def test_a_text_that_is_gone_on_with_stays_one_text(desk: Client, draft: Draft) -> None:
    article = draft()
    type_in(desk, article, title="甲")
    before = Autosave.objects.get()
    _response, values = went_on(desk, before)
    desk.post(sign_url(article), values | {"title": "乙", "_typed": "1"})
    after = Autosave.objects.get()
    assert (after.pk, after.tab, after.title) == (before.pk, "f-1", "乙")


def test_a_text_that_its_own_window_went_on_with_is_not_taken_from_it(
    desk: Client, draft: Draft, clock: Clock
) -> None:
    article = draft()
    type_in(desk, article, title="甲")
    _response, values = went_on(desk, Autosave.objects.get())
    clock.shift(timedelta(seconds=5))
    type_in(desk, article, title="甲甲")
    desk.post(sign_url(article), values | {"title": "乙", "_typed": "1"})
    assert set(Autosave.objects.values_list("title", flat=True)) == {"甲甲", "乙"}


def test_a_save_forgets_what_its_own_page_kept(desk: Client, draft: Draft) -> None:
    article = draft()
    type_in(desk, article, "b-1", title="另一个窗口")
    values = type_in(desk, article, title="新题")
    assert desk.post(change_url(article), values).status_code == 302
    assert Autosave.objects.get().title == "另一个窗口"


def test_a_save_that_is_refused_forgets_nothing_and_keeps_the_page_its_name(
    desk: Client, draft: Draft
) -> None:
    article = draft()
    values = type_in(desk, article, title="新题")
    response = desk.post(change_url(article), values | {"title": ""})
    page = response.context["working"]
    assert (page.tab, page.offers) == (TAB, [])
    assert f'name="_tab" form="article_form" value="{TAB}"' in response.content.decode()
    assert Autosave.objects.get().title == "新题"


def test_what_is_discarded_is_gone(desk: Client, draft: Draft) -> None:
    article = draft()
    type_in(desk, article, title="新题")
    response = desk.post(discard_url(Autosave.objects.get()))
    assert response["Location"] == change_url(article)
    assert not Autosave.objects.exists()


def test_nothing_is_discarded_by_looking(desk: Client, draft: Draft) -> None:
    type_in(desk, draft(), title="新题")
    assert desk.get(discard_url(Autosave.objects.get())).status_code == 405
    assert Autosave.objects.exists()


# Stories that were never saved


def test_a_new_story_is_gone_on_with_and_saved(desk: Client, section: Any) -> None:
    type_in(desk, None, title="新稿", body="<p>正文</p>", section=section.pk)
    kept = Autosave.objects.get()
    for page in (reverse(ADD), reverse("admin:index")):
        assert f"?unsaved={kept.pk}" in desk.get(page).content.decode()
    _response, values = went_on(desk, kept)
    assert desk.post(reverse(ADD), values).status_code == 302
    article = Article.objects.get()
    assert (article.title, article.body, article.section) == ("新稿", "<p>正文</p>", section)
    assert not Autosave.objects.exists()


def test_the_first_page_is_silent_where_nothing_was_typed(desk: Client, draft: Draft) -> None:
    type_in(desk, draft(), title="有稿可去的题")
    assert "?unsaved=" not in desk.get(reverse("admin:index")).content.decode()


def test_discarding_on_the_first_page_leads_back_there(desk: Client, db: None) -> None:
    type_in(desk, None, title="新稿")
    response = desk.post(discard_url(Autosave.objects.get()), {"from": "home"})
    assert response["Location"] == reverse("admin:index")


def test_a_hostile_text_that_was_kept_does_nothing_in_the_form(desk: Client, draft: Draft) -> None:
    article = draft()
    type_in(desk, article, title='"><script>x()</script>', body="</textarea><script>y()</script>")
    response, _values = went_on(desk, Autosave.objects.get())
    page = response.content.decode()
    assert "<script>x()" not in page
    assert "<script>y()" not in page


@pytest.mark.parametrize(
    "fields",
    [
        {"section": "abc"},
        {"section": "9" * 40},
        {"topics": ["x", "-1"]},
        {"credits-0-person": "x"},
        {"credits-0-id": "x"},
        {"photo_uses-0-photo": "none", "photo_uses-0-id": ""},
        {"photo_uses-TOTAL_FORMS": "many", "photo_uses-INITIAL_FORMS": "-1"},
        {"title": "\0", "body": "\0<p>"},
        {"published_at": "\0"},
        {"kind": "unknown", "seen_version": "x"},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_what_no_page_would_send_is_shown_or_refused(
    fields: dict[str, Any], desk: Client, draft: Draft
) -> None:
    article = draft()
    sent = opened(desk, article) | fields | {"_tab": TAB, "_typed": "1"}
    answer = desk.post(sign_url(article), sent)
    assert answer.status_code in {200, 400}
    for kept in Autosave.objects.all():
        assert desk.get(change_url(article), {"unsaved": kept.pk}).status_code in {200, 400}

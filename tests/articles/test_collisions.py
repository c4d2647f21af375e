"""Two saves of one story: the later is refused, and what it would have stored is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from articles import workflow
from articles.admin.base import DeskAdmin
from articles.choices import CreditRole
from articles.models import (
    Article,
    Autosave,
    Credit,
    EditLock,
    Person,
    Photo,
    PhotoUse,
    User,
)
from tests.articles.colliding import BODY, asides, body, page_of, saved, stored
from tests.articles.desk import change_url, opened
from tests.articles.test_concurrency import together
from tests.conftest import picture_bytes

Revise = Callable[..., Article]


@pytest.fixture
def article(draft: Callable[..., Article], revise: Revise) -> Article:
    return saved(draft, revise)


# The save that is refused


def test_a_stale_save_changes_nothing_and_shows_all_three_texts(
    desk: Client, article: Article, revise: Revise, reporter: User
) -> None:
    values = opened(desk, article) | {"title": "我的题", "body": body(second="第二段我写")}
    revise(article, title="别人的题", body=body(second="第二段别人写"))
    response = desk.post(change_url(article), values)
    page = response.content.decode()
    assert response.status_code == 409
    assert stored(article).title == "别人的题"
    assert stored(article).version == 3
    title, paragraph = response.context["shown"].questions
    for side, words in (("base", "原题"), ("mine", "我的题"), ("theirs", "别人的题")):
        assert "".join(run.text for run in getattr(title, side).runs if run.kind != "removed") == (
            words
        )
    assert (title.takes_both, paragraph.takes_both) == (False, True)
    assert str(reporter) in page
    assert "第二段" in page


def test_what_was_typed_is_kept_aside_whole(
    desk: Client, article: Article, revise: Revise, editor: User
) -> None:
    values = opened(desk, article) | {"title": "我的题", "tags": "新词", "digest": "我的摘要"}
    revise(article, title="别人的题")
    desk.post(change_url(article), values)
    aside = asides().get()
    assert (aside.by, aside.version, aside.stage) == (editor, 2, "draft")
    assert (aside.snapshot["title"], aside.snapshot["digest"]) == ("我的题", "我的摘要")
    assert [tag["name"] for tag in aside.snapshot["tags"]] == ["新词"]


def test_the_same_text_sent_twice_is_kept_once(
    desk: Client, article: Article, revise: Revise
) -> None:
    values = opened(desk, article) | {
        "title": "我的题",
        "photo_uses-TOTAL_FORMS": "1",
        "photo_uses-0-caption": "新图",
    }
    revise(article, title="别人的题")
    for _time in range(2):
        assert desk.post(change_url(article), values).status_code == 409
    assert asides().count() == 1
    desk.post(change_url(article), values | {"title": "又改"})
    assert asides().count() == 2


@pytest.mark.parametrize(
    ("typed", "words"),
    [({}, "Nothing that was typed is missing"), ({"title": "新题"}, "says exactly")],
    ids=["nothing typed", "typed the same"],
)
def test_where_nothing_would_be_lost_the_page_says_so_and_keeps_nothing(
    typed: dict[str, str], words: str, desk: Client, article: Article, revise: Revise
) -> None:
    values = opened(desk, article) | typed
    revise(article, title="新题")
    response = desk.post(change_url(article), values, headers={"Accept-Language": "en"})
    assert response.status_code == 409
    assert response.context["is_idle"]
    assert b'<form class="collision-form' not in response.content
    assert not asides().exists()


def test_one_person_in_two_windows_is_two(desk: Client, article: Article) -> None:
    first, second = opened(desk, article), opened(desk, article)
    assert desk.post(change_url(article), first | {"title": "甲"}).status_code == 302
    assert desk.post(change_url(article), second | {"title": "乙"}).status_code == 409
    assert stored(article).title == "甲"
    assert asides().get().snapshot["title"] == "乙"


def test_a_save_that_loses_the_race_is_kept_aside_with_its_file(
    desk: Client,
    article: Article,
    monkeypatch: pytest.MonkeyPatch,
    revise: Revise,
    with_photo: Callable[..., PhotoUse],
) -> None:
    with_photo(article, caption="待图")
    upload = SimpleUploadedFile("a.jpg", picture_bytes(), content_type="image/jpeg")
    values = opened(desk, revise(article, body=stored(article).body))
    asked = DeskAdmin.changeform_view

    def lose_the_race(late: Article, seen: int, **given: Any) -> None:
        monkeypatch.undo()
        raise workflow.Stale

    def then_somebody_saves(self: Any, *args: Any) -> Any:
        try:
            return asked(self, *args)
        finally:
            revise(article, title="别人的题")

    monkeypatch.setattr(workflow, "claim_version", lose_the_race)
    monkeypatch.setattr(DeskAdmin, "changeform_view", then_somebody_saves)
    mine = {"title": "我的题", "photo_uses-0-upload": upload}
    assert desk.post(change_url(article), values | mine).status_code == 409
    kept = asides().get().snapshot
    assert (kept["title"], kept["uses"][0]["photo"]) == ("我的题", Photo.objects.get().pk)
    assert stored(article).title == "别人的题"


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_save_at_once_one_is_kept_aside(
    draft: Callable[..., Article], revise: Revise, hire: Callable[[str], User]
) -> None:
    article = revise(draft(title="原题", body=BODY))
    statuses = {}

    def saving(title: str) -> Callable[[], None]:
        client = Client()
        client.force_login(hire("editor"))
        values = opened(client, article) | {"title": title}

        def save() -> None:
            statuses[title] = client.post(change_url(article), values).status_code

        return save

    together(saving("甲"), saving("乙"))
    assert sorted(statuses.values()) == [302, 409]
    (winner,) = (title for title, status in statuses.items() if status == 302)
    (loser,) = statuses.keys() - {winner}
    assert (stored(article).title, stored(article).version) == (winner, 3)
    assert asides().get().snapshot["title"] == loser


# What the form shows again


@pytest.mark.parametrize("obstacle", ["locked", "archived"])
def test_a_save_against_a_lock_or_the_archive_is_kept_aside_and_shown_again(
    obstacle: str, desk: Client, article: Article, reporter: User
) -> None:
    values = opened(desk, article) | {"title": "我的题"}
    now = timezone.now()
    if obstacle == "locked":
        EditLock.objects.create(article=article, by=reporter, taken_at=now, at=now)
    else:
        Article.objects.filter(pk=article.pk).update(archived_at=now)
    response = desk.post(change_url(article), values)
    assert response.status_code == 409
    form = response.context["adminform"].form
    assert form.has_error("__all__", "refused")
    assert form["title"].value() == "我的题"
    aside = asides().get()
    assert (aside.version, aside.snapshot["title"]) == (2, "我的题")
    assert page_of(aside) in response.content.decode()
    assert stored(article).title == "原题"


@pytest.mark.parametrize(
    ("wrong", "place"),
    [({"list_title": "字" * 33}, "list_title"), ({"original_url": "x:y"}, "original_url")],
    ids=["too long", "no address"],
)
def test_what_cannot_be_saved_anyhow_is_put_right_first(
    wrong: dict[str, str], place: str, desk: Client, article: Article, revise: Revise
) -> None:
    values = opened(desk, article) | {"title": "我的题"}
    revise(article, title="别人的题")
    response = desk.post(change_url(article), values | wrong)
    assert response.status_code == 409
    assert response.context["adminform"].form.has_error(place)
    assert asides().get().snapshot[place] == wrong[place]
    assert desk.post(change_url(article), values).context["shown"].questions


def test_a_hostile_body_is_not_even_kept(desk: Client, article: Article, revise: Revise) -> None:
    values = opened(desk, article) | {"body": "<blockquote>" * 200 + "x"}
    revise(article, title="别人的题")
    response = desk.post(change_url(article), values)
    assert response.status_code == 409
    assert response.context["adminform"].form.has_error("body", "too_large")
    assert not asides().exists()


@pytest.mark.parametrize("version", ["", "0", "-1", "7", "x", "9" * 30])
def test_a_version_that_never_was_is_refused_and_everything_that_differs_is_asked(
    version: str, desk: Client, article: Article
) -> None:
    values = opened(desk, article) | {"seen_version": version, "title": "我的题"}
    response = desk.post(change_url(article), values)
    assert response.status_code == 409
    assert stored(article).title == "原题"


def test_a_text_whose_beginning_is_not_on_record_is_asked_as_a_whole(
    desk: Client, article: Article, revise: Revise
) -> None:
    article.revisions.all().delete()
    values = opened(desk, article) | {"title": "我的题"}
    revise(article, body=body(first="第一段别人写"))
    shown = desk.post(change_url(article), values).context["shown"]
    assert [question.name for question in shown.questions] == ["title", "body-0"]


# Rows


def test_a_file_sent_with_the_losing_save_is_in_the_library(
    desk: Client, article: Article, revise: Revise, with_photo: Callable[..., PhotoUse]
) -> None:
    use = with_photo(article, caption="待图")
    values = opened(desk, revise(article, body=stored(article).body))
    upload = SimpleUploadedFile("a.jpg", picture_bytes(), content_type="image/jpeg")
    revise(article, title="别人的题")
    desk.post(change_url(article), values | {"photo_uses-0-upload": upload})
    aside = asides().get()
    use.refresh_from_db()
    assert use.photo is None
    assert aside.snapshot["uses"][0]["photo"] == Photo.objects.get().pk
    desk.post(page_of(aside), {"version": stored(article).version})
    use.refresh_from_db()
    assert use.photo == Photo.objects.get()


def test_a_photo_that_somebody_took_out_is_asked_for_by_who_wrote_its_caption(
    desk: Client, article: Article, revise: Revise, with_photo: Callable[..., PhotoUse]
) -> None:
    use = with_photo(article, caption="旧图说")
    values = opened(desk, revise(article, body=stored(article).body))
    use.delete()
    revise(article, body=BODY)
    response = desk.post(change_url(article), values | {"photo_uses-0-caption": "新图说"})
    (question,) = response.context["shown"].questions
    assert question.name == f"use-{use.key}"
    version = stored(article).version
    desk.post(page_of(asides().get()), {"version": version, f"choice-{question.name}": "mine"})
    back = article.photo_uses.get()
    assert (back.key, back.caption) == (use.key, "新图说")


def test_a_person_whom_both_named_is_named_once(
    desk: Client, article: Article, revise: Revise
) -> None:
    person = Person.objects.create(name="刘洋")
    values = opened(desk, article) | {
        "title": "我的题",
        "credits-TOTAL_FORMS": "2",
        "credits-1-person": person.pk,
        "credits-1-role": "reporter",
    }
    Credit.objects.create(article=article, person=person, role=CreditRole.REPORTER, rank=5)
    revise(article, kicker="别人的眉")
    assert desk.post(change_url(article), values).status_code == 409
    desk.post(page_of(asides().get()), {"version": 3})
    assert stored(article).credits.filter(person=person).count() == 1
    assert (stored(article).title, stored(article).kicker) == ("我的题", "别人的眉")


def test_what_the_losing_page_had_kept_while_typing_is_forgotten(
    desk: Client, article: Article, revise: Revise, editor: User
) -> None:
    now = timezone.now()
    Autosave.objects.create(article=article, by=editor, tab="abc", at=now, fields="")
    values = opened(desk, article) | {"title": "我的题", "_tab": "abc"}
    revise(article, title="别人的题")
    desk.post(change_url(article), values)
    assert not Autosave.objects.exists()

"""The rows of the story's form: photos, sources, credits, recommendations, and what they cost."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext

from articles import photodesk, richtext
from articles.choices import RevisionReason
from articles.models import (
    Article,
    ArticleSource,
    Autosave,
    Credit,
    Person,
    Photo,
    PhotoUse,
    Recommendation,
    Source,
    Topic,
    User,
)
from tests.articles.desk import change_url, opened
from tests.articles.typist import type_in, went_on
from tests.conftest import picture_bytes

Draft = Callable[..., Article]
WithPhoto = Callable[..., PhotoUse]

#: What the script of the page makes for a new row.
KEY = "0a1b2c3d4e5f"


def upload(name: str = "a.jpg", raw: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, raw or picture_bytes(), content_type="image/jpeg")


def new_row(place: int = 0, **fields: Any) -> dict[str, Any]:
    """One more row, as the page sends it, after `place` others."""
    fields = {"caption": "", "key": KEY, "rank": "0"} | fields
    row = {f"photo_uses-{place}-{name}": value for name, value in fields.items()}
    return row | {"photo_uses-TOTAL_FORMS": str(place + 1)}


def page_of(client: Client, article: Article) -> str:
    return client.get(change_url(article)).content.decode()


def photo_rows(response: Any) -> Any:
    return response.context["inline_admin_formsets"][0].formset


def test_a_file_that_is_no_picture_is_refused_beside_its_field(
    desk: Client, draft: Draft, with_photo: Callable[..., PhotoUse]
) -> None:
    article = draft()
    use = with_photo(article, caption="待图")
    values = opened(desk, article) | {"photo_uses-0-upload": upload("a.jpg", b"no picture")}
    response = desk.post(change_url(article), values)
    rows = response.context["inline_admin_formsets"][0].formset
    assert rows.forms[0].has_error("upload", "bad_photo")
    use.refresh_from_db()
    assert use.photo is None


def test_a_file_chosen_in_a_row_fills_the_waiting_caption(
    desk: Client, draft: Draft, with_photo: Callable[..., PhotoUse], editor: User
) -> None:
    article = draft()
    use = with_photo(article, caption="待图")
    values = opened(desk, article) | {"photo_uses-0-upload": upload()}
    assert desk.post(change_url(article), values).status_code == 302
    use.refresh_from_db()
    assert use.photo is not None
    assert (use.photo.uploaded_by, use.caption, use.photo.width) == (editor, "待图", 800)
    assert Article.objects.get(pk=article.pk).version == 2


def test_new_rows_go_to_the_end(
    desk: Client, draft: Draft, with_photo: Callable[..., PhotoUse]
) -> None:
    article = draft()
    with_photo(article, caption="旧", rank=4)
    values = opened(desk, article) | {
        "photo_uses-TOTAL_FORMS": "2",
        "photo_uses-1-caption": "新",
        "photo_uses-1-rank": "0",
        "photo_uses-1-article": article.pk,
    }
    desk.post(change_url(article), values)
    assert [use.caption for use in article.photo_uses.all()] == ["旧", "新"]


def test_a_row_that_somebody_removed_meanwhile_is_no_accident(
    desk: Client, draft: Draft, with_photo: Callable[..., PhotoUse], revise: Callable[..., Article]
) -> None:
    article = draft()
    use = with_photo(article, caption="旧")
    values = opened(desk, article) | {"photo_uses-0-caption": "新"}
    use.delete()
    revise(article, title="别人的题")
    assert desk.post(change_url(article), values).status_code == 409
    assert not article.photo_uses.exists()


def test_two_covers_are_refused(
    desk: Client, draft: Draft, with_photo: Callable[..., PhotoUse]
) -> None:
    article = draft()
    with_photo(article, caption="一", is_cover=True)
    with_photo(article, caption="二", rank=1)
    response = desk.post(
        change_url(article), opened(desk, article) | {"photo_uses-1-is_cover": "on"}
    )
    rows = response.context["inline_admin_formsets"][0].formset
    assert rows.non_form_errors().as_data()[0].code == "covers"


def test_the_cover_moves_from_one_photo_to_another(
    desk: Client, draft: Draft, with_photo: Callable[..., PhotoUse]
) -> None:
    article = draft()
    with_photo(article, caption="一", rank=1, is_cover=True)
    chosen = with_photo(article, caption="二", rank=0)
    values = opened(desk, article) | {"photo_uses-0-is_cover": "on"}
    del values["photo_uses-1-is_cover"]
    assert desk.post(change_url(article), values).status_code == 302
    assert article.photo_uses.get(is_cover=True) == chosen


# Keys


def test_the_key_of_a_photo_in_another_story_is_not_taken_over(
    desk: Client, draft: Draft, with_photo: WithPhoto, photo: Photo
) -> None:
    article, other = draft(), with_photo(draft("别的稿"), photo, caption="别的图")
    values = opened(desk, article) | new_row(caption="偷", key=other.key)
    assert desk.post(change_url(article), values).status_code == 302
    assert article.photo_uses.get().key != other.key
    other.refresh_from_db()
    assert (other.article.title, other.caption, other.photo) == ("别的稿", "别的图", photo)


def test_the_key_of_another_row_is_not_taken_over(
    desk: Client, draft: Draft, with_photo: WithPhoto
) -> None:
    article = draft()
    first = with_photo(article, caption="一")
    values = opened(desk, article) | new_row(1, caption="二", key=first.key)
    assert desk.post(change_url(article), values).status_code == 302
    assert {use.key: use.caption for use in article.photo_uses.all()}[first.key] == "一"
    assert article.photo_uses.count() == 2


def test_two_new_rows_do_not_share_a_key(desk: Client, draft: Draft) -> None:
    article = draft()
    values = opened(desk, article) | new_row(caption="一") | new_row(1, caption="二")
    assert desk.post(change_url(article), values).status_code == 302
    keys = [use.key for use in article.photo_uses.all()]
    assert (keys[0], len(set(keys))) == (KEY, 2)


def test_a_photo_that_was_saved_keeps_its_key(
    desk: Client, draft: Draft, with_photo: WithPhoto
) -> None:
    article = draft()
    use = with_photo(article, caption="一")
    values = opened(desk, article) | {"photo_uses-0-key": KEY}
    assert desk.post(change_url(article), values).status_code == 302
    assert Article.objects.get(pk=article.pk).version == 1
    values |= {"photo_uses-0-caption": "二"}
    assert desk.post(change_url(article), values).status_code == 302
    assert [(one.key, one.caption) for one in article.photo_uses.all()] == [(use.key, "二")]


@pytest.mark.parametrize(
    "key", ["", "0a1b2c3", "0A1B2C3D4E5F", "a" * 33, "0a1b2c3d4e5f\n<b>", '"><script>', "图" * 12]
)
def test_a_key_that_is_none_is_replaced_by_one(key: str, desk: Client, draft: Draft) -> None:
    article = draft()
    values = opened(desk, article) | new_row(caption="图", key=key)
    assert desk.post(change_url(article), values).status_code == 302
    made = article.photo_uses.get().key
    assert made != key
    assert richtext.PHOTO_KEY.fullmatch(made)


def test_a_photo_just_added_stands_in_the_text_at_once(
    desk: Client, draft: Draft, photo: Photo
) -> None:
    article = draft()
    body = article.body + richtext.from_blocks([("photo", KEY)])
    values = opened(desk, article) | new_row(photo=photo.pk, caption="图") | {"body": body}
    assert desk.post(change_url(article), values).status_code == 302
    use = article.photo_uses.get()
    assert (use.key, use.photo, use.caption) == (KEY, photo, "图")
    assert Article.objects.get(pk=article.pk).body == body


def test_a_row_with_nothing_in_it_is_not_kept(desk: Client, draft: Draft) -> None:
    article = draft()
    assert (
        desk.post(change_url(article), opened(desk, article) | new_row(key="")).status_code == 302
    )
    assert not article.photo_uses.exists()


def test_a_row_that_stands_in_the_text_waits_for_its_caption_and_file(
    desk: Client, draft: Draft
) -> None:
    article = draft()
    assert desk.post(change_url(article), opened(desk, article) | new_row()).status_code == 302
    assert article.photo_uses.get().key == KEY


# Texts that are not saved yet, and texts that came too late


def test_new_rows_are_gone_on_with_under_their_keys(
    desk: Client, draft: Draft, photo: Photo
) -> None:
    article = draft()
    body = article.body + richtext.from_blocks([("photo", KEY)])
    type_in(desk, article, **new_row(photo=photo.pk, caption="图"), body=body)
    response, values = went_on(desk, Autosave.objects.get())
    assert photo.token in response.context["tray"][KEY]["thumb"]
    assert f'value="{KEY}"' in response.content.decode()
    assert desk.post(change_url(article), values).status_code == 302
    assert article.photo_uses.get(key=KEY).photo == photo


def test_a_row_that_somebody_deleted_comes_back_under_its_key(
    desk: Client, draft: Draft, with_photo: WithPhoto
) -> None:
    article = draft()
    use = with_photo(article, caption="一")
    type_in(desk, article, **{"photo_uses-0-caption": "改过的一", "photo_uses-0-key": use.key})
    use.delete()
    _response, values = went_on(desk, Autosave.objects.get())
    assert desk.post(change_url(article), values).status_code == 302
    assert [(one.key, one.caption) for one in article.photo_uses.all()] == [(use.key, "改过的一")]


def test_a_text_that_came_too_late_keeps_the_keys_of_its_new_rows(
    desk: Client, draft: Draft, photo: Photo, revise: Callable[..., Article]
) -> None:
    article = draft()
    body = article.body + richtext.from_blocks([("photo", KEY)])
    values = opened(desk, article) | new_row(photo=photo.pk, caption="图") | {"body": body}
    revise(article, title="别人的题")
    assert desk.post(change_url(article), values).status_code == 409
    aside = article.revisions.get(reason=RevisionReason.ASIDE).snapshot
    assert [(use["key"], use["photo"]) for use in aside["uses"]] == [(KEY, photo.pk)]
    assert aside["body"] == body


# What the tray shows


@pytest.mark.parametrize("number", ["999999", "abc", "-1", "9" * 30, "1; DROP"])
def test_a_photo_that_there_is_none_is_refused_in_its_row(
    number: str, desk: Client, draft: Draft
) -> None:
    article = draft()
    values = opened(desk, article) | new_row(caption="图", photo=number)
    response = desk.post(change_url(article), values)
    assert response.status_code == 200
    assert photo_rows(response).forms[0].has_error("photo")
    assert photo_rows(response).forms[0].errors["photo"][0] in response.content.decode()
    assert not article.photo_uses.exists()


def test_the_tray_gives_the_editor_every_photo_of_the_story(
    desk: Client, draft: Draft, with_photo: WithPhoto, photo: Photo
) -> None:
    article = draft()
    filled = with_photo(article, photo, caption="一", is_cover=True)
    waiting = with_photo(article, caption="二", credit="何苗", in_gallery=True)
    tray = desk.get(change_url(article)).context["tray"]
    assert photo.token in tray[filled.key]["thumb"]
    assert photo.token in tray[filled.key]["srcset"]
    assert (tray[filled.key]["is_cover"], tray[filled.key]["in_gallery"]) == (True, False)
    assert (tray[waiting.key]["thumb"], tray[waiting.key]["marks"]) == ("", [])
    assert (tray[waiting.key]["caption"], tray[waiting.key]["credit"]) == ("二", "何苗")
    assert tray[waiting.key]["in_gallery"] is True


def test_a_form_that_is_shown_again_shows_the_photos_that_were_chosen(
    desk: Client, draft: Draft, with_photo: WithPhoto, photo: Photo
) -> None:
    article = draft()
    use = with_photo(article, photodesk.take_in(picture_bytes(color="red"), "b.jpg"))
    chosen = {"photo_uses-0-photo": photo.pk, "photo_uses-0-caption": "新", "title": ""}
    values = opened(desk, article) | chosen | new_row(1, photo=photo.pk)
    tray = desk.post(change_url(article), values).context["tray"]
    assert [photo.token in entry["thumb"] for entry in tray.values()] == [True, True]
    assert list(tray) == [use.key, KEY]
    assert tray[use.key]["caption"] == "新"


def test_the_tray_warns_of_a_licence_that_has_ended(
    desk: Client, draft: Draft, with_photo: WithPhoto, photo: Photo
) -> None:
    article = draft()
    photo.expires_on, photo.licence = date(2021, 12, 20), "agency"
    photodesk.keep(photo)
    with_photo(article, photo)
    (word,) = [
        mark["word"] for mark in photo_rows(desk.get(change_url(article))).forms[0].shows["marks"]
    ]
    assert "2021-12-20" in word
    assert word in desk.get(change_url(article)).content.decode()


def test_the_tray_is_given_the_words_it_says_and_no_others(desk: Client, draft: Draft) -> None:
    scripts = (settings.BASE_DIR / "static/desk").glob("tray*.js")
    said = set(re.findall(r"\bwords\.(\w+)", "".join(path.read_text() for path in scripts)))
    given = re.search("<span hidden data-sayings(.*?)></span>", page_of(desk, draft()))
    assert given
    assert said == set(re.findall(r'data-(\w+)="[^"]', given[1]))


@pytest.mark.parametrize("role", ["publisher", "photo_desk"])
def test_who_may_only_read_sees_the_photos_and_no_controls(
    signed_in: Callable[..., Client], draft: Draft, with_photo: WithPhoto, photo: Photo, role: str
) -> None:
    article = draft()
    with_photo(article, photo, caption="图说在此", is_cover=True)
    with_photo(article, caption="待图")
    page = signed_in(role).get(change_url(article)).content.decode()
    assert "图说在此" in page
    assert photo.token in page
    assert gettext("Cover") in page
    for control in ("data-tray ", "data-choose", "data-place", "data-take-out", 'type="file"'):
        assert control not in page
    assert "photo_uses-0-key" not in page


def test_caption_as_cover_and_gallery_are_kept(
    desk: Client, draft: Draft, with_photo: WithPhoto
) -> None:
    article = draft()
    use = with_photo(article, caption="一")
    typed = {"is_cover": "on", "cover_caption": "封面图说", "in_gallery": "on"}
    values = {f"photo_uses-0-{name}": value for name, value in typed.items()}
    assert desk.post(change_url(article), opened(desk, article) | values).status_code == 302
    use.refresh_from_db()
    assert (use.is_cover, use.cover_caption, use.in_gallery) == (True, "封面图说", True)


# What the form costs


def cost(client: Client, address: str) -> int:
    client.get(address)  # Content types and the like are remembered after the first time.
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def furnish(article: Article, number: int, target: Article) -> None:
    """One more row of every kind."""
    photo = photodesk.take_in(picture_bytes(width=100 + number), f"{number}.jpg")
    PhotoUse.objects.create(article=article, photo=photo, rank=number)
    PhotoUse.objects.create(article=article, caption="待图", rank=number)
    source = Source.objects.create(name=f"第{number}报")
    ArticleSource.objects.create(article=article, source=source, rank=number)
    person = Person.objects.create(name=f"第{number}人")
    Credit.objects.create(article=article, person=person, role="editor", rank=number)
    Recommendation.objects.create(article=article, target=target, rank=number)
    article.tags.add(f"标签{number}")
    article.topics.add(Topic.objects.create(name=f"专题{number}"))


@pytest.mark.parametrize("role", ["editor", "moderator"])
def test_the_form_costs_the_same_for_one_row_and_for_twelve(
    client: Client, draft: Draft, hire: Callable[[str], User], role: str
) -> None:
    client.force_login(hire(role))
    article = draft()
    furnish(article, 1, draft("荐1"))
    one = cost(client, change_url(article))
    for number in range(2, 13):
        furnish(article, number, draft(f"荐{number}"))
    assert cost(client, change_url(article)) == one


def test_a_row_refused_shows_what_was_chosen_in_it(desk: Client, draft: Draft) -> None:
    article = draft()
    chosen = Source.objects.create(name="另一报")
    values = opened(desk, article) | {"source_lines-0-source": chosen.pk, "title": ""}
    page = desk.post(change_url(article), values).content.decode()
    assert f'<option value="{chosen.pk}" selected' in page
    assert "另一报" in page

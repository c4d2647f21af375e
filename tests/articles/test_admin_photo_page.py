"""The page where captions get their photos: for whom, what it keeps, what it leaves alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from articles.models import Article, Photo, PhotoUse, User
from tests.articles.desk import change_url, posted
from tests.conftest import picture_bytes

Draft = Callable[..., Article]
WithPhoto = Callable[..., PhotoUse]


@pytest.fixture
def desk(client: Client, hire: Callable[[str], User]) -> Client:
    client.force_login(hire("photo_desk"))
    return client


def page_url(article: Article) -> str:
    return reverse("admin:articles_article_photos", args=[article.pk])


def opened(client: Client, article: Article) -> dict[str, Any]:
    context = client.get(page_url(article)).context
    values = posted(context["version"]) | posted(context["rows"].management_form)
    for row in context["rows"].forms:
        values |= posted(row)
    return values


def upload(raw: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("a.jpg", raw or picture_bytes(), content_type="image/jpeg")


def test_a_moderator_is_refused(client: Client, draft: Draft, moderator: User) -> None:
    client.force_login(moderator)
    assert client.get(page_url(draft())).status_code == 403


def test_a_stranger_is_sent_to_the_sign_in(client: Client, draft: Draft) -> None:
    assert client.get(page_url(draft()))["Location"].startswith(reverse("admin:login"))


def test_the_photo_desk_does_not_write_the_text(desk: Client, draft: Draft) -> None:
    assert desk.post(change_url(draft()), {"title": "x"}).status_code == 403


def test_a_file_that_is_no_picture_loses_nothing_else(
    desk: Client, draft: Draft, with_photo: WithPhoto
) -> None:
    article = draft()
    use = with_photo(article, caption="待图")
    values = opened(desk, article) | {
        "photo_uses-0-upload": upload(b"no picture"),
        "photo_uses-0-credit": "何苗",
    }
    row = desk.post(page_url(article), values).context["rows"].forms[0]
    assert row.has_error("upload", "bad_photo")
    assert row["credit"].value() == "何苗"
    use.refresh_from_db()
    assert (use.photo, use.credit) == (None, "")


def test_photos_for_a_story_that_was_saved_meanwhile_are_refused(
    desk: Client, draft: Draft, with_photo: WithPhoto, revise: Callable[..., Article]
) -> None:
    article = draft()
    use = with_photo(article, caption="待图")
    values = opened(desk, article) | {"photo_uses-0-upload": upload()}
    revise(article, title="别人的题")
    assert desk.post(page_url(article), values).status_code == 409
    use.refresh_from_db()
    assert use.photo is None
    # The file is not lost: it waits in the library.
    assert Photo.objects.count() == 1


def test_a_photo_of_another_story_is_out_of_reach(
    desk: Client, draft: Draft, with_photo: WithPhoto
) -> None:
    article, other = draft(), with_photo(draft("别的稿"), caption="别的图")
    with_photo(article, caption="待图")
    values = opened(desk, article) | {
        "photo_uses-0-id": other.pk,
        "photo_uses-0-upload": upload(),
    }
    desk.post(page_url(article), values)
    other.refresh_from_db()
    assert other.photo is None


def test_no_photo_is_added_to_the_story_here(
    desk: Client, draft: Draft, with_photo: WithPhoto, photo: Photo
) -> None:
    article = draft()
    use = with_photo(article, caption="待图")
    new = {"photo": photo.pk, "caption": "偷放", "key": "0a1b2c3d4e5f", "article": article.pk}
    values = opened(desk, article) | {"photo_uses-0-credit": "何苗"}
    values |= {f"photo_uses-1-{name}": value for name, value in new.items()}
    desk.post(page_url(article), values | {"photo_uses-TOTAL_FORMS": "2"})
    assert list(article.photo_uses.all()) == [use]


def test_the_key_of_a_photo_is_not_changed_here(
    desk: Client, draft: Draft, with_photo: WithPhoto
) -> None:
    article = draft()
    use = with_photo(article, caption="待图")
    values = opened(desk, article) | {
        "photo_uses-0-key": "0a1b2c3d4e5f",
        "photo_uses-0-credit": "何苗",
    }
    desk.post(page_url(article), values)
    kept = article.photo_uses.get()
    assert (kept.key, kept.credit) == (use.key, "何苗")


def test_a_photo_that_there_is_none_is_refused_in_its_row(
    desk: Client, draft: Draft, with_photo: WithPhoto
) -> None:
    article = draft()
    with_photo(article, caption="待图")
    response = desk.post(page_url(article), opened(desk, article) | {"photo_uses-0-photo": "999"})
    row = response.context["rows"].forms[0]
    assert row.errors["photo"][0] in response.content.decode()
    assert Article.objects.get(pk=article.pk).version == 1


def test_saving_nothing_raises_no_version(
    desk: Client, draft: Draft, with_photo: WithPhoto
) -> None:
    article = draft()
    with_photo(article, caption="待图")
    assert desk.post(page_url(article), opened(desk, article)).status_code == 302
    assert Article.objects.get(pk=article.pk).version == 1


def test_a_file_fills_the_caption_as_one_version_of_the_story(
    desk: Client, draft: Draft, with_photo: WithPhoto
) -> None:
    article = draft()
    first, second = with_photo(article, caption="一"), with_photo(article, caption="二", rank=1)
    values = opened(desk, article) | {"photo_uses-0-upload": upload()}
    assert desk.post(page_url(article), values)["Location"] == page_url(article)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.photo is None, second.photo) == (False, None)
    article.refresh_from_db()
    assert (article.version, article.revisions.get().version) == (2, 2)
    assert article.updated_by is not None


def test_the_page_shows_each_photo_and_takes_a_file_without_a_script(
    desk: Client, draft: Draft, with_photo: WithPhoto, photo: Photo
) -> None:
    article = draft()
    with_photo(article, photo, caption="有图")
    with_photo(article, caption="待图", rank=1)
    response = desk.get(page_url(article))
    page = response.content.decode()
    assert page.count(photo.token) > 0
    assert page.count('type="file"') == 2
    assert f'data-incoming="{reverse("admin:articles_photo_incoming")}"' in page
    assert [entry["caption"] for entry in response.context["tray"].values()] == ["有图", "待图"]


def test_a_photo_from_the_library_fills_the_last_caption(
    desk: Client, draft: Draft, with_photo: WithPhoto, photo: Photo
) -> None:
    article = draft()
    use = with_photo(article, caption="待图")
    values = opened(desk, article) | {"photo_uses-0-photo": photo.pk}
    assert desk.post(page_url(article), values)["Location"] == reverse("admin:index")
    use.refresh_from_db()
    assert use.photo == photo


@pytest.mark.parametrize(("role", "leads_there"), [("photo_desk", True), ("moderator", False)])
def test_the_first_page_leads_to_it_whoever_may_fill(
    client: Client,
    draft: Draft,
    with_photo: WithPhoto,
    hire: Callable[[str], User],
    role: str,
    leads_there: bool,
) -> None:
    article = draft()
    with_photo(article, caption="待图")
    client.force_login(hire(role))
    for address in (reverse("admin:index"), change_url(article)):
        page = client.get(address).content.decode()
        assert (f'href="{page_url(article)}"' in page) is leads_there

"""The rows of the story's form: photos, sources, credits, recommendations, and what they cost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import photodesk
from articles.models import (
    Article,
    ArticleSource,
    Credit,
    Person,
    PhotoUse,
    Recommendation,
    Source,
    Topic,
    User,
)
from tests.articles.desk import change_url, opened
from tests.conftest import picture_bytes

Draft = Callable[..., Article]


def upload(name: str = "a.jpg", raw: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, raw or picture_bytes(), content_type="image/jpeg")


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


def test_the_tray_gives_the_editor_every_photo_of_the_story(
    desk: Client, draft: Draft, with_photo: Callable[..., PhotoUse]
) -> None:
    article = draft()
    photo = photodesk.take_in(picture_bytes(), "a.jpg")
    filled, waiting = with_photo(article, photo, caption="一"), with_photo(article, caption="二")
    tray = desk.get(change_url(article)).context["tray"]
    assert photo.token in tray[filled.key]["thumb"]
    assert tray[waiting.key] == {"thumb": "", "caption": "二", "credit": ""}


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

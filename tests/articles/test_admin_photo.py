"""A photo's page: what is refused, what two who write at once find, and what it tells."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape
from PIL import Image, ImageDraw

from articles import photodesk, renditions
from articles.choices import Licence, PhotoKind
from articles.models import Article, Edition, Photo, PhotoUse, User
from articles.pictures.labels import Label
from articles.renditions.encoding import encode
from articles.renditions.shapes import JPEG
from articles.views.sizes import count_as_unmade
from tests.articles.desk import posted
from tests.conftest import picture_bytes

Draft = Callable[..., Article]
PutOut = Callable[..., Edition]
WithPhoto = Callable[..., PhotoUse]
SignedIn = Callable[..., Client]

BUDGET = 16
HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture
def desk(signed_in: SignedIn) -> Client:
    return signed_in("photo_desk")


def page_url(photo: Photo) -> str:
    return reverse("admin:articles_photo_change", args=[photo.pk])


def opened(client: Client, photo: Photo) -> dict[str, Any]:
    """The photo's form as a browser would send it back."""
    form = client.get(page_url(photo)).context["adminform"].form
    return posted(form) | {"seen": form.marks, "_continue": "1"}


def save(client: Client, photo: Photo, form: dict[str, Any], **words: Any) -> Any:
    return client.post(page_url(photo), form | words)


def errors(response: Any) -> dict[str, list[str]]:
    shown = response.context["adminform"].form.errors.as_data()
    return {name: [error.code for error in found] for name, found in shown.items()}


def fresh(photo: Photo) -> Photo:
    return Photo.objects.get(pk=photo.pk)


def labelled(**words: Any) -> bytes:
    """A photo into which its photographer wrote words."""
    silent = dict.fromkeys(("headline", "caption", "byline", "credit", "copyright"), "")
    label = {"keywords": (), "is_ai": False, "publisher": "", "ident": ""} | silent | words
    return encode(Image.open(BytesIO(picture_bytes())), JPEG, Label(**label))


def test_a_moderator_does_not_see_the_library(moderator: User, photo: Photo) -> None:
    client = Client()
    client.force_login(moderator)
    assert client.get(page_url(photo)).status_code == 403


def test_who_may_only_look_finds_nothing_to_press(signed_in: SignedIn, photo: Photo) -> None:
    client = signed_in("publisher")
    page = client.get(page_url(photo)).content.decode()
    assert 'name="seen"' not in page
    assert 'name="_continue"' not in page
    assert 'form="photo-sizes"' not in page
    assert client.post(page_url(photo), {"caption": "x"}).status_code == 403


@pytest.mark.parametrize(
    ("x", "y"),
    [("50", ""), ("", "50"), ("101", "50"), ("50", "-1"), ("a", "50"), ("1e9", "5"), ("5.5", "5")],
)
def test_a_focal_point_outside_of_the_picture_is_refused(
    desk: Client, photo: Photo, x: str, y: str
) -> None:
    response = save(desk, photo, opened(desk, photo), focus_x=x, focus_y=y, caption="新")
    assert errors(response).keys() <= {"focus_x", "focus_y"}
    assert errors(response)
    assert (fresh(photo).focus_x, fresh(photo).caption) == (None, "")


def test_a_focal_point_is_kept_and_left_to_itself_again(desk: Client, photo: Photo) -> None:
    save(desk, photo, opened(desk, photo), focus_x="0", focus_y="100")
    assert fresh(photo).focus == (0, 100)
    save(desk, photo, opened(desk, photo), focus_x="", focus_y="")
    assert fresh(photo).focus == (50, 50)


def test_what_both_have_changed_is_refused_once(desk: Client, photo: Photo) -> None:
    mine = opened(desk, photo)
    save(desk, photo, opened(desk, photo), caption="别人写的", kind=PhotoKind.ARCHIVE)
    response = save(desk, photo, mine, caption="我写的")
    assert errors(response) == {"caption": ["collided"]}
    assert fresh(photo).caption == "别人写的"
    page = response.content.decode()
    assert "我写的" in page
    assert "别人写的" in page


def test_after_both_were_read_the_later_stands(desk: Client, photo: Photo) -> None:
    mine = opened(desk, photo)
    save(desk, photo, opened(desk, photo), caption="别人写的", headline="别人的标题")
    form = save(desk, photo, mine, caption="我写的").context["adminform"].form
    save(desk, photo, mine, caption="我写的", seen=form.marks)
    # The headline was not written by both, so nobody was asked about it, and it stands.
    assert (fresh(photo).caption, fresh(photo).headline) == ("我写的", "别人的标题")


def test_a_second_change_by_another_is_asked_about_again(desk: Client, photo: Photo) -> None:
    mine = opened(desk, photo)
    save(desk, photo, opened(desk, photo), caption="一")
    form = save(desk, photo, mine, caption="我写的").context["adminform"].form
    save(desk, photo, opened(desk, photo), caption="二")
    response = save(desk, photo, mine, caption="我写的", seen=form.marks)
    assert errors(response) == {"caption": ["collided"]}
    assert fresh(photo).caption == "二"


def test_what_each_has_changed_alone_is_kept(desk: Client, photo: Photo) -> None:
    mine = opened(desk, photo)
    theirs = {"headline": "标题", "licence": Licence.OWN, "focus_x": "20", "focus_y": "30"}
    save(desk, photo, opened(desk, photo), **theirs)
    save(desk, photo, mine, caption="说明", taken_at="2026-05-01T08:30:00")
    kept = fresh(photo)
    assert (kept.headline, kept.licence, kept.focus) == ("标题", Licence.OWN, (20, 30))
    assert kept.caption == "说明"
    assert kept.taken_at


def test_what_was_only_opened_is_no_change(desk: Client, photo: Photo) -> None:
    photo.caption, photo.alt = " 两行\r\n说明 ", "图"
    photo.save()
    mine = opened(desk, photo)
    save(desk, photo, opened(desk, photo), caption="别人写的")
    # A browser sends line ends of its own, and the form trims.
    assert not errors_of(save(desk, photo, mine, caption=" 两行\n说明 ", alt="新"))
    assert (fresh(photo).caption, fresh(photo).alt) == ("别人写的", "新")


def errors_of(response: Any) -> dict[str, list[str]]:
    return errors(response) if response.status_code == 200 else {}


@pytest.mark.parametrize("seen", ["", "[", "[]", "null", '{"caption": 1}', "[" * 100_000])
def test_without_the_marks_nothing_is_saved(desk: Client, photo: Photo, seen: str) -> None:
    Photo.objects.filter(pk=photo.pk).update(caption="别人写的")
    response = save(desk, photo, opened(desk, photo), caption="我写的", seen=seen)
    assert errors(response)["caption"] == ["collided"]
    assert fresh(photo).caption == "别人写的"


def test_words_and_names_are_shown_as_text(desk: Client, photo: Photo) -> None:
    words = ("headline", "caption", "byline", "credit", "alt", "original_name", "render_trouble")
    Photo.objects.filter(pk=photo.pk).update(**dict.fromkeys(words, HOSTILE))
    page = desk.get(page_url(photo)).content.decode()
    assert HOSTILE not in page
    assert escape(HOSTILE) in page


def test_words_in_the_file_are_shown_as_text(desk: Client) -> None:
    hostile = '"><img src=x onerror=alert(1)>'
    photo = photodesk.take_in(labelled(caption=hostile), "a.jpg")
    Photo.objects.update(caption="改过")
    page = desk.get(page_url(photo)).content.decode()
    assert hostile not in page
    assert escape(hostile) in page


def test_a_changed_photo_is_made_anew(
    desk: Client, photo: Photo, django_capture_on_commit_callbacks: Any
) -> None:
    before = photo.made["digest"]
    with django_capture_on_commit_callbacks(execute=True):
        save(desk, photo, opened(desk, photo), focus_x="10", focus_y="10")
    assert fresh(photo).made["digest"] != before
    assert not fresh(photo).needs_rendering


# What the page tells


def written_in(client: Client, photo: Photo) -> dict[str, str]:
    form = client.get(page_url(photo)).context["adminform"].form
    return {name: form[name].written for name in form.fields if hasattr(form[name], "written")}


def test_what_the_file_says_otherwise_stands_beside_the_field(desk: Client) -> None:
    photo = photodesk.take_in(labelled(caption="原来的", byline="刘洋", is_ai=True), "a.jpg")
    assert written_in(desk, photo) == {}
    Photo.objects.update(caption="改过", kind=PhotoKind.SCENE)
    assert written_in(desk, photo) == {"caption": "原来的", "kind": PhotoKind.AI.label}


def test_a_file_without_words_is_said_to_be_silent(desk: Client, photo: Photo) -> None:
    assert desk.get(page_url(photo)).context["file_is_silent"]


def test_an_original_that_is_gone_is_told_and_the_words_can_still_be_mended(
    desk: Client, photo: Photo
) -> None:
    photo.file.storage.delete(photo.file.name)
    page = desk.get(page_url(photo))
    assert page.context["file_is_gone"]
    assert page.context["weight"] == ""
    save(desk, photo, opened(desk, photo), caption="新")
    assert fresh(photo).caption == "新"


def places(client: Client, photo: Photo) -> list[tuple[str, bool, bool]]:
    shown = client.get(page_url(photo)).context["places"]
    return [(place.article.title, place.in_copy, place.is_live) for place in shown]


def test_a_photo_names_its_stories_on_the_desk_and_before_readers(
    desk: Client, photo: Photo, draft: Draft, put_out: PutOut, with_photo: WithPhoto
) -> None:
    both, gone = draft("都在"), draft("删去了")
    for article in (both, gone):
        with_photo(article, photo)
        put_out(article=article)
    gone.photo_uses.all().delete()
    with_photo(draft("草稿"), photo)
    draft("无关")
    expected = [("草稿", True, False), ("删去了", False, True), ("都在", True, True)]
    assert places(desk, photo) == expected


def test_the_page_costs_the_same_whatever_has_the_photo(
    desk: Client, photo: Photo, draft: Draft, with_photo: WithPhoto
) -> None:
    costs = []
    for number in range(12):
        with_photo(draft(f"稿{number}"), photo)
        if number in {0, 11}:
            desk.get(page_url(photo))
            with CaptureQueriesContext(connection) as captured:
                desk.get(page_url(photo))
            costs.append(len(captured))
    assert costs[0] == costs[1] <= BUDGET


def test_of_very_many_stories_the_newest_are_named(
    desk: Client, photo: Photo, draft: Draft, with_photo: WithPhoto, monkeypatch: Any
) -> None:
    monkeypatch.setattr("articles.admin.photo_facts.MOST_STORIES", 2)
    for number in range(4):
        with_photo(draft(f"稿{number}"), photo)
    page = desk.get(page_url(photo))
    assert [place.article.title for place in page.context["places"]] == ["稿3", "稿2"]
    assert page.context["more_places"]


def drawn(shade: int, size: tuple[int, int], quality: int) -> bytes:
    picture = Image.new("RGB", (1200, 800), "white")
    pen = ImageDraw.Draw(picture)
    for number in range(12):
        left = number * (97 if shade else 53) % 1000
        pen.rectangle((left, number * 60, left + 260, number * 60 + 90), fill=(number * 20, 90, 40))
    out = BytesIO()
    picture.resize(size).save(out, "JPEG", quality=quality)
    return out.getvalue()


def test_the_same_picture_in_another_file_is_named(desk: Client) -> None:
    first = photodesk.take_in(drawn(0, (1200, 800), 90), "大.jpg")
    second = photodesk.take_in(drawn(0, (600, 400), 50), "小.jpg")
    photodesk.take_in(drawn(1, (1200, 800), 90), "别的.jpg")
    alike = desk.get(page_url(first)).context["alike"]
    assert [(other.photo, other.pill.tone) for other in alike] == [(second, "care")]


def test_a_photo_whose_licence_has_ended_shows_none_of_its_sizes(
    desk: Client, photo: Photo
) -> None:
    Photo.objects.update(expires_on="2020-01-01", made={})
    page = desk.get(page_url(photo))
    assert page.context["is_expired"]
    assert "data-stage" not in page.content.decode()
    assert 'form="photo-sizes"' not in page.content.decode()


# Making the sizes again


def again_url(photo: Photo) -> str:
    return reverse("admin:articles_photo_sizes", args=[photo.pk])


def test_only_who_may_change_photos_has_sizes_made(signed_in: SignedIn, photo: Photo) -> None:
    assert signed_in("publisher").post(again_url(photo)).status_code == 403
    assert signed_in("moderator").post(again_url(photo)).status_code == 403
    assert signed_in("photo_desk").get(again_url(photo)).status_code == 405
    assert Client().post(again_url(photo))["Location"].startswith(reverse("admin:login"))


def test_a_lost_size_is_made_again(
    desk: Client, photo: Photo, django_capture_on_commit_callbacks: Any
) -> None:
    renditions.render(photo.pk)
    names = renditions.names(photo.token, fresh(photo).made)
    renditions.storage().delete(names[0])
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(again_url(photo))
    assert renditions.storage().exists(names[0])
    assert renditions.names(photo.token, fresh(photo).made) == names


def test_readers_keep_the_other_shapes_while_they_are_made(photo: Photo) -> None:
    kept = renditions.render(photo.pk)
    kept.refresh_from_db()
    count_as_unmade(kept)
    assert kept.made["shapes"].keys() == renditions.SHAPES.keys() - {"card"}


def test_a_trouble_stands_on_the_page_until_the_sizes_are_made(
    desk: Client, photo: Photo, django_capture_on_commit_callbacks: Any
) -> None:
    Photo.objects.update(render_trouble="文件已损坏。", needs_rendering=False)
    assert "文件已损坏。" in desk.get(page_url(photo)).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(again_url(photo))
    assert fresh(photo).render_trouble == ""
    assert not fresh(photo).needs_rendering

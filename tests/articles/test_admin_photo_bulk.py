"""What is said of many photos at once: what is asked first, what it changes, what it leaves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from articles import photodesk, renditions
from articles.choices import Licence, PhotoKind
from articles.models import Photo
from tests.conftest import picture_bytes

LIST = "admin:articles_photo_changelist"


@pytest.fixture
def desk(signed_in: Callable[..., Client]) -> Client:
    return signed_in("photo_desk")


@pytest.fixture
def pair(db: None) -> list[Photo]:
    return [photodesk.take_in(picture_bytes(color=color), "a.jpg") for color in ("red", "blue")]


def post(client: Client, action: str, photos: list[Photo], **said: Any) -> Any:
    keys = [photo.pk for photo in photos]
    return client.post(reverse(LIST), {"action": action, "_selected_action": keys} | said)


def say(client: Client, action: str, photos: list[Photo], **said: Any) -> Any:
    """What the page between sends when its button is pressed."""
    return post(client, action, photos, said="1", **said)


def kept() -> list[Photo]:
    return list(Photo.objects.order_by("pk"))


@pytest.mark.parametrize("role", ["publisher", "moderator"])
def test_who_may_not_change_photos_is_refused(
    signed_in: Callable[..., Client], pair: list[Photo], role: str
) -> None:
    assert say(signed_in(role), "kind", pair, kind="ai").status_code == 403
    assert {photo.kind for photo in kept()} == {PhotoKind.SCENE}


@pytest.mark.parametrize("action", ["", "delete_selected", "publish"])
def test_an_unknown_act_changes_nothing(desk: Client, pair: list[Photo], action: str) -> None:
    assert say(desk, action, pair, kind="ai").status_code == 400
    assert Photo.objects.count() == 2


@pytest.mark.parametrize("key", ["", "a", "-1", "9" * 30, "1 OR 1=1"])
def test_a_key_that_is_none_changes_nothing(desk: Client, pair: list[Photo], key: str) -> None:
    form = {"action": "kind", "said": "1", "kind": "ai", "_selected_action": key}
    assert desk.post(reverse(LIST), form).status_code == 400
    assert {photo.kind for photo in kept()} == {PhotoKind.SCENE}


@pytest.mark.parametrize("action", ["kind", "rights", "mark", "anew"])
def test_every_act_asks_first(desk: Client, pair: list[Photo], action: str) -> None:
    before = Photo.objects.order_by("pk").values()
    was = list(before)
    response = post(desk, action, pair, kind="ai", licence="own", with_watermark="yes")
    assert response.status_code == 200
    assert [card.photo.pk for card in response.context["cards"]] == [pair[1].pk, pair[0].pk]
    assert list(before.all()) == was


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("kind", {}),
        ("kind", {"kind": "painting"}),
        ("rights", {}),
        ("rights", {"licence": "stolen"}),
        ("rights", {"expires_on": "tomorrow"}),
        ("rights", {"expires_on": "2026-12-31", "has_no_end": "on"}),
        ("mark", {"with_watermark": "perhaps"}),
    ],
)
def test_what_cannot_be_said_is_asked_again(
    desk: Client, pair: list[Photo], action: str, said: dict[str, str]
) -> None:
    response = say(desk, action, pair, **said)
    assert response.status_code == 400
    assert response.context["form"].errors
    assert not LogEntry.objects.exists()


def test_words_of_the_photos_are_shown_as_text(desk: Client, photo: Photo) -> None:
    hostile = '"><script>alert(1)</script>'
    Photo.objects.update(headline=hostile, caption=hostile, alt=hostile)
    page = post(desk, "kind", [photo])
    assert hostile not in page.content.decode()
    assert "&lt;script&gt;" in page.content.decode()


def test_a_kind_is_said_of_the_chosen_alone(desk: Client, pair: list[Photo]) -> None:
    assert say(desk, "kind", pair[:1], kind="archive").status_code == 302
    assert [photo.kind for photo in kept()] == [PhotoKind.ARCHIVE, PhotoKind.SCENE]
    assert [entry.object_id for entry in LogEntry.objects.all()] == [str(pair[0].pk)]


def test_a_label_of_ai_has_the_sizes_made_anew(desk: Client, pair: list[Photo]) -> None:
    for photo in pair:
        renditions.render(photo.pk)
    say(desk, "kind", pair[:1], kind="ai")
    assert [photo.needs_rendering for photo in kept()] == [True, False]
    assert kept()[0].made["shapes"].keys() == renditions.SHAPES.keys()


@pytest.mark.parametrize("has_worker", [True, False])
def test_sizes_are_ordered_where_nobody_waits_for_them(
    desk: Client, pair: list[Photo], monkeypatch: Any, has_worker: bool
) -> None:
    ordered: list[int] = []
    monkeypatch.setattr("articles.tasks.has_worker", lambda: has_worker)
    monkeypatch.setattr("articles.tasks.order_sizes", ordered.append)
    say(desk, "kind", pair, kind="ai")
    assert ordered == [photo.pk for photo in pair] * has_worker


def test_rights_that_are_left_empty_stay_as_they_are(desk: Client, pair: list[Photo]) -> None:
    Photo.objects.update(expires_on=date(2030, 1, 1), may_syndicate=True)
    say(desk, "rights", pair, licence="agency")
    found = [(photo.licence, photo.expires_on, photo.may_syndicate) for photo in kept()]
    assert found == [(Licence.AGENCY, date(2030, 1, 1), True)] * 2


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"expires_on": "2031-02-03"}, (Licence.OWN, date(2031, 2, 3), True)),
        ({"has_no_end": "on"}, (Licence.OWN, None, True)),
        ({"may_syndicate": "no"}, (Licence.OWN, date(2030, 1, 1), False)),
        (
            {"licence": "open", "has_no_end": "on", "may_syndicate": "no"},
            (Licence.OPEN, None, False),
        ),
    ],
)
def test_rights_are_said(
    desk: Client, photo: Photo, said: dict[str, str], expected: tuple[Any, ...]
) -> None:
    Photo.objects.update(licence=Licence.OWN, expires_on=date(2030, 1, 1), may_syndicate=True)
    say(desk, "rights", [photo], **said)
    photo.refresh_from_db()
    assert (photo.licence, photo.expires_on, photo.may_syndicate) == expected


def test_a_photo_whose_licence_has_ended_goes_from_readers_at_once(
    desk: Client, photo: Photo, django_capture_on_commit_callbacks: Any
) -> None:
    assert photo.made
    with django_capture_on_commit_callbacks(execute=True):
        say(desk, "rights", [photo], expires_on="2020-01-01")
    photo.refresh_from_db()
    assert photo.made == {}


def test_the_mark_is_put_on_and_taken_off(desk: Client, pair: list[Photo]) -> None:
    say(desk, "mark", pair, with_watermark="yes")
    assert [photo.with_watermark for photo in kept()] == [True, True]
    say(desk, "mark", pair[:1], with_watermark="no")
    assert [photo.with_watermark for photo in kept()] == [False, True]


def test_whoever_asks_for_a_mark_is_told_that_there_is_none(desk: Client, photo: Photo) -> None:
    assert post(desk, "mark", [photo]).context["mark_is_missing"]


def test_sizes_are_made_anew_of_what_was_whole_and_of_what_was_in_trouble(
    desk: Client, pair: list[Photo]
) -> None:
    renditions.render(pair[0].pk)
    Photo.objects.filter(pk=pair[1].pk).update(render_trouble="x", needs_rendering=False)
    say(desk, "anew", pair)
    assert [photo.needs_rendering for photo in kept()] == [True, True]
    assert {photo.render_trouble for photo in kept()} == {""}


def test_what_was_so_already_is_not_said_to_be_changed(desk: Client, photo: Photo) -> None:
    say(desk, "kind", [photo], kind="scene")
    assert not LogEntry.objects.exists()


def test_the_list_comes_back_as_it_was_narrowed(desk: Client, photo: Photo) -> None:
    address = f"{reverse(LIST)}?kind=scene&q=x"
    form = {"action": "kind", "said": "1", "kind": "ai", "_selected_action": photo.pk}
    assert desk.post(address, form)["Location"] == address

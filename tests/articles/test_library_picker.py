"""What the window for choosing photos is told of the library, and whom it tells."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import photodesk
from articles.choices import Licence, PhotoKind
from articles.models import Photo
from articles.views.library import PER_PAGE
from tests.conftest import picture_bytes


@pytest.fixture
def shelve(db: None) -> Callable[..., Photo]:
    """Puts one more photo into the library, as it is described."""

    def shelved(**said: Any) -> Photo:
        number = Photo.objects.count()
        photo = photodesk.take_in(picture_bytes(width=100 + number), f"{number}.jpg")
        for name, value in said.items():
            setattr(photo, name, value)
        photodesk.keep(photo)
        return photo

    return shelved


def asked(client: Client, **query: Any) -> Any:
    return client.get(reverse("admin:articles_article_library"), query)


def captions(client: Client, **query: Any) -> list[str]:
    return [photo["caption"] for photo in asked(client, **query).json()["photos"]]


def test_a_stranger_is_sent_to_the_sign_in(client: Client, db: None) -> None:
    assert asked(client)["Location"].startswith(reverse("admin:login"))


def test_who_may_not_see_the_library_is_refused(
    signed_in: Callable[..., Client], shelve: Callable[..., Photo]
) -> None:
    shelve(caption="不该看到")
    response = asked(signed_in("moderator"), q="看到")
    assert response.status_code == 403
    assert "不该看到" not in response.content.decode()


def test_nothing_is_changed_through_it(desk: Client) -> None:
    assert desk.post(reverse("admin:articles_article_library")).status_code == 405


@pytest.mark.parametrize(
    "query",
    [
        {"page": "0"},
        {"page": "-1"},
        {"page": "1001"},
        {"page": "x"},
        {"q": "长" * 201},
        {"q": "\0"},
        {"photo": "x"},
        {"photo": "9" * 30},
    ],
    ids=str,
)
def test_a_question_that_is_none_is_refused_in_a_sentence(
    query: dict[str, str], desk: Client
) -> None:
    response = asked(desk, **query)
    assert response.status_code == 400
    assert all(response.json()["reasons"])


def test_words_that_no_photo_has_find_nothing(desk: Client, shelve: Callable[..., Photo]) -> None:
    shelve(caption="湖边的步道")
    assert asked(desk, q="雪山").json() == {"photos": [], "next": None}


def test_the_newest_come_first_a_page_at_a_time(desk: Client, shelve: Callable[..., Photo]) -> None:
    made = [shelve(caption=str(number)) for number in range(PER_PAGE + 1)]
    first, second = asked(desk).json(), asked(desk, page=2).json()
    assert [photo["id"] for photo in first["photos"]] == [one.pk for one in made[:0:-1]]
    assert first["next"] == 2
    assert [photo["id"] for photo in second["photos"]] == [made[0].pk]
    assert second["next"] is None


@pytest.mark.parametrize("words", ["步道", "湖边 晨雾", "王小明", "\u6b65", "0.jpg"])
def test_a_photo_is_found_by_its_words(
    words: str, desk: Client, shelve: Callable[..., Photo]
) -> None:
    shelve(caption="湖边的步道", headline="晨雾", byline="王小明")
    shelve(caption="别的照片")
    assert captions(desk, q=words) == ["湖边的步道"]


def test_one_photo_is_described_by_its_number(desk: Client, shelve: Callable[..., Photo]) -> None:
    photo = shelve(caption="图", byline="何苗", credit="成都日报", alt="山")
    shelve(caption="别的照片")
    (told,) = asked(desk, photo=photo.pk).json()["photos"]
    assert (told["id"], told["caption"], told["alt"]) == (photo.pk, "图", "山")
    assert told["credit"] == "何苗/成都日报"
    assert photo.token in told["thumb"]
    assert (told["width"], told["height"]) == (100, 600)


def test_hostile_words_of_a_photo_come_as_they_are_and_as_json(
    desk: Client, shelve: Callable[..., Photo]
) -> None:
    shelve(caption="</script><script>alert(1)</script>")
    response = asked(desk)
    assert response["Content-Type"] == "application/json"
    assert captions(desk) == ["</script><script>alert(1)</script>"]


@pytest.mark.parametrize(
    ("said", "tones"),
    [
        ({"licence": Licence.OWN}, []),
        ({"licence": Licence.UNCLEAR}, ["care"]),
        ({"licence": Licence.OWN, "expires_on": date(2027, 11, 20)}, []),
        ({"licence": Licence.OWN, "expires_on": date(2026, 11, 20)}, ["care"]),
        ({"licence": Licence.OWN, "expires_on": date(2026, 11, 19)}, ["bad"]),
        ({"licence": Licence.OWN, "kind": PhotoKind.ARCHIVE}, ["wait"]),
        ({"licence": Licence.UNCLEAR, "kind": PhotoKind.AI}, ["care", "care"]),
    ],
    ids=str,
)
def test_rights_and_kind_are_told_before_a_photo_is_used(
    said: dict[str, Any],
    tones: list[str],
    desk: Client,
    shelve: Callable[..., Photo],
    clock: Any,
) -> None:
    shelve(**said)
    (photo,) = asked(desk).json()["photos"]
    assert [mark["tone"] for mark in photo["marks"]] == tones


def test_a_page_of_one_photo_costs_what_a_full_one_does(
    desk: Client, shelve: Callable[..., Photo]
) -> None:
    shelve()
    asked(desk)  # Content types and the like are remembered after the first time.
    with CaptureQueriesContext(connection) as one:
        asked(desk)
    for _number in range(11):
        shelve()
    with CaptureQueriesContext(connection) as twelve:
        asked(desk)
    assert len(one) == len(twelve)

"""Finding the sizes of photos for a page: one query, the right formats, and what is there yet."""

from __future__ import annotations

from typing import Any

import pytest

from articles import photodesk, renditions
from articles.models import Photo
from tests.conftest import picture_bytes

File = dict[str, Any]


def file_of(photo: Photo) -> File:
    """As an edition has it."""
    return {"token": photo.token, "width": photo.width, "height": photo.height}


def test_a_page_asks_once_for_all_of_its_photos(db: None, django_assert_num_queries: Any) -> None:
    photos = [photodesk.take_in(picture_bytes(width=200 + n), f"{n}.jpg") for n in range(3)]
    files = [file_of(photo) for photo in photos]
    with django_assert_num_queries(1):
        renditions.attach([*files, None, files[0]])
        assert all(renditions.picture(file) for file in files)
    with django_assert_num_queries(0):
        renditions.attach(files)


def test_a_picture_offers_its_formats_and_its_size(photo: Photo) -> None:
    renditions.render(photo.pk)
    picture = renditions.picture(file_of(photo), "wide")
    assert picture is not None
    assert [source.type for source in picture.sources] == ["image/avif", "image/webp"]
    assert picture.src.endswith("/wide-800.jpg")
    assert (picture.width, picture.height) == (800, 450)
    assert picture.srcset.endswith(" 800w")


@pytest.mark.parametrize("shape", ["full", "wide", "nonsense"])
def test_until_a_shape_is_made_the_photo_is_shown_uncut(shape: str, photo: Photo) -> None:
    picture = renditions.picture(file_of(photo), shape)
    assert picture is not None
    assert picture.sources == ()
    assert picture.src.endswith("/full-480.jpg")
    assert (picture.width, picture.height) == (800, 600)


def test_a_photo_without_sizes_or_without_a_row_has_no_picture(photo: Photo) -> None:
    Photo.objects.update(made={})
    assert renditions.picture(file_of(photo)) is None
    assert renditions.largest_url(file_of(photo)) == ""
    assert renditions.picture(file_of(photo) | {"token": "f" * 32}) is None


def test_addresses_for_those_who_take_one_picture_alone(photo: Photo) -> None:
    renditions.render(photo.pk)
    photo.refresh_from_db()
    assert renditions.card_url(file_of(photo)).endswith("/card-800.jpg")
    assert renditions.largest_url(file_of(photo)).endswith("/full-800.jpg")
    assert renditions.smallest_url(photo).endswith("/full-480.jpg")
    assert renditions.animation_url(file_of(photo)) == ""
    assert renditions.smallest_url(None) == ""

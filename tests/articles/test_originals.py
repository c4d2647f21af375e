"""Who gets the original of a photo, and how: to be saved, never to be shown in a page."""

from __future__ import annotations

from collections.abc import Callable
from email.message import Message
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.files.storage import storages
from django.test import Client
from django.urls import reverse

from articles import photodesk, renditions
from articles.models import Photo, User
from tests.conftest import picture_bytes
from tests.newsroom.test_storage_s3 import bucket, server  # noqa: F401 (fixtures)

SignedIn = Callable[..., Client]
BOTH = pytest.mark.parametrize("name", ["original", "delivered"])


@pytest.fixture
def desk(signed_in: SignedIn) -> Client:
    return signed_in("photo_desk")


def address(photo: Photo, name: str = "original") -> str:
    return reverse(f"admin:articles_photo_{name}", args=[photo.pk])


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def file_name(response: Any) -> str:
    """The name that a browser reads from the header (RFC 6266)."""
    message = Message()
    message["Content-Disposition"] = response["Content-Disposition"]
    assert message.get_content_disposition() == "attachment"
    return message.get_filename() or ""


@BOTH
def test_a_stranger_is_sent_to_the_sign_in(photo: Photo, name: str) -> None:
    response = Client().get(address(photo, name))
    assert response["Location"].startswith(reverse("admin:login"))


@BOTH
def test_staff_without_the_library_are_refused(
    signed_in: SignedIn, photo: Photo, name: str
) -> None:
    assert signed_in("moderator").get(address(photo, name)).status_code == 403


@BOTH
def test_a_reader_with_an_account_is_refused(photo: Photo, name: str) -> None:
    client = Client()
    client.force_login(User.objects.create_user("reader"))
    assert client.get(address(photo, name))["Location"].startswith(reverse("admin:login"))


@BOTH
def test_a_file_is_only_read(desk: Client, photo: Photo, name: str) -> None:
    assert desk.post(address(photo, name)).status_code == 405


@BOTH
def test_a_photo_that_there_is_not_is_not_found(desk: Client, photo: Photo, name: str) -> None:
    there = address(photo, name)
    missing = there.replace(f"/{photo.pk}/", f"/{photo.pk + 1}/")
    assert desk.get(missing).status_code == 404


def test_the_original_comes_back_byte_for_byte(desk: Client) -> None:
    raw = picture_bytes(color="green")
    photo = photodesk.take_in(raw, "DSC_0042.jpg")
    assert body(desk.get(address(photo))) == raw


@BOTH
def test_a_file_is_saved_and_neither_guessed_at_nor_kept(
    desk: Client, photo: Photo, name: str
) -> None:
    response = desk.get(address(photo, name))
    assert body(response)
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    assert file_name(response) == "a.jpg"


def test_what_readers_get_is_the_largest_jpeg(desk: Client, photo: Photo) -> None:
    renditions.render(photo.pk)
    photo.refresh_from_db()
    place = renditions.uncut(photo.token, photo.made)[-1][1]
    with renditions.storage().open(place) as file:
        expected = file.read()
    assert body(desk.get(address(photo, "delivered"))) == expected


@BOTH
@pytest.mark.parametrize(
    "kept",
    [
        "蓉城.jpg",
        'a"; filename="b.html',
        "a\r\nSet-Cookie: x=1.jpg",
        "a\u202egpj.exe",
        "<script>.jpg",
        "../../etc/passwd",
        "\x01",
        "",
    ],
)
def test_no_name_writes_a_header(desk: Client, photo: Photo, name: str, kept: str) -> None:
    Photo.objects.update(original_name=kept)
    response = desk.get(address(photo, name))
    assert body(response)
    assert "Set-Cookie" not in response
    assert not set(file_name(response)) & set("\r\n\x00\x01\u202e")
    assert file_name(response)


@BOTH
def test_a_file_that_is_gone_is_told_on_the_photos_page(
    desk: Client, photo: Photo, name: str
) -> None:
    photo.file.storage.delete(photo.file.name)
    renditions.discard(photo)
    response = desk.get(address(photo, name))
    assert response["Location"] == reverse("admin:articles_photo_change", args=[photo.pk])
    assert len(list(get_messages(response.wsgi_request))) == 1


def test_of_a_photo_without_sizes_nothing_is_delivered(desk: Client, photo: Photo) -> None:
    Photo.objects.update(made={})
    response = desk.get(address(photo, "delivered"))
    assert response["Location"] == reverse("admin:articles_photo_change", args=[photo.pk])


@pytest.mark.usefixtures("bucket")
def test_an_original_in_an_object_storage_comes_through_the_desk(desk: Client) -> None:
    raw = picture_bytes(color="green")
    photo = photodesk.take_in(raw, "a.jpg")
    response = desk.get(address(photo))
    assert response.status_code == 200, "No signed address is given away."
    assert body(response) == raw
    storages["default"].delete(photo.file.name)
    gone = desk.get(address(photo))
    assert gone["Location"] == reverse("admin:articles_photo_change", args=[photo.pk])
    assert desk.get(gone["Location"]).context["file_is_gone"]

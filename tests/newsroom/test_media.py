"""Sizes of photos are served for good; nothing else that lies near them is served at all."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from articles import renditions
from articles.models import Photo


@pytest.mark.parametrize(
    "path",
    [
        "../originals/{sha2}/{sha}",
        "%2e%2e/originals/{sha2}/{sha}",
        "..%2foriginals/{sha2}/{sha}",
        "{sha2}/{sha}",
        "{token2}/{token}",
        "{token2}/{token}/",
        "{token2}/{token}/480.png",
        "{token2}/{token}/99999.jpg",
        "{token2}/{token}/480.jpg/more",
        "{token2}/{token}/../{token}/480.jpg",
        "//etc/passwd",
        "",
    ],
)
def test_any_other_name_is_not_found(path: str, photo: Photo, site: Any) -> None:
    names = {"sha": photo.sha256, "sha2": photo.sha256[:2], "token": photo.token}
    url = "/media/" + path.format(token2=photo.token[:2], **names)
    assert Client().get(url).status_code == 404


def test_a_size_is_served_for_good(photo: Photo) -> None:
    url = renditions.url(photo.token, photo.widths[0])
    response = Client().get(url)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert not response.cookies
    assert response.getvalue().startswith(b"\xff\xd8")


def test_another_storage_serves_its_own(photo: Photo, settings: Any, site: Any) -> None:
    url = renditions.url(photo.token, photo.widths[0])
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = settings.STORAGES | {"renditions": memory}
    assert Client().get(url).status_code == 404


def test_only_get_and_head_are_answered(photo: Photo) -> None:
    url = renditions.url(photo.token, photo.widths[0])
    assert Client().post(url).status_code == 405
    asked = Client().head(url)
    assert int(asked.headers["Content-Length"]) > 100
    asked.close()

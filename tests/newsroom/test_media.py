"""Sizes of photos are served for good; nothing else that lies near them is served at all."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
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
        "{token2}/{token}/{digest}",
        "{token2}/{token}/{digest}/",
        "{token2}/{token}/{digest}/full-480.svg",
        "{token2}/{token}/{digest}/full-480.jpg.html",
        "{token2}/{token}/{digest}/../{digest}/full-480.jpg",
        "{token2}/{token}/{digest}/FULL-480.jpg",
        "{token2}/{token}/../{token}/480.jpg",
        "//etc/passwd",
        "",
    ],
)
def test_any_other_name_is_not_found(path: str, photo: Photo, site: Any) -> None:
    names = {"sha": photo.sha256, "sha2": photo.sha256[:2], "token": photo.token}
    names["digest"] = photo.made["digest"]
    url = "/media/" + path.format(token2=photo.token[:2], **names)
    assert Client().get(url).status_code == 404


@pytest.mark.parametrize(
    ("format", "kind"),
    [("jpg", "image/jpeg"), ("webp", "image/webp"), ("avif", "image/avif")],
)
def test_a_size_is_served_for_good(format: str, kind: str, photo: Photo) -> None:
    made = renditions.render(photo.pk).made
    name = next(one for one in renditions.names(photo.token, made) if one.endswith(format))
    response = Client().get(renditions.storage().url(name))
    assert response.status_code == 200
    assert response.headers["Content-Type"] == kind
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert not response.cookies
    with renditions.storage().open(name) as file:
        assert response.getvalue() == file.read()


def test_a_size_of_the_first_version_is_served(photo: Photo) -> None:
    name = renditions.path(photo.token, "", "full", 480, "jpg")
    renditions.storage().save(name, ContentFile(b"old"))
    response = Client().get(f"/media/{name}")
    assert (response.status_code, response.getvalue()) == (200, b"old")


def test_another_storage_serves_its_own(photo: Photo, settings: Any, site: Any) -> None:
    url = renditions.smallest_url(photo)
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = settings.STORAGES | {"renditions": memory}
    assert Client().get(url).status_code == 404


def test_only_get_and_head_are_answered(photo: Photo) -> None:
    url = renditions.smallest_url(photo)
    assert Client().post(url).status_code == 405
    asked = Client().head(url)
    assert int(asked.headers["Content-Length"]) > 100
    asked.close()

"""What readers fetch is compressed where it is words, and nothing of the desk is."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db

ACCEPTED = {"Accept-Encoding": "br, gzip"}


@pytest.fixture
def paths(put_out: Any, site: Any) -> list[str]:
    return [put_out().get_absolute_url(), "/", "/feed.json", "/sitemap.xml", "/api/v1/stories"]


def test_words_come_compressed_to_whom_takes_them(paths: list[str]) -> None:
    for path in paths:
        plain, packed = Client().get(path), Client(headers=ACCEPTED).get(path)
        assert packed.headers["Content-Encoding"] == "gzip", path
        assert gzip.decompress(packed.content) == plain.content
        assert "Content-Encoding" not in plain.headers
        assert "Accept-Encoding" in plain.headers["Vary"]


def test_an_unchanged_page_is_not_sent_again(paths: list[str]) -> None:
    for path in paths:
        etag = Client(headers=ACCEPTED).get(path).headers["ETag"]
        again = Client(headers=ACCEPTED | {"If-None-Match": etag}).get(path)
        assert (again.status_code, again.content) == (304, b"")


def test_the_desk_is_left_as_it_is(client: Client) -> None:
    answer = client.get(reverse("admin:login"), headers=ACCEPTED)
    assert "Content-Encoding" not in answer.headers

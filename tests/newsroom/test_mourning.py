"""Mourning on a schedule: pages lose their colours between two moments, kept ones included."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from articles.models import SiteSettings
from tests.articles.page_reading import reading
from tests.conftest import NOW

HOUR = timedelta(hours=1)


@pytest.fixture
def mourning(clock: Any, site: SiteSettings) -> SiteSettings:
    """In an hour, and for an hour."""
    site.mourning_from, site.mourning_until = NOW + HOUR, NOW + 2 * HOUR
    site.save()
    return site


def in_black(url: str) -> bool:
    (root,) = reading(Client().get(url)).named("html")
    return "is-mourning" in root.classes


@pytest.mark.parametrize(
    ("begin", "end"), [(NOW, None), (None, NOW), (NOW, NOW), (NOW, NOW - HOUR)]
)
def test_a_mourning_without_both_moments_in_order_is_refused(
    site: SiteSettings, begin: Any, end: Any
) -> None:
    site.mourning_from, site.mourning_until = begin, end
    with pytest.raises(ValidationError):
        site.full_clean()


def test_pages_lose_their_colours_from_one_moment_to_the_other(
    mourning: SiteSettings, clock: Any, put_out: Any
) -> None:
    urls = ["/", put_out().get_absolute_url(), "/nowhere/"]
    assert not any(map(in_black, urls))
    clock.shift(HOUR)
    assert all(map(in_black, urls))
    clock.shift(HOUR - timedelta(microseconds=1))
    assert all(map(in_black, urls))
    clock.shift(timedelta(microseconds=1))
    assert not any(map(in_black, urls))


def test_no_kept_page_outlives_a_moment_of_the_mourning(
    mourning: SiteSettings, clock: Any, put_out: Any
) -> None:
    url = put_out().get_absolute_url()
    clock.shift(HOUR - timedelta(seconds=7))
    before = Client().get(url)
    assert before.headers["Cache-Control"] == "public, max-age=7"
    clock.shift(timedelta(seconds=7))
    asked = {"If-None-Match": before.headers["ETag"]}
    assert Client().get(url, headers=asked).status_code == 200
    asked = {"If-Modified-Since": before.headers["Last-Modified"]}
    assert Client().get(url, headers=asked).status_code == 200

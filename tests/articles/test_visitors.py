"""Who counts as one visitor, and that nobody can be found in what is kept of them."""

from __future__ import annotations

from typing import Any

import pytest

from articles import visitors


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.7", "192.0.2.8", False),
        ("192.0.2.7", "::ffff:192.0.2.7", True),
        ("2001:db8:0:1::1", "2001:db8:0:1:ffff::9", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("", "unix:", False),
    ],
)
def test_a_visitor_is_one_network(one: str, other: str, same: bool) -> None:
    assert visitors.times("write", one, 60) == 1
    assert visitors.times("write", other, 60) == (2 if same else 1)
    assert visitors.times("read", one, 60) == 1


def test_a_counter_forgets_after_its_window(cache_clock: Any) -> None:
    assert [visitors.times("write", "192.0.2.7", 60) for _ in range(3)] == [1, 2, 3]
    cache_clock.shift(61)
    assert visitors.times("write", "192.0.2.7", 60) == 1


def test_a_mark_is_nothing_without_the_sites_secret(settings: Any) -> None:
    kept = visitors.mark("192.0.2.7/32", "write")
    settings.SECRET_KEY = "another" * 10
    assert visitors.mark("192.0.2.7/32", "write") != kept
    assert "192.0.2" not in kept

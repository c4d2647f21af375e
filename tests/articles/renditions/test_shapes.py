"""Shapes: what a crop takes, which sizes are made, and names that mean one thing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.renditions.shapes import SHAPES, crop_box, path, sizes_for

SIDES = st.integers(1, 12_000)
PERCENT = st.integers(0, 100)
#: A pixel more or less, after rounding.
ROUNDED = 1.01


@given(SIDES, SIDES, PERCENT, PERCENT, st.sampled_from(sorted(SHAPES)))
def test_a_crop_lies_within_the_picture_and_is_as_large_as_can_be(
    width: int, height: int, x: int, y: int, name: str
) -> None:
    ratio = SHAPES[name].ratio
    left, top, right, lower = crop_box((width, height), ratio, (x, y))
    near = 1e-6 * max(width, height)
    assert -near <= left <= right <= width + near
    assert -near <= top <= lower <= height + near
    assert right - left >= width - near or lower - top >= height - near
    if ratio:
        assert (right - left) / (lower - top) == pytest.approx(ratio)


@pytest.mark.parametrize(
    ("focus", "box"),
    [
        ((50, 50), (0, 150, 400, 375)),
        ((50, 0), (0, 0, 400, 225)),
        ((50, 100), (0, 375, 400, 600)),
        ((0, 25), (0, 37.5, 400, 262.5)),
    ],
)
def test_a_crop_of_an_upright_photo_follows_its_focus(
    focus: tuple[int, int], box: tuple[float, ...]
) -> None:
    middle = (0, (600 - 225) / 2, 400, (600 + 225) / 2)
    expected = middle if focus == (50, 50) else box
    assert crop_box((400, 600), 16 / 9, focus) == pytest.approx(expected)


def test_a_photo_uncut_is_whole() -> None:
    assert crop_box((400, 600), None, (0, 0)) == (0, 0, 400, 600)


@pytest.mark.parametrize(
    ("name", "size", "sizes"),
    [
        ("full", (300, 200), [(300, 200)]),
        ("full", (480, 320), [(480, 320)]),
        ("full", (800, 600), [(480, 360), (800, 600)]),
        ("full", (4000, 3000), [(480, 360), (960, 720), (1600, 1200)]),
        ("full", (1, 1), [(1, 1)]),
        ("full", (60_000, 1), [(480, 1), (960, 1), (1600, 1)]),
        ("wide", (4000, 6000), [(480, 270), (960, 540), (1600, 900)]),
        ("square", (300, 1000), [(240, 240), (300, 300)]),
        ("cinema", (4000, 3000), [(900, 383)]),
        ("card", (600, 600), [(600, 315)]),
        ("card", (1200, 800), [(1200, 630)]),
    ],
)
def test_sizes_never_exceed_what_they_are_cut_from(
    name: str, size: tuple[int, int], sizes: list[tuple[int, int]]
) -> None:
    assert sizes_for(SHAPES[name], *size) == sizes


@given(SIDES, SIDES, st.sampled_from(sorted(SHAPES)))
def test_sizes_grow_and_each_keeps_the_proportion(width: int, height: int, name: str) -> None:
    sizes = sizes_for(SHAPES[name], width, height)
    widths = [one for one, _height in sizes]
    assert widths == sorted(set(widths))
    assert all(one <= width * ROUNDED and two <= height * ROUNDED for one, two in sizes)


def test_names_of_the_first_version_stay_as_they_were() -> None:
    assert path("ab" * 16, "", "full", 480, "jpg") == f"ab/{'ab' * 16}/480.jpg"


def test_a_name_says_shape_width_and_format_under_its_digest() -> None:
    assert path("ab" * 16, "0123456789ab", "wide", 960, "avif") == (
        f"ab/{'ab' * 16}/0123456789ab/wide-960.avif"
    )

"""Looks: alike for copies of one picture, apart for different ones."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageEnhance

from articles.pictures.looks import bands, distance, look_of, near
from tests.conftest import SEEDS

ALIKE = 7
PATHS = sorted((SEEDS / "photos").glob("*.jpg"))
LOOKS = st.integers(0, 2**64 - 1)


def opened(path: object) -> Image.Image:
    return Image.open(path).convert("RGB")  # type: ignore[arg-type]


def seen(picture: Image.Image) -> int:
    look = look_of(picture)
    assert look is not None
    return look


def compressed(picture: Image.Image) -> Image.Image:
    out = BytesIO()
    picture.save(out, "JPEG", quality=40)
    return Image.open(BytesIO(out.getvalue()))


def trimmed(picture: Image.Image) -> Image.Image:
    width, height = picture.size
    return picture.crop((width // 100, height // 100, width, height))


@pytest.mark.parametrize(
    "again",
    [
        compressed,
        trimmed,
        lambda picture: picture.resize((300, 200)),
        lambda picture: ImageEnhance.Brightness(picture).enhance(1.1),
    ],
    ids=["compressed", "trimmed", "smaller", "brighter"],
)
def test_a_copy_looks_alike(again: Callable[[Image.Image], Image.Image]) -> None:
    far = [distance(seen(opened(path)), seen(again(opened(path)))) for path in PATHS]
    assert max(far) <= ALIKE


def test_different_pictures_look_different() -> None:
    looks = {path.name: seen(opened(path)) for path in PATHS}
    close = [
        (one, other)
        for one, other in combinations(looks, 2)
        if distance(looks[one], looks[other]) <= ALIKE
    ]
    assert close == []


@pytest.mark.parametrize("level", [0, 128, 255])
def test_a_plain_picture_has_no_look(level: int) -> None:
    assert look_of(Image.new("RGB", (200, 100), (level, level, level))) is None


@given(LOOKS)
def test_bands_are_the_whole_look(look: int) -> None:
    a, b, c, d = bands(look)
    assert a << 48 | b << 32 | c << 16 | d == look


@given(LOOKS, st.sets(st.integers(0, 63), max_size=ALIKE))
def test_what_looks_alike_is_found_by_one_of_its_bands(look: int, flipped: set[int]) -> None:
    other = look
    for bit in flipped:
        other ^= 1 << bit
    pairs = zip(bands(look), bands(other), strict=True)
    assert any(theirs in near(mine) for mine, theirs in pairs)

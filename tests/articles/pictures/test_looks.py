"""Looks: alike for copies of one picture, apart for different ones."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache
from io import BytesIO
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageEnhance

from articles.pictures.looks import bands, distance, look_of, near
from tests.conftest import SEEDS

ALIKE = 7
PATHS = sorted((SEEDS / "photos").iterdir())
LOOKS = st.integers(0, 2**64 - 1)


@cache
def opened(path: object) -> Image.Image:
    return Image.open(path).convert("RGB")  # type: ignore[arg-type]


def seen(picture: Image.Image) -> int:
    look = look_of(picture)
    assert look is not None
    return look


@cache
def drawn(seed: int) -> Image.Image:
    """A scene: a sky that grows paler, ground, and some houses."""
    dice = random.Random(seed)  # noqa: S311
    scene = Image.linear_gradient("L").resize((600, 400)).convert("RGB")
    pen = ImageDraw.Draw(scene)
    pen.rectangle((0, dice.randrange(200, 350), 600, 400), fill="#354a21")
    for _house in range(5):
        left, top = dice.randrange(550), dice.randrange(300)
        colour = tuple(dice.randrange(256) for _band in range(3))
        pen.rectangle((left, top, left + dice.randrange(40, 200), 390), fill=colour)
    return scene


def compressed(picture: Image.Image) -> Image.Image:
    out = BytesIO()
    picture.save(out, "JPEG", quality=40)
    return Image.open(BytesIO(out.getvalue()))


def trimmed(picture: Image.Image) -> Image.Image:
    width, height = picture.size
    return picture.crop((width // 100, height // 100, width, height))


def trimmed_below(picture: Image.Image) -> Image.Image:
    width, height = picture.size
    return picture.crop((0, 0, width - width // 100, height - height // 100))


def smaller(picture: Image.Image) -> Image.Image:
    return picture.resize((picture.width // 3, picture.height // 3), Image.Resampling.LANCZOS)


def brighter(picture: Image.Image) -> Image.Image:
    return ImageEnhance.Brightness(picture).enhance(1.15)


def passed_on(picture: Image.Image) -> Image.Image:
    """What a messenger makes of a picture that somebody cut."""
    return compressed(smaller(trimmed(picture)))


@pytest.mark.parametrize(
    "again", [compressed, trimmed, trimmed_below, smaller, brighter, passed_on]
)
def test_a_copy_looks_alike(again: Callable[[Image.Image], Image.Image]) -> None:
    scenes = [*map(opened, PATHS), *map(drawn, range(20))]
    assert max(distance(seen(scene), seen(again(scene))) for scene in scenes) <= ALIKE


def test_different_pictures_look_different() -> None:
    looks = {path.name: seen(opened(path)) for path in PATHS}
    looks |= {str(seed): seen(drawn(seed)) for seed in range(20)}
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

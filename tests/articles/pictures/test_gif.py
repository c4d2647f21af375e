"""The frames of a GIF: as many as Pillow finds, and as large as they are."""

from __future__ import annotations

import random
from io import BytesIO

import pytest
from PIL import Image

from articles.pictures.gif import frames
from tests.articles.pictures.corpus import SIZE, gif, saved
from tests.articles.pictures.corpus import frames as moving

SMALL = b",\0\0\0\0\1\0\1\0\0\2\2\x44\1\0"
COMMENT = b"!\xfe\3abc\2de\0"
CONTROL = b"!\xf9\4\0\x0a\0\0\0"
#: Pillow goes on behind the first block of an extension, though it is empty.
EMPTY = b"!\xf9\0\3xyz\0"
EMPTY_COMMENT = b"!\xfe\0"
TOLD_OF = b"!\xfe\x0f" + SMALL + b"\0"


def pillow_counts(raw: bytes) -> int:
    with Image.open(BytesIO(raw), formats=("GIF",)) as picture:
        return picture.n_frames


@pytest.mark.parametrize("raw", [b"", b"GIF89a", b"GIF89a\5\0\5\0\x87\0\0", gif()])
def test_a_file_without_a_frame_has_none(raw: bytes) -> None:
    assert list(frames(raw)) == []


@pytest.mark.parametrize(
    "between", [b"", COMMENT, CONTROL, EMPTY, EMPTY_COMMENT, TOLD_OF, b"\0\0x", COMMENT + CONTROL]
)
def test_what_stands_between_frames_hides_none(between: bytes) -> None:
    raw = gif(0, 0, 5, 5)[:-1] + between + SMALL + between + SMALL + b";" + SMALL
    assert len(list(frames(raw))) == pillow_counts(raw) == 3


def test_a_frame_tells_where_it_lies_and_how_large_it_is() -> None:
    assert list(frames(gif(1, 2, 300, 65_535))) == [(1, 2, 300, 65_535)]


@pytest.mark.parametrize("raw", [saved("GIF", "P"), moving("GIF", 7)], ids=["still", "moving"])
def test_the_frames_of_a_good_file_are_those_that_pillow_finds(raw: bytes) -> None:
    found = list(frames(raw))
    assert len(found) == pillow_counts(raw)
    assert found[0] == (0, 0, *SIZE)


def test_of_a_damaged_file_no_fewer_frames_are_found_than_pillow_finds() -> None:
    whole, dice = moving("GIF", 5), random.Random(5)  # noqa: S311
    for _turn in range(300):
        raw = bytearray(whole)
        for _hit in range(dice.choice((1, 3, 20))):
            raw[dice.randrange(13, len(raw))] = dice.randrange(256)
        found = len(list(frames(bytes(raw))))
        try:
            counted = pillow_counts(bytes(raw))
        except (OSError, IndexError, ValueError, Image.DecompressionBombError):
            continue
        assert found >= counted

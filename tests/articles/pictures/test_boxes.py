"""How large the pictures in a HEIC or AVIF are, whatever it says of itself."""

from __future__ import annotations

import random
import struct
from io import BytesIO

import pytest
from PIL import Image

from articles.pictures.boxes import Bits, coded_size, sizes
from tests.articles.pictures.corpus import SIZE, declared, drawn, frames, saved

#: The last fields of a sequence header (AV1, section 5.5.1), of 1920 by 1080; each with its bits.
SIDES = [(10, 4), (10, 4), (1919, 11), (1079, 11)]
#: The profile; that it is a still, with the short header; and the level.
SHORT = [(0, 3), (1, 1), (1, 1), (0, 5), *SIDES]
#: All that may stand before the sides instead: timing, a model of the decoder, delays, and two
#: operating points, of which the first is of a level that has tiers.
TIMING = [(1, 1), (1, 32), (25, 32), (1, 1), (5, 5), (1, 1), (9, 5), (1, 32), (9, 5), (9, 5)]
POINTS = [(1, 1), (1, 5), (0, 12), (8, 5), (1, 1), (1, 1), (0, 21), (1, 1), (3, 4)]
FULL = [(0, 3), (0, 1), (0, 1), *TIMING, *POINTS, (0, 12), (4, 5), (0, 1), (0, 1), *SIDES]


def packed(fields: list[tuple[int, int]]) -> bytes:
    bits = "".join(f"{value:0{width}b}" for value, width in fields)
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8)


def unit(kind: int, body: bytes) -> bytes:
    return bytes([kind << 3 | 2, len(body)]) + body


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(body), kind) + body


def test_bits_behind_the_end_are_refused() -> None:
    bits = Bits(b"\xa5")
    assert (bits.take(3), bits.take(5)) == (5, 5)
    with pytest.raises(EOFError):
        bits.take(1)


@pytest.mark.parametrize("junk", [b"", b"\n", b"Exif\0\0", b"<x:xmpmeta>", b"II*\0", b'{"a":1}'])
def test_what_is_no_picture_has_no_size(junk: bytes) -> None:
    assert coded_size(junk) is None


@pytest.mark.parametrize("header", [SHORT, FULL], ids=["short", "full"])
@pytest.mark.parametrize("before", [b"", unit(2, b""), unit(2, b"") + unit(5, bytes(9))])
def test_the_header_of_a_coded_picture_tells_its_size(
    header: list[tuple[int, int]], before: bytes
) -> None:
    assert coded_size(before + unit(1, packed(header)) + bytes(20)) == (1920, 1080)


@pytest.mark.parametrize(
    "raw",
    [saved("AVIF"), saved("AVIF", "RGBA"), frames("AVIF"), saved("AVIF", subsampling="4:4:4")],
    ids=["still", "transparent", "moving", "fine"],
)
def test_an_avif_cannot_hide_how_large_it_was_coded(raw: bytes) -> None:
    """What it declares is made smaller than what is coded, which must still be found."""
    assert set(sizes(raw)) == {SIZE}
    assert SIZE in set(sizes(raw.replace(struct.pack(">II", *SIZE), struct.pack(">II", 16, 16))))


def test_tiles_of_a_heic_are_measured_too() -> None:
    raw = saved("HEIF", size=(300, 200), tile_size=64)
    assert set(sizes(raw)) == {(300, 200), (64, 64)}


def test_transparency_that_boasts_is_measured_too() -> None:
    out = BytesIO()
    drawn("RGBA").save(out, "HEIF")
    assert (30_000, 30_000) in set(sizes(declared(out.getvalue(), 30_000, 30_000)))


def test_a_picture_that_reaches_beyond_the_file_is_refused() -> None:
    raw = saved("HEIF", size=(300, 200), tile_size=64)
    with pytest.raises(EOFError):
        list(sizes(raw[:-1]))


@pytest.mark.parametrize("version", [0, 1, 2])
def test_pieces_of_a_picture_are_read_as_one(version: int) -> None:
    """The header of the picture is cut in two, and the places count from a base."""
    coded = unit(1, packed(SHORT))
    wide = ">I" if version == 2 else ">H"
    item = struct.pack(wide, 1) + (b"\0\0" if version else b"") + b"\0\0" + struct.pack(">I", 8)
    item += struct.pack(">H4I", 2, 0, 3, 3, len(coded) - 3)
    places = bytes([version, 0, 0, 0, 0x44, 0x40]) + struct.pack(wide, 1) + item
    meta = box(b"meta", bytes(4) + box(b"iloc", places))
    assert list(sizes(box(b"mdat", coded) + meta)) == [(1920, 1080)]


def test_a_picture_among_the_boxes_is_measured_too() -> None:
    coded = unit(1, packed(SHORT))
    item = struct.pack(">4H2I", 1, 1, 0, 1, 0, len(coded))
    places = bytes([1, 0, 0, 0, 0x44, 0x00]) + struct.pack(">H", 1) + item
    meta = box(b"meta", bytes(4) + box(b"iloc", places) + box(b"idat", coded))
    assert list(sizes(meta)) == [(1920, 1080)]


@pytest.mark.parametrize("kind", ["AVIF", "HEIF"])
def test_no_damage_keeps_the_boxes_from_coming_to_an_end(kind: str) -> None:
    whole, dice = saved(kind), random.Random(kind)  # noqa: S311
    for _turn in range(300):
        raw = bytearray(whole)
        for _hit in range(dice.choice((1, 3, 20))):
            raw[dice.randrange(min(len(raw), 600))] = dice.randrange(256)
        try:
            found = list(sizes(bytes(raw)))
        except EOFError:
            continue
        assert len(found) < 100


def test_every_size_is_one_that_pillow_finds() -> None:
    raw = saved("AVIF", size=(321, 123))
    with Image.open(BytesIO(raw)) as picture:
        assert set(sizes(raw)) == {picture.size}

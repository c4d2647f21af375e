"""Picture files from anywhere: each is accepted or refused as listed, and the process survives."""

from __future__ import annotations

import random
import struct
import tempfile
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PIL.AvifImagePlugin import AvifImageFile

from articles.pictures import opening
from articles.pictures.opening import BadPhoto, clean_name, open_picture
from articles.pictures.words import Words
from tests.articles.pictures.corpus import (
    BAD,
    GOOD,
    SIZE,
    chunk,
    coloured_png,
    declared,
    frames,
    gif,
    of_scans,
    oriented,
    png,
    saved,
    tiff,
)

REACH = (480, 480)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a temporary file would lie, if one was made."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture(autouse=True)
def english(settings: Any) -> None:
    settings.LANGUAGE_CODE = "en"


# Refused


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_by_name_and_leaves_nothing(case: str, own_folder: Path) -> None:
    name, made, word = BAD[case]
    with pytest.raises(BadPhoto) as refused:
        open_picture(made(), name, reach=REACH)
    assert str(refused.value).startswith(name)
    assert word in str(refused.value)
    assert list(own_folder.iterdir()) == []


def test_a_file_with_too_many_bytes_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "open", None)
    with pytest.raises(BadPhoto, match="40 MB"):
        open_picture(bytes(opening.MAX_BYTES + 1), "a.jpg", reach=REACH)


def test_a_camera_s_raw_file_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "open", None)
    with pytest.raises(BadPhoto, match=r"^a\.Cr2 is a camera's raw file"):
        open_picture(saved("JPEG"), "C:\\a.Cr2", reach=REACH)


def test_an_avif_that_was_coded_larger_than_it_says_is_refused_before_it_is_decoded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    small = declared(saved("AVIF"), 10, 10)
    monkeypatch.setattr(opening, "MAX_PIXELS", SIZE[0] * SIZE[1] - 1)
    monkeypatch.setattr(AvifImageFile, "load", None)
    with pytest.raises(BadPhoto, match="60 megapixels"):
        open_picture(small, "a.avif", reach=REACH)


def test_as_many_scans_as_are_allowed_are_taken() -> None:
    open_picture(of_scans(opening.MAX_SCANS), "a.jpg", reach=REACH)
    with pytest.raises(BadPhoto):
        open_picture(of_scans(opening.MAX_SCANS + 1), "a.jpg", reach=REACH)


@pytest.mark.parametrize("case", GOOD)
def test_a_file_that_was_cut_is_refused_or_lost_nothing_that_is_seen(case: str) -> None:
    name, made, _format = GOOD[case]
    raw = made()
    whole = open_picture(raw, name, reach=REACH).picture.tobytes()
    for cut in range(0, len(raw), max(1, len(raw) // 40)):
        try:
            opened = open_picture(raw[:cut], name, reach=REACH)
        except BadPhoto:
            continue
        assert opened.picture.tobytes() == whole


def test_a_picture_that_breaks_while_it_is_decoded_is_refused() -> None:
    whole = saved("AVIF")
    at = whole.index(b"mdat") + 8
    with pytest.raises(BadPhoto):
        open_picture(whole[:at] + b"\xff" * (len(whole) - at), "x.avif", reach=REACH)


@pytest.mark.parametrize("case", GOOD)
def test_no_damage_to_a_file_costs_the_process(case: str) -> None:
    """Bytes turned over and cut away, in places that are the same in each run."""
    name, made, _format = GOOD[case]
    whole, dice = made(), random.Random(case)  # noqa: S311
    for _turn in range(30):
        raw = bytearray(whole)
        for _hit in range(dice.choice((1, 3, 20))):
            raw[dice.randrange(len(raw))] = dice.randrange(256)
        cut = dice.choice((len(raw), dice.randrange(len(raw))))
        try:
            opened = open_picture(bytes(raw[:cut]), name, reach=REACH)
        except BadPhoto:
            continue
        assert opened.picture.mode == "RGB"


# Taken


@pytest.mark.parametrize("case", GOOD)
def test_a_good_file_is_taken_as_what_it_is(case: str, own_folder: Path) -> None:
    name, made, kind = GOOD[case]
    opened = open_picture(made(), name, reach=REACH)
    assert opened.format == kind
    assert (opened.picture.mode, opened.picture.info) == ("RGB", {})
    assert opened.is_animated == ("moving" in case)
    assert list(own_folder.iterdir()) == []


def test_the_corpus_has_every_kind_that_is_accepted() -> None:
    assert {kind for _name, _made, kind in GOOD.values()} == set(opening.KINDS.values())


def test_a_large_jpeg_is_decoded_no_larger_than_needed() -> None:
    opened = open_picture(saved("JPEG", size=(4000, 2600)), "a.jpg", reach=(480, 480))
    assert (opened.width, opened.height) == (4000, 2600)
    assert opened.picture.size == (1000, 650)


@pytest.mark.parametrize("reach", [(2000, 500), (500, 2000), (900, 900)])
def test_a_jpeg_on_its_side_is_decoded_as_large_as_needed(reach: tuple[int, int]) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    opened = open_picture(saved("JPEG", size=(4000, 2600), exif=exif), "a.jpg", reach=reach)
    assert opened.picture.width >= reach[0]
    assert opened.picture.height >= reach[1]


@pytest.mark.parametrize(("name", "format"), [("a.png", "PNG"), ("a.tif", "TIFF")])
def test_a_large_picture_of_another_kind_is_made_smaller(name: str, format: str) -> None:
    opened = open_picture(saved(format, size=(2000, 1000)), name, reach=(200, 200))
    assert (opened.width, opened.height) == (2000, 1000)
    assert opened.picture.size == (1000, 500)


@pytest.mark.parametrize("orientation", range(11))
@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("a.jpg", "JPEG"),
        ("a.png", "PNG"),
        ("a.webp", "WEBP"),
        ("a.avif", "AVIF"),
        ("a.tif", "TIFF"),
    ],
)
def test_the_size_of_a_turned_picture_is_the_size_that_readers_see(
    name: str, format: str, orientation: int
) -> None:
    opened = open_picture(oriented(format, orientation), name, reach=REACH)
    turned = 5 <= orientation <= 8
    assert (opened.width, opened.height) == (SIZE[::-1] if turned else SIZE)
    assert opened.picture.size == (opened.width, opened.height)


def test_an_orientation_that_stands_behind_the_pixels_of_a_png_counts() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    raw = saved("PNG")
    late = raw[:-12] + chunk(b"eXIf", exif.tobytes().removeprefix(b"Exif\0\0")) + raw[-12:]
    opened = open_picture(late, "a.png", reach=REACH)
    assert (opened.width, opened.height) == opened.picture.size == SIZE[::-1]


@pytest.mark.parametrize(
    "exif",
    [
        b"garbage",
        b"MM\0*\xff\xff\xff\xff",
        b"MM\0*\0\0\0\x08\xff\xff",
        b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x02\0\0\0\x04abcd\0\0\0\0",
    ],
)
def test_a_broken_orientation_does_not_cost_the_picture(exif: bytes) -> None:
    raw = saved("JPEG", exif=b"Exif\0\0" + exif)
    assert open_picture(raw, "a.jpg", reach=REACH).width == SIZE[0]


@pytest.mark.parametrize("order", ["<", ">"])
def test_sixteen_bits_of_grey_keep_their_levels(order: str) -> None:
    levels = struct.pack(order + "64H", *[0x4040] * 64)
    shown = open_picture(tiff(levels, order, t258=16), "x.tif", reach=REACH).picture
    assert shown.getpixel((4, 4)) == (64, 64, 64)


def test_sixteen_bits_of_colour_keep_their_levels() -> None:
    shown = open_picture(coloured_png(), "x.png", reach=REACH).picture
    assert shown.getpixel((4, 4)) == (128, 64, 255)


@pytest.mark.parametrize(
    ("monkey", "value"), [("MAX_FRAMES", 2), ("MAX_MOVING_PIXELS", 3 * SIZE[0] * SIZE[1] - 1)]
)
def test_a_picture_that_moves_too_much_is_kept_as_a_still(
    monkey: str, value: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert open_picture(frames("GIF"), "a.gif", reach=REACH).is_animated
    monkeypatch.setattr(opening, monkey, value)
    assert not open_picture(frames("GIF"), "a.gif", reach=REACH).is_animated


@pytest.mark.parametrize("side", [8_000, 30_000])
def test_a_gif_that_grows_behind_its_first_frame_is_kept_as_a_still(side: int) -> None:
    far = gif(0, 0, 1, 1)[:-1] + gif(side, side, 1, 1)[19:]
    opened = open_picture(far, "a.gif", reach=REACH)
    assert (opened.width, opened.height, opened.is_animated) == (5, 5, False)
    near = gif(0, 0, 1, 1)[:-1] + gif(300, 300, 1, 1)[19:]
    assert open_picture(near, "a.gif", reach=REACH).is_animated


def test_a_bomb_in_a_folder_of_pictures_has_no_words(tmp_path: Path) -> None:
    path = tmp_path / "x.png"
    path.write_bytes(png(60_000, 60_000, pixels=b"-"))
    with pytest.raises(BadPhoto):
        opening.words_of(path)


def test_a_file_in_a_folder_is_refused_by_its_clean_name(tmp_path: Path) -> None:
    path = tmp_path / "a\u202eb.jpg"
    path.write_bytes(b"\xff\xd8\xff" + bytes(20))
    with pytest.raises(BadPhoto, match=r"^ab\.jpg is damaged"):
        opening.words_of(path)


def test_a_file_in_a_folder_that_is_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.jpg"
    path.write_bytes(saved("JPEG"))
    monkeypatch.setattr(opening, "MAX_BYTES", path.stat().st_size - 1)
    with pytest.raises(BadPhoto, match="40 MB"):
        opening.words_of(path)


def test_words_are_read_without_decoding(tmp_path: Path) -> None:
    path = tmp_path / "x.jpg"
    path.write_bytes(saved("JPEG")[:-400])
    assert isinstance(opening.words_of(path), Words)


# Names


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("a.jpg", "a.jpg"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("C:\\照片\\桥.jpg", "桥.jpg"),
        ("a\x00b\nc.jpg", "abc.jpg"),
        ("\u202egpj.exe", "gpj.exe"),
        ("字" * 300 + ".jpeg", "字" * 195 + ".jpeg"),
        ("", "-"),
        ("..", "-"),
        ("/", "-"),
        (" \u200b ", "-"),
        ("a\u061cb\u2069\u00ad.jpg", "ab.jpg"),
        ("\udce5\udc9b.jpg", ".jpg"),
        ("x." + "y" * 400, "x." + "y" * 186 + "." + "y" * 11),
    ],
)
def test_a_name_is_its_last_part_without_what_cannot_be_seen(name: str, clean: str) -> None:
    assert clean_name(name) == clean

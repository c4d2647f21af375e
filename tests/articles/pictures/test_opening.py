"""Picture files from anywhere: each is accepted or refused as listed, and the process survives."""

from __future__ import annotations

import random
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from articles.pictures import opening
from articles.pictures.opening import BadPhoto, clean_name, open_picture
from articles.pictures.words import Words
from tests.articles.pictures.corpus import BAD, GOOD, SIZE, frames, png, saved

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


def test_a_picture_that_breaks_while_it_is_decoded_is_refused() -> None:
    whole = saved("AVIF")
    at = whole.index(b"mdat") + 8
    with pytest.raises(BadPhoto):
        open_picture(whole[:at] + b"\xff" * (len(whole) - at), "x.avif", reach=REACH)


@pytest.mark.parametrize("kind", [name for name in GOOD if "," not in name])
def test_no_damage_to_a_file_costs_the_process(kind: str) -> None:
    """Bytes turned over and cut away, in places that are the same in each run."""
    name, made, _format = GOOD[kind]
    whole, dice = made(), random.Random(kind)  # noqa: S311
    for _turn in range(60):
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


@pytest.mark.parametrize("orientation", range(11))
def test_the_size_of_a_turned_picture_is_the_size_that_readers_see(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    opened = open_picture(saved("JPEG", exif=exif), "a.jpg", reach=REACH)
    turned = 5 <= orientation <= 8
    assert (opened.width, opened.height) == (SIZE[::-1] if turned else SIZE)
    assert opened.picture.size == (opened.width, opened.height)


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


@pytest.mark.parametrize(
    ("monkey", "value"), [("MAX_FRAMES", 2), ("MAX_MOVING_PIXELS", 3 * SIZE[0] * SIZE[1] - 1)]
)
def test_a_picture_that_moves_too_much_is_kept_as_a_still(
    monkey: str, value: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert open_picture(frames("GIF"), "a.gif", reach=REACH).is_animated
    monkeypatch.setattr(opening, monkey, value)
    assert not open_picture(frames("GIF"), "a.gif", reach=REACH).is_animated


def test_a_bomb_in_a_folder_of_pictures_has_no_words(tmp_path: Path) -> None:
    path = tmp_path / "x.png"
    path.write_bytes(png(60_000, 60_000, pixels=b"-"))
    with pytest.raises(BadPhoto):
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
    ],
)
def test_a_name_is_its_last_part_without_what_cannot_be_seen(name: str, clean: str) -> None:
    assert clean_name(name) == clean


def test_sixteen_bits_of_grey_keep_their_levels() -> None:
    out = BytesIO()
    Image.new("I;16", (8, 8), 0x8080).save(out, "PNG")
    shown = open_picture(out.getvalue(), "x.png", reach=REACH).picture
    assert shown.getpixel((4, 4)) == (128, 128, 128)

"""EXIF is said to be ASCII; it is read as what cameras, Windows and telephones put there."""

from __future__ import annotations

import struct
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from PIL import TiffImagePlugin

from articles.pictures import exif, words
from articles.pictures.words import Words
from tests.articles.pictures.records import (
    ASCII,
    BYTE,
    UNDEFINED,
    Tags,
    exif_block,
    opened,
    picture,
    png,
    with_exif,
    words_in,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
DESCRIPTION = {exif.DESCRIPTION: (ASCII, "市民在排队\0".encode())}


def wide(text: str) -> tuple[int, bytes]:
    return BYTE, text.encode("utf-16-le") + b"\0\0"


@pytest.mark.parametrize(
    "block",
    [
        b"",
        b"Exif\0\0",
        b"garbage!",
        b"MM\0*",
        b"MM\0*\xff\xff\xff\xff",
        b"MM\0*\0\0\0\x08\xff\xff",
        b"MM\0*\0\0\0\x08\0\x01\x01\x0e\0\x02\xff\xff\xff\xff\0\0\0\0",
        b"MM\0*\0\0\0\x08\0\x01\x01\x0e\0\x05\0\0\0\x04\0\0\0\0",
        b"MM\0*\0\0\0\x08\0\x01\x87\x69\0\x04\0\0\0\x01\0\0\0\x08\0\0\0\0",
        b"MM\0*\0\0\0\x08\0\x01\x87\x69\0\x01\0\0\0\x01\0\0\0\x08\0\0\0\0",
    ],
    ids=["none", "name", "text", "head", "far", "count", "long", "type", "loop", "pointer"],
)
def test_a_broken_block_costs_nothing(block: bytes) -> None:
    assert words_in(png((b"eXIf", block))) == Words()
    assert words_in(picture("WEBP", exif=block)) == Words()


def test_a_broken_second_directory_leaves_the_first() -> None:
    pointer = b"\x87\x69\0\4\0\0\0\1"
    before, _, behind = exif_block(DESCRIPTION, {}).partition(pointer)
    block = before + pointer + b"\xff" * 4 + behind[4:]
    assert words_in(picture(exif=block)).caption == "市民在排队"


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_every_tag_arrives(encoding: str, order: str) -> None:
    first: Tags = {
        exif.DESCRIPTION: (ASCII, "市民在排队".encode(encoding) + b"\0"),
        exif.ARTIST: (ASCII, "何苗; 张三".encode(encoding) + b"\0"),
        exif.COPYRIGHT: (ASCII, "何苗\0成都晚报社\0".encode(encoding)),
        exif.XP_TITLE: wide("图书馆开馆"),
        exif.XP_KEYWORDS: wide("图书馆;成都"),
    }
    deeper = {exif.TAKEN: (ASCII, b"2024:09:01 08:30:00\0"), exif.OFFSET: (ASCII, b"+09:00\0")}
    assert words_in(with_exif(first, deeper, order)) == Words(
        headline="图书馆开馆",
        caption="市民在排队",
        byline="何苗、张三",
        copyright="何苗、成都晚报社",
        keywords=("图书馆", "成都"),
        taken_at=datetime(2024, 9, 1, 7, 30, tzinfo=SHANGHAI),
    )


@pytest.mark.parametrize(
    "tags",
    [
        {exif.XP_COMMENT: wide("市民在排队")},
        {exif.XP_SUBJECT: wide("市民在排队")},
        {exif.DESCRIPTION: (ASCII, b"SONY DSC\0"), exif.XP_COMMENT: wide("市民在排队")},
        {
            exif.XP_TITLE: wide("开馆"),
            exif.DESCRIPTION: (ASCII, "开馆".encode()),
            exif.XP_COMMENT: wide("市民在排队"),
        },
    ],
    ids=["comment", "subject", "camera", "windows"],
)
def test_windows_may_have_the_caption(tags: Tags) -> None:
    assert words_in(with_exif(tags)).caption == "市民在排队"


def test_windows_may_have_the_name() -> None:
    assert words_in(with_exif({exif.XP_AUTHOR: wide("何苗;张三")})).byline == "何苗、张三"


def test_the_name_of_the_block_may_stand_there_twice() -> None:
    file = opened(png((b"eXIf", exif_block(DESCRIPTION))))
    assert file.info["exif"].startswith(b"Exif\0\0Exif\0\0")
    assert words.read(file).caption == "市民在排队"


@pytest.mark.parametrize(
    ("value", "caption"),
    [
        (b"ASCII\0\0\0at noon\0\0\0", "at noon"),
        (b"ASCII\0\0\0" + "市民".encode("gb18030"), "市民"),
        (bytes(8) + "市民".encode(), "市民"),
        (b"UNICODE\0" + "市民在排队".encode("utf-16-le"), "市民在排队"),
        (b"UNICODE\0" + "市民在排队".encode("utf-16-be"), "市民在排队"),
        (b"UNICODE\0" + "at noon".encode("utf-16-le"), "at noon"),
        (b"UNICODE\0" + "at noon".encode("utf-16-be"), "at noon"),
        (b"UNICODE\0" + "市民".encode("utf-16"), "市民"),
        (b"JIS\0\0\0\0\0at noon", ""),
        (b"ASCII", ""),
        (b"at noon and later", ""),
    ],
)
def test_a_comment_is_read_by_its_code(value: bytes, caption: str) -> None:
    assert words_in(with_exif({}, {exif.COMMENT: (UNDEFINED, value)})).caption == caption


@pytest.mark.parametrize("offset", [b"   :  ", b"", b"+", b"+09:00:00:00", b"\xff\xff"])
def test_an_offset_that_is_none_leaves_the_time(offset: bytes) -> None:
    deeper = {exif.TAKEN: (ASCII, b"2024:09:01 08:30:00 \0"), exif.OFFSET: (ASCII, offset + b"\0")}
    found = words_in(with_exif({}, deeper))
    assert found.taken_at == datetime(2024, 9, 1, 8, 30, tzinfo=SHANGHAI)


@pytest.mark.parametrize("format", ["JPEG", "WEBP", "AVIF", "PNG"])
def test_each_format_that_carries_it_is_read(format: str) -> None:
    assert words_in(picture(format, exif=exif_block(DESCRIPTION))).caption == "市民在排队"


def test_a_png_may_have_it_behind_the_pixels() -> None:
    raw = png(late=((b"eXIf", exif_block(DESCRIPTION).removeprefix(b"Exif\0\0")),))
    assert words_in(raw).caption == "市民在排队"


def test_a_tiff_file_is_one_itself() -> None:
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[exif.DESCRIPTION] = "市民在排队".encode("gb18030")
    tags.tagtype[exif.DESCRIPTION] = ASCII
    raw = picture("TIFF", tiffinfo=tags)
    file = opened(raw)
    assert words.read(file).caption == "市民在排队"
    file.load()
    assert file.getpixel((0, 0)) == (0, 128, 128)


def test_where_the_camera_stood_is_not_read() -> None:
    block = exif_block(DESCRIPTION | {0x8825: (4, struct.pack(">L", 8))})
    assert words_in(picture(exif=block)) == Words(caption="市民在排队")

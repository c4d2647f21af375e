"""IPTC is read dataset by dataset, in the encoding that it says or shows."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from PIL import TiffImagePlugin

from articles.pictures import iptc
from articles.pictures.words import Words
from tests.articles.pictures.records import UTF8, iim, picture, png, with_iptc, words_in


@pytest.mark.parametrize(
    "block",
    [
        b"",
        b"\0" * 64,
        b"\x1c\x02",
        b"\x1c\x02\x69\0\x09short",
        b"\x1c\x02\x69\x80\x04\xff\xff\xff\xff",
        b"\x1c\x02\x69\xff\xff" + b"\xff" * 64,
        b"\x1c\x02\x69\x80\0",
        b"\x1d\x02\x69\0\x05title",
    ],
    ids=["none", "zeros", "head", "short", "long", "no length", "zero length", "no tag"],
)
def test_a_broken_record_says_nothing(block: bytes) -> None:
    assert not any(map("".join, iptc.read(block).values()))


def test_what_stands_before_the_break_is_read() -> None:
    block = iim((2, 105, b"title")) + b"\x1c\x02\x78\x0f\xffcaption"
    assert iptc.read(block) == {"headline": ["title"]}


def test_a_long_value_says_its_length_in_more_bytes() -> None:
    block = b"\x1c\x02\x78\x80\x04" + (40_000).to_bytes(4, "big") + b"x" * 40_000
    assert iptc.read(block) == {"caption": ["x" * 40_000]}


EVERYTHING = (
    ((2, 105), "图书馆开馆"),
    ((2, 120), "九月一日，市民在新馆前排队。"),
    ((2, 80), "何苗"),
    ((2, 80), "张三"),
    ((2, 110), "本报"),
    ((2, 116), "成都晚报社"),
    ((2, 25), "图书馆"),
    ((2, 25), "成都"),
    ((2, 90), "成都市"),
    ((2, 92), "天府广场"),
    ((2, 95), "四川省"),
    ((2, 101), "中国"),
    ((2, 55), "20240901"),
    ((2, 60), "083000+0900"),
)


@pytest.mark.parametrize(
    ("encoding", "before"), [("gb18030", ()), ("utf-8", ()), ("utf-8", (UTF8,))]
)
def test_every_dataset_arrives(encoding: str, before: tuple[tuple[int, int, bytes], ...]) -> None:
    datasets = [(*place, text.encode(encoding)) for place, text in EVERYTHING]
    assert words_in(with_iptc(*before, *datasets)) == Words(
        headline="图书馆开馆",
        caption="九月一日，市民在新馆前排队。",
        byline="何苗、张三",
        credit="本报",
        copyright="成都晚报社",
        keywords=("图书馆", "成都"),
        place="中国 四川省 成都市 天府广场",
        taken_at=datetime(2024, 9, 1, 7, 30, tzinfo=ZoneInfo("Asia/Shanghai")),
    )


def test_a_record_that_says_utf8_wrongly_is_read_all_the_same() -> None:
    raw = with_iptc(UTF8, (2, 120, "市民在新馆前排队".encode("gb18030")))
    assert words_in(raw).caption == "市民在新馆前排队"


def test_what_is_declared_utf8_is_not_doubted() -> None:
    datasets = (2, 105, "ҺҺ".encode()), (2, 120, "市民在新馆前排队".encode("gb18030"))
    assert iptc.read(iim(UTF8, *datasets))["headline"] == ["ҺҺ"]
    assert iptc.read(iim(*datasets))["headline"] == ["液液"]


@pytest.mark.parametrize("kind", [1, 7])
def test_a_tiff_file_has_it_in_a_tag(kind: int) -> None:
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[0x83BB] = iim((2, 120, "说明".encode("gb18030")))
    tags.tagtype[0x83BB] = kind
    assert words_in(picture("TIFF", tiffinfo=tags)).caption == "说明"


def test_a_png_file_has_it_in_hex() -> None:
    block = b"8BIM\x04\x04\0\0\0\0\0\x09" + iim((2, 120, b"noon"))
    text = b"Raw profile type iptc\0\niptc\n      21\n" + block.hex().encode() + b"\n"
    assert words_in(png((b"tEXt", text))).caption == "noon"
    assert words_in(png((b"tEXt", text.replace(b"\n1c", b"\nxx") + b"x"))) == Words()

"""XMP is read in all the shapes that programs write, and in every format that carries it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pillow_heif
import pytest

from articles.pictures import words, xmp
from articles.pictures.words import Words
from tests.articles.pictures.records import (
    opened,
    packet,
    picture,
    png,
    with_xmp,
    words_in,
    xmp_chunk,
)

HEADLINE = packet(attributes='photoshop:Headline="图书馆开馆"')


@pytest.mark.parametrize(
    "elements",
    [
        "<dc:Headline>no</dc:Headline>",
        "<photoshop:Headline>   </photoshop:Headline>",
        "<photoshop:Headline/>",
        "<x:History><photoshop:Headline>no</photoshop:Headline></x:History>",
        "<photoshop:Headline xmlns:photoshop='urn:other'>no</photoshop:Headline>",
    ],
    ids=["other space", "blank", "empty", "deeper", "other prefix"],
)
def test_what_is_no_such_property_is_not_read(elements: str) -> None:
    assert words_in(with_xmp(elements)).headline == ""


def test_every_property_arrives_as_an_element() -> None:
    raw = with_xmp(
        "<photoshop:Headline>图书馆开馆</photoshop:Headline>"
        "<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>不用</rdf:li></rdf:Alt></dc:title>"
        "<dc:description><rdf:Alt><rdf:li xml:lang='x-default'>市民 &amp; 馆员"
        "</rdf:li></rdf:Alt></dc:description>"
        "<dc:creator><rdf:Seq><rdf:li>何苗</rdf:li><rdf:li>张三</rdf:li></rdf:Seq></dc:creator>"
        "<photoshop:Credit>本报</photoshop:Credit>"
        "<dc:rights><rdf:Alt><rdf:li>成都晚报社</rdf:li></rdf:Alt></dc:rights>"
        "<dc:subject><rdf:Bag><rdf:li>图书馆</rdf:li><rdf:li>成都</rdf:li></rdf:Bag></dc:subject>"
        "<photoshop:City>成都市</photoshop:City><photoshop:State>四川省</photoshop:State>"
        "<photoshop:Country>中国</photoshop:Country>"
        "<Iptc4xmpCore:Location>天府广场</Iptc4xmpCore:Location>"
        "<photoshop:DateCreated>2024-09-01T08:30:00+09:00</photoshop:DateCreated>"
    )
    assert words_in(raw) == Words(
        headline="图书馆开馆",
        caption="市民 & 馆员",
        byline="何苗、张三",
        credit="本报",
        copyright="成都晚报社",
        keywords=("图书馆", "成都"),
        place="中国 四川省 成都市 天府广场",
        taken_at=datetime(2024, 9, 1, 7, 30, tzinfo=ZoneInfo("Asia/Shanghai")),
    )


def test_every_property_arrives_as_an_attribute() -> None:
    raw = with_xmp(
        attributes='dc:title="图书馆开馆" dc:description="市民" dc:creator="何苗"'
        ' photoshop:Credit="本报" dc:rights="成都晚报社" dc:subject="图书馆，成都"'
        ' photoshop:City="成都市" exif:DateTimeOriginal="2024-09-01T08:30:00"'
    )
    assert words_in(raw) == Words(
        headline="图书馆开馆",
        caption="市民",
        byline="何苗",
        credit="本报",
        copyright="成都晚报社",
        keywords=("图书馆", "成都"),
        place="成都市",
        taken_at=datetime(2024, 9, 1, 8, 30, tzinfo=ZoneInfo("Asia/Shanghai")),
    )


@pytest.mark.parametrize(
    ("inside", "caption"),
    [
        ("市民", "市民"),
        ("<![CDATA[市民]]>", "市民"),
        ("<rdf:Seq><rdf:li/><rdf:li>市民</rdf:li></rdf:Seq>", "市民"),
        ("<rdf:Bag><rdf:li><rdf:Bag><rdf:li>市民</rdf:li></rdf:Bag></rdf:li></rdf:Bag>", "市民"),
        ("<rdf:Description><rdf:value>市民</rdf:value></rdf:Description>", "市民"),
    ],
)
def test_a_text_is_found_however_it_is_nested(inside: str, caption: str) -> None:
    assert words_in(with_xmp(f"<dc:description>{inside}</dc:description>")).caption == caption


@pytest.mark.parametrize(("first", "second"), [("en", "x-default"), ("x-default", "zh-CN")])
def test_of_several_languages_chinese_is_read(first: str, second: str) -> None:
    items = f"<rdf:li xml:lang='{first}'>no</rdf:li><rdf:li xml:lang='{second}'>市民</rdf:li>"
    raw = with_xmp(f"<dc:description><rdf:Alt>{items}</rdf:Alt></dc:description>")
    assert words_in(raw).caption == "市民"


def test_each_item_of_a_list_is_one_text() -> None:
    items = "<rdf:li>何苗</rdf:li> <rdf:li>张三</rdf:li>"
    packed = packet(f"<dc:creator>\n<rdf:Seq>{items}</rdf:Seq>\n</dc:creator>")
    assert xmp.read(packed) == {"byline": ["何苗", "张三"]}


def test_what_stands_beside_the_descriptions_belongs_to_none() -> None:
    raw = packet("<dc:creator>何苗</dc:creator>").replace(
        b"</rdf:RDF>", b"<x:stray>no</x:stray></rdf:RDF>"
    )
    assert xmp.read(raw) == {"byline": ["何苗"]}


def test_several_descriptions_are_one() -> None:
    raw = packet("<photoshop:Credit>本报</photoshop:Credit>").replace(
        b"</rdf:RDF>",
        "<rdf:Description photoshop:Headline='图书馆开馆'/></rdf:RDF>".encode(),
    )
    found = words_in(picture(xmp=raw))
    assert (found.headline, found.credit) == ("图书馆开馆", "本报")


@pytest.mark.parametrize("format", ["JPEG", "WEBP", "AVIF"])
@pytest.mark.parametrize("around", [b"", b"\0", b"\n  \0"])
def test_each_format_that_carries_it_is_read(format: str, around: bytes) -> None:
    raw = picture(format, xmp=HEADLINE + around)
    assert words_in(raw).headline == "图书馆开馆"


def test_tiff_carries_it_in_a_tag() -> None:
    assert words_in(picture("TIFF", tiffinfo={700: HEADLINE})).headline == "图书馆开馆"


def test_heic_carries_it() -> None:
    pillow_heif.register_heif_opener()
    raw = picture("HEIF", xmp=HEADLINE)
    assert words_in(raw).headline == "图书馆开馆"


@pytest.mark.parametrize("is_packed", [False, True])
@pytest.mark.parametrize("place", ["early", "late"])
def test_png_carries_it_before_or_behind_the_pixels(place: str, is_packed: Any) -> None:
    chunk = xmp_chunk(HEADLINE, is_packed=is_packed)
    raw = png(chunk) if place == "early" else png(late=(chunk,))
    assert words_in(raw).headline == "图书馆开馆"


def test_reading_leaves_the_picture_to_be_decoded() -> None:
    file = opened(png(late=(xmp_chunk(HEADLINE),)))
    before = file.fp.tell()
    words.read(file)
    assert file.fp.tell() == before
    file.load()
    assert file.getpixel((0, 0)) == 0
    assert words.read(file).headline == "图书馆开馆"

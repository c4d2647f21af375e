"""Records that mean harm cost neither the picture, nor the other records, nor much work."""

from __future__ import annotations

import struct
import unicodedata
import zlib
from dataclasses import asdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.pictures import exif, png, words, xmp
from articles.pictures.plain import MARK
from articles.pictures.words import Words
from tests.articles.pictures import records
from tests.articles.pictures.records import (
    ASCII,
    UNDEFINED,
    UTF8,
    app13,
    exif_block,
    iim,
    opened,
    packet,
    picture,
    words_in,
    xmp_chunk,
)

TITLE = 'photoshop:Headline="x"'
BOMB = b"<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]>"
OUTSIDE = b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
IN_IPTC = app13(iim(UTF8, (2, 120, "说明".encode())))


def described_by(entity: bytes) -> bytes:
    return packet("<dc:description>@</dc:description>").replace(b"@", entity)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0\0\0",
        b"<",
        b"no XML",
        BOMB + described_by(b"&b;"),
        OUTSIDE + described_by(b"&a;"),
        b"<!DOCTYPE x SYSTEM 'http://127.0.0.1/x.dtd'>" + packet(attributes=TITLE),
        b"<?xml version='1.0' encoding='rot13'?>" + packet(attributes=TITLE),
        b"<?xml version='1.0' encoding='nope'?>" + packet(attributes=TITLE),
        packet(attributes=TITLE).replace(b"</rdf:RDF>", b""),
        packet(attributes=TITLE).replace(b"x:xmpmeta xmlns", b"x:xmpmeta xmlns:rdf='' xmlns"),
        packet(attributes=TITLE).decode().encode("utf-16-le"),
        packet(attributes=f"{TITLE} {TITLE}"),
        packet("<a>" * 5_000 + "</a>" * 5_000, TITLE),
        packet("<a/>" * 30_000, TITLE),
        packet("", TITLE + "".join(f' a{number}=""' for number in range(30_000))),
        packet("", TITLE) + b" " * 1024 * 1024,
    ],
    ids=[
        *("empty", "zeros", "open", "text", "bomb", "file", "dtd", "rot13", "encoding", "unclosed"),
        *("no space", "utf16", "twice", "deep", "many", "attributes", "large"),
    ],
)
def test_a_hostile_packet_counts_as_none(raw: bytes) -> None:
    assert words_in(records.png(xmp_chunk(raw))) == Words()
    with_others = picture("WEBP", xmp=raw, exif=exif_block({exif.DESCRIPTION: (ASCII, b"noon")}))
    assert words_in(with_others) == Words(caption="noon")


def test_a_packet_that_is_no_bytes_counts_as_none() -> None:
    raw = records.png((b"tEXt", b"xmp\0" + packet(attributes=TITLE)), (b"zTXt", b"exif\0\0x"))
    assert words_in(raw) == Words()


def test_a_list_without_end_has_an_end() -> None:
    items = "<rdf:li>x</rdf:li>" * 5_000
    found = xmp.read(packet(f"<dc:subject><rdf:Bag>{items}</rdf:Bag></dc:subject>"))
    assert found == {"keywords": ["x"] * 200}


def test_texts_behind_the_pixels_are_unpacked_no_further_than_to_a_limit() -> None:
    bomb = zlib.compress(bytes(3_000_000))
    chunks = [(b"zTXt", b"%d\0\0" % number + bomb) for number in range(50)]
    file = opened(records.png(late=tuple(chunks))).fp
    file.seek(0)
    info = png.late_info(file)
    assert 0 < sum(map(len, info.values())) <= 1024 * 1024


def test_texts_before_the_pixels_are_left_to_pillow() -> None:
    file = opened(records.png((b"tEXt", b"a\0early"), late=((b"tEXt", b"b\0late"),))).fp
    file.seek(0)
    assert png.late_info(file) == {"b": "late"}


@pytest.mark.parametrize(
    "late",
    [
        (b"zTXt", b"a\0\0garbage"),
        (b"zTXt", b""),
        (b"iTXt", b"a\0\1\0"),
        (b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0garbage"),
        (b"eXIf", b""),
        (b"tEXt", b"photoshop\0x"),
    ],
)
def test_a_broken_text_behind_the_pixels_costs_nothing(late: tuple[bytes, bytes]) -> None:
    raw = records.png(xmp_chunk(packet(attributes=TITLE)), late=(late,))
    assert words_in(raw) == Words(headline="x")
    assert words_in(raw[:-7]) == Words(headline="x")


@pytest.mark.parametrize(
    ("tag", "field"), [(exif.ARTIST, "byline"), (exif.XP_KEYWORDS, "keywords")]
)
def test_a_line_without_end_has_an_end(tag: int, field: str) -> None:
    block = exif_block({tag: (ASCII, "a;a;".encode("utf-16-le") * 50_000)})
    record = exif.record_of(exif.tags_of(block))
    assert 1 <= len(record[field]) <= 4000


def test_directories_that_point_at_each_other_are_read_once() -> None:
    pointer = struct.pack(">L", 8)
    block = exif_block({exif.DESCRIPTION: (ASCII, b"noon"), 0x8769: (4, pointer)})
    assert words_in(picture(exif=block, extra=IN_IPTC)).caption == "说明"
    assert words_in(picture(exif=block)).caption == "noon"


# --- whatever bytes come

REACHABLE = {
    "iptc": (
        iim(UTF8, *((2, n, "图书馆，成都".encode()) for n in (105, 120, 80, 25, 110, 116, 90)))
        + iim((2, 55, b"20240901"), (2, 60, b"083000+0900"))
    ),
    "xmp": packet(
        "<dc:description><rdf:Alt><rdf:li xml:lang='zh'>图书馆</rdf:li></rdf:Alt></dc:description>"
        "<dc:subject><rdf:Bag><rdf:li>图书馆</rdf:li><rdf:li>成都</rdf:li></rdf:Bag></dc:subject>",
        'photoshop:Headline="图书馆" photoshop:DateCreated="2024-09-01T08:30:00+09:00"',
    ),
    "exif": exif_block(
        {
            exif.DESCRIPTION: (ASCII, "图书馆".encode()),
            exif.XP_KEYWORDS: (1, "图书馆;成都".encode("utf-16-le")),
        },
        {
            exif.TAKEN: (ASCII, b"2024:09:01 08:30:00\0"),
            exif.COMMENT: (UNDEFINED, b"UNICODE\0" + "图书馆".encode("utf-16-be")),
        },
    ),
}


def in_a_picture(kind: str, block: bytes) -> bytes:
    if kind == "iptc":
        return picture(extra=app13(block))
    return picture("WEBP", **{kind: block})


def changed(block: bytes, changes: list[tuple[int, bytes]], end: int) -> bytes:
    mutable = bytearray(block)
    for place, value in changes:
        at = place % len(mutable)
        mutable[at : at + len(value)] = value
    return bytes(mutable[: len(mutable) - end % len(mutable)])


def assert_fit_for_a_photo(found: Words) -> None:
    for name, length in words.LENGTHS.items():
        value = asdict(found)[name]
        text = MARK.join(value) if name == "keywords" else value
        assert len(text) <= length
        assert text == text.strip()
        assert not [c for c in text if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"]
        assert not set("\u202a\u202b\u202c\u202d\u202e") & set(text)
        assert name == "caption" or "\n" not in text
    assert found.taken_at is None or found.taken_at.tzinfo is not None


@pytest.mark.parametrize("kind", sorted(REACHABLE))
@settings(deadline=None)
@given(
    changes=st.lists(
        st.tuples(st.integers(0, 5_000), st.binary(min_size=1, max_size=4)), max_size=6
    ),
    end=st.one_of(st.just(0), st.integers(0, 5_000)),
)
def test_a_changed_record_never_breaks_the_reader(
    kind: str, changes: list[tuple[int, bytes]], end: int
) -> None:
    assert_fit_for_a_photo(words_in(in_a_picture(kind, changed(REACHABLE[kind], changes, end))))


@pytest.mark.parametrize("kind", sorted(REACHABLE))
@settings(deadline=None)
@given(block=st.binary(min_size=1, max_size=200))
def test_noise_never_breaks_the_reader(kind: str, block: bytes) -> None:
    assert_fit_for_a_photo(words_in(in_a_picture(kind, block)))


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_of_a_value_give_a_fit_text(value: bytes) -> None:
    numbers = (105, 120, 80, 110, 116, 25, 90, 101, 55, 60)
    assert_fit_for_a_photo(words_in(records.with_iptc(*((2, n, value) for n in numbers))))

"""What goes out with a picture: the words, for every program to read, and nothing else."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import pillow_heif
import pytest
from defusedxml import ElementTree
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from articles.pictures import words
from articles.pictures.labels import Label, iptc_segment, xmp_packet
from articles.pictures.plain import MARK
from articles.pictures.words import Words
from articles.text import split_tags
from tests.articles.pictures.exiftool import needs_exiftool, told, written
from tests.articles.pictures.records import app13, iim, opened, picture, words_in

EMPTY = Label("", "", "", "", "", (), is_ai=False, publisher="", ident="")
LABEL = Label(
    headline="图书馆开馆",
    caption="九月一日，市民在新馆前排队。\n馆员说：“欢迎” & <再来>",
    byline="何苗、张三",
    credit="本报",
    copyright="成都晚报社",
    keywords=("图书馆", "成都"),
    is_ai=False,
    publisher="",
    ident="0a1b",
)
AI_LABEL = replace(LABEL, is_ai=True, publisher='成都"晚报"\\')


def saved(label: Label, format: str = "JPEG") -> bytes:
    extra = {"extra": iptc_segment(label)} if format == "JPEG" else {}
    return picture(format, xmp=xmp_packet(label), **extra)


def label_of(found: Words) -> Label:
    return Label(
        headline=found.headline,
        caption=found.caption,
        byline=found.byline,
        credit=found.credit,
        copyright=found.copyright,
        keywords=found.keywords,
        is_ai=found.is_ai,
        publisher="",
        ident="",
    )


# --- what is not written


def test_without_words_there_is_no_segment() -> None:
    assert iptc_segment(EMPTY) == b""
    assert iptc_segment(replace(EMPTY, caption=" \0\n", keywords=("", " "))) == b""
    assert words_in(saved(EMPTY)) == Words()


def test_what_xml_does_not_allow_is_dropped() -> None:
    label = replace(EMPTY, caption="\0说\x0b明\ud800\ufffe\x1b", keywords=("\x01", "a\x02b"))
    ElementTree.fromstring(xmp_packet(label))
    found = words_in(saved(label))
    assert (found.caption, found.keywords) == ("说\n明", ("ab",))


@pytest.mark.parametrize(
    "text", ["</dc:description><x>", "&amp;&#0;", "]]>", "<?xpacket end='w'?>", "<!--", "'\"><"]
)
def test_no_text_breaks_out_of_its_element(text: str) -> None:
    label = replace(EMPTY, headline=text, caption=text, byline=text, keywords=(text,), credit=text)
    found = words_in(saved(label, "WEBP"))
    assert (found.headline, found.caption, found.byline) == (text, text, text)


@pytest.mark.parametrize("character", ["x", "&", "\u56fe", "\U0001f600", '"', "\\", "\n", "<&"])
def test_a_packet_is_bounded_whatever_comes(character: str) -> None:
    flood = character * 200_000
    label = Label(flood, flood, flood, flood, flood, (flood, *"ab" * 9_000), True, flood, flood)
    packet, segment = xmp_packet(label), iptc_segment(label)
    ElementTree.fromstring(packet)
    assert len(packet) < 60_000
    assert len(segment) < 10_000
    assert opened(saved(label)).size == (16, 16)


def test_a_long_caption_takes_the_room_there_is() -> None:
    packet = xmp_packet(replace(LABEL, caption="图" * 100_000))
    assert 58_990 < len(packet) <= 59_000
    packet.decode()


# --- what is written


def test_the_same_label_gives_the_same_bytes() -> None:
    assert xmp_packet(replace(EMPTY, headline="a<b", byline="c、d", is_ai=True)).decode() == (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"'
        ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"'
        ' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
        ' xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/">'
        '<rdf:RDF><rdf:Description rdf:about="">'
        "<photoshop:Headline>a&lt;b</photoshop:Headline>\n"
        "<dc:creator><rdf:Seq><rdf:li>c</rdf:li><rdf:li>d</rdf:li></rdf:Seq></dc:creator>\n"
        "<Iptc4xmpExt:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/"
        "trainedAlgorithmicMedia</Iptc4xmpExt:DigitalSourceType>\n"
        '<TC260:AIGC>{"Label":"1","ContentProducer":"","ProduceID":"","ReservedCode1":"",'
        '"ContentPropagator":"","PropagateID":"","ReservedCode2":""}</TC260:AIGC>\n'
        '</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'
    )


def test_the_segment_is_framed_as_photoshop_does() -> None:
    for caption in ("odd", "even"):
        segment = iptc_segment(replace(EMPTY, caption=caption))
        record = iim((1, 90, b"\x1b%G"), (2, 0, b"\0\4"), (2, 120, caption.encode()))
        assert segment == app13(record)
        assert len(segment) % 2 == 0


def test_the_datasets_stand_in_their_order() -> None:
    label = Label("h", "c", "b、d", "r", "y", ("k", "l"), is_ai=True, publisher="p", ident="i")
    words_of_it = [(25, b"k"), (25, b"l"), (80, b"b"), (80, b"d"), (105, b"h")]
    words_of_it += [(110, b"r"), (116, b"y"), (120, b"c")]
    datasets = [(2, number, value) for number, value in words_of_it]
    assert iptc_segment(label) == app13(iim((1, 90, b"\x1b%G"), (2, 0, b"\0\4"), *datasets))


@pytest.mark.parametrize(
    ("field", "number", "size"),
    [("headline", 105, 256), ("caption", 120, 2000), ("credit", 110, 32), ("copyright", 116, 128)],
)
def test_iptc_limits_count_bytes_and_cut_no_character(field: str, number: int, size: int) -> None:
    segment = iptc_segment(replace(EMPTY, **{field: "a" + "图" * 1000}))
    fitting = ("a" + "图" * ((size - 1) // 3)).encode()
    assert iim((2, number, fitting)) in segment
    assert size - 3 < len(fitting) <= size


def test_names_and_keywords_have_a_limit_each() -> None:
    segment = iptc_segment(replace(EMPTY, byline="何苗、" + "甲" * 20, keywords=("图" * 30, "a")))
    assert iim((2, 80, "何苗".encode()), (2, 80, ("甲" * 10).encode())) in segment
    assert iim((2, 25, ("图" * 21).encode()), (2, 25, b"a")) in segment


@pytest.mark.parametrize("label", [LABEL, AI_LABEL], ids=["camera", "machine"])
@pytest.mark.parametrize("format", ["JPEG", "WEBP", "AVIF"])
def test_what_is_written_is_read_again(format: str, label: Label) -> None:
    assert label_of(words_in(saved(label, format))) == replace(label, publisher="", ident="")


def test_both_records_reach_the_smallest_file() -> None:
    label = replace(LABEL, caption="图" * 19_000)
    extra = iptc_segment(label)
    raw = picture(xmp=xmp_packet(label), extra=extra, progressive=True, optimize=True)
    assert extra in raw
    assert xmp_packet(label) in raw
    opened(raw).load()


# --- as the judge sees it


@needs_exiftool
@pytest.mark.parametrize("format", ["JPEG", "WEBP", "AVIF"])
def test_exiftool_reads_every_word(format: str, tmp_path: Path) -> None:
    seen = told(saved(AI_LABEL, format), tmp_path, suffix=format.lower())
    words_seen = {name: seen[name] for name in seen if name.startswith(("XMP", "IPTC"))}
    assert words_seen == in_xmp(AI_LABEL) | (in_iptc(AI_LABEL) if format == "JPEG" else {})


def in_xmp(label: Label) -> dict[str, Any]:
    found: dict[str, Any] = {
        "XMP-photoshop:Headline": label.headline,
        "XMP-photoshop:Credit": label.credit,
        "XMP-dc:Description": label.caption,
        "XMP-dc:Creator": label.byline.split(MARK),
        "XMP-dc:Rights": label.copyright,
        "XMP-dc:Subject": list(label.keywords),
    }
    if label.is_ai:
        found["XMP-iptcExt:DigitalSourceType"] = (
            "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
        )
        found["XMP-TC260:Aigc"] = (
            '{"Label":"1","ContentProducer":"","ProduceID":"","ReservedCode1":"",'
            '"ContentPropagator":"成都\\"晚报\\"\\\\","PropagateID":"0a1b","ReservedCode2":""}'
        )
    return found


def in_iptc(label: Label) -> dict[str, Any]:
    return {
        "IPTC:CodedCharacterSet": "UTF8",
        "IPTC:ApplicationRecordVersion": 4,
        "IPTC:Headline": label.headline,
        "IPTC:Credit": label.credit,
        "IPTC:Caption-Abstract": label.caption,
        "IPTC:By-line": label.byline.split(MARK),
        "IPTC:CopyrightNotice": label.copyright,
        "IPTC:Keywords": list(label.keywords),
    }


@needs_exiftool
def test_exiftool_finds_nothing_wrong(tmp_path: Path) -> None:
    seen = told(saved(AI_LABEL), tmp_path, options=("-validate", "-warning"))
    assert seen["ExifTool:Validate"] in ("OK", "0 0 0")


AS_IPTC = (
    *("-charset", "iptc=UTF8", "-IPTC:CodedCharacterSet=UTF8"),
    f"-IPTC:Headline={LABEL.headline}",
    f"-IPTC:Caption-Abstract={LABEL.caption}",
    *("-IPTC:By-line=何苗", "-IPTC:By-line=张三"),
    f"-IPTC:Credit={LABEL.credit}",
    f"-IPTC:CopyrightNotice={LABEL.copyright}",
    *("-IPTC:Keywords=图书馆", "-IPTC:Keywords=成都"),
)
AS_XMP = (
    f"-XMP-photoshop:Headline={LABEL.headline}",
    f"-XMP-dc:Description={LABEL.caption}",
    *("-XMP-dc:Creator=何苗", "-XMP-dc:Creator=张三"),
    f"-XMP-photoshop:Credit={LABEL.credit}",
    f"-XMP-dc:Rights={LABEL.copyright}",
    *("-XMP-dc:Subject=图书馆", "-XMP-dc:Subject=成都"),
)
WHERE_AND_WITH_WHAT = (
    *("-GPSLatitude=30.66", "-GPSLatitudeRef=N", "-GPSLongitude=104.06", "-GPSLongitudeRef=E"),
    *("-Make=Canon", "-Model=EOS R5", "-SerialNumber=123", "-DateTimeOriginal=2024:09:01 08:30:00"),
)
GB18030 = app13(
    iim(
        (2, 105, LABEL.headline.encode("gb18030")),
        (2, 120, LABEL.caption.encode("gb18030")),
        *((2, 80, name.encode("gb18030")) for name in LABEL.byline.split(MARK)),
        (2, 110, LABEL.credit.encode("gb18030")),
        (2, 116, LABEL.copyright.encode("gb18030")),
        *((2, 25, word.encode("gb18030")) for word in LABEL.keywords),
    )
)


def assert_delivered_without_place(raw: bytes, folder: Path, suffix: str) -> None:
    before = told(raw, folder, suffix)
    assert {"GPS:GPSLatitude", "IFD0:Model"} <= before.keys()
    found = words_in(raw)
    assert label_of(found) == replace(LABEL, ident="")
    assert found.taken_at is not None
    seen = told(saved(label_of(found)), folder)
    assert in_xmp(LABEL) | in_iptc(LABEL) == {
        name: text for name, text in seen.items() if name.startswith(("XMP", "IPTC"))
    }
    assert not [name for name in seen if "GPS" in name or name.startswith(("IFD0", "ExifIFD"))]


@needs_exiftool
@pytest.mark.parametrize(
    ("suffix", "format", "options"),
    [
        ("jpg", "JPEG", AS_IPTC),
        ("tiff", "TIFF", AS_IPTC),
        ("jpg", "JPEG", AS_XMP),
        ("tiff", "TIFF", AS_XMP),
        ("png", "PNG", AS_XMP),
        ("webp", "WEBP", AS_XMP),
        ("avif", "AVIF", AS_XMP),
        ("heic", "HEIF", AS_XMP),
    ],
)
def test_the_photographers_words_stand_in_what_is_delivered(
    suffix: str, format: str, options: tuple[str, ...], tmp_path: Path
) -> None:
    pillow_heif.register_heif_opener()
    raw = written(picture(format), tmp_path, *options, *WHERE_AND_WITH_WHAT, suffix=suffix)
    assert_delivered_without_place(raw, tmp_path, suffix)


@needs_exiftool
def test_words_in_gb18030_stand_in_what_is_delivered(tmp_path: Path) -> None:
    raw = written(picture(extra=GB18030), tmp_path, *WHERE_AND_WITH_WHAT)
    assert LABEL.caption.encode("gb18030") in raw
    assert_delivered_without_place(raw, tmp_path, "jpg")


# --- whatever an editor types


def allowed(text: str) -> str:
    """What XML and decency allow, by the database of Unicode and not by our own table."""
    kept = (
        character
        for character in text
        if character in "\t\n\r\x0b\x0c\x1c\x1d\x1e\x85"
        or not (
            unicodedata.category(character) in ("Cc", "Cs")
            or unicodedata.bidirectional(character)
            in ("LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI")
            or character in "\u061c\u200b\u200e\u200f\ufeff\ufffe\uffff"
        )
    )
    return "\n".join("".join(kept).replace("\t", " ").splitlines()).strip()


def on_a_line(text: str, length: int) -> str:
    return allowed(text).replace("\n", " ")[:length].rstrip()


TEXT = st.text(max_size=260)


@settings(deadline=None)
@given(TEXT, TEXT, TEXT, st.lists(st.text(max_size=60), max_size=8), st.booleans())
@example("图" * 200, "图" * 260, "甲" * 90, ["图" * 50, "图" * 49], False)
@example("\U0001f600" * 200, "\n\u2028a\u0301", "、、甲、", ["a,b", "A"], True)
def test_what_xml_allows_comes_back(
    headline: str, caption: str, credit: str, keywords: list[str], is_ai: bool
) -> None:
    assume(not any(map(words.is_boilerplate, (on_a_line(headline, 200), allowed(caption)))))
    label = replace(
        EMPTY,
        headline=headline,
        caption=caption,
        credit=credit,
        copyright=credit,
        keywords=tuple(keywords),
        is_ai=is_ai,
    )
    clean = [word for keyword in keywords if (word := on_a_line(keyword, 60))]
    assert words_in(saved(label)) == Words(
        headline=on_a_line(headline, 200),
        caption=allowed(caption),
        credit=on_a_line(credit, 100),
        copyright=on_a_line(credit, 200),
        keywords=tuple(word for word in split_tags(MARK.join(clean)) if len(word) <= 50),
        is_ai=is_ai,
    )


@settings(deadline=None)
@given(st.lists(st.text(st.characters(exclude_characters=MARK), max_size=30), max_size=3))
def test_names_come_back_one_by_one(names: list[str]) -> None:
    clean = [name for text in names if (name := on_a_line(text, 30))]
    found = words_in(saved(replace(EMPTY, byline=MARK.join(names))))
    assert found.byline == MARK.join(dict.fromkeys(clean))

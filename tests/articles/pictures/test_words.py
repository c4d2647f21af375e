"""One answer out of three records: who goes first, what counts as none, what fits a field."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from articles.models import Photo
from articles.pictures import exif, words
from articles.pictures.plain import MARK
from articles.pictures.words import Words
from tests.articles.pictures.records import (
    ASCII,
    UTF8,
    app13,
    exif_block,
    iim,
    packet,
    picture,
    with_exif,
    with_iptc,
    with_xmp,
    words_in,
)
from tests.conftest import SEEDS

SHANGHAI = ZoneInfo("Asia/Shanghai")


def with_all(
    in_iptc: tuple[tuple[int, int, bytes], ...] = (),
    in_xmp: str = "",
    in_exif: dict[int, tuple[int, bytes]] | None = None,
) -> Words:
    return words_in(
        picture(
            extra=app13(iim(UTF8, *in_iptc)),
            xmp=packet(in_xmp),
            exif=exif_block(in_exif or {}, {}),
        )
    )


def description(text: str) -> str:
    return f"<dc:description>{text}</dc:description>"


# --- who goes first


def test_iptc_goes_before_xmp_and_xmp_before_exif() -> None:
    in_exif = {exif.DESCRIPTION: (ASCII, "三".encode() + b"\0")}
    assert with_all(((2, 120, "一".encode()),), description("二"), in_exif).caption == "一"
    assert with_all((), description("二"), in_exif).caption == "二"
    assert with_all((), "", in_exif).caption == "三"


def test_a_blank_record_stands_in_nobodys_way() -> None:
    assert with_all(((2, 120, b" \0 "),), description("二")).caption == "二"
    assert with_all(((2, 120, b"SONY DSC"),), description("二")).caption == "二"


@pytest.mark.parametrize("size", range(90, 100))
def test_xmp_goes_first_where_iptc_was_cut(size: int) -> None:
    whole = "市民在新馆前排起长队" * 20
    in_iptc = ((2, 120, whole.encode()[:size]),)
    assert with_all(in_iptc, description(whole)).caption == whole


def test_xmp_goes_first_where_iptc_has_question_marks_for_han() -> None:
    in_iptc = ((2, 105, b"2024?????"),)
    in_xmp = "<photoshop:Headline>2024年新馆开放</photoshop:Headline>"
    assert with_all(in_iptc, in_xmp).headline == "2024年新馆开放"


def test_cut_names_and_keywords_are_whole_in_xmp() -> None:
    in_iptc = ((2, 80, "阿卜杜拉".encode()[:10]), (2, 25, "图书".encode()), (2, 25, b"a"))
    in_xmp = (
        "<dc:creator><rdf:Seq><rdf:li>阿卜杜拉</rdf:li><rdf:li>何苗</rdf:li></rdf:Seq></dc:creator>"
        "<dc:subject><rdf:Bag><rdf:li>图书馆</rdf:li><rdf:li>ab</rdf:li></rdf:Bag></dc:subject>"
    )
    found = with_all(in_iptc, in_xmp)
    assert (found.byline, found.keywords) == ("阿卜杜拉、何苗", ("图书馆", "ab"))


def test_more_keywords_in_iptc_are_not_cut_ones() -> None:
    in_iptc = ((2, 25, "图书".encode()), (2, 25, "成都".encode()))
    assert with_all(in_iptc, "<dc:subject>图书馆</dc:subject>").keywords == ("图书", "成都")


def test_a_caption_that_repeats_the_headline_gives_way() -> None:
    in_xmp = "<dc:title>开馆</dc:title>" + description("开馆")
    in_exif = {exif.DESCRIPTION: (ASCII, "市民在排队".encode() + b"\0")}
    assert with_all((), in_xmp, in_exif).caption == "市民在排队"
    assert with_all((), in_xmp).caption == "开馆"


def test_a_title_is_a_headline_where_no_record_has_one() -> None:
    in_xmp = "<photoshop:Headline>图书馆开馆</photoshop:Headline>"
    title = (2, 5, "开馆".encode())
    assert with_all((title,), in_xmp).headline == "图书馆开馆"
    assert with_all((title,), "<dc:title>不用</dc:title>").headline == "开馆"
    assert with_all((), "<dc:title>开馆</dc:title>").headline == "开馆"


# --- what counts as none


@pytest.mark.parametrize(
    "text",
    [
        "OLYMPUS DIGITAL CAMERA         ",
        "SONY DSC",
        "default",
        "Picasa",
        "KONICA MINOLTA DIGITAL CAMERA",
        "Created with GIMP",
        "oznor",
        "DCIM\\100MEDIA\\DJI_0001.JPG",
        "DSC_0001",
        "IMG_20240901_083000.jpg",
        "_MG_1234",
        "P1020304.JPG",
        "微信图片_20240901083000.jpg",
        "mmexport1725150600000",
        "\u3000 \n",
        "\u202e\u2066",
    ],
)
def test_what_a_camera_writes_is_no_caption(text: str) -> None:
    in_exif = {exif.DESCRIPTION: (ASCII, text.encode() + b"\0")}
    assert words_in(with_exif(in_exif)).caption == ""
    assert words_in(with_iptc(UTF8, (2, 105, text.encode()))).headline == ""


@pytest.mark.parametrize(
    "text", ["P2P平台", "HDR电视", "Sony DSC展台", "IMG大会", "G2024次列车", "？"]
)
def test_what_a_person_writes_is_a_caption(text: str) -> None:
    assert words_in(with_iptc(UTF8, (2, 120, text.encode()))).caption == text


# --- where and when


@pytest.mark.parametrize(
    ("parts", "place"),
    [
        (("中国", "四川省", "成都市", "天府广场"), "中国 四川省 成都市 天府广场"),
        (("", "北京", "北京市", ""), "北京市"),
        (("", "吉林", "吉林", "火车站"), "吉林 火车站"),
        (("中国", "四川省", "成都市", "四川省成都市春熙路"), "中国 四川省成都市春熙路"),
        (("", "四川省成都市", "成都市", ""), "四川省成都市"),
        (("", "", "", ""), ""),
    ],
)
def test_a_place_is_written_from_the_largest_part(parts: tuple[str, ...], place: str) -> None:
    numbers = (101, 95, 90, 92)
    datasets = [(2, n, part.encode()) for n, part in zip(numbers, parts, strict=True)]
    assert words_in(with_iptc(UTF8, *datasets)).place == place


@pytest.mark.parametrize(
    "text",
    [
        "0000:00:00 00:00:00",
        "    :  :     :  :  ",
        "2024:13:01 08:30:00",
        "2024:02:30 08:30:00",
        "1825:12:31 08:30:00",
        "2026:11:22 10:00:00",
        "9999:12:31 23:59:59",
        "yesterday",
        "2024",
        "\u0662\u0660\u0662\u0664:09:01",
    ],
)
def test_an_impossible_date_is_none(text: str, clock: Any) -> None:
    taken = {exif.TAKEN: (ASCII, text.encode() + b"\0")}
    assert words_in(with_exif({}, taken)).taken_at is None
    assert words_in(with_xmp(attributes=f'photoshop:DateCreated="{text}"')).taken_at is None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-09-01T08:30:15", datetime(2024, 9, 1, 8, 30, 15, tzinfo=SHANGHAI)),
        ("2024-09-01T08:30", datetime(2024, 9, 1, 8, 30, tzinfo=SHANGHAI)),
        ("2024-09-01T00:30:00Z", datetime(2024, 9, 1, 8, 30, tzinfo=SHANGHAI)),
        ("2024-09-01T02:30:00+02:00", datetime(2024, 9, 1, 8, 30, tzinfo=SHANGHAI)),
        ("2024:09:01 08:30:00", datetime(2024, 9, 1, 8, 30, tzinfo=SHANGHAI)),
        ("2024-09-01", datetime(2024, 9, 1, tzinfo=SHANGHAI)),
        ("1912-02-12", datetime(1912, 2, 12, tzinfo=SHANGHAI)),
    ],
)
def test_a_time_without_an_offset_is_chinese(text: str, moment: datetime) -> None:
    taken_at = words_in(with_xmp(attributes=f'photoshop:DateCreated="{text}"')).taken_at
    assert taken_at == moment
    assert taken_at.tzinfo is not None


def test_a_day_takes_the_hour_that_another_record_has() -> None:
    in_exif = exif_block({}, {exif.TAKEN: (ASCII, b"2024:09:01 08:30:00\0")})
    same, other = (
        words_in(picture(extra=app13(iim((2, 55, day))), exif=in_exif)).taken_at
        for day in (b"20240901", b"20240902")
    )
    assert same == datetime(2024, 9, 1, 8, 30, tzinfo=SHANGHAI)
    assert other == datetime(2024, 9, 2, tzinfo=SHANGHAI)


def test_an_impossible_date_leaves_the_next_record_its_turn() -> None:
    in_exif = exif_block({}, {exif.TAKEN: (ASCII, b"2024:09:01 08:30:00\0")})
    raw = picture(extra=app13(iim((2, 55, b"00000000"), (2, 60, b"083000"))), exif=in_exif)
    assert words_in(raw).taken_at == datetime(2024, 9, 1, 8, 30, tzinfo=SHANGHAI)


# --- what fits


def test_words_fit_the_fields_of_a_photo() -> None:
    long = "图书馆开馆" * 3000
    found = words_in(
        with_iptc(
            UTF8,
            *((2, number, long.encode()[:9000]) for number in (105, 110, 116, 120, 80, 92)),
            *((2, 25, f"关键词{number}".encode()) for number in range(200)),
        )
    )
    for name, length in words.LENGTHS.items():
        value = asdict(found)[name]
        text = MARK.join(value) if name == "keywords" else value
        assert 0.9 * length < len(text) <= length == Photo._meta.get_field(name).max_length, name


def test_a_keyword_is_whole_or_not_there() -> None:
    texts = ["长" * 51, "图书馆，成都;开馆", "成都", "“新馆”", "长" * 50]
    found = words_in(with_iptc(UTF8, *((2, 25, text.encode()) for text in texts)))
    assert found.keywords == ("图书馆", "成都", "开馆", "新馆", "长" * 50)


def test_a_name_that_no_longer_fits_is_left_out() -> None:
    names = ["何苗", "何苗", "甲" * 90, "乙" * 10]
    found = words_in(with_iptc(UTF8, *((2, 80, name.encode()) for name in names)))
    assert found.byline == "何苗、" + "甲" * 90


@pytest.mark.parametrize("path", sorted((SEEDS / "photos").iterdir()), ids=lambda path: path.name)
def test_the_words_of_the_samples_are_read(path: Any) -> None:
    found = words_in(path.read_bytes())
    assert found.credit == "示意图"
    assert found.caption
    assert found.byline

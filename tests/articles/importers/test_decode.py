"""Encodings, line ends, invisible characters, and files that are refused."""

from __future__ import annotations

import codecs

import pytest

from articles.importers.decode import SIZE_LIMIT, decode
from articles.importers.notes import Notes

PAGE = "成都高新区的标题\n\n2021-12-20 10:48:53\n\n这是正文\uff0c有一个句号\u3002\n"


def codes(notes: Notes) -> list[str]:
    return [finding.code for finding in notes.all()]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "file-empty"),
        (b" \r\n\t ", "file-empty"),
        ("\ufeff\u3000\u200b\n".encode(), "file-empty"),
        (b"PK\x03\x04" + b"x" * 40, "file-binary"),
        (b"%PDF-1.7 text", "file-binary"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "file-binary"),
        (bytes(range(256)) * 4, "file-binary"),
        (PAGE.encode() + b"\x00", "file-binary"),
        (b"abc\x01\x02\x03\x04\x05\x06\x07" * 9, "file-binary"),
        (b"\xff\xfeab\x00\xd8", "not-decodable"),
        (b"\x80\x80\xff\xff\xff" * 3, "not-decodable"),
        (b"a" * (SIZE_LIMIT + 1), "file-too-large"),
    ],
)
def test_a_file_that_is_no_story_is_refused(raw: bytes, code: str) -> None:
    decoded = decode(raw, Notes())
    assert decoded.trouble is not None
    assert (decoded.trouble.code, decoded.trouble.severity) == (code, "error")
    assert decoded.text == ""


def test_a_file_of_just_the_limit_is_read() -> None:
    assert decode(b"a" * SIZE_LIMIT, Notes()).trouble is None


def test_damaged_utf8_is_refused_with_its_line() -> None:
    raw = PAGE.encode().replace("正文".encode(), "正文".encode()[:-1])
    trouble = decode(raw, Notes()).trouble
    assert trouble is not None
    assert (trouble.code, trouble.line) == ("not-decodable", 5)


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (PAGE.encode(), "utf-8"),
        (codecs.BOM_UTF8 + PAGE.encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + PAGE.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + PAGE.encode("utf-16-be"), "utf-16-be"),
        (codecs.BOM_UTF32_LE + PAGE.encode("utf-32-le"), "utf-32-le"),
        (PAGE.encode("utf-16-le"), "utf-16-le"),
        (PAGE.encode("utf-16-be"), "utf-16-be"),
        (PAGE.encode("gb18030"), "gb18030"),
    ],
)
def test_every_encoding_gives_the_same_text(raw: bytes, encoding: str) -> None:
    notes = Notes()
    decoded = decode(raw, notes)
    assert (decoded.text, decoded.encoding) == (PAGE, encoding)
    assert codes(notes) == ([] if encoding == "utf-8" else ["encoding-read"])


@pytest.mark.parametrize("word", ["合力谱写双城记", "𠮷野家\u00b7成都"])
@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-16"])
def test_a_single_line_is_enough_to_know_the_encoding(word: str, encoding: str) -> None:
    assert decode(word.encode(encoding), Notes()).text == word


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x85", "\u2028", "\u2029"])
def test_every_line_end_counts_once(end: str) -> None:
    assert decode(f"甲{end}{end}乙".encode(), Notes()).text == "甲\n\n乙"


@pytest.mark.parametrize("dirt", ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\x1b"])
def test_invisible_characters_are_dropped_and_counted_once(dirt: str) -> None:
    notes = Notes()
    assert decode(f"题\n成{dirt}都{dirt}市".encode(), notes).text == "题\n成都市"
    assert [(one.code, one.line) for one in notes.all()] == [("invisible-dropped", 2)]
    assert "2" in notes.all()[0].message


def test_the_joiner_inside_an_emoji_stays() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    notes = Notes()
    assert decode(f"题{family}".encode(), notes).text == f"题{family}"
    assert codes(notes) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("成都,重庆", 1),
        ("编辑:袁", 1),
        ("(市)县", 2),
        ("10:48, ok", 0),
        ("成都\uff0c重庆", 0),
        ("1,000人!", 1),
    ],
)
def test_half_width_marks_beside_han_are_counted(text: str, count: int) -> None:
    notes = Notes()
    assert decode(text.encode(), notes).text == text
    found = [one.message for one in notes.all() if one.code == "punctuation-half-width"]
    assert [str(count) in message for message in found] == [True] * bool(count)

"""Bytes of old records become text, and text loses what no caption may hold."""

from __future__ import annotations

import pytest

from articles.pictures import plain


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("成都图书馆开馆".encode(), "成都图书馆开馆"),
        ("成都图书馆开馆".encode("gb18030"), "成都图书馆开馆"),
        ("䶮𠮷".encode("gb18030"), "䶮𠮷"),
        ("café".encode(), "café"),
        ("café".encode("latin-1"), "café"),
        ("成都图书馆".encode()[:-1], "成都图书"),
        ("成都图书馆".encode()[:-2], "成都图书"),
        ("成都图书馆".encode("gb18030")[:-1], "成都图书"),
        (b"", ""),
        (b"\xff\xfe\xfd", "\xff\xfe\xfd"),
    ],
    ids=["utf8", "gb", "rare", "latin in utf8", "latin", "cut", "cut more", "cut gb", "", "noise"],
)
def test_bytes_are_read_in_the_encoding_they_were_written_in(raw: bytes, text: str) -> None:
    assert plain.decode_all([raw]) == [text]


@pytest.mark.parametrize("cut_by", [0, 1, 2])
def test_a_cut_caption_in_utf8_is_no_mojibake(cut_by: int) -> None:
    """An even number of its bytes would pass as GB18030."""
    for length in range(2, 40):
        raw = ("图书馆开馆，市民排起长队。" * 4)[:length].encode()
        (text,) = plain.decode_all([raw[: len(raw) - cut_by]])
        assert raw.decode().startswith(text)
        assert len(text) >= length - 1


def test_a_short_word_that_passes_as_utf8_follows_its_record() -> None:
    word, sentence = "通知".encode("gb18030"), "成都图书馆开馆".encode("gb18030")
    assert word.decode() != "通知"  # The bytes do pass.
    assert plain.decode_all([word, sentence]) == ["通知", "成都图书馆开馆"]
    assert plain.decode_all([word, sentence], is_utf8=True)[0] == word.decode()
    assert plain.decode_all(["图书馆".encode(), sentence]) == ["图书馆", "成都图书馆开馆"]


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        ("\u202e说明\u2066", "说明"),
        ("说\x00明\x07\x9f", "说明"),
        ("\ufeff说\u200b明\ud800\uffff", "说明"),
        ("说\t明", "说 明"),
        ("第一\r\n第二\r第三\u2028第四", "第一 第二 第三 第四"),
        ("\u3000说\u3000明\u3000", "说\u3000明"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
    ],
)
def test_a_line_loses_what_is_no_text(raw: str, line: str) -> None:
    assert plain.one_line(raw) == line


def test_a_caption_keeps_its_lines() -> None:
    assert plain.lines(" 第一\r\n\x01第二\x85第三 \n") == "第一\n第二\n第三"


def test_bytes_are_cut_between_characters() -> None:
    assert plain.cut_bytes("成都", 5) == "成"
    assert plain.cut_bytes("a 成都", 4) == "a"


def test_what_does_not_fit_a_line_is_left_out_whole() -> None:
    assert plain.fitting(["成都", "图书馆", "开馆"], 6) == ["成都", "图书馆"]
    assert plain.fitting(["成都", "图书馆", "开馆"], 5) == ["成都"]
    assert plain.fitting(["成都", "图书馆开馆", "一"], 5) == ["成都"]
    assert plain.fitting(["成都"], 1) == []

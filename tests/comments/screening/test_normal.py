"""Texts that say the same have one spelling, and each letter of it knows where it stood."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comments.normal import plain, spelling, words_key


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ""),
        ("\uff01\u3002\u200b\U0001f600\ufe0f", ""),
        ("Ａbc １２３", "abc123"),
        ("臺灣發財", "台湾发财"),
        ("caf\u00e9 e\u0301 na\u00efve", "cafeenaive"),
        ("\u2460\u2474\u3220\u24b6\u24d0\u2776", "11一aa1"),
        ("\U0001d400\U0001f150\U0001f170\U0001f1e6", "aaaa"),
        ("\u2167 \u2121 \u33a1", "viiitelm2"),
        ("\u0430\u0412\u0397\u03b1", "abha"),
        ("\u2f00\u2ef0\u2ec8\u5c04", "一龙谢"),
        ("\u30ed\u30ab \uff9b\uff76", "口力口力"),
        ("一丨二丶三", "一二三"),
        ("弓虽 讠正 讠\u200b正", "强证讠正"),
        ("\ud55c\uad6d\uc5b4", "\ud55c\uad6d\uc5b4"),
        ("a@b c$d @e", "aabcsde"),
        ("\ud800刷", "刷"),
        ("\u3164\u115f\uffa0", ""),
    ],
)
def test_a_text_has_one_spelling(text: str, words: str) -> None:
    assert spelling(text).words == words


def test_each_letter_knows_where_it_stood() -> None:
    assert spelling("a\u2121 刷-單").places == (0, 1, 1, 1, 3, 5)
    assert spelling("弓虽x").places == (0, 2)


#: Letters, signs and compatibility forms; Han and Hangul are left to the tables of OpenCC.
FOLDED = [
    *range(0x3400),
    *range(0xF900, 0x10000),
    *range(0x1D400, 0x1D800),
    *range(0x1F100, 0x1F200),
]


def test_a_spelling_is_its_own_spelling() -> None:
    every = {spelling(chr(code)).words for code in FOLDED}
    assert [words for words in every if spelling(words).words != words] == []


@settings(deadline=None)
@given(st.text())
def test_places_rise_and_lie_within_the_text(text: str) -> None:
    spelt = spelling(text)
    assert len(spelt.places) == len(spelt.words)
    assert list(spelt.places) == sorted(spelt.places)
    assert all(0 <= place < len(text) for place in spelt.places)
    assert len(plain(text)) == len(text)


def test_plain_writing_keeps_marks_and_length() -> None:
    assert plain("\uff37\uff37\uff37\uff0e臺\u3002\u2121") == "www.台\u3002\u2121"


def test_the_key_of_words_leaves_spelling_aside_and_is_never_empty() -> None:
    assert words_key("写得 好\uff01") == words_key("寫得好")
    assert words_key("写得好") != words_key("写得不好")
    assert words_key("\U0001f44d") != words_key("\U0001f44e")
    assert len(words_key("\ud800")) == 64

"""Showing where words stand: on the text as it was written, which is never changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.bigrams import folded
from articles.search.highlights import ELLIPSIS, highlighted, mapped, snippet


def marked(text: str, words: str) -> str:
    return "".join(f"[{piece}]" if is_hit else piece for piece, is_hit in highlighted(text, words))


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("桂溪大桥", "", "桂溪大桥"),
        ("桂溪大桥", "河", "桂溪大桥"),
        ("桂溪大桥", "大桥", "桂溪[大桥]"),
        ("桂溪大桥", "桂溪 溪大", "[桂溪大]桥"),
        ("桂溪大桥", "桂 桥", "[桂]溪大[桥]"),
        ("AI\u5927\u6a4b", "ai\u5927\u6865", "[AI\u5927\u6a4b]"),
        ("\uff21\uff29 and said", "ai", "[\uff21\uff29] and said"),
        ("桂\u200b溪", "桂溪", "[桂\u200b溪]"),
        ("Cafe\u0301 noir", "caf\u00e9", "[Cafe\u0301] noir"),
        ("\uff76\uff9e\u30b9", "\u30ac\u30b9", "[\uff76\uff9e\u30b9]"),
        ("a.b(c)*", "c a", "[a].b([c])*"),
        ("2021年21日", "21", "2021年[21]日"),
        ("等\u2026\u2026\u7b49", "等", "[等]\u2026\u2026[等]"),
    ],
)
def test_hits_are_marked_on_the_text_as_it_was_written(text: str, words: str, shown: str) -> None:
    assert marked(text, words) == shown


TEXT = st.text(
    "桂溪大桥\u6a4b\u81fa aA1\uff21\u200b\u2026\u0301\uff76\uff9e\ufb01\u3000\n\U00020bb7"
)


@given(TEXT | st.text(max_size=30), st.text(max_size=9) | TEXT)
def test_the_pieces_joined_are_the_text(text: str, words: str) -> None:
    assert "".join(piece for piece, _hit in highlighted(text, words)) == text


@given(TEXT)
def test_a_text_is_folded_by_pieces_as_it_is_as_a_whole(text: str) -> None:
    whole = mapped(text)
    assert len(whole.text) == len(whole.starts) == len(whole.ends)
    assert "\u200b" in text or whole.text == folded(text)


LONG = "春天来了\u3002" * 30 + "府河边\uff0c桂溪大桥通车\u3002" + "夏天来了\u3002" * 30


def test_a_snippet_shows_the_best_hits_on_one_line() -> None:
    pieces = snippet(LONG + "\n大桥", "桂溪 大桥", size=60)
    shown = "".join(piece for piece, _hit in pieces)
    assert ("桂溪大桥", True) in pieces
    assert (shown[:2], shown[-2:]) == (ELLIPSIS, ELLIPSIS)
    assert "\n" not in shown
    assert len(shown) <= 60 + 2 * len(ELLIPSIS)


def test_a_snippet_without_a_hit_is_the_beginning() -> None:
    assert snippet(LONG, "火星", size=10) == [(LONG[:10], False), (ELLIPSIS, False)]
    assert snippet("", "火星") == []
    assert snippet("短", "火星") == [("短", False)]


@given(TEXT, TEXT, st.integers(30, 60))
def test_a_snippet_is_a_part_of_the_text(text: str, words: str, size: int) -> None:
    shown = "".join(piece for piece, _hit in snippet(text, words, size))
    assert shown.strip(ELLIPSIS[0]).strip() in " ".join(text.split()).strip(ELLIPSIS[0])

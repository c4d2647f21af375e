"""Terms of an index and phrases of a question: what was asked for is found wherever it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.bigrams import LAST_PLACE, Phrase, phrases, terms, vector

HAN = st.text("\u6210\u90fd\u9ad8\u65b0\u533a\u7684\u6865", min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("\uff0c\u3002!", []),
        ("高", ["高"]),
        ("成都高新", ["成都", "都高", "高新", "新"]),
        ("AI生成2026", ["ai", "生成", "成", "2026"]),
        ("\uff21\uff29", ["ai"]),
        ("桂溪\u3001中和", ["桂溪", "溪", "中和", "和"]),
        ("桂\u200b溪", ["桂溪", "溪"]),
        ("\U00020bb7野家", ["\U00020bb7野", "野家", "家"]),
        ("\u845b\U000e0100城", ["\u845b城", "城"]),
        ("x" * 3_000, ["x" * 60]),
    ],
)
def test_a_text_is_indexed_by_pairs_and_last_characters(text: str, found: list[str]) -> None:
    assert terms(text) == found


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("", []),
        ('"*()', []),
        ("桥", [Phrase(("桥",), is_prefix=True)]),
        ("都高新", [Phrase(("都高", "高新"), is_prefix=False)]),
        ("桂溪 大桥", [Phrase(("桂溪",), False), Phrase(("大桥",), False)]),
        ("News OR", [Phrase(("news",), True), Phrase(("or",), True)]),
    ],
)
def test_a_question_becomes_phrases(words: str, asked: list[Phrase]) -> None:
    assert phrases(words) == asked


def test_a_question_without_end_is_cut() -> None:
    assert len(phrases("甲 " * 5_000)) == 12
    assert len(phrases("甲" * 5_000)[0].terms) == 59


@given(HAN, st.data())
def test_every_part_of_a_run_is_found_in_it(run: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(run) - 1))
    end = data.draw(st.integers(start + 1, len(run)))
    (phrase,) = phrases(run[start:end])
    found = terms(run)
    size = len(phrase.terms)
    places = [tuple(found[at : at + size]) for at in range(len(found) - size + 1)]
    if phrase.is_prefix:
        assert any(term.startswith(phrase.terms[0]) for term in found)
    else:
        assert phrase.terms in places


def test_a_vector_names_the_places_of_each_term() -> None:
    assert vector(["成都", "都", "成都"]) == "'成都':1,3 '都':2"


def test_a_vector_stays_within_what_postgresql_takes() -> None:
    long = vector([f"t{place}" for place in range(LAST_PLACE + 500)])
    assert len(long.split(" ")) == LAST_PLACE
    assert len(vector(["a"] * 400).split(",")) == 255

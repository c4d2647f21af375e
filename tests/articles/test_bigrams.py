"""Terms of an index and phrases of a question: what was asked for is found wherever it stands."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.bigrams import (
    LAST_PLACE,
    MOST_BYTES,
    MOST_PLACES,
    Phrase,
    phrases,
    simplified,
    terms,
    vector,
    vectors,
)

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
        ("\u81fa\u7063", ["台湾", "湾"]),
        ("\u885e\u751f\u9ad4", ["卫生", "生体", "体"]),
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


def test_a_character_is_simplified_into_one_that_stays() -> None:
    table = simplified()
    assert len(table) > 4_000
    assert {len(one) for one in table.values()} == {1}
    assert [one for one in table.values() if ord(one) in table] == []


def test_a_text_in_groups_is_one_vector_with_labels() -> None:
    assert list(vectors([("A", ["成都", "都"]), ("C", ["成都"])])) == ["'成都':1A,3C '都':2A"]
    assert list(vectors([("A", [])])) == [""]


@pytest.mark.parametrize(
    "found",
    [
        [f"t{place}" for place in range(3 * LAST_PLACE)],
        ["高新"] * 5 * MOST_PLACES,
        [f"{place:060}" for place in range(MOST_BYTES // 50)],
    ],
)
def test_every_phrase_of_a_text_without_end_stands_whole_in_a_vector(found: list[str]) -> None:
    written = list(vectors([("C", found)]))
    assert len(written) > 1
    assert max(map(len, written)) < 1_000_000
    kept = [set(re.findall(r"'(\w+)'", one)) for one in written]
    for at in range(0, len(found) - 59, 1_001):
        phrase = set(found[at : at + 59])
        assert any(phrase <= one for one in kept)
    places = re.findall(r"(\d+)C", " ".join(written))
    assert max(map(int, places)) <= LAST_PLACE

"""The text of a comment in pieces, with what screening found."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from comments.admin.marking import chips, pieces


def found(*words: str) -> list[dict[str, Any]]:
    return [{"reason": "suspect_words", "words": one, "level": 2} for one in words]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("没有", [], [("没有", False)]),
        ("没有", [""], [("没有", False)]),
        ("没有", ["别的"], [("没有", False)]),
        ("加微信", ["微信"], [("加", False), ("微信", True)]),
        ("微信和微信", ["微信"], [("微信", True), ("和", False), ("微信", True)]),
        ("微信", ["微信"], [("微信", True)]),
        ("代开发票了", ["代开", "开发票"], [("代开", True), ("发票", True), ("了", False)]),
        ("代开发票了", ["代开发票", "开发"], [("代开发票", True), ("了", False)]),
        ("微 信号", ["微 信"], [("微 信", True), ("号", False)]),
    ],
)
def test_found_words_are_cut_out_of_the_text(
    text: str, words: list[str], expected: list[tuple[str, bool]]
) -> None:
    cut = pieces(text, found(*words))
    assert [(piece.words, bool(piece.why)) for piece in cut] == expected


@given(some.text(max_size=40), some.lists(some.text(max_size=4), max_size=5))
def test_no_character_is_lost_or_doubled(text: str, words: list[str]) -> None:
    assert "".join(piece.words for piece in pieces(text, found(*words))) == text


def test_a_reason_stands_once_and_unknown_ones_are_named_as_they_are() -> None:
    findings: list[dict[str, Any]] = [*found("微信", "微信"), {"reason": "odder"}, {}]
    told = chips(findings)
    assert [(chip.label != "", chip.tone, chip.words) for chip in told] == [
        (True, "care", "微信"),
        (True, "plain", ""),
        (False, "plain", ""),
    ]

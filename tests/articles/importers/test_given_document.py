"""The given document, read from disk, becomes exactly the story that it is."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from articles.choices import CreditRole
from articles.importers.base import Finding, ImportedCredit, ImportedStory
from articles.importers.text import TextParser

GIVEN = Path(__file__).resolve().parents[3] / "seeds" / "000_5794c3ae3ae903ec.txt"
LINES = GIVEN.read_text(encoding="utf-8").split("\n")


@pytest.fixture(scope="module")
def story() -> ImportedStory:
    story = TextParser().parse(GIVEN.read_bytes()).story
    assert story is not None
    return story


@pytest.fixture(scope="module")
def findings() -> list[Finding]:
    return TextParser().parse(GIVEN.read_bytes()).findings


def test_the_title_is_the_first_line(story: ImportedStory) -> None:
    assert story.title == LINES[0].strip()
    assert len(story.title) == 56


def test_the_date_is_read_in_shanghai(story: ImportedStory) -> None:
    assert story.published_at is not None
    assert story.published_at.isoformat() == "2021-12-20T10:48:53+08:00"


def test_every_block_keeps_its_kind_and_its_words(story: ImportedStory) -> None:
    headings, photos = {14, 20, 29, 35}, {8, 26, 44}
    expected = []
    for number in (5, 8, 11, 14, 17, 20, 23, 26, 29, 32, 35, 38, 41, 44, 47, 50):
        kind = "heading" if number in headings else "photo" if number in photos else "paragraph"
        text = LINES[number - 1]
        expected.append((kind, text.removeprefix("\u2191"), None, number))
    assert [(one.kind, one.text, one.credit, one.line) for one in story.body] == expected
    assert Counter(one.kind for one in story.body) == {"paragraph": 9, "heading": 4, "photo": 3}


def test_the_source_is_one_and_so_is_the_editor(story: ImportedStory) -> None:
    assert story.sources == [LINES[52].removeprefix("来源:")]
    assert "\u00b7" in story.sources[0]
    assert story.credits == [ImportedCredit(CreditRole.EDITOR, "袁也然")]
    assert (story.tags, story.original_title, story.dateline) == ([], "", "")


def test_the_nine_other_stories_are_recommended_in_their_order(story: ImportedStory) -> None:
    expected = [(line[:-20], line[-19:]) for line in LINES[61:70]]
    found = [(row.title, f"{row.published_at:%Y-%m-%d %H:%M:%S}") for row in story.recommended]
    assert found == expected
    assert story.comments == []


def test_the_findings_name_code_and_line(findings: list[Finding]) -> None:
    assert [(one.code, one.line) for one in findings] == [
        ("punctuation-half-width", None),
        ("title-split", 1),
        ("heading-guessed", 14),
        ("heading-guessed", 20),
        ("heading-guessed", 29),
        ("heading-guessed", 35),
        ("furniture-cut", 58),
        ("furniture-cut", 59),
        ("furniture-cut", 60),
        ("recommended-self", 61),
        ("furniture-cut", 71),
        ("furniture-cut", 72),
    ]
    assert "96" in findings[0].message

"""Finding stories: all that LIKE finds, in a useful order, whatever is asked."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from articles import richtext, search
from articles.bigrams import folded
from articles.choices import ArticleKind, EditionChange
from articles.importers.decode import decode
from articles.importers.notes import Notes
from articles.models import Article, Edition, Section, User
from articles.search import finding
from tests.conftest import SEEDS

PutOut = Callable[..., Edition]


def titles(words: str, **asked: Any) -> list[str]:
    return [edition.title for edition in search.stories(words, **asked)[:100]]


# Whatever is asked

ODD = [
    *("", " ", '"', "'", "*", "%", "_", "\\", "\x00", "\u02bc", "\ud800"),
    *(
        "NEAR(",
        "桂溪 OR",
        "title:桂溪",
        "{title} : 桂",
        "^桂溪 -大桥",
        "' & | ! <-> :*",
        "( AND ) NOT",
    ),
    *("甲" * 2_000, "甲 " * 2_000, "a" * 2_000, "a " * 2_000),
]


@pytest.fixture
def bridge(put_out: PutOut) -> Edition:
    return put_out("桂溪大桥")


def test_no_question_breaks_the_search(bridge: Edition) -> None:
    for words in ODD:
        assert len(titles(words)) <= 1, words[:20]
        assert len(search.suggestions(words)) <= 1, words[:20]


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=40) | st.text("桂溪 ab1\"'*():&|!<>-\\\x00\u02bc", max_size=20))
@example("桂\x00溪")
def test_no_other_question_does_either(bridge: Edition, words: str) -> None:
    assert len(titles(words)) <= 1
    assert len(search.suggestions(words)) <= 1
    assert "".join(piece for piece, _hit in search.highlighted("桂溪大桥", words)) == "桂溪大桥"


# All that LIKE finds


@pytest.fixture
def seeds(section: Section, chief: User) -> list[Edition]:
    """A story of each seed, as it stands in the file, put out in bulk."""
    texts = [decode(path.read_bytes(), Notes()).text for path in sorted(SEEDS.glob("*.txt"))]
    articles = Article.objects.bulk_create(
        Article(title="稿", section=section, body="", created_by=chief) for _text in texts
    )
    now = timezone.now()
    editions = Edition.objects.bulk_create(
        Edition(
            article=article,
            number=1,
            article_version=1,
            live_from=now,
            published_at=now,
            change=EditionChange.FIRST,
            by=chief,
            section=section,
            title="稿",
            kind=ArticleKind.ORIGINAL,
            body=richtext.from_blocks([("paragraph", line) for line in text.splitlines() if line]),
        )
        for article, text in zip(articles, texts, strict=True)
    )
    search.rebuild_stories()
    return editions


def words_of(texts: list[str], number: int) -> set[str]:
    """Words of 2 to 4 characters from anywhere in the texts, as somebody may have copied them."""
    chance = random.Random(20211220)  # noqa: S311
    found: set[str] = set()
    while len(found) < number:
        text = chance.choice(texts)
        at = chance.randrange(len(text) - 4)
        word = text[at : at + chance.choice((2, 3, 4))]
        if re.match(r"\w", word) and not LATIN.match(text, at - 1):
            found.add(word)
    return found


LATIN = re.compile("[a-z0-9]{2}")


def like(word: str, text: str) -> bool:
    """Whether LIKE finds the word, at the beginning of a word where it is a Latin one or a number:
    those are kept whole, so that 2021 is not found by 21."""
    at = text.find(word)
    while at > 0 and LATIN.match(text, at - 1):
        at = text.find(word, at + 1)
    return at >= 0


def test_all_that_like_finds_is_found(seeds: list[Edition]) -> None:
    texts = {one.pk: folded(richtext.plain_text(one.body)) for one in seeds}
    for word in words_of(list(texts.values()), 500):
        wanted = {pk for pk, text in texts.items() if like(word, text)}
        assert wanted, word
        assert wanted <= {edition.pk for edition in search.stories(word)[:100]}, word


# In a useful order


def test_the_headline_counts_more_than_the_text_and_new_more_than_old(put_out: PutOut) -> None:
    now = timezone.now()
    body = richtext.from_blocks([("paragraph", "大桥旁边\u3002")])
    put_out("桥下的湖", body=body, published_at=now - timedelta(days=1))
    put_out("桂溪大桥", body="<p>通车</p>", published_at=now - timedelta(days=40))
    put_out("老的大桥", body="<p>通车</p>", published_at=now - timedelta(days=4000))
    put_out("别的稿", body="<p>通车</p>")
    assert titles("大桥") == ["桂溪大桥", "桥下的湖", "老的大桥"]
    assert titles("大桥", order="time") == ["桥下的湖", "桂溪大桥", "老的大桥"]
    assert titles("通车", order="time")[0] == "别的稿"


def test_slices_go_on_where_the_last_one_ended(put_out: PutOut) -> None:
    now = timezone.now()
    for number in range(5):
        put_out(f"第{number}座大桥", published_at=now - timedelta(days=number))
    found = search.stories("大桥", order="time")
    assert found.count() == len(found) == 5
    assert [one.title[1] for one in [*found[0:2], *found[2:4], *found[4:6]]] == list("01234")
    assert found[1].title == "第1座大桥"
    assert found[5:7] == []


def test_what_narrows_a_search_leaves_only_that(put_out: PutOut, section: Section) -> None:
    now = timezone.now()
    under = Section.objects.create(name="街镇", parent=section)
    other = Section.objects.create(name="体育")
    put_out("甲", section=under, published_at=now - timedelta(days=3))
    put_out("乙", section=other, kind=ArticleKind.COMPILED)
    assert titles("正文", section=section) == titles("正文", section=under) == ["甲"]
    assert titles("正文", kind=ArticleKind.COMPILED) == ["乙"]
    assert titles("正文", since=now - timedelta(days=1)) == ["乙"]
    assert titles("正文", until=now - timedelta(days=1)) == ["甲"]


# Words that no story has


@pytest.mark.parametrize(
    ("words", "missing", "found"),
    [
        ("大桥 火星", ["火星"], 1),
        ("大桥 火星 Xyzzy", ["火星", "Xyzzy"], 1),
        ("火星 木星", [], 0),
        ("火星", [], 0),
        ("大桥 \uff01", [], 1),
        ("大桥 桂溪", [], 1),
    ],
)
def test_words_that_no_story_has_are_named(
    words: str, missing: list[str], found: int, bridge: Edition
) -> None:
    stories = search.stories(words)
    assert (list(stories.missing), stories.count()) == (missing, found)


def test_words_that_stand_in_different_stories_are_not_missing(put_out: PutOut) -> None:
    put_out("桂溪大桥")
    put_out("府河白鹭")
    stories = search.stories("大桥 白鹭")
    assert (list(stories.missing), stories.count()) == ([], 0)


# Words that stand apart


@pytest.mark.parametrize("words", ["桂溪通车", "大桥通车", "\u901a\u8eca大桥"])
def test_words_that_were_typed_together_are_found_apart(words: str, put_out: PutOut) -> None:
    put_out("桂溪大桥", digest="明天通车")
    assert search.stories(words).count() == 0
    near = search.stories(words, or_near=True)
    assert (near.is_near, [one.title for one in near[:9]]) == (True, ["桂溪大桥"])


@pytest.mark.parametrize("words", ["火星", "桂火", "火星大桥游乐场", "桂", "桥 火星", "\x00\x00"])
def test_a_story_that_has_less_than_half_is_not_near(words: str, bridge: Edition) -> None:
    assert not search.stories(words, or_near=True).is_near or not titles(words, or_near=True)


# Suggestions


@pytest.mark.parametrize(
    "words", ["桂", "大桥", "gx", "GXDQ", "guixi", "dq", "桂溪 大桥", "\u6a4b"]
)
def test_a_headline_is_suggested_by_its_words_and_sounds(words: str, bridge: Edition) -> None:
    assert [one.title for one in search.suggestions(words)] == ["桂溪大桥"]


@pytest.mark.parametrize("words", ["正文", "g", "袁也然", "xx", "桥桂"])
def test_it_is_not_suggested_by_anything_else(words: str, bridge: Edition) -> None:
    assert search.suggestions(words) == []


def test_so_many_headlines_are_suggested_each_once(
    put_out: PutOut, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "SUGGESTED", 2)
    for number in (0, 1, 2, 2):
        put_out(f"第{number}座大桥")
    assert [one.title for one in search.suggestions("大桥")] == ["第2座大桥", "第1座大桥"]

"""Keys, tags, slugs, counting and cutting of Chinese and Latin text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import text

GIVEN = Path(__file__).resolve().parents[2] / "seeds" / "000_5794c3ae3ae903ec.txt"


Parts = tuple[str | int | None, ...]


@dataclass
class Tagged:
    name: str


# --- keys


def test_another_title_has_another_key() -> None:
    assert text.title_key("成都来了1") != text.title_key("成都来了2")


@pytest.mark.parametrize(
    "spelling",
    [
        "没看够!下载 APP呗",
        "没看够\uff01下载APP呗",
        "\u201c没看够\u201d\uff01 下载\u3000app呗",
        "没看够!_下载\uff21\uff30\uff30呗",
    ],
)
def test_a_titles_key_does_not_mind_marks_spaces_width_or_case(spelling: str) -> None:
    assert text.title_key(spelling) == "没看够下载app呗"


def test_a_titles_key_has_at_most_120_characters() -> None:
    assert text.title_key("长 " * 200) == "长" * 120


def test_the_given_title_finds_itself_in_the_recommended_row() -> None:
    lines = GIVEN.read_text(encoding="utf-8").split("\n")
    row = lines[60].rsplit(" ", 2)[0]
    assert text.title_key(row) == text.title_key(lines[0])


@pytest.mark.parametrize("dot", ["\u00b7", "\u2022", "\u30fb", "\uff65", "\u2027", "\u22c5"])
def test_a_names_key_knows_one_interpunct(dot: str) -> None:
    assert text.name_key(f" 成都日报 {dot}锦观\u200b新闻") == "成都日报\u00b7锦观新闻"


def test_a_names_key_keeps_outlet_and_product_apart() -> None:
    assert text.name_key("成都日报\u00b7锦观") != text.name_key("成都日报锦观")


@given(st.text())
def test_a_key_of_a_key_is_itself(name: str) -> None:
    assert text.name_key(text.name_key(name)) == text.name_key(name)
    assert text.title_key(text.title_key(name)) == text.title_key(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [(("ab", "c"), ("a", "bc")), (("a", ""), ("a",)), ((1,), ("1",)), ((None,), ("None",))],
)
def test_hashes_tell_the_parts_apart(one: Parts, other: Parts) -> None:
    assert text.content_hash(*one) != text.content_hash(*other)


def test_a_hash_is_the_same_as_the_stored_one() -> None:
    stored = "c1af527b205b0bfce0915d3a360d3fcd"
    assert text.content_hash("成都", b"\x00", 2).startswith(stored)


# --- tags


@pytest.mark.parametrize("mark", [",", "\uff0c", "\u3001", ";", "\uff1b", "\n", " , \uff0c "])
def test_every_comma_parts_tags(mark: str) -> None:
    assert text.split_tags(f"双城{mark}经济") == ["双城", "经济"]


@pytest.mark.parametrize(
    ("typed", "tags"),
    [
        ("", []),
        (" , \u3001\uff0c\u201c\u201d", []),
        ("World Expo, 成都 高新", ["World Expo", "成都 高新"]),
        ("上海, 北京, 安徽", ["上海", "北京", "安徽"]),
        ("\u201c双城记\u201d, '5G'", ["双城记", "5G"]),
        ("App, app, \uff21pp,A pp", ["App"]),
        ("\u3000双城\u00a0", ["双城"]),
    ],
)
def test_tags_come_in_their_order_each_once(typed: str, tags: list[str]) -> None:
    assert text.split_tags(typed) == tags


@given(st.text())
def test_tags_survive_the_round_trip(typed: str) -> None:
    tags = text.split_tags(typed)
    assert text.split_tags(text.join_tags(map(Tagged, tags))) == tags


# --- slugs and sorting


@pytest.mark.parametrize("name", ["", "\uff01\uff1f", "\u2026", "\U0001f600", "/?#%&"])
def test_what_cannot_be_spelt_still_has_a_slug(name: str) -> None:
    assert text.slug_for(name).isascii()
    assert len(text.slug_for(name)) == len(text.unicode_slug(name)) == 11
    assert text.slug_for(name) != text.slug_for(name + "\uff1b")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("要闻", "yao-wen"),
        ("成都日报\u00b7锦观新闻", "cheng-du-ri-bao-jin-guan-xin-wen"),
        ("女儿 Caf\u00e9 5G", "nv-er-cafe-5g"),
        ("\uff35\uff32\uff2c/path?x", "url-path-x"),
    ],
)
def test_a_slug_spells_han_in_pinyin(name: str, slug: str) -> None:
    assert text.slug_for(name) == slug


def test_a_long_slug_ends_with_a_whole_syllable() -> None:
    slug = text.slug_for("双城经济圈" * 10)
    assert len(slug) <= 60
    assert set(slug.split("-")) == {"shuang", "cheng", "jing", "ji", "quan"}


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("双城经济圈", "双城经济圈"),
        ("World Expo 成都", "world-expo-成都"),
        ("a/b?c#d%e&f", "a-b-c-d-e-f"),
        ("../\uff1f双城\u00b7", "双城"),
        ("\U00020bb7田", "\U00020bb7田"),
    ],
)
def test_a_tags_slug_keeps_han_and_drops_what_a_url_minds(name: str, slug: str) -> None:
    assert text.unicode_slug(name) == slug


@given(st.text())
def test_no_slug_is_empty_long_or_hostile(name: str) -> None:
    for slug in (text.slug_for(name), text.unicode_slug(name)):
        assert 0 < len(slug) <= 60
        assert not set(slug) & set("/\\?#%&:. \n<>\"'")


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("张剡", "zhang yan"),
        ("单雄信", "shan xiong xin"),
        ("曾国藩", "zeng guo fan"),
        ("仇保兴", "qiu bao xing"),
        ("解缙", "xie jin"),
        ("查良镛", "zha liang yong"),
        ("任正非", "ren zheng fei"),
        ("尉迟恭", "yuchi gong"),
        ("欧阳修", "ouyang xiu"),
        (" Anna Lee", "anna lee"),
        ("", ""),
    ],
)
def test_people_are_sorted_by_how_their_names_are_read(name: str, key: str) -> None:
    assert text.sort_key(name) == key


def test_an_overridden_surname_is_read_as_usual_within_a_name() -> None:
    assert text.sort_key("王单").split()[1] != text.sort_key("单王").split()[0]


# --- counting and cutting


@pytest.mark.parametrize(
    ("copy", "count"),
    [
        ("", 0),
        (" \n\u3000\u200b", 0),
        ("成都来了", 4),
        ("成都\uff0c来了\u3002", 6),
        ("\u201c双城记\u201d\u2014\u2014", 7),
        ("the newsroom's 5G", 3),
        ("1.5万 5G基站", 5),
        ("\U00020bb7田", 2),
    ],
)
def test_characters_are_counted_as_word_processors_do(copy: str, count: int) -> None:
    assert text.count_chars(copy) == count


@pytest.mark.parametrize(("length", "minutes"), [(0, 1), (1, 1), (400, 1), (401, 2), (4000, 10)])
def test_a_minute_reads_400_characters(length: int, minutes: int) -> None:
    assert text.reading_minutes("读" * length) == minutes


COPY = "施小琳说\uff0c此次前往重庆学习\u3002成都将学习、贯彻\uff0c推动 newsroom management 走深走实"


@pytest.mark.parametrize(
    ("limit", "end"),
    [
        (200, "走深走实"),
        (15, "重庆学习\u3002"),
        (22, "重庆学习\u3002"),
        (13, "施小琳说\uff0c此次前往重庆\u2026\u2026"),
        (0, ""),
        (2, "施小"),
    ],
)
def test_an_excerpt_ends_where_a_reader_may_pause(limit: int, end: str) -> None:
    cut = text.excerpt(COPY, limit)
    assert len(cut) <= limit
    assert cut.endswith(end)


def test_an_excerpt_stops_before_a_mark_when_no_sentence_ends() -> None:
    copy = "推动成渝双城经济圈建设走深走实\uff0c既赋予了成都重大职责使命\uff0c也是机遇"
    assert text.excerpt(copy, 22) == copy[:15] + "\u2026\u2026"


@pytest.mark.parametrize("limit", range(3, 19))
def test_an_excerpt_never_cuts_a_latin_word(limit: int) -> None:
    cut = text.excerpt("成都 newsroom 建成了 management 系统", limit).removesuffix(text.ELLIPSIS)
    assert set(re.findall("[a-z]+", cut)) <= {"newsroom", "management"}


@pytest.mark.parametrize(
    "sign",
    ["e\u0301", "\U0001f468\u200d\U0001f469", "\U0001f1e8\U0001f1f3", "\U0001f44d\U0001f3fd"],
)
def test_an_excerpt_never_cuts_what_is_seen_as_one_sign(sign: str) -> None:
    for limit in range(2, 12):
        cut = text.excerpt(sign * 10, limit).removesuffix(text.ELLIPSIS)
        assert cut.replace(sign, "") == ""


@given(st.text(), st.integers(0, 40))
def test_an_excerpt_is_a_beginning_within_its_limit(copy: str, limit: int) -> None:
    cut = text.excerpt(copy, limit)
    assert len(cut) <= limit
    begun = "".join(cut.removesuffix(text.ELLIPSIS).split())
    assert "".join(copy.split()).startswith(begun)


def test_an_excerpt_joins_paragraphs_as_chinese_does() -> None:
    assert text.excerpt("雨停了\u3002\n路干了\u3002", 20) == "雨停了\u3002路干了\u3002"
    assert text.excerpt("小标题\n路干了\u3002", 20) == "小标题 路干了\u3002"


# --- the same story twice


def test_unrelated_stories_share_almost_nothing() -> None:
    lines = GIVEN.read_text(encoding="utf-8").split("\n")
    assert text.containment(lines[4], lines[22]) < 0.2


def test_a_reprint_is_recognised_in_other_width_and_spacing() -> None:
    original = GIVEN.read_text(encoding="utf-8")
    reprint = "本网讯 " + original.replace(",", "\uff0c").replace("\n", " ")
    assert text.containment(original, reprint) > 0.97


@pytest.mark.parametrize(("one", "other", "score"), [("", "文", 0), ("文", "文", 1), ("", "", 0)])
def test_texts_shorter_than_a_shingle_compare_whole(one: str, other: str, score: int) -> None:
    assert text.containment(one, text.shingles(other)) == score

"""Searching photos: all that LIKE finds is found, and no question breaks it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command

from articles import photodesk, search
from articles.models import Article, Photo, PhotoUse, User
from tests.conftest import GIVEN, picture_bytes

CAPTION = "\u56fe\u4e3a\u6210\u90fd\u9ad8\u65b0\u533a\u6842\u6eaa\u8857\u9053\u7684 AI \u5927\u6865"


@pytest.fixture
def bridge(photo: Photo) -> Photo:
    photo.caption, photo.byline, photo.keywords = CAPTION, "何苗", "大桥\u3001夜景"
    photodesk.keep(photo)
    return photo


def found(words: str) -> list[Photo]:
    return list(search.photos(Photo.objects.all(), words))


# Questions


@pytest.mark.parametrize(
    "words",
    [
        '"',
        "*",
        "NEAR(",
        "桂溪 OR",
        "words:桂溪",
        "^桂溪 -大桥",
        "' & | ! <-> :*",
        "\\",
        "\x00",
        "甲" * 10_000,
        "( AND ) NOT",
    ],
)
def test_no_question_breaks_the_search(words: str, bridge: Photo) -> None:
    assert len(found(words)) <= 1


def test_only_marks_find_nothing_and_no_question_finds_all(bridge: Photo) -> None:
    assert found("\uff01\uff1f") == []
    assert found("  ") == [bridge]


@pytest.mark.parametrize(
    "words", ["高新区", "桥", "桂", "何苗", "ai", "A", "夜景 何苗", "\uff21\uff29", "a.jpg"]
)
def test_a_photo_is_found_by_its_words(words: str, bridge: Photo) -> None:
    assert found(words) == [bridge]


@pytest.mark.parametrize("words", ["新高", "桥桥", "高新区 无", "桂街", "jp g"])
def test_a_photo_is_not_found_by_words_it_has_not(words: str, bridge: Photo) -> None:
    assert found(words) == []


def test_the_order_and_the_filters_of_the_list_stay(bridge: Photo) -> None:
    other = photodesk.take_in(picture_bytes(width=900), "b.jpg")
    other.caption = CAPTION
    photodesk.keep(other)
    assert list(search.photos(Photo.objects.order_by("pk"), "大桥")) == [bridge, other]
    assert list(search.photos(Photo.objects.filter(width=900), "大桥")) == [other]


# The index


def test_all_that_is_in_a_caption_is_found_as_LIKE_finds_it(photo: Photo) -> None:  # noqa: N802
    lines = [line for line in GIVEN.read_text().split("\n") if 20 < len(line.strip()) < 200]
    photos = []
    for place, line in enumerate(lines[:12]):
        one = photodesk.take_in(picture_bytes(width=300 + place), f"{place}.jpg")
        one.caption = line.strip()
        photodesk.keep(one)
        photos.append(one)
    for one in photos:
        for size in (1, 2, 3, 4):
            for at in range(0, len(one.caption) - size, 3):
                part = one.caption[at : at + size]
                if all("\u4e00" <= sign <= "\u9fff" for sign in part):
                    like = set(Photo.objects.filter(caption__contains=part))
                    assert like <= set(found(part)), part


def test_a_changed_caption_is_found_and_the_old_one_is_not(bridge: Photo) -> None:
    bridge.caption = "府河的白鹭"
    photodesk.keep(bridge)
    assert (found("白鹭"), found("桂溪")) == ([bridge], [])


def test_a_photo_is_found_by_what_a_story_says_of_it(
    photo: Photo,
    draft: Callable[..., Article],
    with_photo: Callable[..., PhotoUse],
    revise: Callable[..., Article],
    editor: User,
) -> None:
    article = draft()
    with_photo(article, photo, caption="湖边的长椅")
    revise(article, by=editor)
    assert found("长椅") == [photo]
    PhotoUse.objects.update(caption="湖边的石凳")
    revise(article, by=editor)
    assert (found("长椅"), found("石凳")) == ([], [photo])


def test_the_index_is_made_anew_from_what_is_there(bridge: Photo, capsys: Any) -> None:
    Photo.objects.filter(pk=bridge.pk).update(caption="府河的白鹭")
    call_command("rebuild_search")
    assert found("白鹭") == [bridge]
    assert "1" in capsys.readouterr().out


def test_another_database_looks_for_what_was_typed(bridge: Photo) -> None:
    assert list(search.unindexed(Photo.objects.all(), "桂溪 何苗")) == [bridge]
    assert list(search.unindexed(Photo.objects.all(), "桂溪 无")) == []

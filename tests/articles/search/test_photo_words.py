"""Searching photos: all that LIKE finds is found, and no question breaks it."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from articles import photodesk, search, workflow
from articles.bigrams import phrases
from articles.importers.decode import decode
from articles.importers.notes import Notes
from articles.models import Article, Photo, PhotoUse, User
from articles.search import index
from tests.conftest import SEEDS, picture_bytes

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


def parts_of(line: str) -> set[str]:
    """Every 2, 3 and 4 characters of it, as somebody may have copied them.

    Not those that begin with a Latin letter or a digit: these words are kept whole, so that the
    21 in 2021, which LIKE finds, is not found.
    """
    cuts = (line[at : at + size] for at in range(len(line)) for size in (2, 3, 4))
    return {cut for cut in cuts if phrases(cut) and not re.match("[A-Za-z0-9]", cut.strip())}


def test_all_that_is_in_captions_is_found_as_LIKE_finds_it(db: None) -> None:  # noqa: N802
    seeds = [decode(path.read_bytes(), Notes()).text for path in SEEDS.glob("0*.txt")]
    lines = {line.strip() for seed in seeds for line in seed.splitlines()}
    captions = [line for line in sorted(lines) if 20 < len(line) < 200][::10]
    Photo.objects.bulk_create(
        Photo(sha256=f"{place:064}", width=3, height=2, caption=caption)
        for place, caption in enumerate(captions)
    )
    search.rebuild_photos()
    parts = sorted(set().union(*map(parts_of, captions)))
    assert len(parts) > 1_000
    for part in parts:
        like = set(Photo.objects.filter(caption__contains=part).values_list("pk", flat=True))
        hits = search.photos(Photo.objects.all(), part).values_list("pk", flat=True)
        assert like <= set(hits), part


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


def test_a_photo_is_not_found_by_what_a_story_says_no_more(
    photo: Photo, draft: Callable[..., Article], revise: Callable[..., Article], editor: User
) -> None:
    article = draft()
    kept = PhotoUse.objects.create(article=article, photo=photo, cover_caption="封面的鹭鸟")
    spare = PhotoUse.objects.create(article=article, photo=photo, caption="湖边的长椅")
    revise(article, by=editor)
    assert found("长椅") == found("鹭鸟") == [photo]
    PhotoUse.objects.filter(pk=spare.pk).update(caption="湖边的石凳")
    revise(article, by=editor)
    assert (found("长椅"), found("石凳")) == ([], [photo])
    kept.delete()
    spare.delete()
    revise(article, by=editor)
    assert found("石凳") == found("鹭鸟") == []


def test_a_save_that_says_nothing_else_of_photos_leaves_the_index_alone(
    photo: Photo,
    draft: Callable[..., Article],
    with_photo: Callable[..., PhotoUse],
    revise: Callable[..., Article],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    article, told = draft(), []
    with_photo(article, photo, caption="湖边的长椅")
    monkeypatch.setattr(search.Index, "replace", lambda _index, pks, _rows: told.append(pks))
    revise(article)
    revise(article, title="换了题")
    assert told == [[photo.pk]]


def test_the_words_of_a_draft_that_is_deleted_for_good_are_forgotten(
    photo: Photo,
    draft: Callable[..., Article],
    with_photo: Callable[..., PhotoUse],
    revise: Callable[..., Article],
    reporter: User,
) -> None:
    article = draft()
    with_photo(article, photo, caption="湖边的长椅")
    gone = workflow.discard(revise(article), by=reporter)
    assert found("长椅") == [photo]
    workflow.purge(gone, by=reporter, now=timezone.now() + timedelta(days=31))
    assert found("长椅") == []


def test_a_number_is_found_by_its_beginning_alone(photo: Photo) -> None:
    photo.caption = "2021年12月"
    photodesk.keep(photo)
    assert found("2021年") == found("20") == found("12月") == [photo]
    assert found("21年") == []


def test_a_word_without_an_end_is_kept_by_its_beginning(photo: Photo) -> None:
    photo.caption = "x" * 3_000
    photodesk.keep(photo)
    assert found("xxx") == found("x" * 3_000) == [photo]


@pytest.mark.django_db(transaction=True)
def test_of_two_that_index_a_photo_at_once_the_second_sees_what_the_first_changed(
    photo: Photo,
) -> None:
    def again() -> None:
        try:
            search.index_photos([photo.pk])
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            photo.caption = "府河的白鹭"
            photodesk.keep(photo)
            second = pool.submit(again)
            assert not wait([second], timeout=1).done
        second.result(timeout=30)
    assert found("白鹭") == [photo]


@pytest.mark.django_db(transaction=True)
def test_the_migration_fills_the_index_and_takes_it_away(photo: Photo, draft: Any) -> None:
    Photo.objects.update(place="桂溪")
    PhotoUse.objects.create(article=draft(), photo=photo, cover_caption="湖边的长椅")
    migration = import_module("articles.migrations.0010_photo_words")
    with connection.schema_editor() as editor:
        migration.drop(apps, editor)
        assert search.PHOTO_WORDS not in connection.introspection.table_names()
        migration.create(apps, editor)
        migration.fill(apps, editor)
    assert found("长椅") == found("桂溪") == found("a.jpg") == [photo]


def test_the_index_is_made_anew_from_what_is_there(bridge: Photo, capsys: Any) -> None:
    Photo.objects.filter(pk=bridge.pk).update(caption="府河的白鹭")
    call_command("rebuild_search")
    assert found("白鹭") == [bridge]
    assert "1" in capsys.readouterr().out


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that nobody has taught to index."""
    monkeypatch.setattr(index, "DIALECTS", {})


def test_another_database_looks_for_what_was_typed(
    elsewhere: None, bridge: Photo, draft: Any
) -> None:
    for caption in ("湖边的长椅", "另一条长椅"):
        PhotoUse.objects.create(article=draft(), photo=bridge, caption=caption)
    assert found("桂溪 何苗") == found("长椅 桂溪") == [bridge]
    assert found("桂溪 无") == found('"') == []


def test_another_database_has_nothing_to_index(
    elsewhere: None, bridge: Photo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    assert found("桂溪") == []

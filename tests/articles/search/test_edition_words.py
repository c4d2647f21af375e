"""What readers find: the words of what they may see now, all of them, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from articles import richtext, search, workflow
from articles.choices import CreditRole, EditionChange
from articles.models import Article, Credit, Edition, Person, Photo, PhotoUse, Topic, User

PutOut = Callable[..., Edition]


def found(words: str, **asked: Any) -> list[int]:
    return [edition.article_id for edition in search.stories(words, **asked)[:100]]


def kept() -> set[int]:
    """The editions that the index knows."""
    key = "rowid" if connection.vendor == "sqlite" else "edition_id"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {key} FROM {search.EDITION_WORDS}")  # noqa: S608
        return {pk for (pk,) in cursor.fetchall()}


# What is not found


def test_a_draft_is_not_found(draft: Any) -> None:
    draft("府河的白鹭")
    assert found("白鹭") == []
    assert search.suggestions("白鹭") == []


def test_a_scheduled_story_is_found_when_its_time_has_come(put_out: PutOut, clock: Any) -> None:
    coming = put_out("府河的白鹭", at=timezone.now() + timedelta(hours=2))
    assert found("白鹭") == []
    clock.shift(timedelta(hours=2))
    assert found("白鹭") == [coming.article_id]


def test_a_story_that_was_called_off_is_forgotten(put_out: PutOut, chief: User, clock: Any) -> None:
    coming = put_out("府河的白鹭", at=timezone.now() + timedelta(hours=2))
    workflow.unschedule(coming.article, by=chief)
    clock.shift(timedelta(hours=2))
    assert (found("白鹭"), kept()) == ([], set())


def test_a_withdrawn_story_is_not_found_until_it_is_restored(put_out: PutOut, chief: User) -> None:
    edition = put_out("府河的白鹭")
    workflow.withdraw(edition.article, by=chief, reason="错")
    assert (found("白鹭"), kept()) == ([], set())
    restored = workflow.restore(edition.article, by=chief)
    assert (found("白鹭"), kept()) == ([edition.article_id], {restored.pk})


def test_a_superseded_text_is_not_found(put_out: PutOut, revise: Any) -> None:
    edition = put_out(kicker="白鹭")
    article = revise(edition.article, kicker="苍鹭")
    following = put_out(article=article, change=EditionChange.TYPO)
    assert (found("白鹭"), found("苍鹭")) == ([], [article.pk])
    assert kept() == {following.pk}


def test_of_a_scheduled_correction_the_text_of_the_hour_is_found(
    put_out: PutOut, revise: Any, clock: Any
) -> None:
    edition, later = put_out(kicker="白鹭"), timezone.now() + timedelta(hours=2)
    article = revise(edition.article, kicker="苍鹭")
    put_out(article=article, change=EditionChange.TYPO, at=later)
    assert (found("白鹭"), found("苍鹭")) == ([article.pk], [])
    clock.shift(timedelta(hours=2))
    assert (found("白鹭"), found("苍鹭")) == ([], [article.pk])


# What is found


@pytest.fixture
def rich(draft: Any, put_out: PutOut, with_photo: Any, photo: Photo) -> Article:
    """A story with something in every place that is indexed."""
    article = draft(
        "府河的白鹭",
        kicker="春日",
        subtitle="来了三十只",
        list_title="鹭归",
        digest="一份摘要",
        dateline="桂溪讯",
        original_title="河上的鸟",
        original_author="左丘明",
    )
    article.tags.add("湿地")
    article.topics.add(Topic.objects.create(name="公园城市"))
    person = Person.objects.create(name="司马朗")
    Credit.objects.create(article=article, person=person, role=CreditRole.REPORTER)
    with_photo(article, photo, caption="岸边的长椅", credit="何苗 摄")
    PhotoUse.objects.create(article=article, photo=photo, is_cover=True, cover_caption="封面的芦苇")
    put_out(article=article)
    return article


PLACES = (
    "白鹭 春日 三十只 鹭归 摘要 桂溪 河上的鸟 左丘明 湿地 公园城市 司马朗 锦观 长椅 何苗 芦苇 正文 "
    "fhdbl FHDBL dbl fuhedebailu"
)


def test_a_story_is_found_by_each_of_its_places(rich: Article) -> None:
    assert [words for words in PLACES.split() if found(words) != [rich.pk]] == []
    assert found("白鹭 长椅 司马朗 正文") == [rich.pk]


@pytest.mark.parametrize("words", ["白鸟", "鹭长", "baihe", "bl", "fhdbx", "ahe"])
def test_a_story_is_not_found_by_what_it_has_not(rich: Article, words: str) -> None:
    assert found(words) == []


@pytest.mark.parametrize(
    "words", ["\u767d\u9dfa", "\uff26\uff28\uff24\uff22\uff2c", "\u6fd5\u5730", "\u9577\u6905"]
)
def test_other_spellings_find_the_same(rich: Article, words: str) -> None:
    """Traditional characters and full-width letters."""
    assert found(words) == [rich.pk]


def test_simplified_words_find_a_traditional_text(put_out: PutOut) -> None:
    edition = put_out("\u81fa\u5317\u7684\u5716\u66f8\u9928\u8207\u885e\u751f\u6240")
    for words in ("台北", "图书馆", "与卫生所", "\u5716\u66f8", "\u885b\u751f"):
        assert found(words) == [edition.article_id], words


def test_every_word_of_a_long_story_is_found(
    put_out: PutOut, django_assert_max_num_queries: Any
) -> None:
    """Of 60,000 characters; PostgreSQL ends a vector at 16,383 places, and at 255 of one term."""
    marks = [f"{first}{second}岭" for first in "甲乙丙丁戊己庚辛壬癸" for second in "子丑寅卯辰巳"]
    text = "".join(f"{'高新区的一天' * 166}{mark}" for mark in marks)
    assert len(text) > 59_000
    edition = put_out("长", body=richtext.from_blocks([("paragraph", text)]))
    assert [mark for mark in marks if found(mark) != [edition.article_id]] == []
    assert found(f"{marks[0]} {marks[-1]} {marks[30]}") == [edition.article_id]
    assert found(f"天{marks[-1]}") == [edition.article_id]
    assert found(f"{marks[0]} 无") == [edition.article_id]
    assert found(f"{marks[0]}高新区的一日") == []


# Keeping it


@pytest.mark.django_db(transaction=True)
def test_two_that_index_a_story_at_once_leave_it_there_once(put_out: PutOut) -> None:
    edition = put_out("府河的白鹭")

    def again() -> None:
        try:
            search.index_story(edition.article)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            search.index_story(edition.article)
            second = pool.submit(again)
        second.result(timeout=30)
    assert (found("白鹭"), search.stories("白鹭").count()) == ([edition.article_id], 1)


def test_the_index_is_made_anew_from_what_is_there(put_out: PutOut, capsys: Any) -> None:
    edition, coming = put_out("府河的白鹭"), put_out(at=timezone.now() + timedelta(hours=2))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {search.EDITION_WORDS}")  # noqa: S608
    assert found("白鹭") == []
    for _time in range(2):
        call_command("rebuild_search")
        assert (found("白鹭"), kept()) == ([edition.article_id], {edition.pk, coming.pk})
    assert "2" in capsys.readouterr().out.splitlines()[-1]


def test_what_was_over_leaves_the_index_when_it_is_made_anew(
    put_out: PutOut, revise: Any, clock: Any
) -> None:
    edition, later = put_out(kicker="白鹭"), timezone.now() + timedelta(hours=2)
    article = revise(edition.article, kicker="苍鹭")
    following = put_out(article=article, change=EditionChange.TYPO, at=later)
    assert kept() == {edition.pk, following.pk}
    clock.shift(timedelta(hours=3))
    assert search.rebuild_stories() == 1
    assert kept() == {following.pk}

"""What the database itself refuses, and what a row knows of itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from articles import workflow
from articles.choices import CreditRole, PublicState
from articles.models import (
    Article,
    Credit,
    Edition,
    Person,
    PhotoUse,
    Recommendation,
    Section,
    SiteSettings,
    Source,
    SourceAlias,
    Tag,
    Withdrawal,
)
from articles.models.edition import ImmutableEdition

Draft = Callable[..., Article]


@pytest.mark.parametrize(
    "fields",
    [
        {"title": ""},
        {"list_title": "字" * 33},
        {"short_title": "字" * 33},
        {"digest": "字" * 121},
        {"kind": "poem"},
        {"version": 0},
    ],
)
def test_the_database_refuses_an_impossible_story(fields: dict[str, Any], draft: Draft) -> None:
    article = draft()
    # PostgreSQL measures the column before the constraint.
    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(**fields)


def test_a_section_tree_has_two_levels(section: Section) -> None:
    child = Section.objects.create(name="社区", parent=section)
    assert child.level == 2
    with pytest.raises(ValidationError):
        Section(name="院落", parent=child).full_clean()
    section.parent = Section.objects.create(name="其他")
    with pytest.raises(ValidationError):
        section.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        Section.objects.filter(pk=child.pk).update(parent=None)


def test_a_section_in_use_is_not_deleted(draft: Draft, section: Section) -> None:
    draft()
    with pytest.raises(ProtectedError):
        section.delete()


def test_a_story_has_one_cover(draft: Draft) -> None:
    article = draft()
    PhotoUse.objects.create(article=article, is_cover=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        PhotoUse.objects.create(article=article, is_cover=True)


def test_a_credit_stands_once(draft: Draft) -> None:
    article = draft()
    person = Person.objects.create(name="谢婷")
    Credit.objects.create(article=article, person=person, role=CreditRole.REPORTER)
    Credit.objects.create(article=article, person=person, role=CreditRole.PHOTOGRAPHER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Credit.objects.create(article=article, person=person, role=CreditRole.REPORTER)


def test_a_recommendation_names_something_else(draft: Draft) -> None:
    article = draft()
    with pytest.raises(IntegrityError), transaction.atomic():
        Recommendation.objects.create(article=article)
    with pytest.raises(IntegrityError), transaction.atomic():
        Recommendation.objects.create(article=article, target=article)


@pytest.mark.parametrize("field", ["title", "body", "content_hash", "live_from", "article"])
def test_an_edition_does_not_change(field: str, put_out: Any) -> None:
    edition = put_out()
    setattr(edition, field, getattr(edition, field))
    with pytest.raises(ImmutableEdition):
        edition.save()
    with pytest.raises(ImmutableEdition):
        Edition.objects.filter(pk=edition.pk).update(**{field: getattr(edition, field)})


def test_an_edition_is_not_deleted(put_out: Any) -> None:
    edition = put_out()
    with pytest.raises(ImmutableEdition):
        edition.delete()
    with pytest.raises(ImmutableEdition):
        Edition.objects.all().delete()
    with pytest.raises(ProtectedError):
        edition.article.delete()


def test_two_open_intervals_are_refused(put_out: Any) -> None:
    edition = Edition.objects.get(pk=put_out().pk)
    edition.pk, edition._state.adding, edition.number = None, True, 2
    with pytest.raises(IntegrityError), transaction.atomic():
        edition.save()


def test_an_interval_does_not_end_before_it_starts(put_out: Any) -> None:
    edition = put_out()
    edition.live_until = edition.live_from - timedelta(seconds=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        edition.save(update_fields=["live_until"])


def test_a_withdrawal_is_open_once_and_has_a_reason(put_out: Any, chief: Any) -> None:
    edition = put_out()
    same = {"article": edition.article, "edition": edition, "at": timezone.now(), "by": chief}
    with pytest.raises(IntegrityError), transaction.atomic():
        Withdrawal.objects.create(reason="", **same)
    Withdrawal.objects.create(reason="错", **same)
    with pytest.raises(IntegrityError), transaction.atomic():
        Withdrawal.objects.create(reason="错", **same)


def test_site_settings_are_one_row(site: SiteSettings) -> None:
    SiteSettings(name="别的").save()
    assert SiteSettings.objects.get().name == "别的"
    with pytest.raises(IntegrityError), transaction.atomic():
        SiteSettings.objects.bulk_create([SiteSettings(pk=2, name="第二")])


def test_pages_stand_without_site_settings(db: None) -> None:
    assert SiteSettings.objects.current().name == ""


def test_site_settings_know_the_boundaries_in_one_query(
    clock: Any, put_out: Any, site: SiteSettings, django_assert_num_queries: Any
) -> None:
    edition, later = put_out("一"), timezone.now() + timedelta(hours=2)
    put_out("二", at=later)
    with django_assert_num_queries(1):
        now = SiteSettings.objects.current()
    assert (now.boundaries.last, now.boundaries.next) == (edition.live_from, later)


@pytest.mark.parametrize(
    "given",
    ["成都日报\u00b7锦观新闻", "成都日报\u2022锦观新闻", " 成都日报 \u30fb锦观新闻", "锦观"],
)
def test_a_source_is_known_by_its_aliases(given: str, source: Source) -> None:
    SourceAlias.objects.create(source=source, name="锦观")
    assert list(Source.objects.by_key([given]).values()) == [source]


def test_people_sort_by_pinyin(db: None) -> None:
    for name in ("张剡", "袁也然", "单田", "曾巩"):
        Person.objects.create(name=name)
    assert [person.name for person in Person.objects.all()] == ["单田", "袁也然", "曾巩", "张剡"]


def test_a_synonym_given_to_a_story_becomes_its_tag(draft: Draft) -> None:
    tag = Tag.objects.create(name="成渝地区双城经济圈")
    Tag.objects.create(name="双城经济圈", synonym_of=tag)
    article = draft()
    article.tags.add("双城经济圈")
    assert list(article.tags.all()) == [tag]


def test_merging_tags_moves_stories_and_editions(draft: Draft, put_out: Any) -> None:
    both, one = draft("甲"), draft("乙")
    both.tags.add("地铁", "轨道交通")
    one.tags.add("轨道交通")
    edition = put_out(article=one)
    subway, rail = Tag.objects.get(name="地铁"), Tag.objects.get(name="轨道交通")
    rail.merge_into(subway)
    assert set(Article.objects.filter(tags=subway)) == {both, one}
    assert both.tags.count() == one.tags.count() == 1
    assert list(subway.editions.all()) == [edition]
    assert rail.synonym_of == subway
    with pytest.raises(ValidationError):
        subway.merge_into(rail)


def test_a_tag_of_han_has_an_address_of_han(db: None) -> None:
    assert Tag.objects.create(name="双城经济圈").slug == "双城经济圈"


def test_the_state_for_readers_follows_the_editions(
    clock: Any, draft: Draft, put_out: Any, chief: Any
) -> None:
    later = timezone.now() + timedelta(hours=1)
    articles = {
        PublicState.UNPUBLISHED: draft("甲"),
        PublicState.LIVE: put_out("乙").article,
        PublicState.SCHEDULED: put_out("丙", at=later).article,
        PublicState.WITHDRAWN: put_out("丁").article,
    }
    workflow.withdraw(articles[PublicState.WITHDRAWN], by=chief, reason="错")
    found = {a.pk: a.state_for_readers for a in Article.objects.with_public_state()}
    assert found == {article.pk: state for state, article in articles.items()}


def test_a_waiting_recommendation_finds_its_story(draft: Draft) -> None:
    reader, target = draft("甲"), draft("高新名师荟萃展风采\uff0c共绘新风景")
    for title in ("高新名师荟萃展风采,共绘新风景", "甲", "没有的"):
        Recommendation.objects.create(article=reader, title=title)
    assert Recommendation.objects.resolve([reader, target]) == 1
    assert Recommendation.objects.get(target__isnull=False).target == target

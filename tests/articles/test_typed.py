"""What a refused form meant is what saving it would have stored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from articles import compiling
from articles.choices import RevisionReason
from articles.models import (
    Article,
    Person,
    Source,
    Tag,
    Topic,
    User,
)
from tests.articles.desk import change_url, opened

Snapshot = dict[str, Any]


@pytest.fixture
def full(filled: Callable[[str], Article]) -> Article:
    return filled("图一\n第二行")


def kept(client: Client, article: Article, values: dict[str, Any]) -> Snapshot:
    """What is kept aside of a form whose version somebody has passed."""
    Article.objects.filter(pk=article.pk).update(version=article.version + 1)
    assert client.post(change_url(article), values).status_code == 409
    Article.objects.filter(pk=article.pk).update(version=article.version)
    return article.revisions.get(reason=RevisionReason.ASIDE).snapshot


def without_new_keys(snapshot: Snapshot) -> Snapshot:
    """Rows that are new have their numbers and keys from chance."""
    uses = [use | {"id": None, "key": ""} for use in snapshot["uses"]]
    tags = sorted(tag["name"] for tag in snapshot["tags"])
    return snapshot | {"uses": uses, "tags": tags}


def no_change(article: Article) -> dict[str, Any]:
    return {"title": "乙"}


def new_rows(article: Article) -> dict[str, Any]:
    """A row more of each kind."""
    person, source = Person.objects.create(name="新人"), Source.objects.create(name="新报")
    return {
        "photo_uses-TOTAL_FORMS": "3",
        "photo_uses-2-caption": "图三",
        "photo_uses-2-rank": "0",
        "credits-TOTAL_FORMS": "3",
        "credits-2-person": person.pk,
        "credits-2-role": "photographer",
        "credits-2-rank": "0",
        "source_lines-TOTAL_FORMS": "2",
        "source_lines-1-source": source.pk,
        "source_lines-1-rank": "0",
        "recommendations-TOTAL_FORMS": "3",
        "recommendations-2-title": "又一篇",
        "recommendations-2-rank": "0",
        "recommendations-2-listed_at": "2026-01-02T03:04:05",
    }


def other_rows(article: Article) -> dict[str, Any]:
    """Removed, turned round and rewritten."""
    return {
        "photo_uses-0-rank": "1",
        "photo_uses-1-rank": "0",
        "photo_uses-1-alt": "山",
        "credits-0-DELETE": "on",
        "recommendations-0-rank": "1",
        "recommendations-1-rank": "0",
        "tags": "科技\uff0c新词",
        "topics": [Topic.objects.get(name="两会").pk],
    }


def other_fields(article: Article) -> dict[str, Any]:
    return {
        "section": "",
        "kind": "reprint",
        "published_at": "2021-12-20T10:48:53",
        "body": "<p>改\n</p>",
        "digest": "上\r\n下",
    }


@pytest.mark.parametrize(
    "change", [no_change, new_rows, other_rows, other_fields], ids=lambda change: change.__name__
)
def test_it_is_what_saving_would_have_stored(
    change: Callable[[Article], dict[str, Any]], desk: Client, full: Article
) -> None:
    typed = change(full)
    snapshot = kept(desk, full, opened(desk, full) | typed)
    assert desk.post(change_url(full), opened(desk, full) | typed).status_code == 302
    saved = compiling.snapshot(Article.objects.get(pk=full.pk))
    assert without_new_keys(snapshot) == without_new_keys(saved)
    assert compiling.text_hash(snapshot) == compiling.text_hash(saved)


def test_what_nobody_typed_is_no_change(desk: Client, full: Article) -> None:
    base = full.revisions.get().snapshot
    values = opened(desk, full) | {"title": "乙", "photo_uses-0-caption": "图一\r\n第二行"}
    snapshot = kept(desk, full, values)
    assert {name for name, value in snapshot.items() if value != base[name]} == {
        "title",
        "title_key",
    }


def test_a_tag_is_made_when_the_text_is_saved_and_not_before(desk: Client, full: Article) -> None:
    kept(desk, full, opened(desk, full) | {"tags": "前所未有"})
    assert not Tag.objects.filter(name="前所未有").exists()


def test_a_synonym_is_the_tag_that_it_stands_for(desk: Client, full: Article) -> None:
    Tag.objects.create(name="蓉城", slug="rc", synonym_of=Tag.objects.get(name="成都"))
    snapshot = kept(desk, full, opened(desk, full) | {"tags": "蓉城\uff0c成都"})
    assert [tag["name"] for tag in snapshot["tags"]] == ["成都"]


def test_rows_that_are_gone_are_taken_from_what_was_posted(desk: Client, full: Article) -> None:
    values = opened(desk, full) | {"photo_uses-1-caption": "新图说"}
    base = full.revisions.get().snapshot
    for parts in (full.photo_uses, full.credits, full.source_lines, full.recommendations):
        parts.all().delete()
    snapshot = kept(desk, full, values)
    assert [use["key"] for use in snapshot["uses"]] == [use["key"] for use in base["uses"]]
    assert [use["photo"] for use in snapshot["uses"]] == [use["photo"] for use in base["uses"]]
    assert snapshot["uses"][1]["caption"] == "新图说"
    for kind in ("credits", "sources", "picks"):
        assert snapshot[kind] == base[kind]


def test_names_that_are_gone_are_taken_from_the_text_that_was_opened(
    desk: Client, full: Article
) -> None:
    values = opened(desk, full) | {"title": "乙"}
    base = full.revisions.get().snapshot
    full.credits.filter(person__name="刘洋").delete()
    Person.objects.get(name="刘洋").delete()
    Article.objects.get(title="别的稿").delete()
    snapshot = kept(desk, full, values)
    assert snapshot["credits"] == base["credits"]
    assert [pick["title"] for pick in snapshot["picks"]] == ["别的稿", "待来的稿"]


def test_what_somebody_may_not_write_is_as_it_was(
    client: Client, full: Article, hire: Callable[[str], User]
) -> None:
    writer = hire("photo_desk")
    writer.user_permissions.add(Permission.objects.get(codename="change_article"))
    client.force_login(writer)
    base = full.revisions.get().snapshot
    snapshot = kept(client, full, opened(client, full) | {"title": "乙"})
    assert snapshot["title"] == "乙"
    for kind in ("credits", "sources", "picks", "uses"):
        assert snapshot[kind] == base[kind]

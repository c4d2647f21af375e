"""What is suggested while one types: known tags, and rows of other lists, to who may see them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Article, Person, PhotoUse, Tag, User
from newsroom.roles import ROLES
from tests.articles.desk import change_url

Draft = Callable[..., Article]
SUGGEST = "admin:articles_tag_suggest"


def suggested(client: Client, term: str) -> list[str]:
    found = client.get(reverse(SUGGEST), {"term": term}).json()["results"]
    return ["=".join([row["name"], *row["synonyms"]]) for row in found]


def test_a_stranger_gets_no_tags(client: Client, db: None) -> None:
    response = client.get(reverse(SUGGEST), {"term": "x"})
    assert response["Location"].startswith(reverse("admin:login"))


def test_who_may_not_see_tags_gets_none(client: Client, moderator: User) -> None:
    client.force_login(moderator)
    assert client.get(reverse(SUGGEST), {"term": "x"}).status_code == 403


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("", []),
        (" ", []),
        ("没有", []),
        ("地铁", ["地铁", "地铁站"]),
        ("ai", ["人工智能=AI"]),
        ("智能", ["人工智能"]),
    ],
)
def test_tags_are_suggested_by_name_and_by_synonym_the_most_used_first(
    client: Client, draft: Draft, reporter: User, term: str, expected: list[str]
) -> None:
    client.force_login(reporter)
    meant = Tag.objects.create(name="人工智能")
    Tag.objects.create(name="AI", synonym_of=meant)
    draft().tags.add("地铁", "地铁站")
    draft().tags.add("地铁")
    assert suggested(client, term) == expected


def test_no_more_tags_are_suggested_than_one_can_read(client: Client, reporter: User) -> None:
    client.force_login(reporter)
    Tag.objects.bulk_create(Tag(name=f"标签{n}", slug=str(n)) for n in range(30))
    assert len(suggested(client, "标签")) == 10


def test_the_tags_of_a_story_know_where_suggestions_come_from(
    client: Client, draft: Draft, reporter: User
) -> None:
    client.force_login(reporter)
    page = client.get(change_url(draft())).content.decode()
    assert f'data-suggest="{reverse(SUGGEST)}"' in page


def offered(page: str) -> set[tuple[str, ...]]:
    """Model and field of every field that suggests rows of another list."""
    names = ("app-label", "model-name", "field-name")
    selects = [tag for tag in re.findall(r"<select[^>]*>", page) if "data-ajax--url" in tag]
    return {
        tuple(re.findall(f'data-{name}="([^"]*)"', tag)[0] for name in names) for tag in selects
    }


@pytest.mark.parametrize("role", [role.code for role in ROLES])
def test_every_field_that_suggests_answers_whoever_sees_it(
    client: Client,
    draft: Draft,
    hire: Callable[[str], User],
    with_photo: Callable[..., PhotoUse],
    role: str,
) -> None:
    article, tag = draft(), Tag.objects.create(name="AI")
    with_photo(article, caption="待图")
    client.force_login(hire(role))
    addresses = [
        reverse("admin:articles_article_changelist"),
        reverse("admin:articles_article_photos", args=[article.pk]),
        reverse("admin:articles_person_change", args=[Person.objects.earliest("pk").pk]),
        reverse("admin:articles_section_change", args=[article.section_id]),
        reverse("admin:articles_tag_merge", args=[tag.pk]),
        change_url(article),
    ]
    for address in addresses:
        for app, model, field in offered(client.get(address).content.decode()):
            query = {"app_label": app, "model_name": model, "field_name": field, "term": "x"}
            response = client.get(reverse("admin:autocomplete"), query)
            assert response.status_code == 200, (address, model, field)

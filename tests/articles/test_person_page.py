"""The page of a person: the stories that name them, and nothing that the desk notes of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import gettext

from articles import workflow
from articles.choices import CreditRole, EditionChange
from articles.models import Article, Credit, Edition, Person, User
from tests.articles.page_reading import Reading, reading

PERSON_BUDGET = 7


@pytest.fixture
def person(reporter: User) -> Person:
    return Person.objects.create(
        name="江予白", note="实习生", introduction="跑社区的记者", user=reporter
    )


@pytest.fixture
def credited(draft: Any, person: Person) -> Callable[..., Article]:
    def written(title: str, *roles: str, **fields: Any) -> Article:
        article: Article = draft(title, **fields)
        for rank, role in enumerate(roles or [CreditRole.REPORTER]):
            Credit.objects.create(article=article, person=person, role=role, rank=rank)
        return article

    return written


def page(person: Person) -> Reading:
    response = Client().get(f"/person/{person.pk}/")
    assert response.status_code == 200
    return reading(response)


def titles(page: Reading) -> list[str]:
    return [title.text for title in page.of_class("row-title")]


@pytest.mark.parametrize("pk", ["0", "999999999999999999", "9999999999999999999", "x"])
def test_an_unknown_person_is_not_found(pk: str, db: None) -> None:
    assert Client().get(f"/person/{pk}/").status_code == 404


def test_a_person_without_a_live_story_is_not_found(
    credited: Any, put_out: Any, chief: User, person: Person
) -> None:
    gone = credited("撤下")
    put_out(article=gone)
    workflow.withdraw(gone, by=chief, reason="失实")
    put_out(article=credited("定时"), at=timezone.now() + timedelta(hours=1))
    credited("草稿")
    assert Client().get(f"/person/{person.pk}/").status_code == 404


def test_nothing_that_the_desk_keeps_of_a_person_is_shown(
    credited: Any, put_out: Any, person: Person
) -> None:
    put_out(article=credited("一"))
    found = Client().get(f"/person/{person.pk}/").content.decode()
    assert "跑社区的记者" in found
    assert "实习生" not in found
    assert person.user.username not in found


def test_a_name_with_markup_is_text(credited: Any, put_out: Any, person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(name="<b>江</b>\"'&", introduction="<i>甲")
    edition = put_out(article=credited("一"))
    found = page(person)
    assert found.named("h1")[0].text == "<b>江</b>\"'&"
    links = reading(Client().get(edition.get_absolute_url())).named("a")
    assert "<b>江</b>\"'&" in [link.text for link in links]


def test_a_page_holds_the_stories_with_the_credit_and_the_roles(
    credited: Any, put_out: Any, draft: Any, person: Person
) -> None:
    put_out(article=credited("甲", CreditRole.REPORTER, CreditRole.EDITOR))
    put_out(article=credited("乙", CreditRole.PHOTOGRAPHER))
    put_out(article=draft("别人的稿"))
    found = page(person)
    assert titles(found) == ["乙", "甲"]
    facts = found.of_class("list-facts")[0].text
    roles = (CreditRole.REPORTER, CreditRole.PHOTOGRAPHER, CreditRole.EDITOR)
    assert facts.startswith("".join(str(role.label) for role in roles))


def test_a_credit_that_was_taken_away_counts_no_more(
    credited: Any, put_out: Any, person: Person, revise: Any
) -> None:
    article = credited("甲")
    put_out(article=article)
    article.credits.filter(person=person).delete()
    put_out(article=revise(article, subtitle="改"), change=EditionChange.UPDATE, note="更新")
    assert Client().get(f"/person/{person.pk}/").status_code == 404


@pytest.mark.parametrize("role", [CreditRole.REPORTER, CreditRole.EDITOR])
def test_a_story_links_its_names(role: str, credited: Any, put_out: Any, person: Person) -> None:
    edition: Edition = put_out(article=credited("甲", role))
    links = reading(Client().get(edition.get_absolute_url())).named("a")
    found = {link.attributes["href"]: link.text for link in links}
    assert found[f"/person/{person.pk}/"] == "江予白"


def test_the_page_costs_the_same_whatever_its_length(
    credited: Any, put_out: Any, with_photo: Any, photo: Any, person: Person
) -> None:
    counts = []
    for number in range(4):
        article = credited(f"第{number}篇")
        with_photo(article, photo)
        put_out(article=article)
        with CaptureQueriesContext(connection) as captured:
            page(person)
        counts.append(len(captured))
    assert counts == [PERSON_BUDGET] * 4


def test_the_trail_leads_from_the_front_page(credited: Any, put_out: Any, person: Person) -> None:
    put_out(article=credited("甲"))
    trail = page(person).of_class("crumbs")[0].text
    assert trail == f"{gettext('Front page')} 江予白"

"""The record of a story at the desk: who may read it, where it is offered, and how it is sent."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from articles.choices import CreditRole
from articles.models import Article, Credit, Person, User
from tests.articles.desk import change_url
from tests.articles.page_reading import reading

Draft = Callable[..., Article]
Revise = Callable[..., Article]

#: What somebody might type into a headline or a name.
TYPED = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"

PAGES = ("revisions", "compare", "marked", "slip")


def page_url(article: Article, page: str) -> str:
    return reverse(f"admin:articles_article_{page}", args=[article.pk])


@pytest.fixture
def kept(draft: Draft, revise: Revise) -> Article:
    """A story with two revisions."""
    return revise(revise(draft("旧题"), title="新题"), subtitle="副题")


# Who may read it


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_sent_to_the_sign_in(client: Client, kept: Article, page: str) -> None:
    response = client.get(page_url(kept, page))
    assert response["Location"].startswith(reverse("admin:login"))


@pytest.mark.parametrize("page", PAGES)
def test_who_may_not_see_revisions_is_refused(
    client: Client, kept: Article, moderator: User, page: str
) -> None:
    client.force_login(moderator)
    assert client.get(page_url(kept, page)).status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_who_may_not_see_stories_is_refused(
    client: Client, kept: Article, moderator: User, page: str
) -> None:
    moderator.groups.clear()
    moderator.user_permissions.add(Permission.objects.get(codename="view_revision"))
    client.force_login(moderator)
    assert client.get(page_url(kept, page)).status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_a_reporter_is_refused_the_record_of_a_story_of_others(
    client: Client, kept: Article, hire: Callable[[str], User], page: str
) -> None:
    client.force_login(hire("reporter"))
    assert client.get(page_url(kept, page)).status_code == 403


def test_an_editors_credit_opens_no_record(
    client: Client, kept: Article, hire: Callable[[str], User]
) -> None:
    """Only who is named as the writer has a part in the text; editors have the right anyway."""
    other = hire("reporter")
    person = Person.objects.create(name="袁也然", user=other)
    Credit.objects.create(article=kept, person=person, role=CreditRole.PROOFREADER)
    client.force_login(other)
    assert client.get(page_url(kept, "revisions")).status_code == 403


@pytest.mark.parametrize("part", ["wrote", "changed", "is named"])
def test_a_reporter_reads_the_record_of_a_story_that_they(
    client: Client, kept: Article, hire: Callable[[str], User], revise: Revise, part: str
) -> None:
    other = hire("reporter")
    if part == "wrote":
        Article.objects.filter(pk=kept.pk).update(created_by=other)
    elif part == "changed":
        revise(kept, by=other, title="再改")
    else:
        person = Person.objects.create(name="许闻溪", user=other)
        Credit.objects.create(article=kept, person=person, role=CreditRole.REPORTER)
    client.force_login(other)
    assert client.get(page_url(kept, "revisions")).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_the_record_is_kept_nowhere(desk: Client, kept: Article, page: str) -> None:
    response = desk.get(page_url(kept, page))
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_the_record_is_only_looked_at(desk: Client, kept: Article, page: str) -> None:
    assert desk.post(page_url(kept, page)).status_code == 405


@pytest.mark.parametrize("page", PAGES)
def test_a_story_that_never_was_has_no_record(desk: Client, page: str) -> None:
    assert desk.get(reverse(f"admin:articles_article_{page}", args=[2**63])).status_code == 404


@pytest.mark.parametrize("page", ["revisions", "marked", "slip"])
def test_a_story_that_was_never_saved_at_the_desk_has_an_empty_record(
    desk: Client, draft: Draft, page: str
) -> None:
    assert desk.get(page_url(draft(), page)).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_markup_that_somebody_typed_is_shown_as_text(
    desk: Client, draft: Draft, revise: Revise, hire: Callable[[str], User], page: str
) -> None:
    writer = hire("reporter")
    writer.real_name = TYPED[:60]
    writer.save()
    article = revise(draft("题"), by=writer, title=TYPED)
    article = revise(article, by=writer, kicker=TYPED, digest="<b>摘要</b>", title=f"{TYPED}二")
    shown = desk.get(page_url(article, page))
    assert TYPED not in shown.content.decode()
    assert not [one for one in reading(shown).elements if "onerror" in one.attributes]


# The rail


def records_links(client: Client, article: Article) -> list[str]:
    shown = reading(client.get(change_url(article)))
    known = {page_url(article, page) for page in PAGES}
    links = [link.attributes.get("href", "") for link in shown.named("a")]
    return [link for link in links if link in known]


def test_the_rail_offers_no_record_to_who_may_not_read_it(
    client: Client, kept: Article, hire: Callable[[str], User]
) -> None:
    client.force_login(hire("reporter"))
    assert records_links(client, kept) == []


def test_the_rail_leads_to_the_record(desk: Client, kept: Article) -> None:
    links = records_links(desk, kept)
    assert links == [page_url(kept, page) for page in ("revisions", "marked", "slip")]


def test_the_form_of_a_new_story_has_no_record(desk: Client) -> None:
    assert desk.get(reverse("admin:articles_article_add")).status_code == 200

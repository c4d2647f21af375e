"""Every public address, asked for a story in every state but live, refuses and leaks nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from articles import workflow
from articles.models import Article, Edition, PhotoUse, Recommendation, Section, Tag, Topic

SECRET = "不可外泄的稿件标题"
PRIVATE = ("desk/",)


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, route)
        else:
            yield route, pattern


def public_urls(article: Article, section: Section) -> list[str]:
    """One address for each public URL pattern, filled with what points at the story."""
    values: dict[str, Any] = {
        "day": timezone.localtime(article.published_at or timezone.now()).date(),
        "pk": article.pk,
        "article_id": article.pk,
        "path": "aa/guess/480.jpg",
    }
    found = []
    for route, pattern in patterns(get_resolver()):
        if route.startswith(PRIVATE) or route.startswith("^"):
            continue
        names = set(pattern.pattern.converters)
        slugs = [section.slug, "机密标签", "机密专题"] if "slug" in names else [None]
        for slug in slugs:
            given = {name: slug if name == "slug" else values[name] for name in names}
            filled = route
            for name, converter in pattern.pattern.converters.items():
                start = filled.index("<")
                end = filled.index(">") + 1
                assert name in filled[start:end]
                filled = filled[:start] + converter.to_url(given[name]) + filled[end:]
            found.append(f"/{filled}")
    assert any(str(article.pk) in url for url in found)
    assert len(found) >= 7
    return found


@pytest.fixture(params=["draft", "scheduled", "cancelled", "withdrawn", "changed"])
def hidden(
    request: Any, draft: Any, put_out: Any, chief: Any, revise: Any, with_photo: Any, photo: Any
) -> Article:
    """A story that bears the secret in every field and is not before readers."""
    article: Article = draft("无关" if request.param == "changed" else SECRET)
    if request.param == "changed":
        put_out(article=article)
        return revise(article, title=SECRET, kicker=SECRET, digest=SECRET, body=f"<p>{SECRET}</p>")
    article.kicker = article.digest = article.list_title = SECRET
    article.body = f"<p>{SECRET}</p>"
    with_photo(article, photo, caption=SECRET)
    article.tags.add("机密标签")
    article.topics.add(Topic.objects.create(name="机密专题", slug="机密专题"))
    if request.param == "draft":
        return article
    at = None if request.param == "withdrawn" else timezone.now() + timedelta(hours=1)
    put_out(article=article, at=at)
    if request.param == "cancelled":
        workflow.unschedule(article, by=chief)
    if request.param == "withdrawn":
        workflow.withdraw(article, by=chief, reason=f"原因{SECRET}")
    return article


def test_no_public_address_shows_a_story_that_is_not_live(
    hidden: Article, section: Section, site: Any, put_out: Callable[..., Edition], draft: Any
) -> None:
    other = draft("公开的稿")
    Recommendation.objects.create(article=other, target=hidden)
    shown = put_out(article=other)
    client = Client()
    for url in [*public_urls(hidden, section), shown.get_absolute_url()]:
        response = client.get(url)
        text = response.getvalue().decode(errors="replace")
        assert SECRET not in text, url
        assert response.status_code in {200, 301, 302, 404, 410}, url
    story = shown.get_absolute_url().replace(str(other.pk), str(hidden.pk))
    live = hidden.editions.live().exists()
    assert live or client.get(story, follow=True).status_code in {404, 410}


def test_no_public_address_posts_to_a_story_that_is_not_live(hidden: Article) -> None:
    url = reverse("comments:story", args=[hidden.pk])
    response = Client().post(url, {"name": "读者", "text": "你好"})
    # Readers see an earlier edition of the changed one, so there they may write.
    refused = not hidden.editions.live().exists()
    assert (response.status_code in {404, 410}) == refused
    assert hidden.comments.exists() != refused


def test_a_photo_of_an_unpublished_story_cannot_be_guessed(photo: Any) -> None:
    assert len(photo.token) == 32
    assert photo.token not in (photo.sha256, photo.original_name)
    assert Client().get(f"/media/{photo.file.name}").status_code == 404


def test_a_tag_of_drafts_alone_is_not_known(draft: Any) -> None:
    draft().tags.add("机密标签")
    assert Tag.objects.filter(slug="机密标签").exists()
    assert Client().get(reverse("articles:tag", args=["机密标签"])).status_code == 404


def test_a_photo_use_of_a_draft_has_no_page(draft: Any, with_photo: Any) -> None:
    use = with_photo(draft(), caption=SECRET)
    assert PhotoUse.objects.get() == use
    assert SECRET not in Client().get("/").content.decode()

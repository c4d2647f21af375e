"""Every public address, asked for a story in every state but live, refuses and leaks nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from articles import workflow
from articles.choices import EditionChange, RevisionReason
from articles.models import (
    Article,
    Edition,
    PhotoUse,
    PreviewLink,
    Recommendation,
    Section,
    Tag,
    Topic,
    User,
)
from comments import challenge

SECRET = "不可外泄的稿件标题"
PRIVATE = ("desk/",)


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, route)
        else:
            yield route, pattern


def public_urls(article: Article, section: Section, comment: int | None = None) -> list[str]:
    """One address for each public URL pattern, filled with what points at the story, and at the
    comment of that number under it."""
    values: dict[str, Any] = {
        "day": timezone.localtime(article.published_at or timezone.now()).date(),
        "pk": article.pk,
        "article_id": article.pk,
        "path": "aa/guess/480.jpg",
        "token": closed_link(article).token,
        "format": "json",
        "part": "stories",
        "id": article.pk,
        "name": "withdrawn",
        "rest": "guess",
        "comment": comment or article.pk,
    }
    found = []
    for route, pattern in patterns(get_resolver()):
        if route.startswith(PRIVATE) or route.startswith("^"):
            continue
        names = set(pattern.pattern.converters)
        slugs = [section.slug, "机密标签", "机密专题"] if "slug" in names else [None]
        of_comment = {"pk": values["comment"]} if {"article_id", "pk"} <= names else {}
        for slug in slugs:
            given = {name: slug if name == "slug" else values[name] for name in names}
            given |= of_comment
            filled = route
            for name, converter in pattern.pattern.converters.items():
                start = filled.index("<")
                end = filled.index(">") + 1
                assert name in filled[start:end]
                filled = filled[:start] + converter.to_url(given[name]) + filled[end:]
            found.append(f"/{filled}")
    assert any(str(article.pk) in url for url in found)
    assert len(found) >= 10
    return found


def closed_link(article: Article) -> PreviewLink:
    """The address by which somebody read the story until a moment ago."""
    by, now = User.objects.create_user(f"lent-{article.pk}"), timezone.now()
    kept = article.revisions.of_the_copy().first()
    revision = kept or workflow.record_save(article, by=by, reason=RevisionReason.SAVE)
    return PreviewLink.objects.create(
        revision=revision, reader=SECRET, made_by=by, made_at=now, expires_at=now
    )


STATES = ["draft", "scheduled", "cancelled", "withdrawn", "changed", "corrected", "to be corrected"]


@pytest.fixture(params=STATES)
def hidden(
    request: Any, draft: Any, put_out: Any, chief: Any, revise: Any, with_photo: Any, photo: Any
) -> Article:
    """A story that bears the secret in every field and is not before readers."""
    is_live = request.param in {"changed", "to be corrected"}
    article: Article = draft("无关" if is_live else SECRET)
    if is_live:
        put_out(article=article)
        words = dict.fromkeys(("title", "kicker", "digest"), SECRET)
        article = revise(article, **words, body=f"<p>{SECRET}</p>")
        if request.param == "to be corrected":
            put_out(article=article, change=EditionChange.FACT, note=SECRET, at=in_an_hour())
        return article
    article.kicker = article.digest = article.list_title = SECRET
    article.body = f"<p>{SECRET}</p>"
    with_photo(article, photo, caption=SECRET)
    article.tags.add("机密标签")
    article.topics.add(Topic.objects.create(name="机密专题", slug="机密专题"))
    if request.param == "draft":
        return article
    is_gone = request.param in {"withdrawn", "corrected"}
    put_out(article=article, at=None if is_gone else in_an_hour())
    if request.param == "cancelled":
        workflow.unschedule(article, by=chief)
    if request.param == "corrected":
        article = revise(article, subtitle=SECRET)
        put_out(article=article, change=EditionChange.FACT, note=SECRET)
    if is_gone:
        workflow.withdraw(article, by=chief, reason=f"原因{SECRET}")
    return article


def in_an_hour() -> datetime:
    return timezone.now() + timedelta(hours=1)


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
        assert response.status_code in {200, 301, 302, 400, 404, 405, 410}, url
    story = shown.get_absolute_url().replace(str(other.pk), str(hidden.pk))
    live = hidden.editions.live().exists()
    assert live or client.get(story, follow=True).status_code in {404, 410}


def test_no_public_address_posts_to_a_story_that_is_not_live(hidden: Article) -> None:
    url = reverse("comments:story", args=[hidden.pk])
    opened = challenge.issue(hidden.pk, now=timezone.now() - timedelta(seconds=10))
    response = Client().post(url, {"name": "读者", "text": "你好", "opened": opened})
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

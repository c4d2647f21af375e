"""Two saves of one story: the texts, the one that was kept aside, and its page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from articles.choices import RevisionReason
from articles.models import Article, Revision
from tests.articles.desk import change_url, opened

BODY = "<p>第一段原文</p><p>第二段原文</p><p>第三段原文</p>"


def saved(draft: Callable[..., Article], revise: Callable[..., Article]) -> Article:
    """A story with a revision of its version, as every story that was saved at the desk."""
    return revise(draft(title="原题", kicker="原眉", body=BODY))


def lost(
    desk: Client,
    article: Article,
    revise: Callable[..., Article],
    mine: dict[str, Any],
    theirs: dict[str, Any],
) -> Revision:
    """One types, somebody else saves first; answers the text that was kept aside."""
    values = opened(desk, article) | mine
    revise(article, **theirs)
    assert desk.post(change_url(article), values).status_code == 409
    return asides().get()


def asides() -> Any:
    return Revision.objects.filter(reason=RevisionReason.ASIDE)


def page_of(aside: Revision) -> str:
    return reverse("admin:articles_article_collision", args=[aside.article_id, aside.pk])


def body(**paragraphs: str) -> str:
    """The body with other words for some of its paragraphs: first, second, third."""
    changed = BODY
    for place, words in paragraphs.items():
        old = {"first": "第一段原文", "second": "第二段原文", "third": "第三段原文"}[place]
        changed = changed.replace(old, words)
    return changed


def choices(shown: Any, choice: str, version: int) -> dict[str, Any]:
    """What the page would post with the same choice for every passage."""
    made = {f"choice-{question.name}": choice for question in shown.questions}
    return {"version": version, **made}


def stored(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)

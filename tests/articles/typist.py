"""Types into the story's form without saving it, as the page's script tells the server."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from articles.models import Article, Autosave
from tests.articles.desk import change_url, opened, posted

TAB = "0a1b2c3d4e-0f1a2b3c4d"
ADD = "admin:articles_article_add"


def sign_url(article: Article | None = None) -> str:
    return reverse("admin:articles_article_autosave", args=[article.pk] if article else [])


def lock_url(article: Article, verb: str) -> str:
    return reverse("admin:articles_article_lock", args=[article.pk, verb])


def discard_url(kept: Autosave) -> str:
    return reverse("admin:articles_article_discard_unsaved", args=[kept.pk])


def type_in(
    client: Client, article: Article | None, tab: str = TAB, **fields: Any
) -> dict[str, Any]:
    """Open the story and type; answers what the page would send if it were saved now."""
    values = opened(client, article) | fields
    sent = values | {"_tab": tab, "_typed": "1"}
    assert client.post(sign_url(article), sent).status_code == 200
    return values | {"_tab": tab}


def went_on(client: Client, kept: Autosave) -> tuple[Any, dict[str, Any]]:
    """The form filled with a kept text: the answer, and what it would post untouched."""
    address = change_url(kept.article) if kept.article else reverse(ADD)
    response = client.get(address, {"unsaved": kept.pk})
    values = posted(response.context["adminform"].form)
    for rows in response.context["inline_admin_formsets"]:
        values |= posted(rows.formset.management_form)
        for row in rows.formset.forms:
            values |= posted(row)
    page = response.context["working"]
    return response, values | {"_continued": page.went_on, "_tab": "f-1", "_continue": "1"}

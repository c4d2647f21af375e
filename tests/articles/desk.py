"""Fills in the desk's forms as a browser would: what stands in the page is what is posted."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from articles.models import Article


def change_url(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def act_url(article: Article, verb: str) -> str:
    return reverse("admin:articles_article_act", args=[article.pk, verb])


def posted(form: Any) -> dict[str, Any]:
    """What a browser sends for a form that nobody has touched."""
    values: dict[str, Any] = {}
    for field in form:
        widget = getattr(field.field.widget, "widget", field.field.widget)
        value = field.value()
        shown = value if isinstance(value, bool) else widget.format_value(value)
        if shown is True:
            values[field.html_name] = "on"
        elif getattr(widget, "allow_multiple_selected", False):
            values[field.html_name] = list(shown or [])
        elif isinstance(shown, list):
            values[field.html_name] = next(iter(shown), "")
        elif shown not in (None, False):
            values[field.html_name] = shown
    return values


def opened(client: Client, article: Article | None = None) -> dict[str, Any]:
    """Open the story's form and give what it would post."""
    address = change_url(article) if article else reverse("admin:articles_article_add")
    context = client.get(address).context
    values = posted(context["adminform"].form)
    for rows in context["inline_admin_formsets"]:
        values |= posted(rows.formset.management_form)
        for row in rows.formset.forms:
            values |= posted(row)
    return values | {"_continue": "1"}

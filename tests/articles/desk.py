"""Asks the desk as a browser would, what stands in a form being what is posted, or by command."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from articles.models import Article, User

LIST = "admin:articles_article_changelist"


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


def found(client: Client, **query: Any) -> list[str]:
    """The titles on a page of the list of stories."""
    response = client.get(reverse(LIST), query)
    return [article.title for article in response.context["cl"].result_list]


def refused_form(by: User, article: Article, verb: str, **words: Any) -> None:
    client = Client()
    client.force_login(by)
    values = {"version": article.version} | words
    assert client.post(act_url(article, verb), values).status_code == 409


def refused_command(by: User, article: Article, verb: str, *words: str) -> None:
    said = {"stdout": StringIO(), "stderr": StringIO()}
    with pytest.raises(CommandError):
        call_command("desk_act", verb, str(article.pk), "--by", by.username, *words, **said)

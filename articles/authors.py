"""Who wrote a story, as machines are told: names, and the addresses of their pages."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse

from articles.choices import WRITER_ROLES
from articles.models import Edition
from articles.views.addresses import absolute


@dataclass(frozen=True, slots=True)
class Author:
    """A person or an outlet; `url` is absolute, and empty where there is no page."""

    name: str
    url: str = ""
    is_person: bool = True


def authors(edition: Edition) -> list[Author]:
    """Reporters and correspondents; else the author of the original; else the sources."""
    if writers := people(edition, WRITER_ROLES):
        return writers
    if edition.original_author:
        return [Author(edition.original_author)]
    return outlets(edition)


def people(edition: Edition, roles: Collection[str]) -> list[Author]:
    """Those credited with one of these roles, each once, in the order of the credit line."""
    found = {
        credit["person"]: Author(credit["name"], page_of(credit["person"]))
        for credit in edition.credits
        if credit["role"] in roles
    }
    return list(found.values())


def page_of(person: int) -> str:
    return absolute(reverse("articles:person", args=[person]))


def outlets(edition: Edition) -> list[Author]:
    """The sources, in their order."""
    return [Author(source["name"], source["url"], is_person=False) for source in edition.sources]

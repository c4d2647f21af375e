"""Where the pages of a story's record stand, below the story's own address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from articles.views import marked, revisions, slip


def urls(within: Callable[..., Any]) -> list[URLPattern]:
    """Revisions, two compared, one brought back, all marks, the slip; `within` is the desk."""
    story = "<int:object_id>"
    return [
        path(f"{story}/revisions/", within(revisions.revisions), name="articles_article_revisions"),
        path(
            f"{story}/revisions/<int:revision_id>/revert/",
            within(revisions.revert),
            name="articles_article_revert",
        ),
        path(f"{story}/compare/", within(revisions.compare), name="articles_article_compare"),
        path(f"{story}/marked/", within(marked.marked), name="articles_article_marked"),
        path(f"{story}/slip/", within(slip.slip), name="articles_article_slip"),
    ]

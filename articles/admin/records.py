"""Where the pages of a story's record stand, below the story's own address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from articles.views import slip


def urls(within: Callable[..., Any]) -> list[URLPattern]:
    """The slip; `within` is the desk."""
    return [
        path("<int:object_id>/slip/", within(slip.slip), name="articles_article_slip"),
    ]

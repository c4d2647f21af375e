"""Finds what the addresses of the letters page name: a live story, a comment that is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control

from articles.models import Edition
from articles.views.story import withdrawn
from comments.models import Comment

#: The query that asks for one part of a page alone, to be put into another page.
PART, FORM, LIST = "part", "form", "list"

Found = TypeVar("Found")
View = Callable[..., HttpResponse]

#: Pages of the letters page hold a token and know the writer, so nobody stores them.
personal = cache_control(private=True, no_store=True)


def live_story(article_id: int) -> Edition | None:
    return Edition.objects.live().for_lists().filter(article=article_id).first()


def of_live_story(view: View) -> View:
    """Hands the view the live edition; 410 while the story is withdrawn, else 404."""

    @personal
    @wraps(view)
    def found(request: HttpRequest, article_id: int, *args: Any, **kwargs: Any) -> HttpResponse:
        edition = live_story(article_id)
        if edition is None:
            return withdrawn(request, article_id)
        return view(request, edition, *args, **kwargs)

    return found


def shown_or_404(edition: Edition, pk: int) -> Comment:
    """The story was found live a moment ago, so that is not asked again."""
    return one_or_404(shown(edition.article_id, pk))


def shown(article_id: int, pk: int | None) -> Comment | None:
    """The comment or reply of that number, if readers see it under that story."""
    if pk is None:
        return None
    rows = Comment.objects.shown().filter(article=article_id, pk=pk)
    return rows.select_related("answers").first()


def one_or_404(found: Found | None) -> Found:
    if found is None:
        raise Http404
    return found


def wants(request: HttpRequest, part: str) -> bool:
    return request.GET.get(PART) == part

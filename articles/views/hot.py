"""The hot list: what readers open most."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles import hot as hot_list
from articles.views.addresses import absolute


@require_safe
def hot(request: HttpRequest) -> HttpResponse:
    """All places of the list; a site that nobody has read yet shows its newest stories."""
    stories = hot_list.hottest(hot_list.PLACES)
    context = {"stories": stories, "canonical": absolute(request.path)}
    return render(request, "articles/hot.html", context)

"""Sitemaps for search engines: an index, the stories by month, the pictures, the news."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    raise Http404


@require_safe
def part(request: HttpRequest, part: str) -> HttpResponse:
    raise Http404


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    raise Http404

"""The pages of special subjects: all of them, and one with its cover and blocks."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    raise Http404


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    raise Http404

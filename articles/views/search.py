"""The readers' search, and what it suggests while somebody types."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    raise Http404


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    raise Http404

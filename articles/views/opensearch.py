"""Tells browsers how our search is asked (OpenSearch 1.1)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    raise Http404

"""Counts that a story was opened, without knowing by whom."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def read(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404

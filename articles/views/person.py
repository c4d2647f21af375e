"""All stories that name a person."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404

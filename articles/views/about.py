"""Who makes the paper, and on what terms it may be used."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    raise Http404


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    raise Http404

"""The signature that a share card in WeChat needs; off unless configured."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def signature(request: HttpRequest) -> HttpResponse:
    raise Http404

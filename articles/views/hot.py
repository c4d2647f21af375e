"""The hot list: what readers open most."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def hot(request: HttpRequest) -> HttpResponse:
    raise Http404

"""What carries a story elsewhere: its address as a QR code."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def qr(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404

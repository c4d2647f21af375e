"""What the site tells machines of itself: security.txt, llms.txt, the web app manifest."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    raise Http404


@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    raise Http404


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    raise Http404

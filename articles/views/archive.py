"""The archive by day: what came out on a day, and the days around it."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def latest(request: HttpRequest) -> HttpResponse:
    raise Http404


@require_safe
def day(request: HttpRequest, day: date) -> HttpResponse:
    raise Http404

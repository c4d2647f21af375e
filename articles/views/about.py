"""Who makes the paper, and on what terms it may be used."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import SiteSettings
from articles.views.addresses import absolute
from articles.views.trail import trail


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return page(request, "about", _("About us"))


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    return page(request, "terms", _("Copyright and reuse"))


def page(request: HttpRequest, field: str, name: str) -> HttpResponse:
    """A text of the site settings; 404 while nobody has written it."""
    words = SiteSettings.objects.values_list(field, flat=True).first()
    if not words or not words.strip():
        raise Http404
    context = {
        "name": name,
        "words": words.strip(),
        "trail": trail(to=name),
        "canonical": absolute(request.path),
    }
    return render(request, f"articles/{field}.html", context)

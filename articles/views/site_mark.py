"""The site's mark on pictures, for the form of the settings: it lies in the private storage."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles.models import SiteSettings
from articles.views.desk import person


@require_safe
@never_cache
def site_mark(request: HttpRequest) -> HttpResponseBase:
    if not person(request).has_perm("articles.view_sitesettings"):
        raise PermissionDenied
    mark = SiteSettings.objects.current().watermark
    if not mark:
        raise Http404
    try:
        response = FileResponse(mark.open("rb"), content_type="image/png")
    except FileNotFoundError:
        raise Http404 from None
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response

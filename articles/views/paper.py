"""The paper itself, for what stands outside of the pages' frame: its settings and its name."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from articles.models import SiteSettings


def paper_of(request: HttpRequest) -> SiteSettings:
    """The settings, which the caching middleware reads before the page is made."""
    kept: SiteSettings | None = vars(request).get("site")
    return kept or SiteSettings.objects.current()


def name_of(site: SiteSettings) -> str:
    return " ".join(site.name.split()) or _("Local news")

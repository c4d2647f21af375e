"""What every readers' page is given: the site's settings, its sections, whether it mourns."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from articles.models import Section, SiteSettings


def site(request: HttpRequest) -> dict[str, Any]:
    """`site`, `nav_sections` and `is_mourning`; nothing is asked that a page does not use."""
    return {
        "site": SimpleLazyObject(lambda: site_of(request)),
        "nav_sections": SimpleLazyObject(lambda: sections_of(request)),
        "is_mourning": SimpleLazyObject(lambda: site_of(request).is_mourning(timezone.now())),
    }


def site_of(request: HttpRequest) -> SiteSettings:
    """The site's settings, read once a request; the caching middleware may have read them."""
    kept = vars(request)
    if "site" not in kept:
        kept["site"] = SiteSettings.objects.current()
    return kept["site"]


def sections_of(request: HttpRequest) -> list[Section]:
    """The first-level sections of the navigation, read once a request."""
    kept = vars(request)
    if "nav_sections" not in kept:
        kept["nav_sections"] = list(Section.objects.shown().top())
    return kept["nav_sections"]

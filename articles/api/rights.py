"""Whose a story is, and on what terms it may be used."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.api.schemas import Rights
from articles.choices import ArticleKind
from articles.models import Edition, SiteSettings
from articles.templatetags.story import source_line
from articles.views.addresses import absolute


def site_of(request: HttpRequest) -> SiteSettings:
    """The site's settings, which the caching middleware has read."""
    kept = vars(request)
    if "site" not in kept:
        kept["site"] = SiteSettings.objects.current()
    site: SiteSettings = kept["site"]
    return site


def rights(edition: Edition, site: SiteSettings) -> Rights:
    """A reprint is its sources'; everything else is the paper's own."""
    own = site.name or _("Local news")
    is_reprint = edition.kind == ArticleKind.REPRINT
    holder = (source_line(edition) if is_reprint else "") or own
    year = timezone.localtime(edition.published_at).year
    return Rights(
        holder=holder,
        notice=f"\u00a9 {year} {holder}",
        terms_url=absolute(reverse("articles:terms")),
    )

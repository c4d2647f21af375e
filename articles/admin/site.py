"""Site settings at the desk: one row, so its list is its form."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.admin.base import DeskAdmin, SeenByReaders
from articles.choices import PhotoKind
from articles.forms.site import SiteSettingsForm
from articles.models import Photo, SiteSettings
from articles.views.site_mark import site_mark


@admin.register(SiteSettings)
class SiteSettingsAdmin(SeenByReaders, DeskAdmin):
    form = SiteSettingsForm
    fieldsets = (
        (_("Names"), {"fields": ("name", "slogan", "description")}),
        (_("App"), {"fields": ("app_name", "app_link", "app_story_link")}),
        (_("Pages"), {"fields": ("about", "terms")}),
        (_("Mourning"), {"fields": ("mourning_from", "mourning_until")}),
        (
            _("Licences and contact"),
            {"fields": ("icp_licence", "police_licence", "news_licence", "contact")},
        ),
        (_("Pictures"), {"fields": ("watermark",)}),
    )

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """There is one row; open it, making it at the first visit of somebody who may change it."""
        if not self.has_view_or_change_permission(request):
            return super().changelist_view(request, extra_context)
        SiteSettings.objects.get_or_create(pk=1)
        return redirect("admin:articles_sitesettings_change", 1)

    def save_model(self, request: HttpRequest, obj: SiteSettings, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        count = outdated(form.changed_data).update(needs_rendering=True, render_trouble="")
        if count:
            words = ngettext(
                "What readers get of %(n)d photo is made anew within a few minutes.",
                "What readers get of %(n)d photos is made anew within a few minutes.",
                count,
            )
            messages.info(request, words % {"n": count})

    def get_urls(self) -> list[URLPattern]:
        mark = self.admin_site.admin_view(site_mark)
        return [path("mark/", mark, name="articles_sitesettings_mark"), *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def outdated(changed: Collection[str]) -> QuerySet[Photo]:
    """The photos whose sizes carry what changed: the mark, or in AI-made ones the site's name."""
    match = Q(pk__in=())
    if "watermark" in changed:
        match |= Q(with_watermark=True)
    if "name" in changed:
        match |= Q(kind=PhotoKind.AI)
    return Photo.objects.filter(match)

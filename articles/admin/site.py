"""Site settings at the desk: one row, so its list is its form."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from articles.admin.base import DeskAdmin, SeenByReaders
from articles.models import SiteSettings


@admin.register(SiteSettings)
class SiteSettingsAdmin(SeenByReaders, DeskAdmin):
    fieldsets = (
        (_("Names"), {"fields": ("name", "slogan")}),
        (_("App"), {"fields": ("app_name", "app_link")}),
        (
            _("Licences and contact"),
            {"fields": ("icp_licence", "police_licence", "news_licence", "contact")},
        ),
    )

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """There is one row; open it, making it at the first visit of somebody who may change it."""
        if not self.has_view_or_change_permission(request):
            return super().changelist_view(request, extra_context)
        SiteSettings.objects.get_or_create(pk=1)
        return redirect("admin:articles_sitesettings_change", 1)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

"""People at the desk: everybody who is named on stories, found by name or by pinyin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.admin.base import DeskAdmin
from articles.models import Person


@admin.register(Person)
class PersonAdmin(DeskAdmin):
    fields = ("name", "introduction", "note", "user")
    list_display = ("name", "note", "user", "named")
    list_select_related = ("user",)
    search_fields = ("name", "sort_key", "note")
    search_help_text = _("Name, pinyin or note")
    autocomplete_fields = ("user",)
    ordering = ("sort_key", "id")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        found: QuerySet[Person] = super().get_queryset(request)
        return found.annotate(credit_count=Count("credits"))

    def get_readonly_fields(self, request: HttpRequest, obj: Person | None = None) -> Any:
        """Whoever may not look up sign-ins cannot choose one either."""
        return () if request.user.has_perm("articles.view_user") else ("user",)

    @admin.display(description=_("credits"), ordering="credit_count")
    def named(self, person: Any) -> int:
        count: int = person.credit_count
        return count

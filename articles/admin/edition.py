"""Editions, withdrawals and acts at the desk: records, to be read only."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles import richtext
from articles.admin.base import DeskAdmin, ReadOnly
from articles.models import DeskAct, Edition, Withdrawal


@admin.register(Edition)
class EditionAdmin(ReadOnly, DeskAdmin):
    list_display = ("title", "number", "change", "live_from", "live_until", "by")
    list_select_related = ("by",)
    list_filter = ("change", "live_from")
    search_fields = ("title", "=article__id")
    ordering = ("-live_from", "-id")
    fields = (
        ("article", "number"),
        ("change", "by"),
        ("live_from", "live_until"),
        ("published_at", "section"),
        "kicker",
        "title",
        "subtitle",
        "words",
        "content_hash",
    )
    readonly_fields = ("words",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Edition]:
        found: QuerySet[Edition] = super().get_queryset(request)
        return found.defer("photos", "picks", "notices")

    @admin.display(description=_("body"))
    def words(self, edition: Edition) -> SafeString:
        return richtext.shown_as_text(richtext.plain_text(edition.body).replace("\n", "\n\n"))


@admin.register(DeskAct)
class DeskActAdmin(ReadOnly, DeskAdmin):
    list_display = ("at", "verb", "article", "by", "version", "note")
    list_display_links = ("at",)
    list_select_related = ("article", "by")
    list_filter = ("verb", "at")
    search_fields = ("article__title", "note")
    ordering = ("-id",)


@admin.register(Withdrawal)
class WithdrawalAdmin(ReadOnly, DeskAdmin):
    list_display = ("at", "article", "by", "notice", "lifted_at")
    list_select_related = ("article", "by")
    search_fields = ("article__title", "reason")
    ordering = ("-at",)

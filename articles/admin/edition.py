"""Editions, withdrawals and acts at the desk: records, to be read only."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from articles import richtext
from articles.admin.base import DeskAdmin, ReadOnly
from articles.models import Article, DeskAct, Edition, Withdrawal


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
    """The log, whose rows outlive the drafts that they speak of."""

    list_display = ("number", "when", "verb", "story", "by", "level", "version", "words", "hash")
    list_display_links = ("number",)
    list_select_related = ("by",)
    list_filter = ("verb", "at")
    search_fields = ("title", "note", "=number", "=article__id", "=row_hash")
    search_help_text = _("Headline, note, number of the row or the story, or a whole hash")
    ordering = ("-number",)
    fields = (
        ("number", "when"),
        ("verb", "by"),
        "story",
        "edition",
        ("version", "round", "level"),
        "note",
        "text_hash",
        "previous",
        "row_hash",
    )
    readonly_fields = ("story", "when")

    class Media:
        css = {"all": ("desk/records.css",)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[DeskAct]:
        found: QuerySet[DeskAct] = super().get_queryset(request)
        return found.annotate(is_here=Exists(Article.objects.filter(pk=OuterRef("article_id"))))

    @admin.display(description=_("story"))
    def story(self, act: Any) -> SafeString:
        row = {"number": act.article_id, "title": act.title, "is_here": act.is_here}
        return render_to_string("desk/_story_link.html", row)

    @admin.display(description=_("at"), ordering="number")
    def when(self, act: DeskAct) -> SafeString:
        return render_to_string("desk/_record_at.html", {"at": act.at})

    @admin.display(description=_("note"))
    def words(self, act: DeskAct) -> str:
        return Truncator(act.note).chars(60)

    @admin.display(description=_("hash"))
    def hash(self, act: DeskAct) -> SafeString:
        return render_to_string("desk/_hash.html", {"hash": act.row_hash})


@admin.register(Withdrawal)
class WithdrawalAdmin(ReadOnly, DeskAdmin):
    list_display = ("at", "article", "by", "notice", "lifted_at")
    list_select_related = ("article", "by")
    search_fields = ("article__title", "reason")
    ordering = ("-at",)

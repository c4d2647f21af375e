"""Passes at the desk: who passed which text, and what went through the green channel; read only."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.admin.base import DeskAdmin, ReadOnly, pill
from articles.admin.filters import DaysFilter, WordsFilter
from articles.models import Pass
from articles.models.review import PassQuerySet


class StandingFilter(WordsFilter):
    """Whether a pass still vouches for the text, or a change of it has made it void."""

    title = _("standing")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        return [("valid", _("Valid")), ("void", _("Void"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> PassQuerySet:
        passes: PassQuerySet = queryset
        if self.value() == "valid":
            return passes.valid()
        return passes.exclude(voided_at=None) if self.value() == "void" else passes


class GreenFilter(WordsFilter):
    """The list of the green channel, and what of it nobody has looked at since."""

    title = _("green channel")
    parameter_name = "green"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        return [
            ("waiting", _("To be reviewed afterwards")),
            ("reviewed", _("Reviewed afterwards")),
            ("all", _("All of the green channel")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> PassQuerySet:
        passes: PassQuerySet = queryset
        if self.value() == "waiting":
            return passes.to_review_afterwards()
        if self.value() == "reviewed":
            return passes.filter(is_green=True, afterwards_at__isnull=False)
        return passes.filter(is_green=True) if self.value() == "all" else passes


@admin.register(Pass)
class PassAdmin(ReadOnly, DeskAdmin):
    list_display = ("when", "story", "level", "standing", "by", "round", "version", "words")
    list_display_links = ("when",)
    list_filter = (GreenFilter, StandingFilter, "level", ("at", DaysFilter))
    search_fields = ("article__title", "opinion", "=article__id")
    search_help_text = _("Headline, number or opinion")
    ordering = ("-at", "-id")
    fields = (
        "article",
        ("level", "round"),
        ("by", "at"),
        ("version", "is_green"),
        "opinion",
        ("written_by", "text_by"),
        "text_hash",
        "voided_at",
        ("afterwards_by", "afterwards_at"),
        "afterwards_opinion",
    )

    class Media:
        css = {"all": ("desk/records.css",)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Pass]:
        found: QuerySet[Pass] = super().get_queryset(request)
        return found.select_related("article", "by", "afterwards_by").defer("article__body")

    @admin.display(description=_("at"), ordering="at")
    def when(self, given: Pass) -> SafeString:
        return render_to_string("desk/_record_at.html", {"at": given.at})

    @admin.display(description=_("story"))
    def story(self, given: Pass) -> SafeString:
        row = {"number": given.article_id, "title": given.article.title, "is_here": True}
        return render_to_string("desk/_story_link.html", row)

    @admin.display(description=_("standing"))
    def standing(self, given: Pass) -> SafeString:
        if given.voided_at:
            return pill(_("Void"), "plain")
        if not given.is_green:
            return pill(_("Valid"), "good")
        if given.afterwards_at:
            return pill(_("Reviewed afterwards"), "good")
        return pill(_("To be reviewed afterwards"), "care")

    @admin.display(description=_("opinion"))
    def words(self, given: Pass) -> SafeString:
        return render_to_string("desk/_pass_words.html", {"given": given})

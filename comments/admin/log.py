"""The log of the letters page at the desk: who did what, when and why; read only."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.admin.base import DeskAdmin, ReadOnly, pill
from articles.admin.counting import CappedPaginator, LeafedList
from articles.admin.filters import DaysFilter, WordsFilter
from articles.models import User
from comments import moderation
from comments.choices import LetterVerb
from comments.models import Decision

#: What is searched for: the number of a comment; anything else is looked for in the reasons.
NUMBER = re.compile("#?([0-9]{1,18})")

TONES = {
    LetterVerb.APPROVE: "good",
    LetterVerb.PICK: "good",
    LetterVerb.REJECT: "bad",
    LetterVerb.BAN: "bad",
    LetterVerb.VIEW_ADDRESS: "care",
    LetterVerb.DISCLOSE: "care",
}


class ActFilter(WordsFilter):
    title = _("act")
    parameter_name = "verb"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        return list(LetterVerb.choices)

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Decision]:
        rows: QuerySet[Decision] = queryset
        return rows.filter(verb=self.value()) if self.value() in LetterVerb.values else rows


class PersonFilter(WordsFilter):
    """Those who did something here; the log is asked once for each sign-in, not read through."""

    title = _("person")
    parameter_name = "by"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        rows = Decision.objects.order_by().filter(by=OuterRef("pk"))
        people = User.objects.filter(Exists(rows)).order_by("real_name", "pk")
        return [(str(user.pk), str(user)) for user in people]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Decision]:
        rows: QuerySet[Decision] = queryset
        known = {value for value, label in self.lookup_choices}
        return rows.filter(by=self.value()) if self.value() in known else rows


class LogPages(CappedPaginator):
    template_name = "comments/desk_log_pages.html"


@admin.register(Decision)
class DecisionAdmin(ReadOnly, DeskAdmin):
    list_display = ("when", "act", "about", "change", "note", "by")
    list_display_links = None
    list_filter = (ActFilter, PersonFilter, ("at", DaysFilter))
    list_per_page = 50
    paginator = LogPages
    show_full_result_count = False
    search_fields = ("note",)
    search_help_text = _("Number of a comment, or words of the reason")
    ordering = ("-id",)
    actions = None

    class Media:
        css = {"all": ("desk/records.css", "desk/letters-records.css")}

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[LeafedList]:
        return LeafedList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Decision]:
        found: QuerySet[Decision] = super().get_queryset(request)
        may_open = Value(request.user.has_perm(moderation.PERMISSION))
        return found.select_related("by", "writer").annotate(may_open=may_open)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Decision], search_term: str
    ) -> tuple[QuerySet[Decision], bool]:
        if number := NUMBER.fullmatch(search_term.strip()):
            return queryset.filter(comment=int(number[1])), False
        return super().get_search_results(request, queryset, search_term)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any) -> HttpResponse:
        """A row says all that it has to say in the list."""
        return redirect("admin:comments_decision_changelist")

    @admin.display(description=_("at"), ordering="id")
    def when(self, row: Decision) -> SafeString:
        return render_to_string("desk/_record_at.html", {"at": row.at})

    @admin.display(description=_("act"))
    def act(self, row: Decision) -> SafeString:
        return pill(row.get_verb_display(), TONES.get(LetterVerb(row.verb), "plain"))

    @admin.display(description=_("about"))
    def about(self, row: Any) -> SafeString:
        context = {"row": row, "may_open": row.may_open}
        return render_to_string("comments/desk_log_about.html", context)

    @admin.display(description=_("state"))
    def change(self, row: Decision) -> str:
        if not row.after:
            return ""
        return f"{row.get_before_display()} \u2192 {row.get_after_display()}"

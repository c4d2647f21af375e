"""Bans at the desk: who may not write, until when, and the way to let them write again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminTextareaWidget

from articles.admin.base import DeskAdmin, ReadOnly, pill
from articles.admin.filters import WordsFilter
from articles.views.desk import person
from articles.workflow import Refused
from comments import moderation
from comments.models import NOTE_LENGTH, Ban


class LiftForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=NOTE_LENGTH,
        widget=UnfoldAdminTextareaWidget({"rows": 2}),
        error_messages={"required": gettext_lazy("Say why; it goes into the log.")},
    )


class BanStandingFilter(WordsFilter):
    title = gettext_lazy("standing")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        return [("in_force", _("In force")), ("ended", _("Ended"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Ban]:
        in_force = Ban.objects.in_force().values("pk")
        bans: QuerySet[Ban] = queryset
        if self.value() == "in_force":
            return bans.filter(pk__in=in_force)
        return bans.exclude(pk__in=in_force) if self.value() == "ended" else bans


class BannedFilter(WordsFilter):
    title = gettext_lazy("who is banned")
    parameter_name = "whom"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        return [("writer", _("A writer")), ("network", _("A network"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Ban]:
        bans: QuerySet[Ban] = queryset
        if self.value() == "writer":
            return bans.filter(network="")
        return bans.filter(writer=None) if self.value() == "network" else bans


@admin.register(Ban)
class BanAdmin(ReadOnly, DeskAdmin):
    """Bans are laid from a comment or from a writer's page; here they are looked over."""

    list_display = ("when", "whom", "standing", "until", "reason", "by", "lifting")
    list_display_links = None
    list_filter = (BanStandingFilter, BannedFilter)
    search_fields = ("reason", "writer__name")
    search_help_text = gettext_lazy("Reason or nickname")
    ordering = ("-id",)
    actions = None

    class Media:
        css = {"all": ("desk/records.css", "desk/letters-records.css")}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Ban]:
        found: QuerySet[Ban] = super().get_queryset(request)
        may_act = Value(request.user.has_perm(moderation.PERMISSION))
        return found.select_related("writer", "by", "lifted_by").annotate(may_act=may_act)

    def get_urls(self) -> list[URLPattern]:
        lift = self.admin_site.admin_view(self.lift_view)
        return [path("<int:ban_id>/lift/", lift, name="comments_ban_lift"), *super().get_urls()]

    def change_view(self, request: HttpRequest, object_id: str, *args: Any) -> HttpResponse:
        """A ban says all that it has to say in the list."""
        return redirect("admin:comments_ban_changelist")

    @admin.display(description=gettext_lazy("since"), ordering="id")
    def when(self, ban: Ban) -> SafeString:
        return render_to_string("desk/_record_at.html", {"at": ban.at})

    @admin.display(description=gettext_lazy("who is banned"))
    def whom(self, ban: Any) -> SafeString:
        context = {"ban": ban, "may_open": ban.may_act}
        return render_to_string("comments/desk_ban_whom.html", context)

    @admin.display(description=gettext_lazy("standing"))
    def standing(self, ban: Ban) -> SafeString:
        return standing_of(ban)

    @admin.display(description=gettext_lazy("until"))
    def until(self, ban: Ban) -> SafeString:
        return render_to_string("comments/desk_ban_until.html", {"ban": ban})

    @admin.display(description=gettext_lazy("act"))
    def lifting(self, ban: Any) -> SafeString | str:
        if not (ban.may_act and holds(ban)):
            return ""
        return render_to_string("comments/desk_ban_button.html", {"ban": ban})

    def lift_view(self, request: HttpRequest, ban_id: int) -> HttpResponse:
        """Asks why, and lifts the ban when that is posted."""
        if not request.user.has_perm(moderation.PERMISSION):
            raise PermissionDenied
        ban = get_object_or_404(Ban.objects.select_related("writer", "by"), pk=ban_id)
        form = LiftForm(request.POST or None)
        status = 200
        if request.method == "POST":
            status = 400
            if form.is_valid():
                try:
                    moderation.lift(ban, by=person(request), note=form.cleaned_data["note"])
                except Refused as refusal:
                    form.add_error(None, list(refusal.reasons))
                    status = 409
                else:
                    messages.success(request, _("The ban was lifted."))
                    return redirect("admin:comments_ban_changelist")
        context = {
            **self.admin_site.each_context(request),
            "title": _("Lift a ban"),
            "ban": ban,
            "form": form,
            "opts": Ban._meta,
        }
        return render(request, "comments/desk_ban_lift.html", context, status=status)


def holds(ban: Ban) -> bool:
    return ban.lifted_at is None and (ban.expires_at is None or ban.expires_at > timezone.now())


def standing_of(ban: Ban) -> SafeString:
    if holds(ban):
        return pill(_("In force"), "bad")
    return pill(_("Lifted") if ban.lifted_at else _("Ended"), "plain")

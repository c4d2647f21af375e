"""Writers at the desk: what each wrote, how far they are trusted, and whether they may write."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from articles.admin.base import DeskAdmin, ReadOnly, pill
from articles.admin.filters import WordsFilter
from articles.models import User
from articles.views.desk import person
from articles.workflow import Refused
from comments import moderation
from comments.admin.ban import holds, standing_of
from comments.choices import CommentState, Trust
from comments.models import NOTE_LENGTH, Ban, Comment, Whereabouts, Writer

#: How much of a writer one page tells; the queue and the log have the rest.
COMMENTS, DECISIONS, NEAR = 20, 20, 10

TONES = {Trust.TRUSTED: "good", Trust.WATCHED: "care"}


def days_in_words(days: int | None) -> str:
    if days is None:
        return _("Without end")
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


class TrustForm(forms.Form):
    """`seen` is the trust that this person has seen: of two who set it, the second is told."""

    seen = forms.ChoiceField(choices=Trust.choices, widget=forms.HiddenInput)
    trust = forms.ChoiceField(
        label=gettext_lazy("Trust"),
        choices=Trust.choices,
        widget=forms.Select(attrs={"class": "desk-select"}),
        help_text=gettext_lazy(
            "A trusted writer\u2019s comments are shown at once where the rule allows it; a "
            "watched writer\u2019s are held whatever they say."
        ),
    )
    note = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=UnfoldAdminTextInputWidget(),
    )


class BanForm(forms.Form):
    days = forms.TypedChoiceField(
        label=gettext_lazy("For how long"),
        coerce=lambda value: int(value) or None,
        empty_value=None,
        choices=lambda: [(days or 0, days_in_words(days)) for days in moderation.BAN_DAYS],
        initial=7,
        widget=forms.Select(attrs={"class": "desk-select"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=NOTE_LENGTH,
        widget=UnfoldAdminTextareaWidget({"rows": 2}),
        error_messages={"required": gettext_lazy("Say why; it goes into the log.")},
    )
    and_reject = forms.BooleanField(
        label=gettext_lazy("Also reject what is still to be reviewed of this writer"),
        label_suffix="",
        required=False,
    )


class TrustFilter(WordsFilter):
    title = gettext_lazy("trust")
    parameter_name = "trust"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        return [*Trust.choices, ("banned", _("Banned"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Writer]:
        writers: QuerySet[Writer] = queryset
        if self.value() == "banned":
            return writers.filter(pk__in=Ban.objects.in_force().values("writer"))
        return writers.filter(trust=self.value()) if self.value() in Trust.values else writers


class AccountFilter(WordsFilter):
    title = gettext_lazy("account")
    parameter_name = "account"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        return [("app", _("Signed in through the app")), ("browser", _("Known by a browser"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Writer]:
        writers: QuerySet[Writer] = queryset
        if self.value() == "app":
            return writers.exclude(subject=None)
        return writers.filter(subject=None) if self.value() == "browser" else writers


def counted(*states: CommentState) -> Coalesce:
    """How many comments of each writer in the list stand so; asked for the rows of a page only."""
    theirs = Comment.objects.order_by().filter(writer=OuterRef("pk"), state__in=states)
    number = theirs.values("writer").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number, output_field=IntegerField()), 0)


@admin.register(Writer)
class WriterAdmin(ReadOnly, DeskAdmin):
    list_display = ("name_and_number", "account", "trusted", "approved", "rejected", "created_at")
    list_display_links = ("name_and_number",)
    list_filter = (TrustFilter, AccountFilter)
    search_fields = ("name", "=subject")
    search_help_text = gettext_lazy("Nickname, number or account in the app")
    ordering = ("-id",)
    actions = None

    class Media:
        css = {"all": ("desk/records.css", "desk/letters-records.css")}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Writer]:
        found: QuerySet[Writer] = super().get_queryset(request)
        return found.annotate(
            approved_count=counted(CommentState.APPROVED),
            rejected_count=counted(CommentState.REJECTED),
            is_banned=Exists(Ban.objects.in_force().filter(writer=OuterRef("pk"))),
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Writer], search_term: str
    ) -> tuple[QuerySet[Writer], bool]:
        number = search_term.strip().removeprefix("#")
        found, doubled = super().get_search_results(request, queryset, search_term)
        if number.isascii() and number.isdigit() and len(number) < 19:
            found |= queryset.filter(pk=int(number))
        return found, doubled

    @admin.display(description=gettext_lazy("writer"))
    def name_and_number(self, writer: Writer) -> str:
        return f"{writer.name or _('A reader')} #{writer.pk}"

    @admin.display(description=gettext_lazy("account"))
    def account(self, writer: Writer) -> str:
        return _("App") if writer.subject else _("Browser")

    @admin.display(description=gettext_lazy("trust"))
    def trusted(self, writer: Any) -> SafeString:
        if writer.is_banned:
            return pill(_("Banned"), "bad")
        return pill(writer.get_trust_display(), TONES.get(writer.trust, "plain"))

    @admin.display(description=gettext_lazy("approved"))
    def approved(self, writer: Any) -> int:
        number: int = writer.approved_count
        return number

    @admin.display(description=gettext_lazy("rejected"))
    def rejected(self, writer: Any) -> int:
        number: int = writer.rejected_count
        return number

    # One writer

    def get_urls(self) -> list[URLPattern]:
        within = self.admin_site.admin_view
        own = [
            path("<int:writer_id>/trust/", within(self.trust_view), name="comments_writer_trust"),
            path("<int:writer_id>/ban/", within(self.ban_view), name="comments_writer_ban"),
        ]
        return own + super().get_urls()

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        writer = self.get_object(request, object_id)
        if writer is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, writer):
            raise PermissionDenied
        return self.page(request, writer)

    def trust_view(self, request: HttpRequest, writer_id: int) -> HttpResponse:
        writer = self.asked(request, writer_id)
        if request.method != "POST":  # Back from signing in, in the middle of it.
            return redirect("admin:comments_writer_change", writer.pk)
        form = TrustForm(request.POST)
        if not form.is_valid():
            return self.page(request, writer, trust_form=form, status=400)
        writer.trust = form.cleaned_data["seen"]
        try:
            moderation.set_trust(
                writer,
                Trust(form.cleaned_data["trust"]),
                by=person(request),
                note=form.cleaned_data["note"],
            )
        except Refused as refusal:
            form.add_error(None, list(refusal.reasons))
            return self.page(request, writer, trust_form=form, status=409)
        messages.success(request, _("The trust of this writer was set."))
        return redirect("admin:comments_writer_change", writer.pk)

    def ban_view(self, request: HttpRequest, writer_id: int) -> HttpResponse:
        writer = self.asked(request, writer_id)
        if request.method != "POST":  # Back from signing in, in the middle of it.
            return redirect("admin:comments_writer_change", writer.pk)
        form = BanForm(request.POST)
        if not form.is_valid():
            return self.page(request, writer, ban_form=form, status=400)
        try:
            moderation.ban_writer(writer, by=person(request), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, list(refusal.reasons))
            return self.page(request, writer, ban_form=form, status=409)
        messages.success(request, _("This writer is banned."))
        return redirect("admin:comments_writer_change", writer.pk)

    def asked(self, request: HttpRequest, writer_id: int) -> Writer:
        """The writer whom an act is about; whoever may not act is refused before it is read."""
        if not request.user.has_perm(moderation.PERMISSION):
            raise PermissionDenied
        return get_object_or_404(Writer, pk=writer_id)

    def page(
        self,
        request: HttpRequest,
        writer: Writer,
        *,
        trust_form: TrustForm | None = None,
        ban_form: BanForm | None = None,
        status: int = 200,
    ) -> HttpResponse:
        # What an act has claimed of the writer is not what stands in the database.
        writer = Writer.objects.get(pk=writer.pk)
        first = {"seen": writer.trust, "trust": writer.trust}
        context = {
            **self.admin_site.each_context(request),
            **told(writer, request.user),
            "title": f"{writer.name or _('A reader')} #{writer.pk}",
            "writer": writer,
            "opts": Writer._meta,
            "may_act": request.user.has_perm(moderation.PERMISSION),
            "trust_form": trust_form or TrustForm(initial=first),
            "ban_form": ban_form or BanForm(),
        }
        return render(request, "comments/desk_writer.html", context, status=status)


def told(writer: Writer, user: User | Any) -> dict[str, Any]:
    """What a writer's page tells, in a fixed number of queries."""
    theirs = Comment.objects.filter(writer=writer)
    numbers = dict(theirs.order_by().values_list("state").annotate(number=Count("pk")))
    bans = list(writer.bans.select_related("by", "lifted_by")[:DECISIONS])
    for ban in bans:
        ban.pill = standing_of(ban)  # type: ignore[attr-defined]
    recent = theirs.select_related("article").defer("article__body").order_by("-id")[:COMMENTS]
    near = list(same_network(writer)[: NEAR + 1])
    return {
        "numbers": [(label, numbers.get(state, 0)) for state, label in CommentState.choices],
        "trust_pill": pill(writer.get_trust_display(), TONES.get(Trust(writer.trust), "plain")),
        "bans": bans,
        "is_banned": any(holds(ban) for ban in bans),
        "recent": recent,
        "near": near[:NEAR],
        "more_near": len(near) > NEAR,
        "decisions": writer.decisions.filter(comment=None).select_related("by")[:DECISIONS],
        "may_open": user.has_perm(moderation.PERMISSION),
    }


def same_network(writer: Writer) -> QuerySet[Writer]:
    """Others who wrote from where this one did. Behind a network may be a house or a town."""
    kept = Whereabouts.objects.order_by()
    networks = kept.filter(comment__writer=writer).values("network").distinct()
    others = kept.filter(network__in=networks).values("comment__writer")
    return Writer.objects.filter(pk__in=others).exclude(pk=writer.pk).order_by("-id")

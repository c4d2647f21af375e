"""Disclosures at the desk: looking at one address, handing many over, and what was handed over."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils.cache import add_never_cache_headers
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from articles.admin.base import DeskAdmin, ReadOnly
from articles.forms.inputs import MomentInput
from articles.views.desk import person
from articles.workflow import Refused
from comments import disclosing, sealing
from comments.models import NOTE_LENGTH, Comment, Disclosure

#: Of what was found, so many are shown before they are handed over.
SHOWN = 20

#: As the key of a row can be.
MOST_NUMBER = 2**63 - 1


def number_field(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=1,
        max_value=MOST_NUMBER,
        widget=UnfoldAdminIntegerFieldWidget(),
    )


class AddressForm(forms.Form):
    comment = forms.IntegerField(
        label=gettext_lazy("Number of the comment"),
        min_value=1,
        max_value=MOST_NUMBER,
        widget=UnfoldAdminIntegerFieldWidget(),
        error_messages={"required": gettext_lazy("Give the number of the comment.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=NOTE_LENGTH,
        widget=UnfoldAdminTextareaWidget({"rows": 2}),
        help_text=gettext_lazy("It goes into the log with your name, and stays there."),
        error_messages={
            "required": gettext_lazy("Say why you have to see the address; it goes into the log.")
        },
    )

    def clean_comment(self) -> Comment:
        found = Comment.objects.filter(pk=self.cleaned_data["comment"]).first()
        if found is None:
            raise ValidationError(_("There is no comment of this number."), code="unknown")
        return found


class ChoiceForm(forms.Form):
    """Which comments are asked for."""

    numbers = forms.CharField(
        label=gettext_lazy("Numbers of comments"),
        required=False,
        widget=UnfoldAdminTextareaWidget({"rows": 2}),
        help_text=gettext_lazy("Separated by spaces, commas or lines."),
    )
    writer = number_field(gettext_lazy("Number of a writer"))
    article = number_field(gettext_lazy("Number of a story"))
    since = forms.DateTimeField(
        label=gettext_lazy("Received from"), required=False, widget=MomentInput({"step": "60"})
    )
    until = forms.DateTimeField(
        label=gettext_lazy("Received before"), required=False, widget=MomentInput({"step": "60"})
    )

    def clean_numbers(self) -> list[int]:
        typed = re.split(r"[\s,;\uff0c\u3001\uff1b]+", self.cleaned_data["numbers"].strip())
        words = [word.removeprefix("#") for word in typed if word]
        wrong = [word for word in words if not re.fullmatch("[0-9]{1,18}", word)]
        if wrong:
            sentence = _("This is no number of a comment: %(word)s") % {"word": wrong[0][:40]}
            raise ValidationError(sentence, code="no_number")
        return [int(word) for word in words]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since >= until:
            self.add_error("until", _("Choose a moment after the first one."))
        if (since or until) and not (cleaned.get("writer") or cleaned.get("article")):
            self.add_error("article", _("A time needs a writer or a story beside it."))
        return cleaned

    def chosen(self) -> list[int]:
        """Raises Refused."""
        given = self.cleaned_data
        return disclosing.chosen(
            numbers=given["numbers"],
            writer_id=given["writer"],
            article_id=given["article"],
            since=given["since"],
            until=given["until"],
        )


class HandOverForm(ChoiceForm):
    """And who asks for them, by which law."""

    authority = forms.CharField(
        label=gettext_lazy("Authority"),
        max_length=disclosing.LINE_LENGTH,
        widget=UnfoldAdminTextInputWidget(),
        error_messages={"required": gettext_lazy("Say which authority asks.")},
    )
    request_number = forms.CharField(
        label=gettext_lazy("Number of the request"),
        max_length=disclosing.LINE_LENGTH,
        widget=UnfoldAdminTextInputWidget(),
        error_messages={"required": gettext_lazy("Give the number of its request.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Legal ground"),
        max_length=disclosing.GROUND_LENGTH,
        widget=UnfoldAdminTextareaWidget({"rows": 3}),
        error_messages={"required": gettext_lazy("Say by which law it asks, and for what.")},
    )


@admin.register(Disclosure)
class DisclosureAdmin(ReadOnly, DeskAdmin):
    list_display = ("when", "authority", "request_number", "count", "by", "hash")
    list_display_links = ("when",)
    search_fields = ("authority", "request_number", "reason")
    search_help_text = gettext_lazy("Authority, number of the request or legal ground")
    ordering = ("-id",)
    fields = ("at", "by", "authority", "request_number", "reason", "numbers", "sha256")
    list_before_template = "comments/desk_disclosures_above.html"
    actions = None

    class Media:
        css = {"all": ("desk/records.css", "desk/letters-records.css")}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Disclosure]:
        found: QuerySet[Disclosure] = super().get_queryset(request)
        return found.select_related("by")

    def get_urls(self) -> list[URLPattern]:
        within = self.admin_site.admin_view
        own = [
            path("address/", within(self.address_view), name="comments_disclosure_address"),
            path("hand-over/", within(self.hand_over_view), name="comments_disclosure_hand_over"),
        ]
        return own + super().get_urls()

    @admin.display(description=gettext_lazy("at"), ordering="id")
    def when(self, row: Disclosure) -> SafeString:
        return render_to_string("desk/_record_at.html", {"at": row.at})

    @admin.display(description=gettext_lazy("comments"))
    def count(self, row: Disclosure) -> int:
        return len(row.comments)

    @admin.display(description=gettext_lazy("comments"))
    def numbers(self, row: Disclosure) -> str:
        return " ".join(f"#{number}" for number in row.comments)

    @admin.display(description=gettext_lazy("SHA-256 of the file"))
    def hash(self, row: Disclosure) -> str:
        return f"{row.sha256[:12]}\u2026"

    # The acts

    def address_view(self, request: HttpRequest) -> HttpResponse:
        """Asks why, and shows from where one comment was sent in the answer to that alone."""
        demand_right(request)
        number = request.GET.get("comment", "")
        form = AddressForm(request.POST or None, initial={"comment": number[:19]})
        opened: sealing.Opened | None = None
        status = 200
        if request.method == "POST":
            status = 400
            if form.is_valid():
                given = form.cleaned_data
                try:
                    opened = disclosing.view(
                        given["comment"], by=person(request), reason=given["reason"]
                    )
                    status = 200
                except Refused as refusal:
                    form.add_error(None, list(refusal.reasons))
                    status = 409
        told = {"form": form, "opened": opened}
        if opened:  # The next one has a reason of its own.
            told |= {"form": AddressForm(), "comment": form.cleaned_data["comment"]}
        return self.answer(
            request, "comments/desk_disclosing_one.html", _("See an address"), told, status
        )

    def hand_over_view(self, request: HttpRequest) -> HttpResponse:
        """Looks for what is asked for, then makes the file: one form, two buttons."""
        demand_right(request)
        hands_over = "hand_over" in request.POST
        kind = HandOverForm if hands_over or request.method != "POST" else LookForm
        form = kind(request.POST or None)
        told: dict[str, Any] = {"form": form}
        status = 200
        if request.method == "POST":
            status = 400
            if form.is_valid():
                try:
                    numbers = form.chosen()
                    if hands_over:
                        return handed_over(request, form, numbers)
                    told |= looked_at(numbers)
                    status = 200
                except Refused as refusal:
                    form.add_error(None, list(refusal.reasons))
                    status = 409
        return self.answer(
            request,
            "comments/desk_disclosing_many.html",
            _("Hand over to an authority"),
            told,
            status,
        )

    def answer(
        self, request: HttpRequest, template: str, title: str, told: dict[str, Any], status: int
    ) -> HttpResponse:
        each = self.admin_site.each_context(request)
        context = {**each, "title": title, "opts": Disclosure._meta, **told}
        response = render(request, template, context, status=status)
        add_never_cache_headers(response)
        return response


class LookForm(HandOverForm):
    """Before anything is handed over: what is typed of the request is kept, and not asked for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("authority", "request_number", "reason"):
            self.fields[name].required = False


def demand_right(request: HttpRequest) -> None:
    if not request.user.has_perm(disclosing.PERMISSION):
        raise PermissionDenied


def looked_at(numbers: list[int]) -> dict[str, Any]:
    """What the file would be about, without an address."""
    return {
        "number": len(numbers),
        "found": disclosing.to_hand_over(numbers)[:SHOWN],
        "more": max(len(numbers) - SHOWN, 0),
    }


def handed_over(request: HttpRequest, form: ChoiceForm, numbers: list[int]) -> HttpResponse:
    """The file, to be saved; nobody between keeps it."""
    given = form.cleaned_data
    disclosure, file = disclosing.hand_over(
        numbers,
        by=person(request),
        authority=given["authority"],
        request_number=given["request_number"],
        reason=given["reason"],
    )
    response = HttpResponse(file, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="letters-{disclosure.pk}.csv"'
    add_never_cache_headers(response)
    return response

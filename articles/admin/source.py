"""Sources at the desk: the outlets, the names they go by, and whether we may use them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles import text
from articles.admin.base import DeskAdmin, RowsBelow, pill
from articles.choices import SourceListing
from articles.models import Source, SourceAlias

if TYPE_CHECKING:
    SourceModelForm = ModelForm[Source]
    AliasFormSet = BaseInlineFormSet[SourceAlias, Source, ModelForm[SourceAlias]]
else:
    SourceModelForm, AliasFormSet = ModelForm, BaseInlineFormSet

TONES = {
    SourceListing.UNKNOWN: "care",
    SourceListing.LISTED: "good",
    SourceListing.BLOCKED: "bad",
}


class SourceForm(SourceModelForm):
    """Two names that differ in width or spaces only are one source."""

    class Meta:
        model = Source
        fields = ("name", "listing", "is_own", "url")

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        twin = Source.objects.filter(key=text.name_key(name)).exclude(pk=self.instance.pk).first()
        if twin:
            raise ValidationError(
                _("%(name)s is in the list already."), params={"name": twin.name}, code="known"
            )
        return name


class AliasRows(AliasFormSet):
    def clean(self) -> None:
        super().clean()
        seen: dict[str, Any] = {}
        for form in self.forms:
            name = getattr(form, "cleaned_data", {}).get("name")
            if not name or form.cleaned_data.get("DELETE"):
                continue
            key = text.name_key(name)
            others = SourceAlias.objects.filter(key=key).exclude(pk=form.instance.pk)
            if key in seen or others.exists():
                form.add_error("name", _("This name belongs to a source already."))
            seen[key] = form


class SourceAliasInline(RowsBelow):
    model = SourceAlias
    formset = AliasRows
    fields = ("name",)


@admin.register(Source)
class SourceAdmin(DeskAdmin):
    form = SourceForm
    list_display = ("name", "standing", "is_own", "url")
    list_filter = ("listing", "is_own")
    search_fields = ("name", "aliases__name")
    inlines = (SourceAliasInline,)
    actions = None

    @admin.display(description=_("list state"), ordering="listing")
    def standing(self, source: Source) -> SafeString:
        return pill(source.get_listing_display(), TONES[SourceListing(source.listing)])

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is not None and super().has_delete_permission(request, obj)

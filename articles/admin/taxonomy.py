"""Sections and tags at the desk; two tags that mean the same are merged here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.base import DeskAdmin, SeenByReaders
from articles.forms.inputs import KnownAutocomplete
from articles.forms.section import SectionForm, in_words
from articles.models import Section, Tag

SUGGESTED = 10


@admin.register(Section)
class SectionAdmin(SeenByReaders, DeskAdmin):
    """In the order of the tree: each first-level section with those under it."""

    form = SectionForm
    list_display = ("tree_name", "slug", "rank", "is_shown")
    list_editable = ("rank", "is_shown")
    list_filter = ("is_shown",)
    search_fields = ("name", "slug")
    autocomplete_fields = ("parent",)
    fieldsets = (
        (None, {"fields": ("name", "slug", "parent", "rank", "is_shown", "description")}),
        (gettext_lazy("Review"), {"fields": ("levels", "hours", "checklist")}),
    )
    readonly_fields = ("rules_in_words",)
    actions = None

    class Media:
        css = {"all": ("desk/section.css",)}

    def get_fieldsets(self, request: HttpRequest, obj: Section | None = None) -> Any:
        """Who may only read gets the rules in words, those of the section above with them."""
        groups = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return groups
        return [(name, {"fields": readable(group["fields"])}) for name, group in groups]

    @admin.display(description=gettext_lazy("checklist"))
    def rules_in_words(self, section: Section) -> SafeString:
        return in_words(section)

    def get_ordering(self, request: HttpRequest) -> tuple[Any, ...]:
        above = Coalesce("parent__rank", "rank").asc(), Coalesce("parent_id", "id").asc()
        return (*above, "level", "rank", "id")

    @admin.display(description=gettext_lazy("name"))
    def tree_name(self, section: Section) -> SafeString:
        return format_html('<span class="desk-tree-{}">{}</span>', section.level, section.name)


def readable(fields: Sequence[str]) -> list[str]:
    return ["rules_in_words" if field == "checklist" else field for field in fields]


def suggested(term: str) -> QuerySet[Tag]:
    """The tags that stories carry; the synonyms of each that hold the term come with it."""
    holding = Tag.objects.filter(name__icontains=term)
    meant = Q(name__icontains=term) | Q(pk__in=holding.values("synonym_of"))
    return (
        Tag.objects.filter(meant, synonym_of=None)
        .annotate(carried_count=Count("carried"))
        .prefetch_related(Prefetch("synonyms", queryset=holding))
        .order_by("-carried_count", "name")[:SUGGESTED]
    )


class MergeForm(forms.Form):
    """Asks which tag the stories carry from now on."""

    def __init__(self, tag: Tag, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"] = forms.ModelChoiceField(
            label=_("Tag that stays"),
            queryset=Tag.objects.exclude(pk=tag.pk),
            widget=KnownAutocomplete(Tag._meta.get_field("synonym_of"), admin.site),
        )


@admin.register(Tag)
class TagAdmin(SeenByReaders, DeskAdmin):
    list_display = ("name", "slug", "synonym_of", "story_count")
    list_select_related = ("synonym_of",)
    ordering = ("name",)
    search_fields = ("name", "slug")
    autocomplete_fields = ("synonym_of",)
    fields = ("name", "slug", "synonym_of")
    readonly_fields = ("synonym_of",)
    actions = None
    change_form_outer_after_template = "desk/tag_merge_link.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        found: QuerySet[Tag] = super().get_queryset(request)
        return found.annotate(carried_count=Count("carried"))

    @admin.display(description=gettext_lazy("stories"), ordering="carried_count")
    def story_count(self, tag: Any) -> int:
        count: int = tag.carried_count
        return count

    def get_urls(self) -> list[URLPattern]:
        merge = self.admin_site.admin_view(self.merge_view)
        suggest = self.admin_site.admin_view(self.suggest_view)
        own = [
            path("<int:tag_id>/merge/", merge, name="articles_tag_merge"),
            path("suggest/", suggest, name="articles_tag_suggest"),
        ]
        return own + super().get_urls()

    def suggest_view(self, request: HttpRequest) -> JsonResponse:
        """Tags whose name, or a synonym of it, holds what is typed; the most used first."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        term = request.GET.get("term", "").strip()
        rows = suggested(term) if term else []
        return JsonResponse(
            {
                "results": [
                    {"name": tag.name, "synonyms": [other.name for other in tag.synonyms.all()]}
                    for tag in rows
                ]
            }
        )

    def merge_view(self, request: HttpRequest, tag_id: int) -> HttpResponse:
        """Asks which tag stays, and merges when that is posted."""
        tag = get_object_or_404(Tag, pk=tag_id)
        if not self.has_change_permission(request, tag):
            raise PermissionDenied
        form = MergeForm(tag, request.POST or None)
        if request.method == "POST" and form.is_valid():
            other: Tag = form.cleaned_data["into"]
            try:
                tag.merge_into(other)
            except ValidationError as error:
                form.add_error("into", error)
            else:
                self.announce()
                said = _("%(tag)s is now a synonym of %(other)s.")
                messages.success(request, said % {"tag": tag.name, "other": other.name})
                return redirect("admin:articles_tag_change", other.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Merge a tag"),
            "tag": tag,
            "carried": tag.carried.count(),
            "form": form,
            "opts": Tag._meta,
            "media": form.media,
        }
        return render(request, "desk/tag_merge.html", context)

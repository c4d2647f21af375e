"""The photo library at the desk: pictures are taken in, described, looked for, never deleted."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy

from articles import photodesk, search
from articles.admin import photo_facts, photo_upload
from articles.admin.base import DeskAdmin
from articles.admin.photo_bulk import PhotoBulk
from articles.admin.photo_filters import FILTERS
from articles.admin.photo_list import PhotoList, PhotoPages
from articles.admin.rows import without_links
from articles.forms import PhotoForm
from articles.forms.photo import PhotoDetailsForm
from articles.models import Photo
from articles.views import originals, sizes
from articles.views.desk import person


@admin.register(Photo)
class PhotoAdmin(PhotoBulk, DeskAdmin):
    """First the file; then its words, which came with it as far as the photographer wrote them."""

    # The list

    list_display = ("__str__",)
    list_filter = FILTERS
    list_per_page = 40
    #: Named so that Django shows a search; what is found is said by `articles.search`.
    search_fields = ("headline",)
    search_help_text = gettext_lazy("Words, photographer or file name")
    ordering = ("-pk",)
    paginator = PhotoPages
    change_list_template = "desk/photo_list.html"
    list_before_template = "desk/_photo_search.html"
    show_facets = admin.ShowFacets.NEVER

    # The page of a photo

    form = PhotoDetailsForm
    autocomplete_fields = ("source",)
    #: The picture and its words stand at the left; what is in the rail carries no class.
    fieldsets = (
        (gettext_lazy("Focal point"), {"fields": (("focus_x", "focus_y"),), "classes": ("focus",)}),
        (
            gettext_lazy("Words"),
            {
                "fields": (
                    "headline",
                    "caption",
                    "alt",
                    "byline",
                    "credit",
                    "keywords",
                    "copyright",
                    "taken_at",
                    "place",
                ),
                "classes": ("words",),
            },
        ),
        (gettext_lazy("Kind and mark"), {"fields": ("kind", "with_watermark")}),
        (
            gettext_lazy("Source and licence"),
            {"fields": ("source", "licence", "licence_note", "expires_on", "may_syndicate")},
        ),
    )
    add_fieldsets = ((None, {"fields": ("upload",)}),)
    add_form_template = "admin/change_form.html"
    change_form_template = "desk/photo_form.html"
    warn_unsaved_form = True

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[PhotoList]:
        return PhotoList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Photo], search_term: str
    ) -> tuple[QuerySet[Photo], bool]:
        return search.photos(queryset, search_term), False

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """Held while it is saved, so that what is compared with the row is still in it then."""
        found = super().get_object(request, object_id, from_field)
        if found and request.method == "POST":
            return self.get_queryset(request).select_for_update().get(pk=found.pk)
        return found

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        return without_links(field) if db_field.name in self.autocomplete_fields else field

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        if obj is None:
            kwargs |= {"form": PhotoForm, "fields": ("upload",)}
        return super().get_form(request, obj, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], **given: Any
    ) -> HttpResponse:
        if obj := given["obj"]:
            # Read afresh: after a refused save, `obj` holds what was typed, not what is kept.
            kept = Photo.objects.get(pk=obj.pk)
            context |= photo_facts.facts(kept, person(request))
            context |= photo_facts.show_as_written(context["adminform"].form, kept)
        return super().render_change_form(request, context, **given)

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        """A new photo is the one that its file makes, or made when it came in before."""
        if change:
            return super().save_form(request, form, change)
        file = form.cleaned_data["upload"]
        file.seek(0)
        form.instance = photodesk.take_in(file.read(), file.name, by=person(request))
        return form.instance

    def save_model(self, request: HttpRequest, obj: Photo, form: Any, change: bool) -> None:
        if change:
            photodesk.keep(obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        if change:
            super().save_related(request, form, formsets, change)

    def response_post_save_add(self, request: HttpRequest, obj: Photo) -> HttpResponseRedirect:
        """Stay with the new photo, so that its words can be read and mended."""
        return redirect("admin:articles_photo_change", obj.pk)

    def get_urls(self) -> list[URLPattern]:
        within = self.admin_site.admin_view
        return [
            path(
                "<int:object_id>/original/",
                within(originals.original),
                name="articles_photo_original",
            ),
            path(
                "<int:object_id>/delivered/",
                within(originals.delivered),
                name="articles_photo_delivered",
            ),
            path("<int:object_id>/sizes/", within(sizes.make_again), name="articles_photo_sizes"),
            *photo_upload.urls(within),
            *super().get_urls(),
        ]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Editions refer to a photo's sizes by address, so a photo stays."""
        return False

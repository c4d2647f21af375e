"""Photos at the desk: taken in by upload, described, never deleted."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from articles import photodesk
from articles.admin import photo_upload
from articles.admin.base import DeskAdmin, thumbnail
from articles.forms import PhotoForm
from articles.models import Photo
from articles.views.desk import person

WORDS = ("headline", "caption", "byline", "credit", "alt")


@admin.register(Photo)
class PhotoAdmin(DeskAdmin):
    """First the file; then its words, which came with it as far as the photographer wrote them."""

    list_display = ("picture", "name", "byline", "credit", "size", "used", "created_at")
    list_display_links = ("picture", "name")
    list_filter = ("created_at",)
    search_fields = ("headline", "caption", "byline", "credit", "original_name")
    ordering = ("-id",)
    search_help_text = gettext_lazy("Words, photographer or file name")
    readonly_fields = ("picture", "original_name", "size", "uploaded_by", "created_at")
    fields = (
        "picture",
        *WORDS,
        ("original_name", "size"),
        ("uploaded_by", "created_at"),
    )
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Photo]:
        found: QuerySet[Photo] = super().get_queryset(request)
        return found.annotate(use_count=Count("uses"))

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        if obj is None:
            kwargs |= {"form": PhotoForm, "fields": ("upload",)}
        return super().get_form(request, obj, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return [(None, {"fields": self.fields if obj else ("upload",)})]

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
            super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        if change:
            super().save_related(request, form, formsets, change)

    def response_post_save_add(self, request: HttpRequest, obj: Photo) -> HttpResponseRedirect:
        """Stay with the new photo, so that its words can be read and mended."""
        return redirect("admin:articles_photo_change", obj.pk)

    def get_urls(self) -> list[URLPattern]:
        return [*photo_upload.urls(self.admin_site.admin_view), *super().get_urls()]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Editions refer to a photo's sizes by address, so a photo stays."""
        return False

    @admin.display(description=gettext_lazy("picture"))
    def picture(self, photo: Photo) -> SafeString:
        return thumbnail(photo)

    @admin.display(description=gettext_lazy("photo"), ordering="id")
    def name(self, photo: Photo) -> str:
        return str(photo)

    @admin.display(description=gettext_lazy("size"))
    def size(self, photo: Photo) -> str:
        return f"{photo.width} \u00d7 {photo.height}"

    @admin.display(description=gettext_lazy("stories"), ordering="use_count")
    def used(self, photo: Any) -> int:
        count: int = photo.use_count
        return count

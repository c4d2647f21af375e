"""What hangs on a story and is edited in its form: photos, sources, credits, recommendations."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import QuerySet
from django.forms import HiddenInput
from django.http import HttpRequest
from django.utils import timezone

from articles.admin.base import OrderedRows
from articles.editor import PHOTO_STYLES
from articles.forms import PhotoFormSet, PhotoUseForm, RankedFormSet, RecommendationForm
from articles.forms.inputs import KnownAutocomplete
from articles.models import ArticleSource, Credit, Photo, PhotoUse, Recommendation
from articles.views.library import described


class StoryRows(OrderedRows):
    formset = RankedFormSet
    #: Where the rows stand in the form: on the paper at the left, or in the rail.
    place = "rail"
    #: Fields beside which a new person or source can be made without leaving the story.
    addable: tuple[str, ...] = ()
    #: Fields that say nothing to somebody who may only read.
    unread: tuple[str, ...] = ("rank",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fields = list(super().get_fields(request, obj))
        if obj is None or request.user.has_perm("articles.change_article"):
            return fields
        return [field for field in fields if field not in self.unread]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "rank":
            kwargs["widget"] = HiddenInput()
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        return only_adding(field) if db_field.name in self.addable else without_links(field)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.autocomplete_fields:
            kwargs.setdefault("widget", KnownAutocomplete(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class PhotoRows(StoryRows):
    """The tray: a caption may be here before its file."""

    model = PhotoUse
    place = "paper"
    form = PhotoUseForm
    formset = PhotoFormSet
    template = "desk/photos.html"
    fields = PhotoUseForm.Meta.fields
    unread = ("photo", "upload", "in_gallery", "is_cover", "rank")

    class Media:
        css: ClassVar = {"all": ("desk/tray.css", "desk/photo-picker.css", PHOTO_STYLES)}
        js = ("desk/sending.js", "desk/photo-picker.js", "desk/tray-rows.js", "desk/tray.js")

    def get_queryset(self, request: HttpRequest) -> QuerySet[PhotoUse]:
        return PhotoUse.objects.select_related("photo")


class SourceRows(StoryRows):
    model = ArticleSource
    fields = ("source", "rank")
    addable = ("source",)
    autocomplete_fields = ("source",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ArticleSource]:
        return ArticleSource.objects.select_related("source")


class CreditRows(StoryRows):
    model = Credit
    fields = ("role", "person", "rank")
    addable = ("person",)
    autocomplete_fields = ("person",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Credit]:
        return Credit.objects.select_related("person")


class RecommendationRows(StoryRows):
    model = Recommendation
    place = "paper"
    fk_name = "article"
    form = RecommendationForm
    fields = ("target", "title", "listed_at", "rank")
    autocomplete_fields = ("target",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Recommendation]:
        return Recommendation.objects.select_related("target")


def only_adding(field: Any) -> Any:
    """Nobody deletes a source from within a story."""
    widget = field.widget
    widget.can_change_related = widget.can_delete_related = widget.can_view_related = False
    return field


def without_links(field: Any) -> Any:
    if isinstance(field.widget, RelatedFieldWidgetWrapper):
        field.widget.can_add_related = False
        return only_adding(field)
    return field


# What the tray shows


def tray(inlines: Iterable[Any]) -> dict[str, dict[str, Any]]:
    """What a story's form shows of its photos, which the editor shows in the text."""
    formsets = (one.formset for one in inlines if isinstance(one.formset, PhotoFormSet))
    return next(map(show_photos, formsets), {})


def show_photos(rows: Any) -> dict[str, dict[str, Any]]:
    """Hang onto each row as `shows` the photo in it, the way `described` has it, or None.

    Answers by key how each photo looks to the scripts. A form that is shown again has what was
    typed, saved or not.
    """
    today = timezone.localdate()
    chosen = [number(shown(row, "photo")) for row in rows.forms]
    photos = photos_of(rows.forms, chosen)
    for row, pk in zip(rows.forms, chosen, strict=True):
        row.shows = described(photos[pk], today) if pk in photos else None
    return {key: entry(row) for row in rows.forms if (key := shown(row, "key"))}


def photos_of(rows: Iterable[Any], chosen: Iterable[int]) -> dict[int, Photo]:
    """The photos that are chosen; those that came with their rows are not asked for again."""
    known = {row.instance.photo.pk: row.instance.photo for row in rows if row.instance.photo}
    return known | Photo.objects.in_bulk(set(chosen) - {*known, 0})


def shown(row: Any, name: str) -> Any:
    """What stands in a field of a row: what was typed, or else what is kept."""
    is_typed = row.is_bound and name in row.fields
    return row[name].value() if is_typed else getattr(row.instance, name)


def number(value: Any) -> int:
    """The key of a row as it was kept or typed; 0 where it is none."""
    written = str(getattr(value, "pk", value) or "")
    return int(written) if re.fullmatch("[0-9]{1,18}", written) else 0


def entry(row: Any) -> dict[str, Any]:
    photo = row.shows or {"thumb": "", "srcset": "", "width": 0, "height": 0, "marks": []}
    return {name: photo[name] for name in ("thumb", "srcset", "width", "height", "marks")} | {
        "caption": shown(row, "caption") or "",
        "credit": shown(row, "credit") or "",
        "is_cover": bool(shown(row, "is_cover")),
        "in_gallery": bool(shown(row, "in_gallery")),
    }

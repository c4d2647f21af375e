"""What hangs on a story and is edited in its form: photos, sources, credits, recommendations."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import QuerySet
from django.forms import HiddenInput
from django.http import HttpRequest

from articles import renditions
from articles.admin.base import OrderedRows
from articles.forms import PhotoFormSet, PhotoUseForm, RankedFormSet, RecommendationForm
from articles.forms.inputs import KnownAutocomplete
from articles.models import ArticleSource, Credit, PhotoUse, Recommendation


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
    fields = ("photo", "upload", "caption", "credit", "alt", "is_cover", "rank")
    autocomplete_fields = ("photo",)
    unread = ("photo", "upload", "rank")

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


def tray(uses: QuerySet[PhotoUse]) -> dict[str, dict[str, Any]]:
    """The photos of a story as the editor shows them, by key (see the storyphoto plugin)."""
    return {
        use.key: {
            "thumb": renditions.smallest_url(use.photo),
            "caption": use.caption,
            "credit": use.credit,
        }
        for use in uses
    }

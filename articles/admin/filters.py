"""Filters of the story list that are more than one column's value."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import DateFieldListFilter, SimpleListFilter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import AutocompleteSelectFilter

from articles.admin.baskets import BASKETS, PARAMETER
from articles.choices import PublicState
from articles.models import PhotoUse
from articles.models.article import ArticleQuerySet
from articles.views.desk import person

CHANGED = "changed"


class BasketFilter(SimpleListFilter):
    """The basket that is open. Its choices stand as chips over the list, not beside it.

    What is archived or in the recycle bin lies in no other basket, nor in the list unasked.
    """

    title = _("basket")
    parameter_name = PARAMETER
    template = "desk/filter_kept.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        return [(name, basket.label) for name, basket in BASKETS.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> ArticleQuerySet:
        stories: ArticleQuerySet = queryset
        basket = BASKETS.get(self.value() or "")
        return basket.holds(stories, person(request)) if basket else stories.on_the_desk()


class WordsFilter(SimpleListFilter):
    """A list of words to choose from; the choice survives when another filter is applied."""

    template = "desk/filter_words.html"

    @property
    def kept(self) -> dict[str, str]:
        value = self.value()
        return {str(self.parameter_name): value} if value else {}


class DaysFilter(DateFieldListFilter):
    template = "desk/filter_words.html"

    @property
    def kept(self) -> dict[str, str]:
        return dict(self.date_params)


class ReadersFilter(WordsFilter):
    """What readers see of a story now, and where the desk is ahead of them."""

    title = _("state for readers")
    parameter_name = "readers"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        return [*PublicState.choices, (CHANGED, _("Published, with unpublished changes"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> ArticleQuerySet:
        stories: ArticleQuerySet = queryset
        value = self.value() or ""
        if value == CHANGED:
            return stories.changed()
        return stories.seen_as(PublicState(value)) if value in PublicState.values else stories


class WaitingPhotoFilter(WordsFilter):
    title = _("photos")
    parameter_name = "photos"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        return [("waiting", _("Waits for a photo"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> ArticleQuerySet:
        stories: ArticleQuerySet = queryset
        waiting = PhotoUse.objects.order_by().waiting().values("article")
        return stories.filter(pk__in=waiting) if self.value() == "waiting" else stories


class ChosenFilter(AutocompleteSelectFilter):
    """One of very many, found by typing; the template is ours, so that no extra app is needed."""

    template = "desk/filter.html"

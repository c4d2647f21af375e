"""Filters of the story list that are more than one column's value."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import DateFieldListFilter, SimpleListFilter
from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import AutocompleteSelectFilter

from articles.choices import PublicState
from articles.models import Article, PhotoUse

CHANGED = "changed"


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

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        if self.value() == CHANGED:
            live = queryset.filter(state_for_readers=PublicState.LIVE)
            return live.exclude(version_live=F("version"))
        if self.value() in PublicState.values:
            return queryset.filter(state_for_readers=self.value())
        return queryset


class WaitingPhotoFilter(WordsFilter):
    title = _("photos")
    parameter_name = "photos"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        return [("waiting", _("Waits for a photo"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        if self.value() == "waiting":
            waiting = PhotoUse.objects.waiting().filter(article=OuterRef("pk"))
            return queryset.filter(Exists(waiting))
        return queryset


class ChosenFilter(AutocompleteSelectFilter):
    """One of very many, found by typing; the template is ours, so that no extra app is needed."""

    template = "desk/filter.html"

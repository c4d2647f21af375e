"""What moderators narrow their queue by: its tab, a section, a story, a writer, the same words."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.models import Section
from comments.admin import tabs
from comments.models import Comment

#: The id of a row; what somebody typed into the address instead must not reach the database.
ROW = re.compile("[0-9]{1,18}")


class TabFilter(admin.SimpleListFilter):
    title = _("tab")
    parameter_name = tabs.PARAMETER

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        return [(name, tab.label) for name, tab in tabs.TABS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Comment]) -> QuerySet[Comment]:
        return tabs.held(queryset, tabs.named(self.value()), request.GET.get(tabs.ORDER))


class OrderFilter(admin.SimpleListFilter):
    """Narrows nothing: the list's order is read from the same word."""

    title = _("order")
    parameter_name = tabs.ORDER

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        return [(tabs.GRAVEST, _("Gravest first")), (tabs.LONGEST, _("Longest waiting first"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Comment]) -> QuerySet[Comment]:
        return queryset


class SectionFilter(admin.SimpleListFilter):
    """A section with those under it."""

    title = _("section")
    parameter_name = "section"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        return [(str(section.pk), str(section)) for section in Section.objects.all()]

    def has_output(self) -> bool:
        return True

    def queryset(self, request: HttpRequest, queryset: QuerySet[Comment]) -> QuerySet[Comment]:
        asked = self.value() or ""
        if not ROW.fullmatch(asked):
            return queryset
        within = Q(article__section=int(asked)) | Q(article__section__parent=int(asked))
        return queryset.filter(within)


class LinkedFilter(admin.SimpleListFilter):
    """Offers nothing to choose: links in the rows ask for it, by the number of a row."""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        return []

    def has_output(self) -> bool:
        return True

    def queryset(self, request: HttpRequest, queryset: QuerySet[Comment]) -> QuerySet[Comment]:
        asked = self.value() or ""
        return self.narrowed(queryset, int(asked)) if ROW.fullmatch(asked) else queryset

    def narrowed(self, queryset: QuerySet[Comment], asked: int) -> QuerySet[Comment]:
        raise NotImplementedError


class StoryFilter(LinkedFilter):
    title = _("of one story")
    parameter_name = "story"

    def narrowed(self, queryset: QuerySet[Comment], asked: int) -> QuerySet[Comment]:
        return queryset.filter(article=asked)


class WriterFilter(LinkedFilter):
    title = _("of one writer")
    parameter_name = "writer"

    def narrowed(self, queryset: QuerySet[Comment], asked: int) -> QuerySet[Comment]:
        return queryset.filter(writer=asked)


class SameWordsFilter(LinkedFilter):
    """Whatever says the same as one comment, in any spelling."""

    title = _("with the same words")
    parameter_name = "same"

    def narrowed(self, queryset: QuerySet[Comment], asked: int) -> QuerySet[Comment]:
        one = Comment.objects.order_by().filter(pk=asked)
        return queryset.filter(words_key__in=one.values("words_key"))

"""What moderators narrow their list by: the state, the story."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from comments.choices import CommentState
from comments.models import Comment

EVERYTHING = "all"

#: Stories offered by the filter: those with the most comments waiting.
STORIES = 20


#: The id of a row; what somebody typed into the address instead must not reach the database.
ROW = re.compile("[0-9]{1,18}")


def asked_state(request: HttpRequest) -> str:
    """The state whose list is open; the queue of waiting comments, unless another is asked for."""
    return request.GET.get("state", CommentState.WAITING)


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        return [*CommentState.choices, (EVERYTHING, _("All"))]

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        for value, label in self.lookup_choices:
            yield {
                "selected": value == (self.value() or CommentState.WAITING),
                "query_string": changelist.get_query_string({self.parameter_name: value}, ["p"]),
                "display": label,
            }

    def queryset(self, request: HttpRequest, queryset: QuerySet[Comment]) -> QuerySet[Comment]:
        state = asked_state(request)
        return queryset if state == EVERYTHING else queryset.filter(state=state)


class StoryFilter(admin.SimpleListFilter):
    """Stories with comments waiting; the links in the list ask for any other story."""

    title = _("story")
    parameter_name = "story"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        waiting = Comment.objects.waiting().order_by().values("article")
        busiest = waiting.annotate(count=Count("pk")).order_by("-count", "-article")
        rows = busiest.values_list("article", "article__title", "count")[:STORIES]
        return [(str(pk), f"{title[:24]} ({count})") for pk, title, count in rows]

    def has_output(self) -> bool:
        return True

    def queryset(self, request: HttpRequest, queryset: QuerySet[Comment]) -> QuerySet[Comment]:
        asked = self.value() or ""
        return queryset.filter(article=int(asked)) if ROW.fullmatch(asked) else queryset

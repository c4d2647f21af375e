"""The comments on the desk: one queue, read in the list and decided from it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from comments import moderation
from comments.admin import acts, context, news, ready, tabs, undoing
from comments.admin.filters import (
    OrderFilter,
    SameWordsFilter,
    SectionFilter,
    StoryFilter,
    TabFilter,
    WriterFilter,
)
from comments.admin.queue import Queue, QueuePaginator, for_rows
from comments.models import Comment

if TYPE_CHECKING:
    CommentAdminBase = admin.ModelAdmin[Comment]
else:
    CommentAdminBase = ModelAdmin

View = Callable[[HttpRequest], HttpResponse]


@admin.register(Comment)
class CommentAdmin(CommentAdminBase):
    """Nobody adds, changes or deletes a comment here; moderators decide what is shown.

    Every row carries the state that it was listed in, and the acts are given that, so a decision
    taken by somebody else in the meantime is noticed and not overwritten.
    """

    list_display = ("__str__",)
    list_filter = (
        TabFilter,
        SectionFilter,
        OrderFilter,
        StoryFilter,
        WriterFilter,
        SameWordsFilter,
    )
    list_fullwidth = True
    list_per_page = 50
    list_max_show_all = 0
    list_select_related = False
    paginator = QueuePaginator
    change_list_template = "comments/desk_queue.html"
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ("text", "author_name", "article__title", "=id")
    search_help_text = _("Comment, nickname, headline or number")
    actions = None

    # Who may do what: one right, held by the act.

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(moderation.PERMISSION)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(moderation.PERMISSION)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    # The queue

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        found: QuerySet[Comment] = for_rows()
        return found

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return tabs.order(tabs.named(request.GET.get(tabs.PARAMETER)), request.GET.get(tabs.ORDER))

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[Queue]:
        return Queue

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        more = {"last": undoing.last(request), "ready": ready.REASONS}
        return super().changelist_view(request, (extra_context or {}) | more)

    # One comment

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method not in {"GET", "HEAD"} or not self.has_view_permission(request):
            raise PermissionDenied
        site = self.admin_site.each_context(request) | {"opts": self.opts}
        return context.comment_page(request, object_id, site)

    def get_urls(self) -> list[URLPattern]:
        own = [
            path("act/", self.within(acts.press), name="comments_comment_act"),
            path("news/", self.within(news.news), name="comments_comment_news"),
        ]
        return own + super().get_urls()

    def within(self, view: View) -> View:
        """For those who are signed in to the desk and may moderate."""

        @wraps(view)
        def asked(request: HttpRequest) -> HttpResponse:
            if not self.has_view_permission(request):
                raise PermissionDenied
            return view(request)

        return self.admin_site.admin_view(asked)

"""The front page at the desk: its board of places, the history of it, and the way back."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from articles.admin.base import DeskAdmin, ReadOnly
from articles.models import FrontLayout
from articles.views import board, board_history


@admin.register(FrontLayout)
class FrontLayoutAdmin(ReadOnly, DeskAdmin):
    """The list is the board itself; nothing else of a layout is edited."""

    #: What the sidebar calls it.
    navigation_name = _("Front page")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return board.board_page(request)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if object_id.isascii() and object_id.isdigit():
            return redirect("admin:articles_frontlayout_layout", object_id)
        return super().change_view(request, object_id, form_url, extra_context)

    def get_urls(self) -> list[URLPattern]:
        within = self.admin_site.admin_view
        own = [
            path("preview/", within(board.preview), name="articles_frontlayout_preview"),
            path(
                "suggest/<slug:kind>/", within(board.suggest), name="articles_frontlayout_suggest"
            ),
            path("history/", within(board_history.history), name="articles_frontlayout_history"),
            path(
                "<int:object_id>/layout/",
                within(board_history.layout_page),
                name="articles_frontlayout_layout",
            ),
        ]
        return own + super().get_urls()

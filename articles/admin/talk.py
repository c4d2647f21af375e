"""What people were told, and how the jobs ran: two records, and everybody's own notices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.admin.base import DeskAdmin, ReadOnly, pill
from articles.jobs import JOBS
from articles.models import JobRun, Notice
from articles.views import talk


def urls(within: Callable[..., Any]) -> list[URLPattern]:
    """Notes of a story, and whom one can name in them; `within` holds them to the desk."""
    return [
        path("people/", within(talk.people), name="articles_article_people"),
        path("<int:object_id>/note/", within(talk.note), name="articles_article_note"),
    ]


@admin.register(Notice)
class NoticeAdmin(ReadOnly, DeskAdmin):
    """The record, for whoever looks after the desk; one's own notices are a page of their own."""

    list_display = ("at", "to", "kind", "sentence", "read_at", "mailed_at")
    list_display_links = ("at",)
    list_select_related = ("to",)
    list_filter = ("kind", "at")
    search_fields = ("to__username", "to__real_name", "sentence")
    ordering = ("-id",)
    fields = ("at", "to", "kind", "article", "by", "sentence", "read_at", "mailed_at")

    def get_urls(self) -> list[URLPattern]:
        within = self.admin_site.admin_view
        return [
            path("mine/", within(talk.mine), name="articles_notice_mine"),
            path("mine/read/", within(talk.read), name="articles_notice_read_all"),
            path("mine/<int:notice_id>/read/", within(talk.read), name="articles_notice_read"),
            path("mine/settings/", within(talk.settings), name="articles_notice_settings"),
            *super().get_urls(),
        ]


@admin.register(JobRun)
class JobRunAdmin(ReadOnly, DeskAdmin):
    list_display = ("label", "started_at", "finished_at", "succeeded_at", "done", "state")
    ordering = ("name",)
    fields = ("label", "started_at", "finished_at", "succeeded_at", "done", "trouble")
    readonly_fields = ("label",)

    @admin.display(description=_("job"), ordering="name")
    def label(self, last: JobRun) -> str:
        job = JOBS.get(last.name)
        return str(job.label) if job else last.name

    @admin.display(description=_("state"))
    def state(self, last: JobRun) -> SafeString:
        return pill(last.trouble, "bad") if last.trouble else pill(_("In order"), "good")

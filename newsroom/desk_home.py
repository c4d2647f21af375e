"""The desk's first page and its navigation: what waits, and where everything is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles import notices
from articles.admin.photo_page import may_fill
from articles.choices import PublicState
from articles.models import Article, ImportRecord, PhotoUse

SHOWN = 8

#: Groups by kind of work: title, then (model, icon) in the order of use.
GROUPS: tuple[tuple[Any, tuple[tuple[str, str], ...]], ...] = (
    (
        _("Stories"),
        (
            ("articles.article", "article"),
            ("articles.edition", "menu_book"),
            ("articles.withdrawal", "unpublished"),
            ("articles.pass", "fact_check"),
            ("articles.deskact", "history"),
        ),
    ),
    (_("Photos"), (("articles.photo", "photo_library"),)),
    (_("Incoming"), (("articles.importrecord", "move_to_inbox"),)),
    (_("Letters"), (("comments.comment", "forum"),)),
    (
        _("Reference"),
        (
            ("articles.source", "source"),
            ("articles.person", "badge"),
            ("articles.section", "view_list"),
            ("articles.topic", "topic"),
            ("articles.tag", "sell"),
        ),
    ),
    (
        _("Set-up"),
        (
            ("articles.sitesettings", "tune"),
            ("articles.user", "person"),
            ("auth.group", "groups"),
        ),
    ),
)


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The sidebar: what this person may see, and nothing that leads to a refusal."""
    home: dict[str, Any] = {"title": _("Today"), "icon": "home", "link": reverse("admin:index")}
    top = [home, *notice_links(request.user)]
    groups: list[dict[str, Any]] = [{"title": None, "items": top}]
    for title, entries in GROUPS:
        if items := list(links(request, entries)):
            groups.append({"title": title, "separator": True, "items": items})
    return groups


def notice_links(user: Any) -> Iterator[dict[str, Any]]:
    """One's own notices, with the number of those that are unread."""
    if user.is_staff:
        address = reverse("admin:articles_notice_mine")
        unread = notices.unread(user).count()
        entry = {"title": _("Notices"), "icon": "notifications", "link": address}
        yield entry | {"badge": unread, "badge_variant": "primary"}


def links(request: HttpRequest, entries: tuple[tuple[str, str], ...]) -> Iterator[dict[str, Any]]:
    desks = {model._meta.label_lower: desk for model, desk in admin.site._registry.items()}
    for label, icon in entries:
        desk = desks.get(label)
        if desk and desk.has_view_or_change_permission(request):
            address = reverse(f"admin:{label.replace('.', '_')}_changelist")
            title = desk.model._meta.verbose_name_plural
            yield {"title": title, "icon": icon, "link": address}


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Lists to be worked through, each in one query, for those who may see stories."""
    if request.user.has_perm("articles.view_article"):
        context |= {
            "mine": told(stories().filter(updated_by=request.user.pk)),
            "incoming": told(incoming()),
            "waiting_photos": waiting_photos()[:SHOWN],
            "may_fill": may_fill(request.user),
            "list_links": list_links(),
        }
    return context


def told(found: QuerySet[Article]) -> list[dict[str, Any]]:
    """The first of these stories, each with its state in words."""
    rows = []
    for article in found[:SHOWN]:
        kept = vars(article)
        state = PublicState(kept["state_for_readers"])
        changed = state == PublicState.LIVE and kept["version_live"] != article.version
        rows.append({"article": article, "state": state, "changed": changed})
    return rows


def stories() -> QuerySet[Article]:
    return Article.objects.for_lists().with_public_state()


def incoming() -> QuerySet[Article]:
    """Imported stories that readers have not seen yet, newest first."""
    imported = ImportRecord.objects.filter(article__isnull=False).values("article")
    return (
        stories().filter(pk__in=imported, state_for_readers=PublicState.UNPUBLISHED).order_by("-pk")
    )


def waiting_photos() -> QuerySet[Any, Any]:
    """Stories with captions that wait for their file, and how many."""
    return (
        PhotoUse.objects.waiting()
        .values("article_id", "article__title")
        .annotate(waiting=Count("pk"))
        .order_by("-article__updated_at", "-article_id")
    )


def list_links() -> dict[str, str]:
    stories_list = reverse("admin:articles_article_changelist")
    return {
        "all": stories_list,
        "unpublished": f"{stories_list}?readers={PublicState.UNPUBLISHED.value}",
        "scheduled": f"{stories_list}?readers={PublicState.SCHEDULED.value}",
        "changed": f"{stories_list}?readers=changed",
        "waiting": f"{stories_list}?photos=waiting",
    }

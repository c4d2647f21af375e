"""The desk's first page and its navigation: what waits, and where everything is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import notices
from articles.views.desk import person
from newsroom.desk_board import board

#: Groups by kind of work: title, then (model, icon) in the order of use.
GROUPS: tuple[tuple[Any, tuple[tuple[str, str], ...]], ...] = (
    (
        _("Stories"),
        (
            ("articles.article", "article"),
            ("articles.frontlayout", "dashboard"),
            ("articles.edition", "menu_book"),
            ("articles.withdrawal", "unpublished"),
            ("articles.pass", "fact_check"),
            ("articles.deskact", "history"),
        ),
    ),
    (_("Photos"), (("articles.photo", "photo_library"),)),
    (_("Incoming"), (("articles.importrecord", "move_to_inbox"),)),
    (
        _("Letters"),
        (
            ("comments.comment", "forum"),
            ("comments.phrase", "dictionary"),
            ("comments.writer", "record_voice_over"),
            ("comments.ban", "block"),
            ("comments.decision", "gavel"),
            ("comments.disclosure", "policy"),
            ("comments.lettersrule", "rule"),
            ("comments.letterssettings", "tune"),
        ),
    ),
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
            title = getattr(desk, "navigation_name", desk.model._meta.verbose_name_plural)
            yield {"title": title, "icon": icon, "link": address}


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """What waits for whoever is signed in; nothing where they may see nothing of it."""
    return context | {"board": board(person(request), timezone.now())}

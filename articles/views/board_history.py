"""The history of the board: earlier layouts, what each showed, and the way back to one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles import board, workflow
from articles.models import FrontLayout, Section
from articles.views.acts import CONFLICT
from articles.views.board import BOARD, VIEW, current, demand, sections
from articles.views.desk import person

#: Layouts on a page; digits that an id may have.
PER_PAGE, MOST_DIGITS = 20, 19


@dataclass(frozen=True, slots=True)
class Change:
    """A place then and now: what has gone from it and what has come since."""

    name: str
    gone: list[str]
    come: list[str]


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """The layouts, the newest first, a page at a time."""
    demand(request, VIEW)
    before = request.GET.get("before", "")
    layouts = FrontLayout.objects.select_related("by").defer("places")
    if before.isascii() and before.isdigit() and len(before) < MOST_DIGITS:
        layouts = layouts.filter(pk__lt=int(before))
    found = list(layouts.order_by("-pk")[: PER_PAGE + 1])
    tree = sections()
    context = {
        **admin.site.each_context(request),
        "title": _("Layouts of the front page"),
        "opts": FrontLayout._meta,
        "layouts": [(one, told_of(one.shown, tree)) for one in found[:PER_PAGE]],
        "older": found[PER_PAGE - 1].pk if len(found) > PER_PAGE else None,
        "current": current(),
    }
    return render(request, "desk/board_history.html", context)


def told_of(shown: Any, tree: Sequence[Section]) -> list[tuple[str, list[str]]]:
    """What a snapshot says of each place that was not empty: its name, and titles in order."""
    named = {section.pk for section in tree}
    told = []
    for one in shown if isinstance(shown, list) else ():
        key = one["place"]
        gone = board.section_of(key) is not None and board.section_of(key) not in named
        name = one.get("name", key) if gone else board.name_of(key, tree)
        if one["stories"]:
            told.append((name, [story["title"] for story in one["stories"]]))
    return told


@never_cache
def layout_page(request: HttpRequest, object_id: int) -> HttpResponse:
    """A layout and what the front page showed after it; posted, the page goes back to it."""
    demand(request, VIEW)
    layout = get_object_or_404(FrontLayout.objects.select_related("by"), pk=object_id)
    error, status, newest = "", 200, current()
    if request.method == "POST":
        demand(request, board.RIGHT)
        try:
            board.go_back(layout, by=person(request), replaces=replaced(request))
        except workflow.Refused as refused:
            error, status = " ".join(refused.reasons), CONFLICT
        else:
            messages.success(request, _("The front page is laid out as it was then."))
            return redirect(BOARD)
    tree, now = sections(), timezone.now()
    context = {
        **admin.site.each_context(request),
        "title": _("A layout of the front page"),
        "opts": FrontLayout._meta,
        "layout": layout,
        "told": told_of(layout.shown, tree),
        "changes": changes(layout, newest, tree),
        "newest": newest,
        "error": error,
        "asks": "ask" in request.GET or bool(error),
        "may_go_back": request.user.has_perm(board.RIGHT) and layout.pk != (newest and newest.pk),
        "then": f"{reverse('front_at')}?at={layout.at.isoformat()}",
        "now": now,
    }
    return render(request, "desk/board_layout.html", context, status=status)


def replaced(request: HttpRequest) -> int | None:
    given = request.POST.get("replaces", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < MOST_DIGITS else None


def changes(
    layout: FrontLayout, newest: FrontLayout | None, tree: Sequence[Section]
) -> list[Change]:
    """What the front page shows now, beside what it showed right after this layout."""
    now = timezone.now()
    front = board.fill(board.places_of(newest, tree), tree, now)
    before, after = dict(told_of(layout.shown, tree)), dict(told_of(board.snapshot(front), tree))
    names = [*before, *(name for name in after if name not in before)]
    pairs = [(name, before.get(name, []), after.get(name, [])) for name in names]
    return [
        Change(name, missing(then, today), missing(today, then))
        for name, then, today in pairs
        if then != today
    ]


def missing(these: Iterable[str], those: Sequence[str]) -> list[str]:
    return [title for title in these if title not in those]

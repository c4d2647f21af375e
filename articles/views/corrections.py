"""What was corrected and updated, for readers: the dated notices of the stories they see now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.choices import NOTICED_CHANGES
from articles.models import Edition
from articles.models.edition import EditionQuerySet
from articles.views.addresses import absolute
from articles.views.lists import page_of


@dataclass(frozen=True, slots=True)
class Correction:
    """One notice. `edition` brought it; `story` is what readers see of the story now, and how it
    is called there: a headline that was corrected is not repeated."""

    edition: Edition
    story: Edition

    @property
    def at(self) -> datetime:
        return self.edition.live_from

    @property
    def kind(self) -> str:
        return str(self.edition.get_change_display())

    @property
    def note(self) -> str:
        """An edition carries all notices before it; its own is the last."""
        notice: dict[str, Any] = self.edition.notices[-1]
        return str(notice["note"])


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """Every notice, newest first, in pages of twenty."""
    now = timezone.now()
    page = page_of(noticed(now), request.GET.get("page", "1"))
    if request.GET.get("page") == "1":
        return HttpResponsePermanentRedirect(request.path)
    query = f"?page={page.number}" if page.number > 1 else ""
    context = {
        "page": page,
        "corrections": told(page, now),
        "canonical": absolute(request.path + query),
    }
    return render(request, "articles/corrections.html", context)


def noticed(now: datetime) -> EditionQuerySet:
    """Editions that told readers of a change, newest first, of stories that are live at `now`."""
    live = Edition.objects.live(at=now).filter(article=OuterRef("article"))
    begun = Edition.objects.filter(change__in=NOTICED_CHANGES, live_from__lte=now).ever_shown()
    shown = begun.filter(Exists(live)).only("article", "change", "live_from", "notices")
    return shown.order_by("-live_from", "-id")


def told(editions: Iterable[Edition], now: datetime) -> list[Correction]:
    """The notices of these editions beside what readers see of their stories, in one query."""
    brought = list(editions)
    wanted = {edition.article_id for edition in brought}
    live = Edition.objects.live(at=now).filter(article__in=wanted).for_lists()
    stories = {story.article_id: story for story in live}
    return [
        Correction(edition, stories[edition.article_id])
        for edition in brought
        if edition.article_id in stories
    ]

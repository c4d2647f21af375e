"""The page of a story as readers saw it at a moment: the edition of then, a notice, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles import coverage
from articles.forms.sharing import MomentForm
from articles.models import Article, Edition
from articles.views.preview import unlisted
from articles.views.story import recommended_with_pictures, story_trail

BAD_REQUEST = 400


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time in which readers saw the same: an edition, or that it was withdrawn."""

    start: datetime
    end: datetime | None
    edition: Edition | None = None

    def holds(self, at: datetime) -> bool:
        return self.start <= at and (self.end is None or at < self.end)

    @property
    def query(self) -> str:
        return urlencode({"at": self.start.isoformat()})


@require_safe
@never_cache
def moment(request: HttpRequest, object_id: int) -> HttpResponse:
    """What the story's address answered at `?at=`; now, where no moment is named."""
    if not request.user.has_perm("articles.view_edition"):
        raise PermissionDenied
    article = get_object_or_404(Article, pk=object_id)
    asked = MomentForm(request.GET)
    at = chosen(asked)
    told = periods(article)
    context: dict[str, Any] = {
        "frame": "base.html",
        "article": article,
        "at": at,
        "form": shown_again(asked, at),
        "periods": told,
    }
    if at is None:
        return unlisted(render(request, "desk/moment.html", context, status=BAD_REQUEST))
    context |= seen(article, at)
    context["period"] = next((one for one in told if one.holds(at)), None)
    return unlisted(render(request, "desk/moment.html", context))


def chosen(asked: MomentForm) -> datetime | None:
    """The moment that was asked for; None where it is no moment."""
    return (asked.cleaned_data["at"] or timezone.now()) if asked.is_valid() else None


def shown_again(asked: MomentForm, at: datetime | None) -> MomentForm:
    """The form with the moment in it. The field knows seconds: a part of one is rounded up, so
    that sending it again never falls before the edition that began within it."""
    if at is None:
        return asked
    rest = timedelta(microseconds=-at.microsecond % 1_000_000)
    return MomentForm(initial={"at": at + rest})


def seen(article: Article, at: datetime) -> dict[str, Any]:
    """What a template needs for the page of that moment; `frame` is the page itself."""
    live = article.editions.live(at=at).select_related("section__parent", "by").first()
    if live:
        return {
            "frame": "articles/story.html",
            "edition": live,
            "trail": story_trail(live),
            "recommended": recommended_with_pictures(live, at),
            "earlier": coverage.earlier(live, at),
        }
    lifted_later = Q(lifted_at__isnull=True) | Q(lifted_at__gt=at)
    withdrawal = article.withdrawals.filter(lifted_later, at__lte=at).first()
    if withdrawal:
        return {"frame": "articles/withdrawn.html", "withdrawal": withdrawal}
    return {}


def periods(article: Article) -> list[Period]:
    """All that readers saw of the story and all that is to come, the newest first."""
    editions = article.editions.ever_shown().select_related("by")
    slim = editions.defer("body", "photos", "cover", "picks", "notices")
    found = [Period(one.live_from, one.live_until, one) for one in slim]
    found += [Period(one.at, one.lifted_at) for one in article.withdrawals.all()]
    return sorted(found, key=lambda one: one.start, reverse=True)

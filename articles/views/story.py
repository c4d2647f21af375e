"""The page of one story: what readers see of it now, or what they are told instead."""

from __future__ import annotations

from datetime import date, datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import coverage, related, renditions
from articles.hot import hottest
from articles.models import Edition, Withdrawal
from articles.views.addresses import absolute
from articles.views.trail import sections_above, trail

#: Places of the hot list beside a story.
HOT_ROWS = 8


@require_safe
def story(request: HttpRequest, day: date, pk: int) -> HttpResponse:
    """The live edition; 301 from another day, 410 while withdrawn, else 404."""
    now = timezone.now()
    edition = live_edition(pk)
    if edition is None:
        return withdrawn(request, pk)
    if timezone.localtime(edition.published_at).date() != day:
        return HttpResponsePermanentRedirect(edition.get_absolute_url())
    context = {
        "edition": edition,
        "trail": trail(*sections_above(edition.section), to=_("Body")),
        "recommended": recommended_with_pictures(edition, now),
        "earlier": coverage.earlier(edition, now),
        "hot": hottest(HOT_ROWS, at=now),
        "canonical": absolute(edition.get_absolute_url()),
        "share_image": share_image(edition),
    }
    return render(request, "articles/story.html", context)


def live_edition(pk: int) -> Edition | None:
    return Edition.objects.live().filter(article=pk).select_related("section__parent").first()


def recommended_with_pictures(edition: Edition, now: datetime) -> list[related.Recommended]:
    """The recommended stories, once the pictures of the whole page are found, in one query."""
    rows = related.recommended(edition, now)
    uses = [edition.cover, *edition.photos, *(row.cover for row in rows)]
    renditions.attach(use["photo"] for use in uses if use)
    return rows


def withdrawn(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice in place of a withdrawn story: nothing of the story itself is shown."""
    known = Withdrawal.objects.open().filter(article=pk)
    withdrawal = known.select_related("edition__section").defer("edition__body").first()
    if withdrawal is None:
        raise Http404
    return render(request, "articles/withdrawn.html", {"withdrawal": withdrawal}, status=410)


def share_image(edition: Edition) -> str:
    """The absolute address of the cover for services that show a card; empty without a cover."""
    file = edition.cover and edition.cover["photo"]
    return absolute(address) if file and (address := renditions.card_url(file)) else ""

"""The page of one story: what readers see of it now, or what they are told instead."""

from __future__ import annotations

from datetime import date, datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import cards, coverage, related, renditions
from articles.hot import hottest
from articles.models import Edition, ShareCard, Withdrawal
from articles.views.addresses import absolute
from articles.views.trail import Crumb, sections_above, trail

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
        "trail": story_trail(edition),
        "recommended": recommended_with_pictures(edition, now),
        "earlier": coverage.earlier(edition, now),
        "hot": hottest(HOT_ROWS, at=now),
        "canonical": absolute(edition.get_absolute_url()),
        "share_image": share_image(edition),
    }
    return render(request, "articles/story.html", context)


def story_trail(edition: Edition) -> list[Crumb]:
    return trail(*sections_above(edition.section), to=_("Body"))


def live_edition(pk: int) -> Edition | None:
    return (
        Edition.objects.live()
        .filter(article=pk)
        .select_related("section__parent", "share_card")
        .first()
    )


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


class ShareImage(str):
    """The absolute address of a picture, which knows its pixels and says in words what it shows.

    Empty where there is none.
    """

    __slots__ = ("alt", "height", "poster", "width")
    width: int
    height: int
    alt: str
    #: The address of the poster for phones; empty where none is drawn.
    poster: str

    def __new__(
        cls, address: str = "", *, width: int = 0, height: int = 0, alt: str = "", poster: str = ""
    ) -> ShareImage:
        found = super().__new__(cls, address and absolute(address))
        found.width, found.height, found.alt, found.poster = width, height, alt, poster
        return found


def share_image(edition: Edition) -> ShareImage:
    """The picture for services that show a card: the one drawn for it, else the cover, else none.

    None is drawn where no Chinese font is found (see articles/cards/).
    """
    card: ShareCard | None = getattr(edition, "share_card", None)
    if card:
        return ShareImage(
            cards.url(card.path),
            width=card.width,
            height=card.height,
            alt=edition.title,
            poster=cards.url(card.poster),
        )
    cover = edition.cover
    picture = renditions.picture(cover["photo"], "card") if cover else None
    if not cover or not picture:
        return ShareImage()
    return ShareImage(
        renditions.card_url(cover["photo"]),
        width=picture.width,
        height=picture.height,
        alt=cover["alt"] or cover["caption"],
    )

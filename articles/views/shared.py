"""A preview for people without an account: one revision of a story, while its link lasts."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles.models import Article, PreviewLink, SiteSettings, Withdrawal
from articles.views.preview import of_revision, unlisted
from articles.views.story import recommended_with_pictures

GONE = 410


class Closed(models.TextChoices):
    """Why a link opens nothing any more."""

    REVOKED = "revoked", _("Revoked")
    EXPIRED = "expired", _("Expired")
    WITHDRAWN = "withdrawn", _("Story withdrawn")
    DISCARDED = "discarded", _("Story in the recycle bin")


@require_safe
def shared_preview(request: HttpRequest, token: str) -> HttpResponse:
    """The reader's page of the revision; 404 for a token that nobody made, 410 once it is closed.

    It asks neither session nor cookie, so that it is the same for whoever has the link.
    """
    now = timezone.now()
    link = get_object_or_404(PreviewLink.objects.select_related("revision__article"), token=token)
    article = link.revision.article
    if why_closed(link, article, article.withdrawals.open().first(), now):
        closed = render(request, "articles/shared_preview_closed.html", status=GONE)
        return unlinked(closed)
    edition = of_revision(link.revision, link.made_by)
    site = SiteSettings.objects.current(now)
    # No call to the app: whoever reads this is asked for an opinion, and nothing else.
    site.app_link = ""
    context = {
        "link": link,
        "edition": edition,
        "recommended": recommended_with_pictures(edition, now),
        "site": site,
    }
    return unlinked(render(request, "articles/shared_preview.html", context))


def why_closed(
    link: PreviewLink, article: Article, withdrawal: Withdrawal | None, now: datetime
) -> Closed | None:
    """None while it is open. `withdrawal` is the story's open one: what was shown to others before
    a story was taken back goes with it, and a link made since then is for its mending."""
    if link.revoked_at:
        return Closed.REVOKED
    if link.expires_at <= now:
        return Closed.EXPIRED
    if article.discarded_at:
        return Closed.DISCARDED
    if withdrawal and link.made_at <= withdrawal.at:
        return Closed.WITHDRAWN
    return None


def unlinked(response: HttpResponse) -> HttpResponse:
    """A page whose address is a secret: no page that is followed from it hears of it."""
    response["Referrer-Policy"] = "no-referrer"
    return unlisted(response)

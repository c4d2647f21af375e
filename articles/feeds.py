"""Feeds for readers' programs, in the Atom format (RFC 4287): what was corrected and updated."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, get_tag_uri
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import SiteSettings
from articles.views.addresses import absolute
from articles.views.corrections import Correction, noticed, told

ENTRIES = 20

#: What XML 1.0 has no way to write; a text pasted from elsewhere may hold it.
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

#: A feed has to name a time even before its first entry; a fixed one lets caches keep it.
BEFORE_ALL = datetime(2000, 1, 1, tzinfo=UTC)


class SteadyAtom(Atom1Feed):
    """Dated by its newest entry, so that the same entries are the same bytes."""

    def latest_post_date(self) -> datetime:
        return max((entry["updateddate"] for entry in self.items), default=BEFORE_ALL)


@require_safe
def site(request: HttpRequest, format: str) -> HttpResponse:
    raise Http404


@require_safe
def section(request: HttpRequest, slug: str, format: str) -> HttpResponse:
    raise Http404


@require_safe
def tag(request: HttpRequest, slug: str, format: str) -> HttpResponse:
    raise Http404


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """The newest notices; each is an entry of its own, whose time never changes."""
    now = timezone.now()
    page = absolute(reverse("articles:corrections"))
    name = SiteSettings.objects.current(now).name or _("Local news")
    feed = SteadyAtom(
        title=writable(f"{name} {_('Corrections and clarifications')}"),
        link=page,
        description=_("What we corrected in our stories, and what we added to them."),
        language="zh-CN",
        author_name=writable(name),
        feed_url=absolute(reverse("articles:corrections_feed")),
    )
    for correction in told(noticed(now)[:ENTRIES], now):
        feed.add_item(**entry(correction, page))
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def entry(correction: Correction, page: str) -> dict[str, Any]:
    """As the feed generator takes it; Atom reads the description as HTML, so it is escaped."""
    words = {"kind": correction.kind, "title": correction.story.name_in_lists}
    return {
        "title": writable(_("%(kind)s: %(title)s") % words),
        "link": absolute(correction.story.get_absolute_url()),
        "description": escape(writable(correction.note)),
        "unique_id": get_tag_uri(f"{page}{correction.edition.pk}", correction.at),
        "pubdate": correction.at,
        "updateddate": correction.at,
    }


def writable(words: str) -> str:
    return UNWRITABLE.sub("", words)

"""Pages that need more than one app: the front page, the error pages, the icon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotFound,
    HttpResponsePermanentRedirect,
    HttpResponseServerError,
)
from django.shortcuts import render
from django.template import loader
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles import renditions
from articles.forms.sharing import MomentForm
from articles.models import Edition, Section
from articles.views import moment
from articles.views.addresses import absolute
from articles.views.lists import newest_by_section
from articles.views.preview import unlisted
from newsroom.context_processors import sections_of

#: Stories under the lead, in the list of the newest, and in each section.
IMPORTANT, LATEST, IN_SECTION = 4, 10, 5
#: The lead is the newest story with a picture among so many; without one, the newest.
LEAD_AMONG = 5


@dataclass(frozen=True, slots=True)
class SectionBlock:
    """A section on the front page with its newest stories that do not stand above it."""

    section: Section
    stories: list[Edition]


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The lead, what else is new, then section after section."""
    return render(request, "front.html", front_page(request, timezone.now()))


def front_page(request: HttpRequest, now: datetime) -> dict[str, Any]:
    newest = list(Edition.objects.live(at=now).for_lists().newest_first()[: 1 + IMPORTANT + LATEST])
    lead = lead_of(newest)
    important = [story for story in newest if story != lead][:IMPORTANT]
    above = {story.pk for story in [lead, *important] if story}
    below = blocks(sections_of(request), above, now) if lead else []
    in_blocks = (story for block in below for story in block.stories)
    renditions.attach(renditions.covers([*newest, *in_blocks]))
    return {
        "lead": lead,
        "important": important,
        "latest": [story for story in newest if story.pk not in above][:LATEST],
        "blocks": below,
        "canonical": absolute(reverse("front")),
    }


@require_safe
@never_cache
def front_at(request: HttpRequest) -> HttpResponse:
    """The front page as readers saw it at `?at=`, for the desk; its sections are those of today."""
    if not request.user.has_perm("articles.view_edition"):
        raise PermissionDenied
    asked = MomentForm(request.GET)
    at = moment.chosen(asked)
    context = {"frame": "front.html", "form": moment.shown_again(asked, at)}
    context |= front_page(request, at) if at else {}
    status = HTTPStatus.OK if at else HTTPStatus.BAD_REQUEST
    return unlisted(render(request, "desk/front_at.html", context, status=status))


def lead_of(newest: list[Edition]) -> Edition | None:
    with_picture = (story for story in newest[:LEAD_AMONG] if story.cover)
    return next(with_picture, newest[0] if newest else None)


def blocks(sections: list[Section], above: set[int], now: datetime) -> list[SectionBlock]:
    found = newest_by_section(IN_SECTION + len(above), now)
    made = (
        SectionBlock(
            section,
            [story for story in found.get(section.pk, []) if story.pk not in above][:IN_SECTION],
        )
        for section in sections
    )
    return [block for block in made if block.stories]


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For whoever asks for the icon without having read a page, as feed readers do."""
    return HttpResponsePermanentRedirect(static("img/icon-32.png"))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Handler of 404; what was asked for is not repeated on the page."""
    return HttpResponseNotFound(loader.render_to_string("404.html", {}, request))


def server_error(request: HttpRequest) -> HttpResponse:
    """Handler of 500; asks neither the database nor a context processor."""
    return HttpResponseServerError(loader.render_to_string("500.html"))

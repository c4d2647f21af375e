"""Pages that need more than one app: the front page, the error pages, the icon."""

from __future__ import annotations

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

from articles import board
from articles.forms.sharing import MomentForm
from articles.models import FrontLayout, Section
from articles.views import moment
from articles.views.addresses import absolute
from articles.views.preview import unlisted
from newsroom.caching import note_turns


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The board of places as it stands now."""
    return render(request, "front.html", front_page(request, timezone.now()))


def front_page(request: HttpRequest, now: datetime) -> dict[str, Any]:
    """The front page as the layout of `now` has it; its sections are those of today."""
    tree = list(Section.objects.all())
    # The page needs all sections anyway, so that the navigation asks for none.
    vars(request)["nav_sections"] = board.top_sections(tree)
    layout = FrontLayout.objects.defer("shown").current(now)
    note_turns(request, board.turns(layout, now))
    page = board.fill(board.places_of(layout, tree), tree, now)
    return {"front": page, "canonical": absolute(reverse("front"))}


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

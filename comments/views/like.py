"""Likes a comment, or takes that back, and leads back to it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from articles.workflow import Refused
from comments import liking, limits
from comments.identity import sender_of
from comments.posting import NotLive
from comments.views.finding import one_or_404, personal, shown

TOO_MANY, CONFLICT = 429, 409


@require_POST
@personal
def like(request: HttpRequest, article_id: int, pk: int) -> HttpResponse:
    """Scripts that ask for JSON get the number of likes, or why it was refused."""
    one_or_404(shown(article_id, pk))
    back = "back" in request.POST
    try:
        likes = liking.like(pk, sender=sender_of(request), back=back)
    except NotLive as error:
        raise Http404 from error
    except Refused as refused:
        return refuse(request, article_id, pk, refused)
    if wants_json(request):
        return JsonResponse({"likes": likes, "liked": not back})
    return redirect(way_back(request, article_id, pk))


def refuse(request: HttpRequest, article_id: int, pk: int, refused: Refused) -> HttpResponse:
    status = TOO_MANY if isinstance(refused, limits.Flooded) else CONFLICT
    if wants_json(request):
        return JsonResponse({"said": " ".join(refused.reasons)}, status=status)
    context: dict[str, Any] = {
        "sentences": refused.reasons,
        "back": way_back(request, article_id, pk),
    }
    return render(request, "comments/said.html", context, status=status)


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"


def way_back(request: HttpRequest, article_id: int, pk: int) -> str:
    """The page of ours that the button stood on, else that of the comment."""
    page, hosts = request.headers.get("Referer", ""), {request.get_host()}
    known = url_has_allowed_host_and_scheme(page, hosts, require_https=request.is_secure())
    own = reverse("comments:thread", args=[article_id, pk])
    return f"{page.partition('#')[0] if known else own}#comment-{pk}"

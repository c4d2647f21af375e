"""Signing in through the paper's app, and out again."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST

from articles.views.addresses import absolute
from comments import handover, identity

#: Holds the ticket of a sign-in that has begun.
COOKIE = "letters_sign_in"

never_stored = cache_control(private=True, no_store=True)


def possible_or_404() -> None:
    if not handover.is_possible():
        raise Http404


@require_http_methods(["GET", "HEAD"])
@never_stored
def sign_in(request: HttpRequest) -> HttpResponse:
    """Send the browser to the app; `next` is the page that it comes back to."""
    possible_or_404()
    come_back_to = absolute(reverse("comments:signed_in"))
    address, ticket = handover.leave(come_back_to, request.GET.get("next", ""))
    answer = redirect(address)
    answer.set_cookie(
        COOKIE,
        ticket,
        max_age=handover.LASTS,
        path=identity.PATH,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",  # The app sends the browser here: with Strict it would not come along.
    )
    return answer


@require_http_methods(["GET", "HEAD"])
@never_stored
def signed_in(request: HttpRequest) -> HttpResponse:
    """The app sends the browser back to here."""
    possible_or_404()
    asked, ticket = request.GET, request.COOKIES.get(COOKIE, "")
    try:
        writer, then = handover.come_back(asked.get("sso", ""), asked.get("sig", ""), ticket)
    except handover.Unvouched as refused:
        context = {"sentence": str(refused), "before": handover.page_before(ticket)}
        return render(request, "comments/signed_in.html", context, status=403)
    answer = redirect(then)
    answer.delete_cookie(COOKIE, path=identity.PATH, samesite="Lax")
    identity.remember(answer, writer)
    return answer


@require_POST
@never_stored
def sign_out(request: HttpRequest) -> HttpResponse:
    """This browser is nobody's again; in the app the reader stays signed in."""
    answer = redirect(handover.own_page(request.POST.get("next", "")))
    identity.forget(answer)
    return answer

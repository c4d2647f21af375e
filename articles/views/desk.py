"""What the pages of the desk have in common: who is signed in, and whether they still are."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles.models import User


def person(request: HttpRequest) -> User:
    """Who is signed in; the admin site has asked for that already."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


@require_safe
@never_cache
def session(request: HttpRequest) -> HttpResponse:
    """Tells a page that is about to send a form that its person is still signed in."""
    return JsonResponse({"token": get_token(request)})

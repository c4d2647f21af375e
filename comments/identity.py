"""Knows a writer again by a signed cookie, which is set when they post and at no other time."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from comments.models import Writer

COOKIE = "letters"
SALT = "comments.writer"
#: The letters page alone gets it: a story's page is the same for everybody.
PATH = "/comments/"
LASTS = 365 * 24 * 60 * 60


def writer_of(request: HttpRequest) -> Writer | None:
    """The writer whom the cookie names; None without one, or with one that is not ours."""
    try:
        key = signing.Signer(salt=SALT).unsign(request.COOKIES[COOKIE])
    except (KeyError, signing.BadSignature):
        return None
    return Writer.objects.filter(key=key).first()


def remember(response: HttpResponseBase, writer: Writer) -> None:
    response.set_cookie(
        COOKIE,
        signing.Signer(salt=SALT).sign(writer.key),
        max_age=LASTS,
        path=PATH,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )

"""Knows a writer again by a signed cookie, set when they post or sign in and at no other time."""

from __future__ import annotations

from functools import cached_property

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

_WRITERS = Writer.objects.order_by()


class Sender:
    """Who sends, and from where. `writer` is None for somebody who never posted before.

    Whom a cookie names is looked up when it is first asked for: a flood costs no query.
    """

    def __init__(
        self,
        address: str,
        port: int = 0,
        writer: Writer | None = None,
        *,
        key: str = "",
    ) -> None:
        self.address, self.port = address, port
        self.key = writer.key if writer else key
        if writer:
            self.writer = writer

    @cached_property
    def writer(self) -> Writer | None:
        # Of one row at most: `first` would ask for an order, and cost twice as much.
        return next(iter(_WRITERS.filter(key=self.key)), None) if self.key else None


def sender_of(request: HttpRequest) -> Sender:
    """Whoever sent this request; asks nothing of the database."""
    port = str(request.META.get("REMOTE_PORT", ""))
    return Sender(
        address=request.META.get("REMOTE_ADDR", ""),
        port=int(port) if port.isdecimal() else 0,
        key=key_of(request),
    )


def writer_of(request: HttpRequest) -> Writer | None:
    """The writer whom the cookie names; None without one, or with one that is not ours."""
    return sender_of(request).writer


def key_of(request: HttpRequest) -> str:
    """What the cookie says; empty without one, or with one that is not ours."""
    try:
        return signing.Signer(salt=SALT).unsign(request.COOKIES[COOKIE])
    except (KeyError, signing.BadSignature):
        return ""


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


def forget(response: HttpResponseBase) -> None:
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")

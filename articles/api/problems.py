"""Errors of the API as problem details (RFC 9457): the kinds there are, and how one is answered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.encoding import escape_uri_path
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.views.addresses import absolute

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem. Its name stands at the end of its `type` and never changes."""

    name: str
    status: HTTPStatus
    title: str | Promise
    detail: str | Promise


INVALID = Kind(
    "invalid-parameter",
    HTTPStatus.BAD_REQUEST,
    _("A parameter cannot be used"),
    _("What is wrong stands in errors, for each parameter."),
)
BAD_REQUEST = Kind(
    "bad-request",
    HTTPStatus.BAD_REQUEST,
    _("The request cannot be understood"),
    _("The request cannot be understood."),
)
NOT_FOUND = Kind(
    "not-found",
    HTTPStatus.NOT_FOUND,
    _("Nothing is here"),
    _("At this address there is nothing, or nothing any more."),
)
NOT_ALLOWED = Kind(
    "method-not-allowed",
    HTTPStatus.METHOD_NOT_ALLOWED,
    _("The API is read only"),
    _("The API only answers GET, HEAD and OPTIONS."),
)
NOT_ACCEPTABLE = Kind(
    "not-acceptable",
    HTTPStatus.NOT_ACCEPTABLE,
    _("Not in this form"),
    _("The forms that there are stand in available."),
)
WITHDRAWN = Kind(
    "withdrawn",
    HTTPStatus.GONE,
    _("This story has been withdrawn"),
    _("It was published here and is no longer available."),
)
TOO_MANY = Kind(
    "too-many-requests",
    HTTPStatus.TOO_MANY_REQUESTS,
    _("Too many requests"),
    _("Too many requests came from your network. Retry-After says when to go on."),
)
BROKEN = Kind(
    "server-error",
    HTTPStatus.INTERNAL_SERVER_ERROR,
    _("Something went wrong here"),
    _("Something went wrong here. It has been noted; please try again later."),
)

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        INVALID,
        BAD_REQUEST,
        NOT_FOUND,
        NOT_ALLOWED,
        NOT_ACCEPTABLE,
        WITHDRAWN,
        TOO_MANY,
        BROKEN,
    )
}
#: The kind of an answer of which only the status is known.
BY_STATUS: dict[int, Kind] = {
    kind.status: kind for kind in reversed(KINDS.values()) if kind is not INVALID
}

#: Statuses whose answers middleware lets caches keep for a moment; of the others none is kept.
KEPT = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})


class Problem(Exception):
    """Raised anywhere below a router to be answered as a problem of this kind."""

    def __init__(self, kind: Kind, detail: str = "", **members: Any) -> None:
        super().__init__(kind.name)
        self.kind, self.detail, self.members = kind, detail, members


def members_of(
    request: HttpRequest, kind: Kind, detail: str = "", members: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    return {
        "type": absolute(reverse("api:problem", args=[kind.name])),
        "title": str(kind.title),
        "status": int(kind.status),
        "detail": detail or str(kind.detail),
        "instance": escape_uri_path(request.path),
        **(members or {}),
    }


def answer(
    request: HttpRequest, kind: Kind, detail: str = "", members: Mapping[str, Any] | None = None
) -> HttpResponse:
    body = members_of(request, kind, detail, members)
    response = HttpResponse(
        json.dumps(body, ensure_ascii=False), status=kind.status, content_type=MEDIA_TYPE
    )
    if kind.status not in KEPT:
        response.headers["Cache-Control"] = "no-store"
    return response

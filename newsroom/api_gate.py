"""What every request to the API passes: methods, how many there may be, and other sites' pages."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from articles import visitors
from articles.api import problems

logger = logging.getLogger("newsroom.api")

Next = Callable[[HttpRequest], HttpResponseBase]

PREFIX = "/api/v1/"
METHODS = "GET, HEAD, OPTIONS"

#: Pages of any site may read the API: what it says is public, and it knows no sign-in.
FOR_OTHER_SITES = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, RateLimit-Limit, RateLimit-Remaining, "
    "RateLimit-Reset, Retry-After",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "If-Modified-Since, If-None-Match",
    "Access-Control-Max-Age": "86400",
}

#: Seconds in which an address may ask settings.API_RATE times.
WINDOW = 60


class ApiGate:
    """Answers what needs no view, counts the others, and turns every error into a problem."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        return with_headers(self.answer(request), FOR_OTHER_SITES)

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return HttpResponse(
                status=HTTPStatus.NO_CONTENT, headers=PREFLIGHT | {"Allow": METHODS}
            )
        if request.method not in {"GET", "HEAD"}:
            refusal = problems.answer(request, problems.NOT_ALLOWED)
            refusal.headers["Allow"] = METHODS
            return refusal
        rate = counted(request.META.get("REMOTE_ADDR", ""))
        if rate is None:
            return as_problem(request, self.get_response(request))
        return with_headers(self.within(request, rate), rate.headers)

    def within(self, request: HttpRequest, rate: Rate) -> HttpResponseBase:
        if rate.is_exceeded:
            refusal = problems.answer(request, problems.TOO_MANY)
            refusal.headers["Retry-After"] = str(rate.reset)
            return refusal
        return as_problem(request, self.get_response(request))


def with_headers(response: HttpResponseBase, headers: Mapping[str, str]) -> HttpResponseBase:
    for name, value in headers.items():
        response.headers[name] = value
    return response


def as_problem(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """An error that came as a page (no such address, a Host that is not ours) as a problem."""
    status = response.status_code
    is_told = response.headers.get("Content-Type", "") == problems.MEDIA_TYPE
    if status < HTTPStatus.BAD_REQUEST or is_told:
        return response
    return problems.answer(request, problems.BY_STATUS.get(status, problems.BAD_REQUEST))


# How many requests there may be


@dataclass(frozen=True, slots=True)
class Rate:
    """What is left to an address of its requests in this window."""

    limit: int
    count: int
    reset: int

    @property
    def is_exceeded(self) -> bool:
        return self.count > self.limit

    @property
    def headers(self) -> dict[str, str]:
        """As the drafts of the IETF's httpapi group name them."""
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(0, self.limit - self.count)),
            "RateLimit-Reset": str(self.reset),
        }


def counted(address: str) -> Rate | None:
    """Count a request; None where the limit is off or nobody can count at the moment."""
    limit: int = settings.API_RATE
    if not limit:
        return None
    now = int(timezone.now().timestamp())
    try:
        count = visitors.times(f"api {now // WINDOW}", address, 2 * WINDOW)
        return Rate(limit, count, WINDOW - now % WINDOW)
    except visitors.UNREACHABLE as error:
        logger.warning("api_counter_unreachable", extra={"error": type(error).__name__})
        return None

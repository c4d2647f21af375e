"""How long readers' pages may be kept, as data, and the middleware that says so and proves it."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from articles.models import SiteSettings
from articles.models.site import Boundaries

logger = logging.getLogger("newsroom.caching")

Next = Callable[[HttpRequest], HttpResponseBase]

#: Seconds that a page may be kept without asking again, by the name of its URL. Short, because a
#: withdrawn story has to be gone everywhere within this time; asking again costs a 304.
LIFETIMES: dict[str, int] = {
    "front": 30,
    "articles:story": 60,
    "articles:section": 60,
    "articles:tag": 60,
    "articles:topic": 60,
    "articles:topics": 60,
    "articles:person": 60,
    "articles:day": 60,
    "articles:archive": 60,
    "articles:hot": 60,
    "articles:search": 60,
    "articles:suggest": 60,
    "articles:about": 60,
    "articles:terms": 60,
    "articles:corrections": 60,
    "articles:corrections_feed": 60,
    "articles:feed": 60,
    "articles:section_feed": 60,
    "articles:tag_feed": 60,
    "letters_feed": 60,
    "articles:sitemap": 60,
    "articles:sitemap_part": 60,
    "articles:sitemap_news": 60,
    "articles:qr": 86_400,
    "articles:opensearch": 3_600,
    "api:index": 3_600,
    "api:stories": 60,
    "api:story": 60,
    "api:story_comments": 60,
    "api:comment_replies": 60,
    "api:recommendations": 60,
    "api:hot_stories": 60,
    "api:sections": 60,
    "api:tags": 60,
    "api:topics": 60,
    "api:topic": 60,
    "api:search": 60,
    "api:problem": 3_600,
    "api:unknown": 60,
    "api:openapi-json": 3_600,
    "api:openapi-view": 3_600,
    "api:api-root": 3_600,
    "llms": 3_600,
    "manifest": 3_600,
    "security_txt": 3_600,
    "robots": 86_400,
    "favicon": 86_400,
}

#: Of these, the ones that stand in the code and that no row changes: they ask no database.
FIXED = frozenset({"robots", "favicon", "security_txt"}) | {
    "api:index",
    "api:problem",
    "api:unknown",
    "api:openapi-json",
    "api:openapi-view",
    "api:api-root",
}

#: Namespaces and names whose answers are not ours to keep: they are made for one person or moment,
#: or (media) say themselves how long they last.
UNTOUCHED = frozenset(
    {
        "admin",
        "comments",
        "desk",
        "front_at",
        "health",
        "media",
        "read",
        "shared_preview",
        "wechat_signature",
    }
)

#: How the cookies look that Django makes.
OUR_COOKIES = {
    settings.SESSION_COOKIE_NAME: re.compile("[a-z0-9]{32}"),
    settings.CSRF_COOKIE_NAME: re.compile("[A-Za-z0-9]{32}(?:[A-Za-z0-9]{32})?"),
}

#: For 301, 302, 404 and 410: long enough to shield the database, short enough to be forgotten.
BRIEFLY = 15
OK, SERVER_ERROR = 200, 500
BRIEF_STATUSES = frozenset({301, 302, 308, 404, 410})

#: A release changes pages without any row changing, so nothing is older than this process. Other
#: processes start within seconds; whoever asks by time alone then fetches once more than needed,
#: and whoever has an ETag, which is made of the page itself, does not notice.
STARTED = timezone.now()


class PersonalPage(ImproperlyConfigured):
    """A readers' page looked at the session or set a cookie, so it cannot be shared."""


class ReadersPages:
    """Cache-Control, ETag, Last-Modified and 304 for the pages that are the same for everybody."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        drop_odd_cookies(request)
        response = self.get_response(request)
        if request.method not in {"GET", "HEAD"} or not is_for_readers(request):
            return response
        if response.status_code >= SERVER_ERROR:
            response.headers["Cache-Control"] = "no-store"
            return response
        if is_personal(request, response):
            return refused(request, response)
        return kept(request, response)

    def process_view(self, request: HttpRequest, *view: Any) -> None:
        """Read the site before the page is made.

        A change that falls between the two then makes the page newer than its own headers say,
        which costs one request; the other way round the page would be older and stay.
        """
        match = request.resolver_match
        if match and match.view_name in LIFETIMES.keys() - FIXED:
            now = timezone.now()
            vars(request).update(asked_at=now, site=SiteSettings.objects.current(now))


def is_for_readers(request: HttpRequest) -> bool:
    """All pages but those of UNTOUCHED; an address that leads nowhere is a reader's mistake."""
    match = request.resolver_match
    return match is None or not UNTOUCHED & {*match.namespaces, match.url_name}


def lifetime_of(request: HttpRequest) -> int | None:
    match = request.resolver_match
    return LIFETIMES.get(match.view_name) if match else None


def drop_odd_cookies(request: HttpRequest) -> None:
    """Take away the cookies that cannot be ours, as if they had not been sent.

    Django answers such a session by deleting it and such a token by a new one, on any page, which
    would make the page personal: anybody could go past every cache, and fill the log with errors,
    by a cookie of one letter.
    """
    for name, form in OUR_COOKIES.items():
        if name in request.COOKIES and not form.fullmatch(request.COOKIES[name]):
            del request.COOKIES[name]


def is_personal(request: HttpRequest, response: HttpResponseBase) -> bool:
    session = getattr(request, "session", None)
    vary = response.headers.get("Vary", "").lower()
    return bool(response.cookies or getattr(session, "accessed", False) or "cookie" in vary)


def refused(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Loud where it is developed and tested; kept from every cache where it is read."""
    if settings.DEBUG or settings.STRICT_PAGES:
        raise PersonalPage(f"{request.path} looked at the session or set a cookie.")
    logger.error("personal_page", extra={"path": request.path})
    response.cookies.clear()
    response.headers["Cache-Control"] = "private, no-store"
    return response


def kept(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    lifetime = lifetime_of(request)
    if response.status_code in BRIEF_STATUSES:
        response.headers["Cache-Control"] = f"public, max-age={until_boundary(request, BRIEFLY)}"
    elif lifetime and response.status_code == OK and isinstance(response, HttpResponse):
        response.headers["Cache-Control"] = f"public, max-age={until_boundary(request, lifetime)}"
        return conditional(request, response)
    return response


def note_turns(request: HttpRequest, turns: Boundaries) -> None:
    """For a view whose page changes by the clock at moments that the site does not know of."""
    vars(request)["turns"] = turns


def turns_of(request: HttpRequest) -> Boundaries:
    """What the view has noted; nothing where it noted nothing."""
    noted: Boundaries = vars(request).get("turns", Boundaries(None, None))
    return noted


def until_boundary(request: HttpRequest, lifetime: int) -> int:
    """Whole seconds: the lifetime, or less where a story comes or goes sooner."""
    site: SiteSettings | None = vars(request).get("site")
    if site is None:
        return lifetime
    if not site.pk:
        return 0  # Boundaries come with the row of settings; without it nobody knows the next one.
    ahead = [moment for moment in (site.boundaries.next, turns_of(request).next) if moment]
    if not ahead:
        return lifetime
    left = (min(ahead) - timezone.now()).total_seconds()
    return max(0, min(lifetime, int(left)))


def conditional(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    """Validators from the page itself and from the site's last change; 304 where they match."""
    etag, changed = etag_of(response.content), last_modified(request)
    response.headers["ETag"] = etag
    if changed is not None:
        response.headers["Last-Modified"] = http_date(changed)
    answer = get_conditional_response(request, etag, changed, response)
    return answer or response


def etag_of(body: bytes) -> str:
    """A strong one: the same bytes and nothing else. A proxy that compresses weakens it itself."""
    return f'"{hashlib.blake2b(body, digest_size=16).hexdigest()}"'


def last_modified(request: HttpRequest) -> int | None:
    """Seconds since 1970; None where nobody knows.

    A page made in the second of a change says the second before: another change may follow within
    this one, and whoever asks by time alone must not take both for the same.
    """
    site: SiteSettings | None = vars(request).get("site")
    asked: datetime | None = vars(request).get("asked_at")
    if site is None or not site.pk or asked is None:
        return None
    changes = [STARTED, site.last_change, turns_of(request).last or STARTED]
    return min(int(max(changes).timestamp()), int(asked.timestamp()) - 1)

"""What the site tells machines of itself: robots.txt, security.txt, llms.txt, the manifest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import Section, SiteSettings
from articles.views.addresses import absolute
from articles.views.paper import name_of
from newsroom.context_processors import sections_of, site_of

PLAIN = "text/plain; charset=utf-8"

#: What no search engine needs: the desk, texts lent to somebody, what pages ask in the background,
#: and answers of the search with filters, of which there is no end.
DISALLOWED = ("/desk/", "/preview/", "/search/suggest/", "/search/?*&", "/story/*/read/")

#: RFC 9116 wants the file to end within a year; each month it begins anew.
SECURITY_LASTS = timedelta(days=180)

#: As tokens.css has them.
PAPER = "#ffffff"

#: What Android shows under an icon.
SHORT_NAME = 12


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """RFC 9309, and where the sitemaps are."""
    rules = ["User-agent: *", *(f"Disallow: {path}" for path in DISALLOWED)]
    maps = [
        f"Sitemap: {absolute(reverse(f'articles:{name}'))}" for name in ("sitemap", "sitemap_news")
    ]
    return lines([*rules, "", *maps])


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to tell of a weakness (RFC 9116); 404 unless SECURITY_CONTACT names somebody."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    contacts = [f"Contact: {contact}" for contact in settings.SECURITY_CONTACT]
    expires = security_end(timezone.now()).isoformat().replace("+00:00", "Z")
    return lines(
        [
            *contacts,
            f"Expires: {expires}",
            "Preferred-Languages: zh, en",
            f"Canonical: {absolute(request.path)}",
        ]
    )


def security_end(now: datetime) -> datetime:
    """Counted from the first of the month, so that the file stays the same for a while."""
    begun = now.astimezone(UTC)
    return begun.replace(day=1, hour=0, minute=0, second=0, microsecond=0) + SECURITY_LASTS


@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    """What there is to read here, and in which forms, in the shape of https://llmstxt.org/."""
    site = site_of(request)
    about = one_line(site.description or site.slogan)
    head = [f"# {name_of(site)}", "", *([f"> {about}", ""] if about else [])]
    body = [
        line for heading, links in chapters(request) for line in (f"## {heading}", "", *links, "")
    ]
    return lines([*head, *body])


def chapters(request: HttpRequest) -> Iterator[tuple[str, list[str]]]:
    """Each heading with its links."""
    yield _("Sections"), [section_link(section) for section in sections_of(request)]
    feeds = [
        link(name, reverse("articles:feed", args=[format]))
        for format, name in (("rss", "RSS"), ("atom", "Atom"), ("json", "JSON Feed"))
    ]
    words = _("?full=1 gives whole texts; sections and tags have the same under their address.")
    yield _("Feeds"), [*feeds, f"- {words}"]
    api = link("API", "/api/v1/", _("Stories, sections, tags, topics and search; read only."))
    yield _("For programs"), [api, link(_("Sitemap"), reverse("articles:sitemap"))]
    yield _("About this site"), list(standing_links(site_of(request)))


def section_link(section: Section) -> str:
    return link(section.name, reverse("articles:section", args=[section.slug]), section.description)


def standing_links(site: SiteSettings) -> Iterator[str]:
    """Pages that are always there, and those that somebody has written."""
    for name, words, is_there in (
        ("about", _("About us"), site.about.strip()),
        ("terms", _("Copyright and reuse"), site.terms.strip()),
        ("corrections", _("Corrections and clarifications"), True),
        ("search", _("Search"), True),
    ):
        if is_there:
            yield link(words, reverse(f"articles:{name}"))


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """The web app (https://www.w3.org/TR/appmanifest/); its bar keeps the address to pass on."""
    site = site_of(request)
    name = name_of(site)
    app = {
        "id": "/",
        "name": name,
        "short_name": name[:SHORT_NAME],
        "description": one_line(site.description or site.slogan),
        "lang": "zh-CN",
        "dir": "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": PAPER,
        "theme_color": PAPER,
        "categories": ["news"],
        "icons": list(icons()),
    }
    return JsonResponse(
        app,
        content_type="application/manifest+json; charset=utf-8",
        json_dumps_params={"ensure_ascii": False},
    )


def icons() -> Iterator[dict[str, str]]:
    for size in (192, 512):
        for purpose, name in (("any", "icon"), ("maskable", "icon-maskable")):
            yield {
                "src": static(f"img/{name}-{size}.png"),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }


def link(name: str, path: str, words: str = "") -> str:
    """A line of a list in Markdown; what would end the name stands behind a backslash."""
    title = re.sub(r"([\\\[\]])", r"\\\1", one_line(name))
    return f"- [{title}]({absolute(path)})" + (f": {one_line(words)}" if words else "")


def one_line(words: str) -> str:
    return " ".join(words.split())


def lines(told: list[str]) -> HttpResponse:
    return HttpResponse("\n".join(told).strip() + "\n", content_type=PLAIN)

"""Sitemaps for search engines: an index, the stories by month with their pictures, the other pages,
and the news of two days.

https://www.sitemaps.org/protocol.html allows 50,000 addresses and 50 MB a file; Google adds
pictures, at most 1,000 an address, and news, at most 1,000 stories.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import StringIO
from itertools import islice
from typing import Any, TypeVar
from xml.sax.xmlreader import AttributesImpl

from django.core.cache import cache
from django.db.models import Count, Exists, Max, OuterRef, Q
from django.db.models.functions import TruncMonth
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from articles.feeds.formats import writable
from articles.models import Edition, Person, Photo, Section, SiteSettings, Tag, Topic
from articles.models.edition import EditionQuerySet
from articles.views.addresses import absolute
from articles.views.largest import largest
from articles.views.paper import name_of, paper_of

XML = "application/xml; charset=utf-8"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"

#: Of a file. A story takes 200 bytes and a picture as many, so that it stays below 40 MB.
STORIES, IMAGES = 5_000, 150_000
ADDRESSES = 50_000
IMAGES_OF_STORY = 1_000
NEWS_STORIES, NEWS_LASTS = 1_000, timedelta(days=2)
KEPT_FOR = 3_600
LANGUAGE = "zh-cn"

PAGES = "pages"
MONTH = re.compile(
    "stories-(?P<month>(?:19|20|21)[0-9]{2}-(?:0[1-9]|1[0-2]))(?:-(?P<file>[1-9][0-9]{0,3}))?"
)

Row = TypeVar("Row")

#: What an address is said to be beside its place: element and words, or element and more of them.
Told = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class Address:
    """One <url>: an absolute address, when it last changed, and what Google adds."""

    loc: str
    lastmod: datetime | None = None
    more: Sequence[Told] = ()

    def told(self) -> Iterator[Told]:
        yield "loc", self.loc
        if self.lastmod:
            yield "lastmod", timezone.localtime(self.lastmod).isoformat(timespec="seconds")
        yield from self.more


# The index


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All parts; the news are no part of it, since robots.txt names them."""
    parts = [Address(part_url(PAGES)), *of_months(paper_of(request))]
    return answer("sitemapindex", "sitemap", parts)


def of_months(site: SiteSettings) -> Iterator[Address]:
    """The files of each month."""
    for month, stories, changed in kept(site, "months", counted):
        for file in range(1, -(-stories // STORIES) + 1):
            part = f"stories-{month}-{file}" if file > 1 else f"stories-{month}"
            yield Address(part_url(part), changed)


def counted() -> list[tuple[str, int, datetime]]:
    """Each month of the site's zone with its stories, and when one of them last changed."""
    months = Edition.objects.live().order_by().annotate(month=TruncMonth("published_at"))
    rows = months.values("month").annotate(stories=Count("pk"), changed=Max("live_from"))
    return [
        (f"{row['month']:%Y-%m}", row["stories"], row["changed"]) for row in rows.order_by("month")
    ]


def part_url(part: str) -> str:
    return absolute(reverse("articles:sitemap_part", args=[part]))


# Its parts


@require_safe
def part(request: HttpRequest, part: str) -> HttpResponse:
    """The stories of a month, or the pages that are no story."""
    if part == PAGES:
        return answer("urlset", "url", islice(pages(paper_of(request)), ADDRESSES))
    asked = MONTH.fullmatch(part)
    if not asked or asked["file"] == "1":
        raise Http404
    first = (int(asked["file"] or 1) - 1) * STORIES
    stories = of_month(asked["month"]).order_by("published_at", "id")[first : first + STORIES]
    addresses = list(with_pictures(stories))
    if not addresses:
        raise Http404
    return answer("urlset", "url", addresses, {"xmlns:image": IMAGE})


def of_month(month: str) -> EditionQuerySet:
    begin = timezone.make_aware(datetime.fromisoformat(f"{month}-01"))
    end = (begin + timedelta(days=31)).replace(day=1)
    return Edition.objects.live().filter(published_at__gte=begin, published_at__lt=end)


def with_pictures(stories: EditionQuerySet) -> Iterator[Address]:
    """Each with every picture of it; the pictures of all stories are found in one query."""
    left = IMAGES
    shown = Photo.objects.filter(editions__in=stories.values("pk"))
    made = dict(shown.values_list("token", "made"))
    for story in stories.only("article", "published_at", "live_from", "cover", "photos"):
        files = [use["photo"] for use in (story.cover, *story.photos) if use and use["photo"]]
        for file in files:
            file["made"] = made.get(file["token"], {})
        found = dict.fromkeys(picture.url for file in files if (picture := largest(file)))
        urls = list(islice(found, min(IMAGES_OF_STORY, left)))
        left -= len(urls)
        images = [("image:image", [("image:loc", url)]) for url in urls]
        yield Address(absolute(story.get_absolute_url()), story.live_from, images)


def pages(site: SiteSettings) -> Iterator[Address]:
    """The front page, the standing pages, then sections, topics, tags and people of stories."""
    yield Address(absolute(reverse("front")), site.last_change if site.pk else None)
    for name in standing(site):
        yield Address(absolute(reverse(f"articles:{name}")))
    for kind, place in kept(site, "pages", named):
        yield Address(absolute(reverse(f"articles:{kind}", args=[place])))


def named() -> list[tuple[str, str | int]]:
    """Kind and name of each page that lists stories, if it has any."""
    live = Edition.objects.live().order_by()
    shown = Q(is_shown=True) | Exists(live.filter(section=OuterRef("pk")))
    sections = Section.objects.filter(shown).values_list("slug", flat=True)
    found: list[tuple[str, str | int]] = [("section", slug) for slug in sections]
    # Not "those for which a story exists": one without any would cost a walk through all stories.
    for kind, model, key in (
        ("topic", Topic, "slug"),
        ("tag", Tag, "slug"),
        ("person", Person, "pk"),
    ):
        told = model._default_manager.filter(pk__in=live.values(f"{kind}_rows")).order_by("pk")
        found += [(kind, place) for place in told.values_list(key, flat=True)[:ADDRESSES]]
    return found


def standing(site: SiteSettings) -> Iterator[str]:
    """The names of pages that are always there, and of those that somebody has written."""
    yield from ("hot", "topics", "corrections")
    yield from (name for name in ("about", "terms") if getattr(site, name).strip())


def kept(site: SiteSettings, name: str, find: Callable[[], list[Row]]) -> list[Row]:
    """What `find` finds, asked once for each change of what readers see: with a hundred thousand
    stories that takes a second."""
    key = f"sitemaps:{name}:{site.last_change.timestamp()}"
    return cache.get_or_set(key, find, KEPT_FOR) or []


# The news


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """Stories of the last two days, newest first.

    Without any the front page stands there, plain: the schema wants an address at least.
    """
    now = timezone.now()
    recent = Edition.objects.live(at=now).filter(published_at__gt=now - NEWS_LASTS)
    stories = recent.only("article", "title", "published_at").newest_first()[:NEWS_STORIES]
    paper = writable(name_of(paper_of(request)))
    addresses = [as_news(story, paper) for story in stories]
    front = [Address(absolute(reverse("front")))]
    return answer("urlset", "url", addresses or front, {"xmlns:news": NEWS})


def as_news(story: Edition, paper: str) -> Address:
    at = timezone.localtime(story.published_at).isoformat(timespec="seconds")
    told = [
        ("news:publication", [("news:name", paper), ("news:language", LANGUAGE)]),
        ("news:publication_date", at),
        ("news:title", writable(story.title)),
    ]
    return Address(absolute(story.get_absolute_url()), more=[("news:news", told)])


# Writing


def answer(
    root: str, name: str, addresses: Iterable[Address], names: Mapping[str, str] | None = None
) -> HttpResponse:
    out = StringIO()
    xml = SimplerXMLGenerator(out, "utf-8")
    xml.startDocument()
    xml.startElement(root, AttributesImpl({"xmlns": SITEMAP, **(names or {})}))
    for address in addresses:
        write(xml, name, list(address.told()))
    xml.endElement(root)
    return HttpResponse(out.getvalue(), content_type=XML)


def write(xml: SimplerXMLGenerator, name: str, words: Any) -> None:
    """One element: its words, or the elements inside of it."""
    xml.startElement(name, AttributesImpl({}))
    if isinstance(words, str):
        xml.characters(words)
    else:
        for inner in words:
            write(xml, *inner)
    xml.endElement(name)

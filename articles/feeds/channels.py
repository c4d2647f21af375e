"""The feeds that there are: of the site, a section, a tag, and of what was corrected."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import get_tag_uri
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.feeds.formats import FORMATS, Entry, writable
from articles.feeds.stories import entries
from articles.models import Edition, Section, Tag
from articles.models.edition import EditionQuerySet
from articles.views.addresses import absolute
from articles.views.corrections import Correction, noticed, told
from articles.views.paper import name_of, paper_of

#: Stories of a feed, and notices of the feed of corrections.
STORIES, NOTICES = 30, 20

LANGUAGE = "zh-CN"


@require_safe
def site(request: HttpRequest, format: str) -> HttpResponse:
    """The newest stories of all; `?full=1` gives whole texts, here and in the next two."""
    paper = paper_of(request)
    words = paper.description or paper.slogan
    return of_stories(request, format, Edition.objects.live(), "", words, reverse("front"))


@require_safe
def section(request: HttpRequest, slug: str, format: str) -> HttpResponse:
    """Stories of a section and of the sections under it; a hidden one must have some."""
    found = get_object_or_404(Section, slug=slug)
    below = Section.objects.filter(parent=found).values_list("pk", flat=True)
    stories = Edition.objects.live().filter(section__in=[found.pk, *below])
    if not found.is_shown and not stories.exists():
        raise Http404
    page = reverse("articles:section", args=[found.slug])
    return of_stories(request, format, stories, found.name, found.description, page)


@require_safe
def tag(request: HttpRequest, slug: str, format: str) -> HttpResponse:
    """Stories with a tag; a synonym leads to its tag, and a tag that no reader has seen is 404."""
    asked = get_object_or_404(Tag.objects.select_related("synonym_of"), slug=slug)
    found = asked.synonym_of or asked
    stories = Edition.objects.live().filter(tag_rows=found)
    if not stories.exists():
        raise Http404
    if found != asked:
        return redirect("articles:tag_feed", found.slug, format, permanent=True)
    page = reverse("articles:tag", args=[found.slug])
    return of_stories(request, format, stories, found.name, "", page)


def of_stories(
    request: HttpRequest, format: str, stories: EditionQuerySet, name: str, words: str, page: str
) -> HttpResponse:
    whole = request.GET.get("full") == "1"
    newest = stories.select_related("section", "article").newest_first()[:STORIES]
    return answer(request, format, entries(list(newest), whole=whole), name, words, page)


@require_safe
def corrections(request: HttpRequest, format: str = "atom") -> HttpResponse:
    """The newest notices; each is an entry of its own, whose time never changes."""
    now = timezone.now()
    path = reverse("articles:corrections")
    notices = (entry(notice, absolute(path)) for notice in told(noticed(now)[:NOTICES], now))
    words = _("What we corrected in our stories, and what we added to them.")
    name = _("Corrections and clarifications")
    return answer(request, format, notices, name, words, path)


def entry(correction: Correction, page: str) -> Entry:
    """As formats.py takes it; RSS and Atom read the description as HTML, so it is escaped."""
    words = {"kind": correction.kind, "title": correction.story.name_in_lists}
    note = writable(correction.note)
    return {
        "title": writable(_("%(kind)s: %(title)s") % words),
        "link": absolute(correction.story.get_absolute_url()),
        "summary": note,
        "description": escape(note),
        "content": "",
        "unique_id": get_tag_uri(f"{page}{correction.edition.pk}", correction.at),
        "unique_id_is_permalink": False,
        "pubdate": correction.at,
        "updateddate": correction.at,
        "authors": [],
        "enclosures": [],
        "media": [],
    }


def answer(
    request: HttpRequest, format: str, told: Iterable[Entry], name: str, words: str, page: str
) -> HttpResponse:
    """The feed in this format. `name` stands behind the paper's; `page` is the path of the page
    that shows the same."""
    paper = name_of(paper_of(request))
    query = "?full=1" if request.GET.get("full") == "1" else ""
    feed = FORMATS[format](
        title=writable(f"{paper} {name}".strip()),
        link=absolute(page),
        description=writable(words or f"{paper} {name}".strip()),
        language=LANGUAGE,
        author_name=writable(paper),
        author_link=absolute(reverse("front")),
        feed_url=absolute(request.path + query),
        icon=absolute(static("img/icon-192.png")),
    )
    for one in told:
        feed.add_item(**one)
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)

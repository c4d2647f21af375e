"""The search, as readers have it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router
from ninja.decorators import decorate_view

from articles import search as index
from articles.api import pages
from articles.api.asking import SearchFilters
from articles.api.negotiation import ALSO_NINJS, JSON, NINJS, form_of, offers
from articles.api.pages import SAFE, Page
from articles.api.rows import rows
from articles.api.schemas import Found
from articles.api.stories import as_ninjs, linked
from articles.models import Section

router = Router(tags=["Stories"])


@router.api_operation(SAFE, "/search", response=Found, url_name="search", openapi_extra=ALSO_NINJS)
@decorate_view(offers(JSON, NINJS))
def search(request: HttpRequest, asked: Query[SearchFilters]) -> Any:
    """Stories in which all the words stand: in title, text, captions, people, sources or tags.

    Words that stand in no story are named in `missing`, and the others are looked for.
    """
    found = found_stories(asked)
    page = Page([], "") if found is None else pages.found(found, asked, "search")
    following = page.address(request)
    if form_of(request) == NINJS:
        return as_ninjs(request, page)
    body = Found(
        count=0 if found is None else found.total,
        missing=[] if found is None else list(found.missing),
        stories=rows(page.editions),
        next=following,
    )
    return linked(pages.answer(body), following)


def found_stories(asked: SearchFilters) -> index.Found | None:
    """None in a section that there is not."""
    section = Section.objects.filter(slug=asked.section).first() if asked.section else None
    if asked.section and section is None:
        return None
    return index.stories(
        asked.q,
        section=section,
        since=asked.since,
        until=asked.until,
        kind=asked.kind,
        order=asked.order,
    )

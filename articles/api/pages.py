"""Pages of editions by cursor, and what their operations have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel

from articles import search
from articles.api import pagination
from articles.api.asking import Paging, SearchFilters, StoryFilters, TagFilters
from articles.models import Edition
from articles.models.edition import EditionQuerySet

#: HEAD is a GET without the body, which the server leaves out.
SAFE = ["GET", "HEAD"]

#: Every parameter of a list; what else stands in an address is not carried on to the next page.
KNOWN = sorted(
    {*StoryFilters.model_fields, *SearchFilters.model_fields, *TagFilters.model_fields, "order"}
)


@dataclass(frozen=True, slots=True)
class Page:
    """Editions, and the cursor of those after them; empty on the last page."""

    editions: Sequence[Edition]
    cursor: str

    def address(self, request: HttpRequest) -> str | None:
        return following(request, self.cursor)


def following(request: HttpRequest, cursor: str) -> str | None:
    return pagination.next_address(request, KNOWN, cursor) if cursor else None


def newest(found: EditionQuerySet, asked: Paging, name: str) -> Page:
    """A page of these editions, newest first; one more is fetched to know if there are more."""
    columns = ("published_at", "id")
    place = pagination.decoded(asked.cursor, name, (int, int))
    if place:
        published, pk = place
        found = found.filter(pagination.before(columns, (pagination.moment(int(published)), pk)))
    editions = list(found.for_lists().newest_first()[: asked.limit + 1])
    shown = editions[: asked.limit]
    if len(editions) == len(shown):
        return Page(shown, "")
    last = shown[-1]
    return Page(shown, pagination.encoded(name, [pagination.micros(last.published_at), last.pk]))


def found(found: search.Found, asked: Paging, name: str) -> Page:
    """A page of what was searched for, by counted places: what is best changes with the time."""
    place = pagination.decoded(asked.cursor, name, (int,))
    start = min(max(int(place[0]), 0), found.total) if place else 0
    stop = start + asked.limit
    cursor = pagination.encoded(name, [stop]) if stop < found.total else ""
    return Page(found[start:stop], cursor)


def answer(body: BaseModel) -> HttpResponse:
    """For an operation that sets headers beside the body."""
    return HttpResponse(body.model_dump_json(), content_type="application/json")

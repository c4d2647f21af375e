"""The sections of the navigation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from ninja import Router
from ninja.decorators import decorate_view

from articles.api.negotiation import JSON, offers
from articles.api.pages import SAFE
from articles.api.rows import page_of, stories_url
from articles.api.schemas import Section as SectionOut
from articles.api.schemas import Sections, SubSection
from articles.models import Section

router = Router(tags=["Sections, tags and topics"])


@router.api_operation(SAFE, "/sections", response=Sections, url_name="sections")
@decorate_view(offers(JSON))
def sections(request: HttpRequest) -> Any:
    """The sections of the navigation, with those under them, in their order."""
    return Sections(sections=list(tree(Section.objects.shown())))


def tree(shown: Iterable[Section]) -> list[SectionOut]:
    below: dict[int | None, list[Section]] = {}
    for section in shown:
        below.setdefault(section.parent_id, []).append(section)
    return [
        SectionOut(
            **fields(top), sections=[SubSection(**fields(one)) for one in below.get(top.pk, [])]
        )
        for top in below.get(None, [])
    ]


def fields(section: Section) -> dict[str, Any]:
    return {
        "name": section.name,
        "slug": section.slug,
        "url": page_of("section", section.slug),
        "description": section.description,
        "stories_url": stories_url(section=section.slug),
    }

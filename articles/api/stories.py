"""Stories: the list, one of them, and what to read next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from ninja import Path, Query, Router
from ninja.decorators import decorate_view

from articles import hot, related, renditions, search
from articles.api import bodies, ninjs, pages, pictures, problems
from articles.api.asking import Form, Id, Size, StoryFilters
from articles.api.negotiation import ALSO_NINJS, JSON, NINJS, form_of, offers
from articles.api.pages import SAFE
from articles.api.problems import Problem
from articles.api.rights import rights, site_of
from articles.api.rows import local, person_page, row_fields, rows
from articles.api.schemas import (
    Credit,
    HotStories,
    Notice,
    Original,
    Recommendations,
    Recommended,
    Stories,
    Story,
)
from articles.choices import CreditRole
from articles.models import Edition, Section, Tag, Withdrawal
from articles.models.edition import EditionQuerySet
from articles.views.addresses import absolute

router = Router(tags=["Stories"])


# The list


@router.api_operation(
    SAFE, "/stories", response=Stories, url_name="stories", openapi_extra=ALSO_NINJS
)
@decorate_view(offers(JSON, NINJS))
def stories(request: HttpRequest, asked: Query[StoryFilters]) -> Any:
    """Stories that readers see now, newest first.

    Filters may be combined. A name that nobody has given, or that only drafts carry, gives an
    empty list.
    """
    among = filtered(asked)
    if not asked.q:
        return listed(request, pages.newest(among, asked, "stories"))
    found = search.stories(asked.q, order="time")
    if found.missing or among.query.is_empty():
        return listed(request, pages.Page([], ""))
    found = replace(found, among=among)
    return listed(request, pages.found(found, asked, "found"))


def filtered(asked: StoryFilters) -> EditionQuerySet:
    found = Edition.objects.live().filter(**asked.bounds)
    if asked.section:
        # Ids rather than a join: each is a walk along the index of its section.
        own = Q(slug=asked.section) | Q(parent__slug=asked.section)
        sections = list(Section.objects.filter(own))
        found = found.filter(section__in=sections) if sections else found.none()
    if asked.tag:
        meant = Q(slug=asked.tag, synonym_of=None) | Q(synonyms__slug=asked.tag)
        found = found.filter(tag_rows__in=Tag.objects.order_by().filter(meant).values("pk"))
    if asked.topic:
        found = found.filter(topic_rows__slug=asked.topic)
    if asked.person is not None:
        found = found.filter(person_rows=asked.person)
    return found.filter(kind=asked.kind) if asked.kind else found


def listed(request: HttpRequest, page: pages.Page) -> Any:
    """A page of stories in the form that was asked for; where it goes on stands in Link too."""
    if form_of(request) == NINJS:
        return as_ninjs(request, page)
    following = page.address(request)
    return linked(pages.answer(Stories(stories=rows(page.editions), next=following)), following)


def as_ninjs(request: HttpRequest, page: pages.Page) -> HttpResponse:
    package = ninjs.package(absolute(request.get_full_path()), page.editions)
    return linked(ninjs_answer(package), page.address(request))


def ninjs_answer(body: dict[str, Any]) -> HttpResponse:
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False}, content_type=NINJS)


def linked(response: HttpResponse, following: str | None) -> HttpResponse:
    """With the next page as RFC 8288 says it."""
    if following:
        response.headers["Link"] = f'<{following}>; rel="next"'
    return response


# One story


@router.api_operation(
    SAFE, "/stories/{row:id}", response=Story, url_name="story", openapi_extra=ALSO_NINJS
)
@decorate_view(offers(JSON, NINJS))
def story(request: HttpRequest, id: Path[Id], asked: Query[Form]) -> Any:
    """A story with its text, photos, credits, notices of corrections, and rights.

    410 while it is withdrawn; 404 for a number that readers have never seen.
    """
    edition = live_edition(id)
    renditions.attach(use["photo"] for use in with_cover(edition))
    site = site_of(request)
    if form_of(request) == NINJS:
        return ninjs_answer(ninjs.story(edition, site))
    return Story(
        **row_fields(edition),
        short_title=edition.short_title,
        subtitle=edition.subtitle,
        dateline=edition.dateline,
        **bodies.fields(edition),
        photos=[pictures.story_photo(use) for use in edition.photos],
        credits=[credit(**line) for line in edition.credits],
        notices=[Notice(**notice) for notice in edition.notices],
        original=original(edition),
        rights=rights(edition, site),
    )


def live_edition(article_id: int) -> Edition:
    """What readers see of a story now. Raises Problem: 410 while it is withdrawn, else 404."""
    found = Edition.objects.live().filter(article=article_id).select_related("section")
    edition = found.first()
    if edition is None:
        raise gone(article_id)
    return edition


def gone(article_id: int) -> Problem:
    """Why readers see nothing of a story; of what it said, nothing is repeated."""
    withdrawal = Withdrawal.objects.open().filter(article=article_id).first()
    if withdrawal is None:
        return Problem(problems.NOT_FOUND)
    at = local(withdrawal.at).isoformat()
    return Problem(problems.WITHDRAWN, withdrawal.notice, withdrawn_at=at)


def with_cover(edition: Edition) -> Iterable[dict[str, Any]]:
    return [*edition.photos, *([edition.cover] if edition.cover else [])]


def credit(role: str, name: str, person: int) -> Credit:
    label = str(CreditRole(role).label)
    return Credit(
        role=CreditRole(role), role_name=label, name=name, person=person, url=person_page(person)
    )


def original(edition: Edition) -> Original | None:
    said = Original(
        title=edition.original_title, url=edition.original_url, author=edition.original_author
    )
    return said if any((said.title, said.url, said.author)) else None


# What to read next


@router.api_operation(
    SAFE,
    "/stories/{row:id}/recommendations",
    response=Recommendations,
    url_name="recommendations",
)
@decorate_view(offers(JSON))
def recommendations(request: HttpRequest, id: Path[Id]) -> Any:
    """What stands under a story to be read next: at most ten rows, the editor's choice first."""
    found = related.recommended(live_edition(id), timezone.now())
    renditions.attach(row.cover["photo"] for row in found if row.cover)
    return Recommendations(recommendations=[recommended(row) for row in found])


def recommended(row: related.Recommended) -> Recommended:
    return Recommended(
        title=row.title,
        published_at=local(row.at) if row.at else None,
        url=absolute(row.url) if row.url else None,
        cover=pictures.cover(row.cover),
    )


@router.api_operation(SAFE, "/hot", response=HotStories, url_name="hot_stories")
@decorate_view(offers(JSON))
def hottest(request: HttpRequest, asked: Query[Size]) -> Any:
    """The stories that are read most at the moment, the hottest first."""
    return HotStories(stories=rows(hot.hottest(asked.limit)))

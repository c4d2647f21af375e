"""Lists of stories for readers: sections and tags, newest first, in pages of twenty."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from articles import renditions
from articles.models import Edition, Section, Tag
from articles.models.edition import EditionQuerySet
from articles.views.addresses import absolute
from articles.views.trail import sections_above, trail

Row = TypeVar("Row", bound=Model)

PER_PAGE = 20
PAGE_NUMBER = re.compile("[1-9][0-9]{0,5}")


@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    """Stories of a section and of the sections under it; a hidden one must have some."""
    found = get_object_or_404(Section.objects.select_related("parent"), slug=slug)
    top = found.parent or found
    below = list(Section.objects.filter(parent=top))
    # Ids rather than a join with the parents: each is a walk along the index of its section.
    wanted = [top, *below] if found == top else [found]
    stories = Edition.objects.live().filter(section__in=wanted)
    above = sections_above(found)[:-1]
    context = {
        "section": found,
        "top": top,
        "below": [one for one in below if one.is_shown],
        "trail": trail(*above, to=found.name),
    }
    return list_page(
        request, "articles/section.html", stories, context, may_be_empty=found.is_shown
    )


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """Stories with a tag; a synonym leads to its tag, and a tag that no reader has seen is 404."""
    asked = get_object_or_404(Tag.objects.select_related("synonym_of"), slug=slug)
    found = asked.synonym_of or asked
    stories = Edition.objects.live().filter(tag_rows=found)
    if found != asked and stories.exists():
        return redirect("articles:tag", found.slug, permanent=True)
    context = {"tag": found, "trail": trail(to=found.name)}
    return list_page(request, "articles/tag.html", stories, context, may_be_empty=False)


def list_page(
    request: HttpRequest,
    template: str,
    stories: EditionQuerySet,
    context: Mapping[str, Any],
    *,
    may_be_empty: bool,
    also: Iterable[dict[str, Any] | None] = (),
) -> HttpResponse:
    """One page of a list; the first has one address only, the one without a query.

    `also` are files of pictures that stand beside the list.
    """
    page = page_of(stories.for_lists().newest_first(), request.GET.get("page", "1"))
    if not page and not may_be_empty:
        raise Http404
    renditions.attach([*renditions.covers(page), *also])
    if request.GET.get("page") == "1":
        return HttpResponsePermanentRedirect(request.path)
    query = f"?page={page.number}" if page.number > 1 else ""
    canonical = absolute(request.path + query)
    return render(request, template, {**context, "page": page, "canonical": canonical})


def page_of(rows: QuerySet[Row], asked: str) -> Page[Row]:
    """The page of that number; anything that is not the number of a page is 404."""
    if not PAGE_NUMBER.fullmatch(asked):
        raise Http404
    try:
        return Paginator(rows, PER_PAGE).page(asked)
    except EmptyPage as error:
        raise Http404 from error

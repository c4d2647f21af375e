"""Lists of stories for readers: sections and tags, newest first, in pages of twenty."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import Window
from django.db.models.functions import Coalesce, RowNumber
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from articles.models import Edition, Section, Tag
from articles.models.edition import EditionQuerySet

PER_PAGE = 20
PAGE_NUMBER = re.compile("[1-9][0-9]{0,5}")


@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    """Stories of a section and of the sections under it; a hidden one must have some."""
    found = get_object_or_404(Section.objects.select_related("parent"), slug=slug)
    context = {
        "section": found,
        "top": found.parent or found,
        "below": Section.objects.shown().filter(parent=found.parent or found),
    }
    stories = Edition.objects.live().in_section(found)
    return list_page(
        request, "articles/section.html", stories, context, may_be_empty=found.is_shown
    )


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """Stories with a tag; a synonym leads to its tag, and a tag that no reader has seen is 404."""
    found = get_object_or_404(Tag.objects.select_related("synonym_of"), slug=slug)
    if found.synonym_of:
        return redirect("articles:tag", found.synonym_of.slug, permanent=True)
    stories = Edition.objects.live().filter(tag_rows=found)
    return list_page(request, "articles/tag.html", stories, {"tag": found}, may_be_empty=False)


def list_page(
    request: HttpRequest,
    template: str,
    stories: EditionQuerySet,
    context: Mapping[str, Any],
    *,
    may_be_empty: bool,
) -> HttpResponse:
    """One page of a list; the first has one address only, the one without a query."""
    if request.GET.get("page") == "1":
        return HttpResponsePermanentRedirect(request.path)
    page = page_of(stories.for_lists().newest_first(), request.GET.get("page", "1"))
    if not page and not may_be_empty:
        raise Http404
    query = f"?page={page.number}" if page.number > 1 else ""
    canonical = request.build_absolute_uri(request.path + query)
    return render(request, template, {**context, "page": page, "canonical": canonical})


def page_of(stories: EditionQuerySet, asked: str) -> Page[Edition]:
    """The page of that number; anything that is not the number of a page is 404."""
    if not PAGE_NUMBER.fullmatch(asked):
        raise Http404
    try:
        return Paginator(stories, PER_PAGE).page(asked)
    except EmptyPage as error:
        raise Http404 from error


def newest_by_section(each: int, now: datetime) -> dict[int, list[Edition]]:
    """The newest `each` stories of every first-level section, by its id, in one query."""
    top = Coalesce("section__parent_id", "section_id")
    place = Window(RowNumber(), partition_by=top, order_by=["-published_at", "-id"])
    near = Edition.objects.live(at=now).annotate(place=place).filter(place__lte=each)
    found = Edition.objects.filter(pk__in=near.values("pk"))
    by_section = defaultdict(list)
    for edition in found.for_lists().newest_first():
        by_section[edition.section.parent_id or edition.section_id].append(edition)
    return dict(by_section)

"""The readers' search, and what it suggests while somebody types."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import renditions, richtext
from articles.forms.search import SearchForm, WordsField
from articles.models import Edition, Section
from articles.search import Fragment, highlighted, snippet, stories, suggestions
from articles.views.addresses import absolute
from articles.views.lists import PAGE_NUMBER, PER_PAGE

#: Stories that are shown while nothing is asked for.
NEWEST = 10
#: What browsers ask for and expect: the extension "Suggestions" of OpenSearch 1.1.
OPENSEARCH, SUGGESTIONS_TYPE = "opensearch", "application/x-suggestions+json"


@dataclass(frozen=True, slots=True)
class Hit:
    """A story that was found, with what was asked for told apart in its headline and its text."""

    story: Edition
    title: Sequence[Fragment]
    words: Sequence[Fragment]


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The stories in which the words of `q` stand, in pages; without words, the newest."""
    sections = list(Section.objects.shown().top())
    form = SearchForm(request.GET, sections=sections)
    asked = form.chosen()
    context: dict[str, Any] = {
        "form": form,
        "words": asked.get("q", ""),
        "nav_sections": sections,
        # Of every page of it: what was found is no page of its own to search engines.
        "canonical": absolute(request.path),
    }
    if asked.get("q"):
        context |= found(form, request.GET.get("page", "1"))
    else:
        context |= {"newest": newest()}
    return render(request, "articles/search.html", context)


def newest() -> list[Edition]:
    editions = list(Edition.objects.live().for_lists().newest_first()[:NEWEST])
    renditions.attach(renditions.covers(editions))
    return editions


def found(form: SearchForm, number: str) -> dict[str, Any]:
    """What the page of results shows; a number that is none of its pages is 404."""
    asked, narrowed, now = form.chosen(), form.narrowing(), timezone.now()
    within = narrowed.pop("within")
    since = within and now - within
    matching = stories(asked["q"], since=since, now=now, or_near=True, **narrowed)
    matching.with_text = True
    if not PAGE_NUMBER.fullmatch(number):
        raise Http404
    try:
        page: Page[Edition] = Paginator(matching, PER_PAGE).page(number)
    except EmptyPage as error:
        raise Http404 from error
    editions = list(page)
    renditions.attach(renditions.covers(editions))
    return {
        "page": page,
        "hits": [hit(edition, matching.shown or asked["q"]) for edition in editions],
        "missing": matching.missing,
        "is_near": matching.is_near,
        "is_narrowed": len(asked.keys() - {"q", "order"}) > 0,
        "query": address_of(asked),
    }


def address_of(asked: dict[str, str]) -> QueryDict:
    query = QueryDict(mutable=True)
    query.update(asked)
    return query


def hit(edition: Edition, words: str) -> Hit:
    text = richtext.plain_text(edition.body)
    return Hit(edition, highlighted(edition.title, words), snippet(text, words))


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Headlines that `q` leads to: pairs of a headline and its address, the best first.

    With `format=opensearch`, `[q, [headlines], [descriptions], [addresses]]` as browsers ask for.
    """
    words = WordsField().clean(request.GET.get("q", ""))
    offered = suggestions(words)
    if request.GET.get("format") == OPENSEARCH:
        return JsonResponse([words, *described(offered)], safe=False, content_type=SUGGESTIONS_TYPE)
    return JsonResponse([(one.title, one.get_absolute_url()) for one in offered], safe=False)


def described(editions: Iterable[Edition]) -> tuple[list[str], list[str], list[str]]:
    """Headlines, digests and whole addresses."""
    told = [(one.title, one.digest, absolute(one.get_absolute_url())) for one in editions]
    return [row[0] for row in told], [row[1] for row in told], [row[2] for row in told]

"""Every saved state of a story: the list of them, two compared, an earlier one brought back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from articles import compiling, workflow
from articles.choices import DeskVerb, RevisionReason
from articles.forms import NoteForm
from articles.models import Article, Edition, Pass, Revision
from articles.models.review import RevisionQuerySet
from articles.views import records
from articles.views.acts import BAD_REQUEST, CONFLICT
from articles.views.comparison import compared
from articles.views.desk import person

PER_PAGE = 30
LAYOUTS = ("inline", "side")


@dataclass(slots=True)
class Row:
    """A revision in the list, with what became of that very version."""

    revision: Revision
    editions: list[Edition] = field(default_factory=list)
    passes: list[Pass] = field(default_factory=list)
    #: Nothing was saved before it, so there is nothing to compare it with.
    is_first: bool = False
    is_current: bool = False


@require_safe
@never_cache
def revisions(request: HttpRequest, object_id: int) -> HttpResponse:
    """The saves of a story, newest first; those kept aside stand apart."""
    article = records.story_of(request, object_id)
    kept = article.revisions.defer("snapshot").select_related("by")
    page = page_of(kept.of_the_copy(), request.GET.get("page", "1"))
    context = {
        **records.frame(request, article, _("Revisions")),
        "page": page,
        "rows": rows_of(article, page),
        "aside": list(kept.filter(reason=RevisionReason.ASIDE)),
        "may_revert": workflow.may(request.user, DeskVerb.REVERT),
    }
    return render(request, "desk/revisions.html", context)


def page_of(revisions: RevisionQuerySet, asked: str) -> Page[Revision]:
    if not records.NUMBER.fullmatch(asked):
        raise Http404
    try:
        return Paginator(revisions, PER_PAGE).page(asked)
    except EmptyPage as error:
        raise Http404 from error


def rows_of(article: Article, page: Page[Revision]) -> list[Row]:
    """The rows of one page, in two queries."""
    rows = {
        one.version: Row(one, is_current=one.version == article.version) for one in page.object_list
    }
    shown = article.editions.ever_shown().only("number", "article_version", "live_from", "article")
    for edition in shown.filter(article_version__in=rows).order_by("number"):
        rows[edition.article_version].editions.append(edition)
    for one in article.passes.filter(version__in=rows).select_related("by").order_by("pk"):
        rows[one.version].passes.append(one)
    found = list(rows.values())
    if found and not page.has_next():
        found[-1].is_first = True
    return found


# Two of them


@require_safe
@never_cache
def compare(request: HttpRequest, object_id: int) -> HttpResponse:
    """What lies between two revisions; without `from` it is the one saved before `to`, without
    `to` the newest."""
    article = records.story_of(request, object_id)
    old, new = two_of(article, request.GET.get("from", ""), request.GET.get("to", ""))
    layout = request.GET.get("layout", "inline")
    if layout not in LAYOUTS:
        raise Http404
    context = {
        **records.frame(request, article, _("Revisions compared")),
        "old": old,
        "new": new,
        "layout": layout,
        "comparison": compared(old.snapshot, new.snapshot),
    }
    return render(request, "desk/compare.html", context)


def two_of(article: Article, older: str, newer: str) -> tuple[Revision, Revision]:
    """The revisions of these numbers, the earlier one first, whichever was named first."""
    kept = article.revisions.select_related("by")
    copy = kept.of_the_copy()
    new = records.revision_in(kept, newer) if newer else copy.first()
    if new is None:
        raise Http404
    before = copy.filter(version__lt=new.version)
    old = records.revision_in(kept, older) if older else before.first()
    if old is None:
        raise Http404
    first, second = sorted((old, new), key=lambda one: (one.version, one.pk))
    return first, second


# Bringing one back


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def revert(request: HttpRequest, object_id: int, revision_id: int) -> HttpResponse:
    """Show what bringing this text back would change, and by POST do it."""
    article = records.story_of(request, object_id)
    workflow.demand(person(request), *workflow.PERMISSIONS[DeskVerb.REVERT])
    kept = article.revisions.of_the_copy().select_related("by")
    revision = records.revision_in(kept, str(revision_id))
    form = NoteForm(request.POST or None, initial={"version": article.version})
    if request.method != "POST":
        return confirmation(request, article, revision, form)
    if not form.is_valid():
        return confirmation(request, article, revision, form, BAD_REQUEST)
    try:
        written = workflow.rewrite(
            article,
            revision.snapshot,
            by=person(request),
            verb=DeskVerb.REVERT,
            **form.cleaned_data,
        )
    except workflow.Refused as refusal:
        return refused(request, article, revision, form, refusal.reasons)
    messages.success(request, done(revision, written))
    return redirect("admin:articles_article_change", article.pk)


def done(revision: Revision, written: Revision) -> str:
    said = _("The text of version %(old)d is back, as version %(new)d.")
    return said % {"old": revision.version, "new": written.version}


def refused(
    request: HttpRequest,
    article: Article,
    revision: Revision,
    form: NoteForm,
    reasons: Sequence[str],
) -> HttpResponse:
    """The page again, against the text as it is by now, with what was typed and the reasons."""
    for reason in reasons:
        messages.error(request, reason)
    article.refresh_from_db()
    again = NoteForm(initial={**form.cleaned_data, "version": article.version})
    return confirmation(request, article, revision, again, CONFLICT)


def confirmation(
    request: HttpRequest, article: Article, revision: Revision, form: NoteForm, status: int = 200
) -> HttpResponse:
    now: dict[str, Any] = compiling.snapshot(article)
    context = {
        **records.frame(request, article, _("Bring back an earlier text")),
        "revision": revision,
        "comparison": compared(now, revision.snapshot),
        "left_out": workflow.left_out(article, revision.snapshot),
        "form": form,
        "layout": "inline",
    }
    return render(request, "desk/revert.html", context, status=status)

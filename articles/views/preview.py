"""The reader's page made from a text that readers do not see: the working copy, or a revision."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from articles import compiling
from articles.choices import EditionChange
from articles.models import Article, Edition, Revision, Section, User
from articles.views.desk import person
from articles.views.story import recommended_with_pictures

# Pages of the desk


@require_safe
@never_cache
@xframe_options_sameorigin
def preview(request: HttpRequest, object_id: int) -> HttpResponse:
    """The reader's page made from the working copy as it was last saved."""
    article = asked_story(request, object_id)
    edition = as_edition(article, person(request))
    context = {
        "edition": edition,
        "recommended": recommended_with_pictures(edition, timezone.now()),
        "article": article,
        "saved_at": date_format(timezone.localtime(article.updated_at), "Y-m-d H:i"),
    }
    return unlisted(render(request, "desk/preview.html", context))


@require_safe
def widths(request: HttpRequest, object_id: int) -> HttpResponse:
    """The same page in a frame as wide as a phone, a tablet or a desktop, on a page of its own."""
    article = asked_story(request, object_id)
    context = {
        **admin.site.each_context(request),
        "title": article.title,
        "original": article,
        "opts": Article._meta,
    }
    return render(request, "desk/preview_widths.html", context)


def asked_story(request: HttpRequest, object_id: int) -> Article:
    if not request.user.has_perm("articles.view_article"):
        raise PermissionDenied
    return get_object_or_404(Article.objects.select_related("section__parent"), pk=object_id)


def unlisted(response: HttpResponse) -> HttpResponse:
    """A page that no search engine lists and no cache keeps."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "no-store, private"
    return response


# Editions that are never saved


def as_edition(article: Article, user: User) -> Edition:
    """The edition that publishing the working copy would write now."""
    return unpublished(
        article,
        compiling.columns(article),
        article_version=article.version,
        at=timezone.now(),
        published_at=article.published_at,
        section=article.section,
        by=user,
    )


def of_revision(revision: Revision, user: User) -> Edition:
    """The edition that publishing this revision would have written when it was saved."""
    kept = revision.snapshot
    return unpublished(
        revision.article,
        {name: kept[name] for name in compiling.COLUMNS},
        article_version=revision.version,
        at=revision.at,
        published_at=parse_datetime(kept["published_at"] or ""),
        section=Section.objects.select_related("parent").filter(pk=kept["section"]).first(),
        by=user,
    )


def unpublished(
    article: Article,
    content: dict[str, Any],
    *,
    at: datetime,
    published_at: datetime | None,
    section: Section | None,
    **fields: Any,
) -> Edition:
    """An edition for a page, with the notices that readers saw on the story at that moment."""
    shown = article.editions.live(at=at).only("notices").first()
    return Edition(
        article=article,
        number=0,
        live_from=at,
        change=EditionChange.FIRST,
        published_at=published_at or at,
        section=section or Section(name=_("No section"), slug="none"),
        notices=shown.notices if shown else [],
        **fields,
        **content,
    )

"""The record of a story at the desk: who may read it, and the revisions that an address names."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from articles.choices import WRITER_ROLES, Level, ReviewState
from articles.models import Article, Revision, User
from articles.models.review import RevisionQuerySet
from articles.views.desk import person

NUMBER = re.compile("[1-9][0-9]{0,17}")

#: What somebody was doing who saved a story in this state; the state itself says what it waits for.
STAGES: dict[str, Any] = {
    ReviewState.DRAFT: _("Writing"),
    ReviewState.RETURNED: _("After a return"),
    ReviewState.FIRST: Level.FIRST.label,
    ReviewState.SECOND: Level.SECOND.label,
    ReviewState.FINAL: _("Final review"),
    ReviewState.SIGNED: _("After the signature"),
}


def story_of(request: HttpRequest, object_id: int) -> Article:
    """The story whose record is asked for; PermissionDenied for who may not read it."""
    user = person(request)
    if not user.has_perm("articles.view_article"):
        raise PermissionDenied
    stories = Article.objects.select_related("section__parent", "updated_by")
    article = get_object_or_404(stories, pk=object_id)
    if not may_read(article, user):
        raise PermissionDenied
    return article


def may_read(article: Article, user: User) -> bool:
    """Whether this person may read all that was ever written here.

    The right to see revisions opens every record; without it a reporter has those of the stories
    that they wrote, are named on as writer, or have changed.
    """
    if user.has_perm("articles.view_revision"):
        return True
    if user.pk == article.created_by_id:
        return True
    named = Q(credits__role__in=WRITER_ROLES, credits__person__user=user)
    return Article.objects.filter(Q(revisions__by=user) | named, pk=article.pk).exists()


def revision_in(revisions: RevisionQuerySet, asked: str) -> Revision:
    """The revision of that number among these; whatever is not one of theirs is 404."""
    if not NUMBER.fullmatch(asked):
        raise Http404
    return get_object_or_404(revisions, pk=asked)


def frame(request: HttpRequest, article: Article, page: str) -> dict[str, Any]:
    """What every page of the record hands to its template; `page` is its name."""
    return {
        **admin.site.each_context(request),
        "title": article.title,
        "subtitle": page,
        "original": article,
        "article": article,
        "opts": Article._meta,
    }

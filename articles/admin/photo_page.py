"""Photos for one story: the page that fills its captions without touching the text, addresses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles import workflow
from articles.admin.rows import PhotoRows, show_photos
from articles.choices import RevisionReason
from articles.forms import ActForm
from articles.models import Article, PhotoUse, User
from articles.views import collision
from articles.views.desk import person
from articles.views.library import VIEW, library

FIELDS = ("photo", "upload", "caption", "credit", "alt")
NEEDED = ("articles.view_article", "articles.change_photouse", "articles.add_photo")


def urls(within: Callable[..., Any]) -> list[URLPattern]:
    """`within` is the desk."""
    return [
        path("library/", within(library), name="articles_article_library"),
        path("<int:object_id>/photos/", within(photo_page), name="articles_article_photos"),
    ]


def may_fill(user: Any) -> bool:
    return bool(user.has_perms(NEEDED))


@require_http_methods(["GET", "HEAD", "POST"])
def photo_page(request: HttpRequest, object_id: int) -> HttpResponse:
    """Shows every photo and every waiting caption of a story, and keeps what is filled in."""
    if not may_fill(request.user):
        raise PermissionDenied
    article = get_object_or_404(Article, pk=object_id)
    version = ActForm(request.POST or None, initial={"version": article.version})
    rows = rows_of(article, request)
    status = collision.OK
    if request.method == "POST" and version.is_valid():
        seen = version.cleaned_data["version"]
        try:
            if kept(article, rows, seen=seen, by=person(request)):
                return after_keeping(request, article)
        except workflow.Refused as refusal:
            messages.error(request, str(refusal))
            stale, status = isinstance(refusal, workflow.Stale), collision.CONFLICT
            if page := collision.answer_photos(request, article, rows, seen, stale=stale):
                return page
    context = shown(request, article, version, rows)
    return render(request, "desk/photo_page.html", context, status=status)


def rows_of(article: Article, request: HttpRequest) -> Any:
    """The rows of the story's own form, with the fields of this page."""
    inline = PhotoRows(Article, admin.site)
    formset: Any = inline.get_formset(
        request, article, fields=FIELDS, can_delete=False, extra=0, max_num=0
    )
    return formset(
        request.POST or None,
        request.FILES or None,
        instance=article,
        queryset=inline.get_queryset(request),
        prefix="photo_uses",
    )


def kept(article: Article, rows: Any, *, seen: int, by: User) -> bool:
    """Save what was changed as one version of the story; whether that could be done.

    Raises workflow.Refused.
    """
    if article.version != seen:
        raise workflow.Stale(workflow.stale_sentence(article))
    if not rows.is_valid():
        return False
    if rows.has_changed():
        write(article, rows, seen=seen, by=by)
    return True


@transaction.atomic
def write(article: Article, rows: Any, *, seen: int, by: User) -> None:
    workflow.claim_version(article, seen, by=by)
    article.updated_by, article.updated_at = by, timezone.now()
    article.save()
    for row in rows.forms:
        row.take_in(by)
    rows.save()
    workflow.record_save(article, by=by, reason=RevisionReason.SAVE)


def after_keeping(request: HttpRequest, article: Article) -> HttpResponse:
    """Stay while a caption waits; then go back to the list of what waits."""
    messages.success(request, _("The photos are saved."))
    if PhotoUse.objects.waiting().filter(article=article).exists():
        return redirect("admin:articles_article_photos", article.pk)
    return redirect("admin:index")


def shown(request: HttpRequest, article: Article, version: ActForm, rows: Any) -> dict[str, Any]:
    return {
        **admin.site.each_context(request),
        "title": article.title,
        "original": article,
        "version": version,
        "rows": rows,
        "tray": show_photos(rows),
        "opts": Article._meta,
        "media": PhotoRows(Article, admin.site).media + rows.media,
        "may_choose": request.user.has_perm(VIEW),
        "may_write": request.user.has_perm("articles.change_article"),
    }

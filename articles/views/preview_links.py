"""The preview links of a story at the desk: making one, the list of them, revoking one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from articles import workflow
from articles.choices import DeskVerb
from articles.forms.sharing import PreviewLinkForm
from articles.models import Article, PreviewLink, Revision, User
from articles.views.addresses import absolute
from articles.views.desk import person
from articles.views.shared import Closed, why_closed

#: Who may change a text or review it may show it to others.
SHARING = (DeskVerb.EDIT, DeskVerb.PASS_FIRST, DeskVerb.PASS_SECOND, DeskVerb.SIGN_OFF)

BAD_REQUEST, CONFLICT = 400, 409


@dataclass(frozen=True, slots=True)
class Row:
    """One link as the list shows it; `closed` is empty while it opens the page."""

    link: PreviewLink
    address: str
    closed: Closed | None


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def preview_links(request: HttpRequest, object_id: int) -> HttpResponse:
    """The list, and a form that makes a link to the text as it was last saved."""
    demand_sharing(request)
    article = get_object_or_404(Article, pk=object_id)
    form = PreviewLinkForm(request.POST or None)
    if request.method != "POST":
        return page(request, article, form)
    if not form.is_valid():
        return page(request, article, form, BAD_REQUEST)
    try:
        make(article, by=person(request), **form.cleaned_data)
    except workflow.Refused as refusal:
        messages.error(request, str(refusal))
        return page(request, article, form, CONFLICT)
    messages.success(request, _("The preview link is made. Copy it and send it on."))
    return redirect("admin:articles_article_preview_links", article.pk)


@require_POST
def revoke_preview_link(request: HttpRequest, object_id: int, link_id: int) -> HttpResponse:
    """Close a link at once; one that is closed already keeps the time of that."""
    demand_sharing(request)
    of_story = PreviewLink.objects.filter(revision__article=object_id)
    link = get_object_or_404(of_story, pk=link_id)
    of_story.filter(pk=link.pk, revoked_at__isnull=True).update(revoked_at=timezone.now())
    messages.success(request, _("The preview link is revoked."))
    return redirect("admin:articles_article_preview_links", object_id)


def demand_sharing(request: HttpRequest) -> None:
    user = person(request)
    reads = user.has_perm("articles.view_article")
    if not reads or not any(workflow.may(user, verb) for verb in SHARING):
        raise PermissionDenied


def make(article: Article, *, by: User, reader: str, days: int) -> PreviewLink:
    """A link to the newest revision. Raises workflow.Refused where there is nothing to show."""
    if article.discarded_at:
        raise workflow.Refused(_("The story is in the recycle bin. Take it out first."))
    revision = newest(article)
    if revision is None:
        raise workflow.Refused(_("No version of this story is kept yet. Save it first."))
    now = timezone.now()
    return PreviewLink.objects.create(
        revision=revision,
        reader=reader,
        made_by=by,
        made_at=now,
        expires_at=now + timedelta(days=days),
    )


def newest(article: Article) -> Revision | None:
    """What was kept aside never was the story's text."""
    return article.revisions.of_the_copy().first()


def rows(article: Article) -> list[Row]:
    now, withdrawal = timezone.now(), article.withdrawals.open().first()
    links = PreviewLink.objects.filter(revision__article=article).select_related("made_by")
    found = links.select_related("revision").defer("revision__snapshot")
    return [
        Row(link, absolute(link.get_absolute_url()), why_closed(link, article, withdrawal, now))
        for link in found
    ]


def page(
    request: HttpRequest, article: Article, form: PreviewLinkForm, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": article.title,
        "original": article,
        "opts": Article._meta,
        "form": form,
        "revision": newest(article),
        "rows": rows(article),
    }
    return render(request, "desk/preview_links.html", context, status=status)

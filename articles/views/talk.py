"""People of the desk talking: a note on a story, what one is told, and which of it one wants."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles import notices, workflow
from articles.choices import NoticeKind
from articles.models import Article, Notice, StaffNote, User
from articles.notices.notes import SEE_STORIES
from articles.views.acts import BAD_REQUEST, forbidden, wants_json
from articles.views.desk import person

PER_PAGE = 30
TERM_LENGTH = 60

WAY_LABELS = {
    notices.DESK: gettext_lazy("In the desk"),
    notices.MAIL: gettext_lazy("By letter"),
}
TONES = {
    NoticeKind.WAITS: "wait",
    NoticeKind.RETURNED: "care",
    NoticeKind.PASSED: "good",
    NoticeKind.PUBLISHED: "good",
    NoticeKind.LOCK: "bad",
}


# Notes on a story


@require_POST
def note(request: HttpRequest, object_id: int) -> HttpResponse:
    """Add a note; what was typed is shown again when it is refused.

    Whoever accepts JSON alone gets the note as the panel shows it, or 400 with `reasons`.
    """
    user = person(request)
    if not user.has_perm(SEE_STORIES):
        return forbidden(request)
    article = get_object_or_404(Article.objects.defer("body"), pk=object_id)
    words = request.POST.get("text", "")
    try:
        added = notices.add_note(article, by=user, words=words)
    except workflow.Refused as refusal:
        return note_refused(request, article, words, refusal.reasons)
    if wants_json(request):
        page = render_to_string("desk/_note.html", {"note": added}, request)
        return JsonResponse({"note": page, "said": added_sentence(added)})
    messages.success(request, added_sentence(added))
    return redirect(reverse("admin:articles_article_change", args=[article.pk]) + "#notes")


def added_sentence(added: StaffNote) -> str:
    """Says who was told, so that a name that nobody bears does not go unnoticed."""
    people = [str(one) for one in added.mentioned.order_by("username")]
    if not people:
        return _("The note is added.")
    return _("The note is added, and these people are told: %(people)s") % {
        "people": notices.listed(people)
    }


def note_refused(
    request: HttpRequest, article: Article, words: str, reasons: Sequence[str]
) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"reasons": list(reasons)}, status=BAD_REQUEST)
    context = {"title": _("Notes"), "article": article, "words": words, "reasons": reasons}
    return desk_page(request, "desk/note.html", context, BAD_REQUEST)


@require_safe
@never_cache
def people(request: HttpRequest) -> HttpResponse:
    """Who may be meant by what is typed after the sign: at most ten, to who may read notes."""
    if not request.user.has_perm(SEE_STORIES):
        raise PermissionDenied
    term = request.GET.get("term", "")[:TERM_LENGTH]
    found = notices.suggested(term, notices.colleagues(), but=person(request))
    results = [{"name": one.name, "signin": one.signin, "insert": one.insert} for one in found]
    return JsonResponse({"results": results})


# What one is told


@require_safe
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """What this person was told in the desk, newest first."""
    user = person(request)
    page = page_of(of(user), request.GET.get("page", "1"))
    may_see = user.has_perm(SEE_STORIES)
    context = {
        "title": _("Notices"),
        "page": page,
        "rows": [row_of(notice, may_see=may_see) for notice in page],
        "unread": notices.unread(user).count(),
    }
    return desk_page(request, "desk/notices.html", context)


def of(user: User) -> QuerySet[Notice]:
    return Notice.objects.filter(to=user, in_desk=True)


def page_of(rows: QuerySet[Notice], asked: str) -> Page[Notice]:
    """The page of that number; anything that is not the number of a page is 404."""
    if not (asked.isascii() and asked.isdigit()):
        raise Http404
    try:
        return Paginator(rows, PER_PAGE).page(asked)
    except EmptyPage as error:
        raise Http404 from error


def row_of(notice: Notice, *, may_see: bool) -> dict[str, Any]:
    address = notices.path_of(notice) if may_see else ""
    tone = TONES.get(NoticeKind(notice.kind), "plain")
    return {"notice": notice, "tone": tone, "address": address}


@require_POST
def read(request: HttpRequest, notice_id: int | None = None) -> HttpResponse:
    """Mark one's own notices read: all, or one."""
    user = person(request)
    if notice_id is not None:
        get_object_or_404(of(user), pk=notice_id)
    count = notices.mark_read(user, only=notice_id)
    if notice_id is None:
        said = ngettext("%(n)d notice is marked read.", "%(n)d notices are marked read.", count)
        messages.success(request, said % {"n": count})
    return redirect("admin:articles_notice_mine")


# What one wants to be told


class ChoosingForm(forms.Form):
    """The boxes that are ticked, each named by a kind and a way."""

    wanted = forms.MultipleChoiceField(
        required=False,
        choices=[
            (f"{kind.value}-{way}", kind.label) for kind in NoticeKind for way in notices.WAYS
        ],
    )

    def pairs(self) -> set[tuple[NoticeKind, str]]:
        named = (box.split("-") for box in self.cleaned_data["wanted"])
        return {(NoticeKind(kind), way) for kind, way in named}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def settings(request: HttpRequest) -> HttpResponse:
    """Which news reach oneself, and how."""
    user = person(request)
    form = ChoosingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        notices.choose(user, form.pairs())
        messages.success(request, _("Your choice is kept."))
        return redirect("admin:articles_notice_settings")
    context = {
        "title": _("Notice settings"),
        "form": form,
        "ways": WAY_LABELS.values(),
        "rows": [choices_of(user, kind) for kind in NoticeKind],
        "has_address": bool(user.email),
    }
    return desk_page(
        request, "desk/notice_settings.html", context, BAD_REQUEST if form.errors else 200
    )


def choices_of(user: User, kind: NoticeKind) -> dict[str, Any]:
    boxes = [
        {"value": f"{kind.value}-{way}", "way": label, "is_on": notices.is_on(user, kind, way)}
        for way, label in WAY_LABELS.items()
    ]
    return {"kind": kind.label, "boxes": boxes}


def desk_page(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    return render(request, template, {**admin.site.each_context(request), **context}, status=status)

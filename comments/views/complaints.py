"""The pages on which readers report a comment, or appeal for one of their own."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from articles.models import Edition
from articles.workflow import Refused
from comments import complaining, limits
from comments.choices import ReportReason
from comments.forms import AppealForm, ReadersForm, ReportForm
from comments.identity import sender_of
from comments.models import LettersSettings
from comments.views.finding import (
    FORM,
    PART,
    of_live_story,
    one_or_404,
    shown_or_404,
    wants,
)
from comments.views.own import posted_by

UNPROCESSABLE, TOO_MANY = 422, 429
READ = {"GET", "HEAD"}


@require_http_methods(["GET", "HEAD", "POST"])
@of_live_story
def report(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    """Report a comment that is shown; as part=form without the page around it."""
    context = {"edition": edition, "comment": shown_or_404(edition, pk)}
    if request.method in READ:
        return answer(request, "report", context, ReportForm())
    form = ReportForm(request.POST)
    if not form.is_valid():
        return answer(request, "report", context, form, UNPROCESSABLE)
    try:
        complaining.report(
            pk,
            reason=ReportReason(form.cleaned_data["reason"]),
            words=form.cleaned_data["words"],
            sender=sender_of(request),
        )
    except Refused as refused:
        return refuse(request, "report", context, form, refused)
    return done(request)


@require_http_methods(["GET", "HEAD", "POST"])
@of_live_story
def appeal(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    """Appeal for a comment of one's own that was rejected; nobody else finds the page."""
    sender = sender_of(request)
    writer = one_or_404(sender.writer)
    own = one_or_404(posted_by(writer, pk))
    if own.comment.article_id != edition.article_id or not own.is_rejected:
        raise Http404
    context = {"edition": edition, "own": own, "comment": own.comment}
    if request.method in READ:
        return answer(request, "appeal", context, AppealForm())
    form = AppealForm(request.POST)
    if not form.is_valid():
        return answer(request, "appeal", context, form, UNPROCESSABLE)
    try:
        limits.complain(sender)
        complaining.appeal(pk, words=form.cleaned_data["words"], writer=writer)
    except Refused as refused:
        return refuse(request, "appeal", context, form, refused)
    return done(request)


def refuse(
    request: HttpRequest, name: str, context: dict[str, Any], form: ReadersForm, refused: Refused
) -> HttpResponse:
    form.refuse(refused)
    status = TOO_MANY if isinstance(refused, limits.Flooded) else UNPROCESSABLE
    return answer(request, name, context, form, status)


def answer(
    request: HttpRequest, name: str, context: dict[str, Any], form: ReadersForm, status: int = 200
) -> HttpResponse:
    settings = LettersSettings.current()
    context = context | {
        "form": form,
        "alone": True,
        "done": "done" in request.GET and not form.is_bound,
        "hours": settings.report_hours if name == "report" else settings.appeal_hours,
    }
    page = f"comments/_{name}.html" if wants(request, FORM) else f"comments/{name}.html"
    return render(request, page, context, status=status)


def done(request: HttpRequest) -> HttpResponse:
    """Sending again by reloading is impossible: the answer is another page."""
    part = f"&{PART}={FORM}" if wants(request, FORM) else ""
    return redirect(f"{request.path}?done=1{part}")

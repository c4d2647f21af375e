"""The lock of a story as buttons: take it, give it back, break somebody else's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles import workflow
from articles.choices import DeskVerb
from articles.models import Article, User
from articles.views import working
from articles.views.acts import CONFLICT, FORBIDDEN, wants_json
from articles.views.desk import person


@dataclass(frozen=True, slots=True)
class LockAct:
    verb: str
    label: Any
    perform: Callable[..., Any]
    done: Any


LOCK_ACTS = {
    act.verb: act
    for act in (
        LockAct(
            "take",
            gettext_lazy("Lock for me"),
            workflow.take,
            gettext_lazy("The story is locked: only you can save it."),
        ),
        LockAct(
            "release",
            gettext_lazy("Give the lock back"),
            workflow.release,
            gettext_lazy("The lock is given back."),
        ),
        LockAct(
            "break",
            gettext_lazy("Break the lock"),
            workflow.break_,
            gettext_lazy("The lock is broken, and its holder is told."),
        ),
    )
}


@require_POST
def lock(request: HttpRequest, object_id: int, verb: str) -> HttpResponse:
    """Take, give back or break the lock. Whoever accepts JSON alone is answered with it."""
    chosen = LOCK_ACTS.get(verb)
    if chosen is None:
        raise Http404
    article, user = get_object_or_404(Article, pk=object_id), person(request)
    try:
        chosen.perform(article, by=user)
    except PermissionDenied as denied:
        if not wants_json(request):
            raise
        return working.refused(FORBIDDEN, str(denied))
    except workflow.Refused as refusal:
        return lock_refused(request, article, chosen, refusal.reasons)
    if wants_json(request):
        found = working.around(article, user, request.POST.get("_tab", ""), timezone.now())
        return JsonResponse(asdict(found) | {"done": str(chosen.done)})
    messages.success(request, str(chosen.done))
    return redirect("admin:articles_article_change", object_id)


def lock_refused(
    request: HttpRequest, article: Article, act: LockAct, reasons: Sequence[str]
) -> HttpResponse:
    if wants_json(request):
        return working.refused(CONFLICT, *reasons)
    for reason in reasons:
        messages.error(request, reason)
    context = {
        **admin.site.each_context(request),
        "title": article.title,
        "act": act,
        "form": Form(),
        "article": article,
        "opts": Article._meta,
    }
    return render(request, "desk/act.html", context, status=CONFLICT)


@dataclass(frozen=True, slots=True)
class LockButton:
    """A button of the lock; the page shows those of the present state (see `Around.lock`)."""

    act: LockAct
    address: str
    state: str


def lock_buttons(article: Article, user: User) -> list[LockButton]:
    offered = [
        ("take", "none", user.has_perm(working.CHANGE)),
        ("release", "mine", user.has_perm(working.CHANGE)),
        ("break", "theirs", workflow.may(user, DeskVerb.BREAK_LOCK)),
    ]
    return [
        LockButton(
            LOCK_ACTS[verb], reverse("admin:articles_article_lock", args=[article.pk, verb]), state
        )
        for verb, state, may in offered
        if may
    ]

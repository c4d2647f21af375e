"""Which acts a person may do to a story now, why not the others, and the page that does one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import checklist, workflow
from articles.choices import WITH_WRITER, PublicState
from articles.forms import ActForm
from articles.models import Article, Edition, User
from articles.views.buttons import ACTS, Act
from articles.views.desk import person
from articles.workflow import Facts

BAD_REQUEST, FORBIDDEN, CONFLICT = 400, 403, 409


# What is offered


@dataclass(slots=True)
class Offer:
    """An act that this person may do to this story now."""

    act: Act
    form: forms.Form
    address: str


@dataclass(frozen=True, slots=True)
class Missing:
    """An act that one would expect here, and why this person cannot do it now."""

    act: Act
    reasons: Sequence[str]


@dataclass(slots=True)
class Standing:
    """How a saved story stands, for this person, now: states, buttons, what is missing."""

    facts: Facts
    state: PublicState
    broken: Sequence[checklist.Broken]
    offers: list[Offer] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)

    @property
    def edition(self) -> Edition | None:
        return self.facts.live

    @property
    def coming(self) -> Edition | None:
        return self.facts.coming

    @property
    def changed(self) -> bool:
        """Whether readers see another text than the working copy."""
        live = self.facts.live
        return live is not None and live.article_version != self.facts.article.version

    @property
    def has_more(self) -> bool:
        """Whether there are acts that one seldom needs."""
        acts = [one.act for one in self.offers] + [one.act for one in self.missing]
        return any(not act.is_main for act in acts)

    @property
    def tells_writer(self) -> bool:
        """Whether the writer has the text: it was not handed in, or its signature is used up."""
        return self.facts.state in WITH_WRITER or self.facts.is_spent


def standing(article: Article, user: User) -> Standing:
    facts = workflow.facts_of(article)
    shown = Standing(
        facts=facts, state=public_state(facts), broken=list(checklist.broken(facts.copy))
    )
    for act in ACTS.values():
        if not act.fits(facts):
            continue
        reasons = reasons_against(facts, act, user)
        if reasons:
            shown.missing.append(Missing(act, reasons))
        else:
            shown.offers.append(Offer(act, act_form(act, article), act_address(article, act)))
    return shown


def public_state(facts: Facts) -> PublicState:
    if facts.live:
        return PublicState.LIVE
    if facts.coming:
        return PublicState.SCHEDULED
    return PublicState.WITHDRAWN if facts.withdrawal else PublicState.UNPUBLISHED


def reasons_against(facts: Facts, act: Act, user: User) -> list[str]:
    if not workflow.may(user, act.verb):
        return [_("You do not have the right to do this.")]
    return workflow.hindrances(facts, act.verb, user)


def act_form(act: Act, article: Article) -> ActForm:
    """The fields stand in the rail, inside the story's form, and belong to a form of their own."""
    form = act.form(initial={"version": article.version}, auto_id=f"act-{act.verb}-%s")
    for asked in form.fields.values():
        asked.widget.attrs["form"] = f"act-{act.verb}"
    return form


def act_address(article: Article, act: Act) -> str:
    return reverse("admin:articles_article_act", args=[article.pk, act.verb])


# Doing one


@require_POST
def act(request: HttpRequest, object_id: int, verb: str) -> HttpResponse:
    """Do one act to the saved story; what was typed is shown again when the act is refused.

    Whoever accepts JSON alone is answered with it: 200, 400, 403 or 409 with `reasons`.
    """
    chosen = ACTS.get(verb)
    if chosen is None:
        raise Http404
    user = person(request)
    if not workflow.may(user, chosen.verb):
        return forbidden(request)
    article = get_object_or_404(Article, pk=object_id)
    form = chosen.form(request.POST, auto_id=f"act-{verb}-%s")
    if not form.is_valid():
        return refused(request, article, chosen, form, BAD_REQUEST)
    try:
        outcome = chosen.perform(article, user, form.cleaned_data)
    except workflow.Refused as refusal:
        return refused(request, article, chosen, form, CONFLICT, refusal.reasons)
    if wants_json(request):
        return JsonResponse({"done": chosen.report(outcome)})
    messages.success(request, chosen.report(outcome))
    return redirect(after(request, object_id))


def forbidden(request: HttpRequest) -> HttpResponse:
    reason = _("You do not have the right to do this.")
    if not wants_json(request):
        raise PermissionDenied(reason)
    return JsonResponse({"reasons": [reason]}, status=FORBIDDEN)


def after(request: HttpRequest, object_id: int) -> str:
    """Back to the page that the act was done from: the review page, else the story's form."""
    if request.POST.get("from") == "review":
        return reverse("admin:articles_article_review", args=[object_id])
    return reverse("admin:articles_article_change", args=[object_id])


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"


def refused(
    request: HttpRequest,
    article: Article,
    act: Act,
    form: forms.Form,
    status: int,
    reasons: Sequence[str] = (),
) -> HttpResponse:
    """The act's form again, with what was typed and the reasons."""
    if wants_json(request):
        typed = [str(error) for errors in form.errors.values() for error in errors]
        return JsonResponse({"reasons": [*reasons, *typed]}, status=status)
    for reason in reasons:
        messages.error(request, reason)
    context = {
        **admin.site.each_context(request),
        "title": article.title,
        "act": act,
        "form": form,
        "article": article,
        "opts": Article._meta,
    }
    return render(request, "desk/act.html", context, status=status)

"""Pages that the desk opens beside the story's form: its acts, and the preview."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from articles import compiling, related, workflow
from articles.choices import EditionChange, PublicState
from articles.forms import ActForm, CorrectForm, RestoreForm, ScheduleForm, WithdrawForm
from articles.models import Article, Edition, Section, User

Said = dict[str, Any]


@dataclass(slots=True)
class Standing:
    """What the publishing panel shows: the state, the acts on offer, and what is missing."""

    state: PublicState
    edition: Edition | None
    coming: Edition | None
    changed: bool
    missing: Sequence[str]
    offers: list[Offer] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Act:
    """One act as the desk offers it: who may, when it makes sense, what is asked, what is done."""

    verb: str
    label: Any
    permission: str
    fits: Callable[[Standing], bool]
    form: type[ActForm]
    perform: Callable[[Article, User, Said], Any]
    done: Any
    done_later: Any = ""

    def report(self, outcome: Any) -> str:
        """What to say once it is done; the edition it made may still be to come."""
        to_come = isinstance(outcome, Edition) and outcome.live_from > timezone.now()
        return str(self.done_later or self.done) if to_come else str(self.done)


@dataclass(slots=True)
class Offer:
    """An act that this person may do to this story now."""

    act: Act
    form: forms.Form
    address: str


def publish(article: Article, by: User, said: Said) -> Edition:
    return workflow.publish(article, by=by, version=said["version"])


def schedule(article: Article, by: User, said: Said) -> Edition:
    return workflow.publish(article, by=by, version=said["version"], at=said["at"])


def correct(article: Article, by: User, said: Said) -> Edition:
    change = EditionChange(said["change"])
    return workflow.publish(
        article, by=by, version=said["version"], at=said["at"], change=change, note=said["note"]
    )


def unschedule(article: Article, by: User, said: Said) -> Edition:
    return workflow.unschedule(article, by=by)


def withdraw(article: Article, by: User, said: Said) -> Any:
    return workflow.withdraw(article, by=by, reason=said["reason"], notice=said["notice"])


def restore(article: Article, by: User, said: Said) -> Edition:
    return workflow.restore(article, by=by, note=said["note"])


def is_new(shown: Standing) -> bool:
    return shown.state == PublicState.UNPUBLISHED and not shown.missing


def has_changes(shown: Standing) -> bool:
    return shown.changed and not shown.coming and not shown.missing


ACTS: dict[str, Act] = {
    act.verb: act
    for act in (
        Act(
            "publish",
            gettext_lazy("Publish now"),
            "articles.publish_article",
            is_new,
            ActForm,
            publish,
            gettext_lazy("The story is published."),
        ),
        Act(
            "correct",
            gettext_lazy("Publish the changes"),
            "articles.correct_article",
            has_changes,
            CorrectForm,
            correct,
            gettext_lazy("Readers see the changed story now."),
            gettext_lazy("The changes are scheduled."),
        ),
        Act(
            "schedule",
            gettext_lazy("Schedule"),
            "articles.publish_article",
            is_new,
            ScheduleForm,
            schedule,
            gettext_lazy("The story is scheduled."),
        ),
        Act(
            "unschedule",
            gettext_lazy("Cancel the schedule"),
            "articles.publish_article",
            lambda shown: shown.coming is not None,
            ActForm,
            unschedule,
            gettext_lazy("The schedule is cancelled."),
        ),
        Act(
            "restore",
            gettext_lazy("Restore"),
            "articles.restore_article",
            lambda shown: shown.state == PublicState.WITHDRAWN,
            RestoreForm,
            restore,
            gettext_lazy("Readers see the story again."),
        ),
        Act(
            "withdraw",
            gettext_lazy("Withdraw"),
            "articles.withdraw_article",
            lambda shown: shown.edition is not None,
            WithdrawForm,
            withdraw,
            gettext_lazy("The story is withdrawn."),
        ),
    )
}


def standing(article: Article, user: User) -> Standing:
    """How a saved story stands, for this person, now."""
    now = timezone.now()
    row = Article.objects.with_public_state(now).values("state_for_readers").get(pk=article.pk)
    live = article.editions.live(at=now).first()
    shown = Standing(
        state=PublicState(row["state_for_readers"]),
        edition=live,
        coming=article.editions.scheduled(now).first(),
        changed=live is not None and live.article_version != article.version,
        missing=[],
    )
    if shown.state == PublicState.UNPUBLISHED or shown.changed:
        shown.missing = workflow.problems(article)
    shown.offers = [
        Offer(act, act_form(act, article), act_address(article, act))
        for act in ACTS.values()
        if user.has_perm(act.permission) and act.fits(shown)
    ]
    return shown


def act_form(act: Act, article: Article) -> ActForm:
    """The fields stand in the rail, inside the story's form, and belong to a form of their own."""
    form = act.form(initial={"version": article.version}, auto_id=f"act-{act.verb}-%s")
    for asked in form.fields.values():
        asked.widget.attrs["form"] = f"act-{act.verb}"
    return form


def act_address(article: Article, act: Act) -> str:
    return reverse("admin:articles_article_act", args=[article.pk, act.verb])


def person(request: HttpRequest) -> User:
    """Who is signed in; the admin site has asked for that already."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


@require_POST
def act(request: HttpRequest, object_id: int, verb: str) -> HttpResponse:
    """Do one act to the saved story; what was typed is shown again when the act is refused."""
    chosen = ACTS.get(verb)
    if chosen is None:
        raise Http404
    user = person(request)
    if not user.has_perm(chosen.permission):
        raise PermissionDenied(_("You do not have the right to do this."))
    article = get_object_or_404(Article, pk=object_id)
    form = chosen.form(request.POST, auto_id=f"act-{verb}-%s")
    if form.is_valid():
        try:
            outcome = chosen.perform(article, user, form.cleaned_data)
        except workflow.Refused as refusal:
            for reason in refusal.reasons:
                messages.error(request, reason)
        else:
            messages.success(request, chosen.report(outcome))
            return redirect("admin:articles_article_change", object_id)
    return refused(request, article, chosen, form)


def refused(request: HttpRequest, article: Article, act: Act, form: forms.Form) -> HttpResponse:
    """The act's form again, with what was typed and the reasons."""
    context = {
        **admin.site.each_context(request),
        "title": article.title,
        "act": act,
        "form": form,
        "article": article,
        "opts": Article._meta,
    }
    return render(request, "desk/act.html", context, status=409)


@require_safe
@never_cache
def session(request: HttpRequest) -> HttpResponse:
    """Tells a page that is about to send a form that its person is still signed in."""
    return JsonResponse({"token": get_token(request)})


@require_safe
@never_cache
def preview(request: HttpRequest, object_id: int) -> HttpResponse:
    """The reader's page made from the working copy as it was last saved."""
    if not request.user.has_perm("articles.view_article"):
        raise PermissionDenied
    article = get_object_or_404(Article.objects.select_related("section__parent"), pk=object_id)
    edition = as_edition(article, person(request))
    context = {
        "edition": edition,
        "recommended": related.recommended(edition, timezone.now()),
        "article": article,
        "saved_at": date_format(timezone.localtime(article.updated_at), "Y-m-d H:i"),
    }
    response = render(request, "desk/preview.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "no-store, private"
    return response


def as_edition(article: Article, user: User) -> Edition:
    """The edition that publishing would write now; it is never saved."""
    now = timezone.now()
    shown = article.editions.live(at=now).only("notices").first()
    return Edition(
        article=article,
        number=0,
        article_version=article.version,
        live_from=now,
        change=EditionChange.FIRST,
        by=user,
        published_at=article.published_at or now,
        section=article.section or Section(name=_("No section"), slug="none"),
        notices=shown.notices if shown else [],
        **compiling.columns(article),
    )

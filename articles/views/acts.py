"""The acts of the desk as buttons: which a person may press now, why not, and pressing one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from articles import checklist, workflow
from articles.choices import (
    TRANSITIONS,
    WITH_WRITER,
    DeskVerb,
    EditionChange,
    Level,
    PublicState,
    ReviewState,
)
from articles.forms import (
    ActForm,
    AfterwardsForm,
    CorrectForm,
    GreenForm,
    NoteForm,
    PassForm,
    ReturnForm,
    ScheduleForm,
    WithdrawForm,
)
from articles.models import Article, Edition, Pass, User
from articles.views.desk import person
from articles.workflow import Facts

Said = dict[str, Any]

BAD_REQUEST, FORBIDDEN, CONFLICT = 400, 403, 409


@dataclass(frozen=True, slots=True)
class Act:
    """One act as the desk offers it: when it makes sense, what is asked, what is done.

    `fits` says whether to speak of the act at all; `workflow.hindrances` whether it can be done.
    """

    verb: DeskVerb
    label: Any
    form: type[ActForm]
    perform: Callable[[Article, User, Said], Any]
    done: Any
    fits: Callable[[Facts], bool]
    done_later: Any = ""
    #: What one expects to press next; the others are folded away.
    is_main: bool = True

    def report(self, outcome: Any) -> str:
        """What to say once it is done; the edition it made may still be to come."""
        to_come = isinstance(outcome, Edition) and outcome.live_from > timezone.now()
        return str(self.done_later or self.done) if to_come else str(self.done)


def in_its_state(verb: DeskVerb) -> Callable[[Facts], bool]:
    return lambda facts: facts.state in TRANSITIONS[verb] and not is_away(facts)


def is_away(facts: Facts) -> bool:
    return bool(facts.article.archived_at or facts.article.discarded_at)


def passing(level: Level) -> Callable[[Article, User, Said], Pass]:
    return lambda article, by, said: workflow.pass_(article, by=by, level=level, **said)


def publish(article: Article, by: User, said: Said) -> Edition:
    return workflow.publish(article, by=by, **said)


def correct(article: Article, by: User, said: Said) -> Edition:
    return workflow.publish(article, by=by, **said | {"change": EditionChange(said["change"])})


def unschedule(article: Article, by: User, said: Said) -> Edition:
    return workflow.unschedule(article, by=by)


def withdraw(article: Article, by: User, said: Said) -> Any:
    return workflow.withdraw(article, by=by, reason=said["reason"], notice=said["notice"])


def restore(article: Article, by: User, said: Said) -> Edition:
    return workflow.restore(article, by=by, note=said["note"])


def green_signature(article: Article) -> Pass | None:
    return article.passes.to_review_afterwards().order_by("pk").first()


def review_afterwards(article: Article, by: User, said: Said) -> Pass:
    signed = green_signature(article)
    if signed is None:
        raise workflow.Refused(_("No signature of this story waits for a review afterwards."))
    return workflow.review_afterwards(signed, by=by, opinion=said["opinion"])


def to_be_published(facts: Facts) -> bool:
    signed = facts.state == ReviewState.SIGNED and not facts.is_out
    return signed and not facts.withdrawal and not is_away(facts)


ACTS: dict[str, Act] = {
    act.verb.value: act
    for act in (
        Act(
            DeskVerb.SUBMIT,
            gettext_lazy("Submit for review"),
            NoteForm,
            lambda article, by, said: workflow.submit(article, by=by, **said),
            gettext_lazy("The story is submitted."),
            lambda facts: in_its_state(DeskVerb.SUBMIT)(facts) and not facts.is_out,
        ),
        Act(
            DeskVerb.PASS_FIRST,
            gettext_lazy("Pass the first review"),
            PassForm,
            passing(Level.FIRST),
            gettext_lazy("The first review is passed."),
            in_its_state(DeskVerb.PASS_FIRST),
        ),
        Act(
            DeskVerb.PASS_SECOND,
            gettext_lazy("Pass the second review"),
            PassForm,
            passing(Level.SECOND),
            gettext_lazy("The second review is passed."),
            in_its_state(DeskVerb.PASS_SECOND),
        ),
        Act(
            DeskVerb.SIGN_OFF,
            gettext_lazy("Sign"),
            PassForm,
            passing(Level.FINAL),
            gettext_lazy("The story is signed."),
            in_its_state(DeskVerb.SIGN_OFF),
        ),
        Act(
            DeskVerb.PUBLISH,
            gettext_lazy("Publish now"),
            ActForm,
            publish,
            gettext_lazy("The story is published."),
            lambda facts: to_be_published(facts) and not facts.live,
        ),
        Act(
            DeskVerb.CORRECT,
            gettext_lazy("Publish the changes"),
            CorrectForm,
            correct,
            gettext_lazy("Readers see the changed story now."),
            lambda facts: to_be_published(facts) and facts.live is not None,
            gettext_lazy("The changes are scheduled."),
        ),
        Act(
            DeskVerb.SCHEDULE,
            gettext_lazy("Schedule"),
            ScheduleForm,
            publish,
            gettext_lazy("The story is scheduled."),
            lambda facts: to_be_published(facts) and not facts.live,
        ),
        Act(
            DeskVerb.RETURN,
            gettext_lazy("Return with an opinion"),
            ReturnForm,
            lambda article, by, said: workflow.return_(article, by=by, **said),
            gettext_lazy("The story is returned to its writer."),
            lambda facts: in_its_state(DeskVerb.RETURN)(facts) and not facts.is_out,
        ),
        Act(
            DeskVerb.UNSCHEDULE,
            gettext_lazy("Cancel the schedule"),
            ActForm,
            unschedule,
            gettext_lazy("The schedule is cancelled."),
            lambda facts: facts.coming is not None,
        ),
        Act(
            DeskVerb.RESTORE,
            gettext_lazy("Restore"),
            NoteForm,
            restore,
            gettext_lazy("Readers see the story again."),
            lambda facts: facts.withdrawal is not None,
        ),
        Act(
            DeskVerb.REVIEW_AFTER,
            gettext_lazy("Review afterwards"),
            AfterwardsForm,
            review_afterwards,
            gettext_lazy("The review afterwards is recorded."),
            lambda facts: green_signature(facts.article) is not None,
        ),
        Act(
            DeskVerb.TAKE_BACK,
            gettext_lazy("Take back"),
            NoteForm,
            lambda article, by, said: workflow.take_back(article, by=by, **said),
            gettext_lazy("The story is a draft again."),
            in_its_state(DeskVerb.TAKE_BACK),
            is_main=False,
        ),
        Act(
            DeskVerb.GREEN,
            gettext_lazy("Green channel"),
            GreenForm,
            lambda article, by, said: workflow.green(article, by=by, **said),
            gettext_lazy("The story is signed; it is listed for a review afterwards."),
            lambda facts: in_its_state(DeskVerb.GREEN)(facts) and not facts.is_out,
            is_main=False,
        ),
        Act(
            DeskVerb.WITHDRAW,
            pgettext_lazy("button", "Withdraw"),
            WithdrawForm,
            withdraw,
            gettext_lazy("The story is withdrawn."),
            lambda facts: facts.live is not None,
            is_main=False,
        ),
        Act(
            DeskVerb.ARCHIVE,
            pgettext_lazy("button", "Archive"),
            NoteForm,
            lambda article, by, said: workflow.archive(article, by=by, **said),
            gettext_lazy("The story is archived."),
            lambda facts: in_its_state(DeskVerb.ARCHIVE)(facts) and not to_be_published(facts),
            is_main=False,
        ),
        Act(
            DeskVerb.UNARCHIVE,
            gettext_lazy("Take out of the archive"),
            ActForm,
            lambda article, by, said: workflow.unarchive(article, by=by, **said),
            gettext_lazy("The story is back on the desk."),
            lambda facts: facts.article.archived_at is not None,
        ),
        Act(
            DeskVerb.DISCARD,
            gettext_lazy("Move to the recycle bin"),
            NoteForm,
            lambda article, by, said: workflow.discard(article, by=by, **said),
            gettext_lazy("The story is in the recycle bin."),
            lambda facts: in_its_state(DeskVerb.DISCARD)(facts) and facts.last is None,
            is_main=False,
        ),
        Act(
            DeskVerb.RECOVER,
            gettext_lazy("Take out of the recycle bin"),
            ActForm,
            lambda article, by, said: workflow.recover(article, by=by, **said),
            gettext_lazy("The story is back on the desk."),
            lambda facts: facts.article.discarded_at is not None,
        ),
    )
}


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

"""Acts on many stories of the list: each for itself, on what was shown, with its own answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import workflow
from articles.admin.baskets import PARAMETER
from articles.choices import DeskVerb, ReviewState
from articles.models import Article, User
from articles.views.buttons import ACTS, Act
from articles.views.desk import person

#: In the order of the work.
BULK = (
    DeskVerb.SUBMIT,
    DeskVerb.PASS_FIRST,
    DeskVerb.PASS_SECOND,
    DeskVerb.SIGN_OFF,
    DeskVerb.RETURN,
    DeskVerb.PUBLISH,
    DeskVerb.ARCHIVE,
    DeskVerb.DISCARD,
    DeskVerb.UNARCHIVE,
    DeskVerb.RECOVER,
)
#: What has been put away can only be fetched back, and nothing else can be.
FETCHING = {"archived": DeskVerb.UNARCHIVE, "bin": DeskVerb.RECOVER}
#: Acts that ask for an opinion, on a page between; it is said of every story chosen.
ASKING = frozenset({DeskVerb.RETURN})

#: How a row was listed: its number, version and state. Nothing else reaches the database.
SEEN = re.compile(r"([0-9]{1,18}):([0-9]{1,9}):([a-z]{1,10})")

BAD_REQUEST = 400


@dataclass(frozen=True, slots=True)
class Listed:
    """A chosen row as it stood in the list; what has moved on since is refused.

    Every row carries this in a hidden field, so that what is done is done to what was read,
    however long the list has been open. A time of opening for the whole list would not do: it
    says nothing of a row that the page was too old to show.
    """

    pk: int
    version: int
    state: ReviewState

    @property
    def seen(self) -> str:
        return f"{self.pk}:{self.version}:{self.state}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one story; without reasons the act was done."""

    title: str
    reasons: Sequence[str] = ()


class BulkActs:
    """Mixed into the story's admin: the acts under a selection, each offered to who may do it."""

    actions = ()

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """In the shape that the list draws its menu from; what is chosen goes to `do_chosen`."""
        return {act.verb.value: (None, act.verb.value, act.label) for act in offered(request)}

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if request.method == "POST":
            return do_chosen(request)
        shown: HttpResponse = super().changelist_view(request, extra_context)
        return shown


def offered(request: HttpRequest) -> list[Act]:
    """The acts that this person may do to stories of the open basket."""
    fetching = FETCHING.get(request.GET.get(PARAMETER, ""))
    verbs = [fetching] if fetching else [v for v in BULK if v not in FETCHING.values()]
    return [ACTS[verb] for verb in verbs if workflow.may(person(request), verb)]


def do_chosen(request: HttpRequest) -> HttpResponse:
    """Do what was chosen to the stories that were chosen, and report on each.

    What cannot be read changes nothing and is answered with 400, a missing right with 403.
    """
    user, verb = person(request), request.POST.get("action", "")
    if verb not in BULK:
        return sheet(request, _("Choose what is to be done with the stories."))
    if not (user.has_perm("articles.view_article") and workflow.may(user, DeskVerb(verb))):
        raise PermissionDenied(_("You do not have the right to do this."))
    chosen = chosen_rows(request)
    if chosen is None:
        return sheet(request, _("The list could not be read. Open it again and choose anew."))
    if not chosen:
        return sheet(request, _("Choose at least one story."))
    return done(request, ACTS[verb], chosen, user)


def chosen_rows(request: HttpRequest) -> list[Listed] | None:
    """The ticked rows in the list's order; None where one of them cannot be read."""
    read = [SEEN.fullmatch(seen) for seen in request.POST.getlist("seen")]
    rows = {
        match[1]: Listed(int(match[1]), int(match[2]), ReviewState(match[3]))
        for match in read
        if match and match[3] in ReviewState.values
    }
    ticked = request.POST.getlist("_selected_action")
    if not all(pk in rows for pk in ticked):
        return None
    return [row for pk, row in rows.items() if pk in ticked]


def done(request: HttpRequest, act: Act, chosen: list[Listed], user: User) -> HttpResponse:
    typed = {"version": 1, "opinion": request.POST.get("opinion", "")}
    form = act.form(typed, auto_id="bulk-%s")
    if act.verb in ASKING and "opinion" not in request.POST:
        empty = act.form(auto_id="bulk-%s")
        return sheet(request, act=act, chosen=chosen, form=empty, status=200)
    if not form.is_valid():
        return sheet(request, act=act, chosen=chosen, form=form)
    said = form.cleaned_data
    report(request, act, [answer(act, row, user, said) for row in chosen])
    return HttpResponseRedirect(request.get_full_path())


def answer(act: Act, row: Listed, user: User, said: dict[str, Any]) -> Answer:
    """Do the act to one story, in a transaction of its own."""
    article = Article.objects.filter(pk=row.pk).first()
    if article is None:
        return Answer(f"#{row.pk}", [_("The story is not there any more.")])
    try:
        with transaction.atomic():
            demand_as_listed(row)
            act.perform(article, user, said | {"version": row.version})
    except workflow.Refused as refusal:
        return Answer(article.title, refusal.reasons)
    return Answer(article.title)


def demand_as_listed(row: Listed) -> None:
    """Hold the story, and refuse if its text or its state is another than in the list."""
    held = Article.objects.select_for_update(of=("self",)).select_related("updated_by")
    article = held.defer("body").get(pk=row.pk)
    if article.version != row.version:
        who = str(article.updated_by) if article.updated_by else _("Somebody")
        when = date_format(timezone.localtime(article.updated_at), "H:i")
        raise workflow.Stale(
            _("%(who)s changed it at %(when)s, after this list was opened. Read it first.")
            % {"who": who, "when": when}
        )
    if article.state != row.state:
        state = ReviewState(article.state).label
        raise workflow.Stale(
            _("It has moved on since this list was opened: %(state)s.") % {"state": state}
        )


def report(request: HttpRequest, act: Act, answers: Iterable[Answer]) -> None:
    """One message for what was done, and one for what was refused, story by story."""
    answers = list(answers)
    successes = [one for one in answers if not one.reasons]
    refusals = [one for one in answers if one.reasons]
    if successes:
        words = ngettext(
            "%(act)s: %(n)d story done.", "%(act)s: %(n)d stories done.", len(successes)
        )
        messages.success(request, told(words, act, successes))
    if refusals:
        words = ngettext(
            "%(act)s: %(n)d story refused.", "%(act)s: %(n)d stories refused.", len(refusals)
        )
        messages.error(request, told(words, act, refusals))


def told(words: str, act: Act, answers: Sequence[Answer]) -> str:
    sentence = words % {"act": act.label, "n": len(answers)}
    return render_to_string("desk/_bulk_report.html", {"sentence": sentence, "answers": answers})


def sheet(
    request: HttpRequest,
    error: str = "",
    *,
    act: Act | None = None,
    chosen: Sequence[Listed] = (),
    form: forms.Form | None = None,
    status: int = BAD_REQUEST,
) -> HttpResponse:
    """The page between: the stories chosen and what is asked, or why nothing was done."""
    stories = Article.objects.filter(pk__in=[row.pk for row in chosen])
    titles = dict(stories.values_list("pk", "title"))
    context = {
        **admin.site.each_context(request),
        "title": act.label if act else _("Nothing was changed"),
        "opts": Article._meta,
        "error": error,
        "act": act,
        "form": form,
        "chosen": [(row, titles[row.pk]) for row in chosen if row.pk in titles],
        "back": request.get_full_path(),
    }
    return render(request, "desk/bulk.html", context, status=status)

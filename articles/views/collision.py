"""Two saves of one story: keeps the text that came too late, shows both, and merges them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from articles import compiling, workflow
from articles.choices import DeskVerb, RevisionReason
from articles.forms import ActForm
from articles.forms.typed import typed_photos, typed_snapshot
from articles.merging import Choice
from articles.models import Article, Revision, User
from articles.views import sides
from articles.views.desk import person
from articles.workflow.reconciling import Reconciled, Undecided, reconciled
from articles.workflow.texts import Snapshot, same_text

OK, BAD_REQUEST, CONFLICT = 200, 400, 409

#: Codes of the errors of a form that somebody else's work stands against.
STALE, REFUSED = "stale", "refused"


@dataclass(frozen=True, slots=True)
class Case:
    """A text that came too late, against the story as it is now.

    `opened` is what both grew from, if it is known; `aside` is None as long as mine is not kept,
    which it need not be where it says what theirs says.
    """

    article: Article
    found: Reconciled
    opened: Revision | None
    aside: Revision | None = None

    @classmethod
    def of(cls, article: Article, mine: Snapshot, opened: Revision | None) -> Case:
        base = opened.snapshot if opened else None
        return cls(article, reconciled(base, mine, compiling.snapshot(article)), opened)

    @property
    def base(self) -> Snapshot | None:
        return self.opened.snapshot if self.opened else None


# A save that was refused


def is_refused(form: Any) -> bool:
    """Whether the story was saved, locked or put away by somebody since this form was opened."""
    return not {STALE, REFUSED}.isdisjoint(codes_of(form))


def codes_of(form: Any) -> set[str]:
    return {error.code for error in form.non_field_errors().as_data()}


def answer(request: HttpRequest, form: Any, formsets: Iterable[Any]) -> HttpResponse | None:
    """Keep what was typed, and show it beside what was saved meanwhile.

    None where the form has to be shown again instead: there is more to put right in it, or no
    text can be saved now.
    """
    if "body" in form.errors:
        return None
    rows = [one for one in formsets if one.management_form.is_valid()]
    seen = form.cleaned_data.get("seen_version")
    late = Late(fetch(form.instance.pk), seen, lambda base: typed_snapshot(form, rows, base))
    only_late = codes_of(form) == {STALE} and not set(form.errors) - {"__all__"}
    return late.answer(request, shows=only_late and not other_faults(rows))


def answer_photos(
    request: HttpRequest, article: Article, rows: Any, seen: int, *, stale: bool
) -> HttpResponse | None:
    """The same for the page that has only the photos of a story."""
    rows.is_valid()
    by = person(request)
    late = Late(fetch(article.pk), seen, lambda base: typed_photos(article, rows, base, by=by))
    may_merge = workflow.may(by, DeskVerb.MERGE)
    return late.answer(request, shows=stale and may_merge and not other_faults([rows]))


@dataclass(frozen=True, slots=True)
class Late:
    """A form that came too late: the version it was opened with, and how to read it over a base."""

    article: Article
    seen: Any
    typed: Callable[[Snapshot | None], Snapshot]

    def answer(self, request: HttpRequest, *, shows: bool) -> HttpResponse | None:
        opened = opened_revision(self.article, self.seen)
        mine = self.typed(opened.snapshot if opened else None)
        case = Case.of(self.article, mine, opened)
        if not case.found.is_idle:
            version = self.seen if is_version(self.article, self.seen) else 0
            case = replace(case, aside=kept(case, mine, version, by=person(request)))
        if shows:
            return page(request, case, status=CONFLICT)
        if case.aside:
            messages.warning(request, said_kept(case.aside))
        return None


def other_faults(formsets: Iterable[Any]) -> bool:
    """Whether something was typed that cannot be saved, whoever saved meanwhile.

    That a row is gone or is there already is said of the story as it is now, and merged.
    """
    return any(
        rows.non_form_errors() or any(set(errors) - {"__all__", "id"} for errors in rows.errors)
        for rows in formsets
    )


def is_version(article: Article, said: Any) -> bool:
    return isinstance(said, int) and 0 < said <= article.version


def opened_revision(article: Article, version: Any) -> Revision | None:
    """The text that a form was opened with, if it is known."""
    if not is_version(article, version):
        return None
    return article.revisions.of_the_copy().filter(version=version).first()


def kept(case: Case, mine: Snapshot, version: int, *, by: User) -> Revision:
    """The text as it is kept aside; what is sent twice is kept once."""
    asides = case.article.revisions.filter(reason=RevisionReason.ASIDE, version=version, by=by)
    for aside in asides.order_by("-pk")[:5]:
        if same_text(case.base, mine, aside.snapshot):
            return aside
    return workflow.keep_aside(case.article, mine, by=by, version=version)


def said_kept(aside: Revision) -> Any:
    return format_html(
        '{} <a class="desk-link" href="{}">{}</a>',
        _("What you typed is kept aside."),
        address_of(aside),
        _("Look at it beside the saved text"),
    )


def address_of(aside: Revision) -> str:
    return reverse("admin:articles_article_collision", args=[aside.article_id, aside.pk])


# The page


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def collision(request: HttpRequest, object_id: int, revision_id: int) -> HttpResponse:
    """A text that was kept aside, beside the story as it is now; who typed it may merge it."""
    kept_aside = Revision.objects.select_related("by").filter(reason=RevisionReason.ASIDE)
    aside = get_object_or_404(kept_aside, pk=revision_id)
    user = person(request)
    is_hidden = aside.by != user and not workflow.may(user, DeskVerb.EDIT)
    if aside.article_id != object_id or is_hidden:
        raise Http404
    case = case_of(object_id, aside)
    if request.method != "POST":
        return page(request, case)
    if aside.by != user:
        raise PermissionDenied(_("Only who typed this text can merge it."))
    workflow.demand(user, *workflow.PERMISSIONS[DeskVerb.MERGE])
    if "keep" in request.POST:
        return theirs_stays(request, aside)
    return merge(request, case, aside)


def fetch(pk: int) -> Article:
    return get_object_or_404(Article.objects.select_related("section", "updated_by"), pk=pk)


def case_of(pk: int, aside: Revision) -> Case:
    article = fetch(pk)
    case = Case.of(article, aside.snapshot, opened_revision(article, aside.version))
    return replace(case, aside=aside)


def theirs_stays(request: HttpRequest, aside: Revision) -> HttpResponse:
    messages.success(request, _("The saved text stays as it is."))
    messages.info(request, said_kept(aside))
    return redirect("admin:articles_article_change", aside.article_id)


def merge(request: HttpRequest, case: Case, aside: Revision) -> HttpResponse:
    """Merge again what was shown, with the choices, and save it, unless only a look is wanted."""
    form = ActForm(request.POST)
    choices = choices_in(request.POST, case.found)
    if not form.is_valid():
        reasons = [_("The form was sent without the version that it showed. Send it again.")]
        return page(request, case, choices, reasons, status=BAD_REQUEST)
    if form.cleaned_data["version"] != case.article.version:
        reasons = [saved_once_more(case.article)]
        return page(request, case, choices, reasons, status=CONFLICT)
    if "preview" in request.POST:
        return page(request, case, choices)
    try:
        return save(request, case, aside, choices)
    except Undecided:
        reasons = [_("Choose for each passage which text shall stand, then save.")]
        return page(request, case, choices, reasons, status=BAD_REQUEST)
    except workflow.Refused as refusal:
        case = case_of(case.article.pk, aside)
        return page(request, case, choices, refusal.reasons, status=CONFLICT)


def choices_in(posted: QueryDict, found: Reconciled) -> dict[str, Choice]:
    """The choices for what collides; one that a passage does not have is none."""
    choices = {}
    for name, collision in found.collisions.items():
        chosen = posted.get(f"choice-{name}", "")
        single = chosen in {Choice.MINE, Choice.THEIRS}
        if single or (chosen == Choice.BOTH and isinstance(collision.mine, tuple)):
            choices[name] = Choice(chosen)
    return choices


def saved_once_more(article: Article) -> str:
    return _(
        "%(who)s saved the story once more, so nothing was saved. Below is your text beside the "
        "newest; what you had chosen is still chosen."
    ) % {"who": article.updated_by or _("Somebody")}


def save(
    request: HttpRequest, case: Case, aside: Revision, choices: Mapping[str, Choice]
) -> HttpResponse:
    """Raises Undecided, workflow.Refused."""
    merged = case.found.settled(choices)
    if case.found.is_theirs(merged):
        return theirs_stays(request, aside)
    revision = workflow.rewrite(
        case.article,
        merged,
        by=person(request),
        version=case.article.version,
        verb=DeskVerb.MERGE,
        note=_("Merged with what was typed over version %(version)d.") % {"version": aside.version},
    )
    said = _("The merged text is saved as version %(version)d.")
    messages.success(request, said % {"version": revision.version})
    return redirect("admin:articles_article_change", case.article.pk)


def page(
    request: HttpRequest,
    case: Case,
    choices: Mapping[str, Choice] | None = None,
    reasons: Sequence[str] = (),
    *,
    status: int = OK,
) -> HttpResponse:
    article, aside, user = case.article, case.aside, person(request)
    is_mine = aside is None or aside.by == user
    context = {
        **admin.site.each_context(request),
        "title": article.title,
        "original": article,
        "opts": Article._meta,
        "article": article,
        "aside": aside,
        "opened": case.opened,
        "is_mine": is_mine,
        "may_merge": is_mine and workflow.may(user, DeskVerb.MERGE),
        "is_idle": case.found.is_idle,
        "is_same": case.found.is_same,
        "saves": saves_since(article, aside.version) if aside else [],
        "shown": sides.shown(case.found, choices or {}),
        "reasons": reasons,
    }
    return render(request, "desk/collision.html", context, status=status)


def saves_since(article: Article, version: int) -> Iterable[Revision]:
    """The saves that came between, newest first."""
    later = article.revisions.of_the_copy().filter(version__gt=version)
    return later.select_related("by").defer("snapshot")[:10] if version else ()

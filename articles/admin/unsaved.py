"""The story's form filled with what was typed before, and what the page knows of unsaved texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import PermissionDenied
from django.db.models import AutoField, Case, ForeignKey, ManyToManyField, Model, Value, When
from django.forms.utils import ErrorDict, ErrorList
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import workflow
from articles.models import Article, Autosave, User
from articles.views import locks, working
from articles.views.desk import person
from articles.workflow.unsaved import TAB

#: Columns of a form that hold the keys of rows.
KEYS = (AutoField, ForeignKey, ManyToManyField)

#: Where a request keeps the unsaved text that its form is filled with.
CONTINUED = "continued_autosave"


def urls(within: Callable[..., Any]) -> list[URLPattern]:
    """Where a page gives its signs, the lock, and what is thrown away; `within` is the desk."""
    sign = within(working.autosave)
    return [
        path("autosave/", sign, name="articles_article_autosave"),
        path("<int:object_id>/autosave/", sign, name="articles_article_autosave"),
        path("<int:object_id>/lock/<slug:verb>/", within(locks.lock), name="articles_article_lock"),
        path(
            "unsaved/<int:kept_id>/discard/",
            within(working.discard),
            name="articles_article_discard_unsaved",
        ),
    ]


class GoesOn:
    """Mixed into the story's admin: `?unsaved=ID` fills the form with a text that was kept."""

    #: Given by the admin class that this is mixed into.
    get_fieldsets: Callable[..., Any]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if request.method != "POST" and "unsaved" in request.GET:
            kept = find(request, object_id)
            if kept is None:
                messages.warning(request, _("That text is gone: it was saved or discarded since."))
                return redirect(request.path)
            vars(request)[CONTINUED] = kept
        return super().changeform_view(request, object_id, *args, **kwargs)

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(request, *args, **kwargs)
        kept = continued(request)
        return filled(form, as_typed(kept.fields, Article)) if kept else form

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Any, inline: Any, prefix: str
    ) -> dict[str, Any]:
        given = super().get_formset_kwargs(request, obj, inline, prefix)
        kept = continued(request)
        if kept is None:
            return given
        there = given["queryset"].filter(article=obj.pk) if obj.pk else given["queryset"].none()
        typed = as_typed(kept.fields, inline.model, f"{prefix}-[0-9]+-")
        fields, order = fitted(typed, prefix, {str(row.pk) for row in there})
        places = [When(pk=pk, then=Value(place)) for place, pk in enumerate(order)]
        # A form asks for as many rows as it was sent, in that order.
        rows = there.filter(pk__in=order).order_by(Case(*places, default=Value(0)), "pk")
        return given | {"data": fields, "queryset": rows}

    def _create_formsets(self, request: HttpRequest, obj: Any, change: bool) -> Any:
        rows_of_form, inlines = super()._create_formsets(request, obj, change)
        if continued(request):
            for rows in rows_of_form:
                unjudged(rows)
        return rows_of_form, inlines

    def differs(self, request: HttpRequest, article: Article | None) -> bool:
        """Whether what was posted says something else than the saved story, or anything at all."""
        groups = self.get_fieldsets(request, article)
        made = self.get_form(
            request, article, change=bool(article), fields=flatten_fieldsets(groups)
        )
        form = read_only(made)(request.POST, instance=article)
        form.full_clean()
        changed = set(form.changed_data) - {"seen_version"}
        if any(name not in form.cleaned_data or not form.says_the_same(name) for name in changed):
            return True
        rows_of_form, _inlines = self._create_formsets(request, form.instance, bool(article))
        return any(rows.has_changed() for rows in rows_of_form)

    def forget_typed(self, request: HttpRequest) -> None:
        """What this page kept is saved now."""
        workflow.drop_typed(
            by=person(request),
            tab=request.POST.get("_tab", ""),
            continues=working.continued(request),
        )


def continued(request: HttpRequest) -> Autosave | None:
    return getattr(request, CONTINUED, None)


def find(request: HttpRequest, object_id: str | None) -> Autosave | None:
    """The unsaved text that is asked for, to be gone on with in this very form; None if gone.

    Somebody else's is answered as if it had never been.
    """
    asked, user = request.GET["unsaved"], person(request)
    if not re.fullmatch(r"[0-9]{1,18}", asked):
        raise Http404
    kept = Autosave.objects.filter(pk=asked).first()
    if kept is None:
        return None
    if kept.by_id != user.pk or str(kept.article_id or "") != unquote(object_id or ""):
        raise Http404
    if not user.has_perm(working.CHANGE if kept.article_id else working.ADD):
        raise PermissionDenied(_("You do not have the right to do this."))
    return kept


def as_typed(fields: str, model: type[Model], before: str = "") -> QueryDict:
    """The fields of a form; of keys to other rows only those that a list of choices can look up."""
    typed = QueryDict(fields, mutable=True)
    columns = [*model._meta.fields, *model._meta.many_to_many]
    keys = "|".join(one.name for one in columns if isinstance(one, KEYS))
    for name, values in list(typed.lists()):
        if re.fullmatch(f"{before}({keys})", name):
            typed.setlist(name, [key for key in values if re.fullmatch("[0-9]{0,18}", key)])
    return typed


def filled(form: Any, fields: QueryDict) -> Any:
    """The form as it was typed. It was not sent, so nothing is said of what it lacks."""

    class Filled(form):
        def __init__(self, **given: Any) -> None:
            super().__init__(fields, **given)

        def full_clean(self) -> None:
            self._errors = ErrorDict()
            self.cleaned_data: dict[str, Any] = {}

    return Filled


def read_only(form: Any) -> Any:
    """The form as it reads its fields; whether they could be saved is asked when they are."""

    class Read(form):
        def clean(self) -> dict[str, Any]:
            return self.cleaned_data

        def _post_clean(self) -> None:
            return None

    return Read


def unjudged(rows: Any) -> None:
    rows._errors, rows._non_form_errors = [{} for _form in rows.forms], ErrorList()
    for form in rows.forms:
        form._errors, form.cleaned_data = ErrorDict(), {}


def fitted(fields: QueryDict, prefix: str, there: Collection[str]) -> tuple[QueryDict, list[str]]:
    """Rows as they were typed, fitted to those that are still there, and the keys of these.

    What was typed into a row that somebody has deleted since becomes a new row.
    """
    rows: dict[int, dict[str, list[str]]] = {}
    for name, values in fields.lists():
        if match := re.fullmatch(rf"{re.escape(prefix)}-([0-9]{{1,4}})-(\w+)", name):
            rows.setdefault(int(match[1]), {})[match[2]] = values
    old = [row for _place, row in sorted(rows.items()) if key_of(row) in there]
    new = [row | {"id": [""]} for _place, row in sorted(rows.items()) if key_of(row) not in there]
    made = QueryDict(mutable=True)
    for place, row in enumerate([*old, *new]):
        for name, values in row.items():
            made.setlist(f"{prefix}-{place}-{name}", values)
    made[f"{prefix}-TOTAL_FORMS"] = str(len(rows))
    made[f"{prefix}-INITIAL_FORMS"] = str(len(old))
    for name in (f"{prefix}-MIN_NUM_FORMS", f"{prefix}-MAX_NUM_FORMS"):
        made[name] = fields.get(name, "")
    return made, [key_of(row) for row in old]


def key_of(row: dict[str, list[str]]) -> str:
    return next(iter(row.get("id", [])), "")


@dataclass(frozen=True, slots=True)
class Page:
    """What the scripts and the words of one page need; `kept` is the text it goes on from."""

    user: User
    article: Article | None
    tab: str
    #: The moment of that text, as the form sends it back.
    went_on: str
    kept: working.Unsaved | None
    offers: list[working.Unsaved]
    around: working.Around
    lock_buttons: list[locks.LockButton]
    may_write: bool

    @property
    def address(self) -> str:
        """Where the page gives its signs."""
        arguments = [self.article.pk] if self.article else []
        return reverse("admin:articles_article_autosave", args=arguments)

    @property
    def plain(self) -> str:
        return working.form_address(self.article.pk if self.article else None)


def page(request: HttpRequest, article: Article | None, *, may_write: bool) -> Page:
    """A form that is shown again after a refused save goes on under the name that it had."""
    user, kept = person(request), continued(request)
    posted = request.POST.get("_tab", "")
    tab = posted if TAB.fullmatch(posted) else ""
    went_on = kept.at if kept else working.continued(request)
    offers = working.offered(user, article) if may_write else []
    return Page(
        user=user,
        article=article,
        tab=tab,
        went_on=went_on.isoformat() if went_on else "",
        kept=working.shown(kept, article) if kept else None,
        offers=[one for one in offers if one.kept.at != went_on and one.kept.tab != tab],
        around=working.around(article, user, tab, timezone.now()) if article else working.Around(),
        lock_buttons=locks.lock_buttons(article, user) if article else [],
        may_write=may_write,
    )

"""Pages of the lists of words: a table taken in after a look, a table out, a text tried."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from articles.views.desk import person
from comments import phrases
from comments.admin.marking import Piece, guess
from comments.choices import PhraseKind, Reason, Verdict
from comments.models import NAME_LENGTH, TEXT_LENGTH, LettersSettings, Phrase
from comments.screening.judging import Facts, judge, places
from comments.screening.tidying import tidy_name, tidy_text

#: Lines of each kind that the look at a table shows; of the rest it says how many there are.
LOOKED_AT = 30

#: So long a table that was looked at can be taken in, in seconds.
LOOK_LASTS = 24 * 60 * 60

SALT = "comments.phrases"

VERDICT_TONES = {Verdict.SHOW: "good", Verdict.HOLD: "care", Verdict.REFUSE: "bad"}


class TableForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        widget=UnfoldAdminFileFieldWidget({"accept": ".csv,.txt,text/csv,text/plain"}),
        help_text=gettext_lazy("CSV from Excel or WPS, in UTF-8 or GB18030; or one phrase a line."),
    )
    text = forms.CharField(
        label=gettext_lazy("Or paste it here"),
        required=False,
        strip=False,
        widget=UnfoldAdminTextareaWidget({"rows": 8}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("List of lines that name none"),
        choices=PhraseKind.choices,
        initial=PhraseKind.SUSPECT,
        widget=UnfoldAdminSelectWidget(),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("file") and not said.get("text", "").strip():
            if "file" not in self.errors:
                raise ValidationError(_("Choose a file, or paste some lines."), code="none")
            return said
        try:
            said["decoded"] = self.decoded(said)
            kind = PhraseKind(said.get("kind") or PhraseKind.SUSPECT)
            said["table"] = phrases.read_text(said["decoded"], kind)
        except phrases.Unreadable as refused:
            raise ValidationError(str(refused), code="unreadable") from None
        return said

    def decoded(self, said: dict[str, Any]) -> str:
        file = said.get("file")
        return phrases.decoded(file.read() if file else said["text"].encode(errors="replace"))

    def packed(self) -> str:
        """The table as it was looked at, for the browser to keep until it is taken in."""
        said = self.cleaned_data
        name = said["file"].name if said.get("file") else ""
        told = {"text": said["decoded"], "kind": said["kind"], "name": name}
        return signing.dumps(told, salt=SALT, compress=True)


class TrialForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=TEXT_LENGTH,
        widget=UnfoldAdminTextareaWidget({"rows": 5}),
        error_messages={"required": gettext_lazy("Type or paste what is to be tried.")},
    )
    name = forms.CharField(
        label=gettext_lazy("Nickname"),
        max_length=NAME_LENGTH,
        required=False,
        widget=UnfoldAdminTextInputWidget(),
    )


class PhrasePages(admin.ModelAdmin):
    """What the list of phrases has beside itself."""

    def page(self, request: HttpRequest, name: str, title: str, **shown: Any) -> HttpResponse:
        site = self.admin_site.each_context(request)
        context = site | {"title": title, "opts": Phrase._meta, "media": self.media} | shown
        return render(request, f"comments/desk_phrase_{name}.html", context)

    # A table comes in

    def table(self, request: HttpRequest) -> HttpResponse:
        """Asks for a table, shows what it would do, and does it once that was looked at."""
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        if request.method == "POST" and "table" in request.POST:
            return self.take_in(request, request.POST["table"])
        form = TableForm(request.POST or None, request.FILES or None)
        title = _("Take in a table")
        if request.method == "POST" and form.is_valid():
            return self.page(request, "look", title, packed=form.packed(), **look(form))
        return self.page(request, "table", title, form=form)

    def take_in(self, request: HttpRequest, packed: str) -> HttpResponse:
        try:
            told = signing.loads(packed, salt=SALT, max_age=LOOK_LASTS)
        except signing.BadSignature:
            sentence = _("That look at the table is too old. Choose the file again.")
            messages.error(request, sentence)
            return redirect("admin:comments_phrase_table")
        table = phrases.read_text(told["text"], PhraseKind(told["kind"]))
        done = phrases.take_in(table, by=person(request), name=told["name"])
        messages.success(request, _("Done: %(counts)s.") % {"counts": done.in_words()})
        return redirect("admin:comments_phrase_changelist")

    # A table goes out

    def export(self, request: HttpRequest) -> HttpResponse:
        """The phrases that the list shows, narrowed and searched as it is."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            found = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            return redirect("admin:comments_phrase_changelist")
        lines = phrases.as_csv(found.order_by("kind", "id"))
        answer = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
        name = f"phrases-{timezone.localdate().isoformat()}.csv"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer

    # A text is tried

    def trial(self, request: HttpRequest) -> HttpResponse:
        """What screening would say of a text; nothing is kept of it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = TrialForm(request.POST or None)
        found = tried(form.cleaned_data) if request.method == "POST" and form.is_valid() else {}
        return self.page(request, "try", _("Try a text"), form=form, **found)


def look(form: TableForm) -> dict[str, Any]:
    """What a table would do, as its page shows it."""
    plan = phrases.plan(form.cleaned_data["table"])
    changes = [change_in_words(change) for change in plan.changed[:LOOKED_AT]]
    return (
        {"plan": plan, "changes": changes}
        | first("added", plan.added)
        | (first("faults", plan.faults) | {"more_changes": max(len(plan.changed) - LOOKED_AT, 0)})
    )


def first(name: str, every: Sequence[Any]) -> dict[str, Any]:
    return {name: every[:LOOKED_AT], f"more_{name}": max(len(every) - LOOKED_AT, 0)}


def change_in_words(change: phrases.Change) -> dict[str, Any]:
    return {
        "line": change.row.line,
        "words": change.phrase.words,
        "fields": [
            {
                "name": phrases.heading(name),
                "before": phrases.told(name, getattr(change.phrase, name)),
                "after": phrases.told(name, value),
            }
            for name, value in change.fields.items()
        ],
    }


def tried(said: dict[str, Any]) -> dict[str, Any]:
    name, text = tidy_name(said["name"]), tidy_text(said["text"])
    facts = Facts(most_links=LettersSettings.current().most_links)
    judgement = judge(name, text, facts)
    findings = [finding.as_json() for finding in judgement.findings]
    return {
        "verdict": judgement.verdict.label,
        "tone": VERDICT_TONES[judgement.verdict],
        "pieces": marked(text),
        "name_pieces": marked(name),
        "found": [one | in_words(one) for one in findings],
    }


def in_words(finding: dict[str, Any]) -> dict[str, str]:
    return {"label": str(Reason(finding["reason"]).label), "guess": guess(finding)}


def marked(text: str) -> list[Piece]:
    """The text in pieces; unlike in the queue, what an allowed phrase covers is not marked."""
    cut, at = [], 0
    for start, end, why in places(text):
        if start >= at:
            cut += [Piece(text[at:start]), Piece(text[start:end], str(why.label))]
            at = end
    return [piece for piece in [*cut, Piece(text[at:])] if piece.words]

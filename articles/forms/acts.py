"""One form for each act: it reads what the person typed, articles/workflow.py decides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget

from articles.choices import NOTICED_CHANGES, EditionChange
from articles.forms.inputs import MomentInput

#: Kinds of change that a person may choose; first and restored editions say so themselves.
CHOSEN_CHANGES = (EditionChange.TYPO, EditionChange.FACT, EditionChange.UPDATE)


class ActForm(forms.Form):
    """What every act needs: the version that this person has read."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class TimedForm(ActForm):
    """An act that may wait for its moment."""

    def clean_at(self) -> Any:
        moment = self.cleaned_data["at"]
        if moment and moment <= timezone.now():
            raise ValidationError(_("Choose a moment that is still to come."), code="past")
        return moment


class ScheduleForm(TimedForm):
    at = forms.DateTimeField(label=_("Publish at"), widget=MomentInput({"step": "60"}))


class CorrectForm(TimedForm):
    change = forms.ChoiceField(
        label=_("Kind of change"),
        choices=[(change.value, change.label) for change in CHOSEN_CHANGES],
        widget=forms.Select(attrs={"class": "desk-select"}),
    )
    note = forms.CharField(
        label=_("Note to readers"),
        required=False,
        widget=UnfoldAdminTextareaWidget({"rows": 2}),
        help_text=_("Stands on the page, dated, unless only a typing error was corrected."),
    )
    at = forms.DateTimeField(
        label=_("Publish at"),
        required=False,
        widget=MomentInput({"step": "60"}),
        help_text=_("Left empty, readers see the changes at once."),
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if cleaned.get("change") in NOTICED_CHANGES and not cleaned.get("note", "").strip():
            self.add_error("note", _("Tell readers in a sentence what was changed."))
        return cleaned


class NoteForm(ActForm):
    """An act with a word for the record, if there is one to say."""

    note = forms.CharField(
        label=_("Note for the record"),
        required=False,
        widget=UnfoldAdminTextareaWidget({"rows": 2}),
    )


class PassForm(ActForm):
    opinion = forms.CharField(
        label=_("Opinion"), required=False, widget=UnfoldAdminTextareaWidget({"rows": 2})
    )


class ReturnForm(ActForm):
    opinion = forms.CharField(
        label=_("Opinion"),
        widget=UnfoldAdminTextareaWidget({"rows": 3}),
        help_text=_("What has to be changed. The writer reads it."),
        error_messages={"required": _("Say in the opinion what has to be changed.")},
    )


class GreenForm(ActForm):
    reason = forms.CharField(
        label=_("Reason"),
        widget=UnfoldAdminTextareaWidget({"rows": 2}),
        help_text=_("The story is listed until somebody else reviews it afterwards."),
        error_messages={
            "required": _("Give the reason for the green channel; it is kept in the record.")
        },
    )


class AfterwardsForm(ActForm):
    opinion = forms.CharField(
        label=_("Opinion"),
        widget=UnfoldAdminTextareaWidget({"rows": 2}),
        error_messages={"required": _("Say what the review afterwards found.")},
    )


class WithdrawForm(ActForm):
    reason = forms.CharField(
        label=_("Reason"),
        widget=UnfoldAdminTextareaWidget({"rows": 2}),
        help_text=_("For the record; readers do not see it."),
    )
    notice = forms.CharField(
        label=_("Notice to readers"),
        required=False,
        max_length=200,
        widget=UnfoldAdminTextareaWidget({"rows": 2}),
        help_text=_("Left empty, readers are told that the story was withdrawn."),
    )

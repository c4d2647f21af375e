"""What is asked between the library's list and the photos chosen in it: kind, rights, mark."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from articles.choices import Licence, PhotoKind
from articles.forms.photo import DayInput, column
from articles.models import Photo

AS_IT_IS = ("", _("Leave as it is"))
YES_OR_NO = (("yes", _("Yes")), ("no", _("No")))


class Saying(forms.Form):
    """Something to say of many photos."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""

    def say(self, photo: Photo) -> None:
        """Put what was said into a photo. Does not save."""
        raise NotImplementedError


class KindSaying(Saying):
    kind = forms.ChoiceField(
        label=column("kind").verbose_name,
        choices=PhotoKind.choices,
        widget=forms.RadioSelect,
        help_text=column("kind").help_text,
    )

    def say(self, photo: Photo) -> None:
        photo.kind = self.cleaned_data["kind"]


class RightsSaying(Saying):
    """Licence, end and passing on; what is left empty stays in each photo as it is."""

    licence = forms.ChoiceField(
        label=column("licence").verbose_name,
        choices=[AS_IT_IS, *Licence.choices],
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    expires_on = forms.DateField(
        label=column("expires_on").verbose_name,
        required=False,
        widget=DayInput,
        help_text=_(
            "On the day after, the pictures are taken from readers. Left empty, it stays as it is."
        ),
    )
    has_no_end = forms.BooleanField(label=_("The licence has no end"), required=False)
    may_syndicate = forms.ChoiceField(
        label=column("may_syndicate").verbose_name,
        choices=[AS_IT_IS, *YES_OR_NO],
        required=False,
        widget=UnfoldAdminSelectWidget,
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("expires_on") and self.cleaned_data.get("has_no_end"):
            sentence = gettext("Give a last day, or say that there is no end.")
            self.add_error("expires_on", ValidationError(sentence, code="two_ends"))
        if not self.errors and not self.has_changed():
            sentence = gettext("Say at least one thing, or go back to the list.")
            raise ValidationError(sentence, code="nothing_said")
        return cleaned

    def say(self, photo: Photo) -> None:
        said = self.cleaned_data
        photo.licence = said["licence"] or photo.licence
        photo.expires_on = None if said["has_no_end"] else said["expires_on"] or photo.expires_on
        if said["may_syndicate"]:
            photo.may_syndicate = said["may_syndicate"] == "yes"


class MarkSaying(Saying):
    with_watermark = forms.ChoiceField(
        label=column("with_watermark").verbose_name, choices=YES_OR_NO, widget=forms.RadioSelect
    )

    def say(self, photo: Photo) -> None:
        photo.with_watermark = self.cleaned_data["with_watermark"] == "yes"

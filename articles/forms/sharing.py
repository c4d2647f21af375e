"""What is asked for when a text is shown to others: a preview link, or a moment in the past."""

from __future__ import annotations

from datetime import UTC, datetime

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.widgets import UnfoldAdminTextInputWidget

from articles.forms.inputs import MomentInput

#: After how many days a preview link may expire.
DAYS = (1, 3, 7, 14, 30)
USUAL = 3

#: Moments that every database and every zone can hold.
EARLIEST, LATEST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def in_words(days: int) -> str:
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


class PreviewLinkForm(forms.Form):
    reader = forms.CharField(
        label=_("For whom"),
        max_length=60,
        widget=UnfoldAdminTextInputWidget(),
        help_text=_("The person or office that gets the link. It stands on the page."),
        error_messages={"required": _("Say for whom the link is.")},
    )
    days = forms.TypedChoiceField(
        label=_("Expires after"),
        coerce=int,
        choices=lambda: [(days, in_words(days)) for days in DAYS],
        initial=USUAL,
        widget=forms.Select(attrs={"class": "desk-select"}),
    )


class MomentForm(forms.Form):
    """A day and time; left empty, it is now."""

    at = forms.DateTimeField(
        label=_("Day and time"),
        required=False,
        widget=MomentInput,
        validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)],
        error_messages={
            name: _("Choose a day and time between 1990 and 2100.")
            for name in ("invalid", "min_value", "max_value")
        },
    )

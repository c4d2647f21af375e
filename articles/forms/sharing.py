"""What is asked for when a text is shown to others: a preview link, or a moment in the past."""

from __future__ import annotations

from datetime import UTC, datetime

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from articles.forms.inputs import MomentInput

#: Moments that every database and every zone can hold.
EARLIEST, LATEST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


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

"""The form of one photo in the library, which notices what somebody else said of it meanwhile."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from articles.forms.inputs import LineInput, MomentInput, one_line
from articles.models import Photo

if TYPE_CHECKING:
    PhotoModelForm = forms.ModelForm[Photo]
else:
    PhotoModelForm = forms.ModelForm

#: What a page shows of somebody else's words beside one's own.
SHOWN_LENGTH = 300


class DayInput(forms.DateInput):
    """The browser's own field for a day."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({**UnfoldAdminTextInputWidget().attrs, **(attrs or {})}, "%Y-%m-%d")


def column(name: str) -> Any:
    return Photo._meta.get_field(name)


def per_cent(name: str) -> forms.IntegerField:
    widget = UnfoldAdminIntegerFieldWidget({"inputmode": "numeric"})
    return forms.IntegerField(
        label=column(name).verbose_name, min_value=0, max_value=100, required=False, widget=widget
    )


class PhotoDetailsForm(PhotoModelForm):
    """What is said of a photo. It carries a mark of each field as it was opened.

    What somebody else alone has changed since then is taken over; what both have changed is
    refused once, with the words of both, so that nobody writes over what they have not read.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    taken_at = forms.DateTimeField(
        # The column's own name is that of a lock too, which is taken in another sense.
        label=_("time of the shot"),
        required=False,
        widget=MomentInput,
    )
    expires_on = forms.DateField(
        label=column("expires_on").verbose_name,
        help_text=column("expires_on").help_text,
        required=False,
        widget=DayInput,
    )
    focus_x = per_cent("focus_x")
    focus_y = per_cent("focus_y")

    class Meta:
        model = Photo
        fields = (
            "headline",
            "caption",
            "byline",
            "credit",
            "copyright",
            "keywords",
            "alt",
            "taken_at",
            "place",
            "kind",
            "source",
            "licence",
            "licence_note",
            "expires_on",
            "may_syndicate",
            "focus_x",
            "focus_y",
            "with_watermark",
        )
        widgets: ClassVar[dict[str, Any]] = {
            "headline": LineInput,
            "caption": UnfoldAdminTextareaWidget({"rows": 3}),
            "alt": LineInput,
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "kind": _(
                "Captions name every kind but the first. An AI-generated picture is also marked "
                "as one inside of the files that readers get."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.as_kept = {name: getattr(self.instance, name) for name in self.described}
        self.collided: set[str] = set()

    @property
    def described(self) -> list[str]:
        """The fields that stand in the row, as far as this form has them."""
        return [name for name in self.Meta.fields if name in self.fields]

    @property
    def marks(self) -> str:
        """For the hidden field: how each field was when its reader last saw it."""
        fresh = {name: mark(kept) for name, kept in self.as_kept.items()}
        if self.is_bound:
            shown = {name: fresh[name] for name in self.collided}
            fresh = fresh | read_marks(self.data.get(self.add_prefix("seen"))) | shown
        return json.dumps(fresh)

    def clean_headline(self) -> str:
        return one_line(self.cleaned_data["headline"])

    def clean_caption(self) -> str:
        return "\n".join(self.cleaned_data["caption"].splitlines())

    def clean_alt(self) -> str:
        return one_line(self.cleaned_data["alt"])

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self.demand_a_whole_point()
        self.reconcile(read_marks(self.cleaned_data.get("seen")))
        return cleaned

    def demand_a_whole_point(self) -> None:
        point = [self.cleaned_data.get(name, "") for name in ("focus_x", "focus_y")]
        if None in point and point != [None, None] and "" not in point:
            sentence = gettext("Give both numbers of the focal point, or neither.")
            self.add_error("focus_x", ValidationError(sentence, code="half_a_point"))

    def reconcile(self, seen: dict[str, str]) -> None:
        for name in self.described:
            if name not in self.cleaned_data:
                continue
            theirs, mine = self.as_kept[name], self.cleaned_data[name]
            if mark(theirs) in (seen.get(name), mark(mine)):
                continue
            if mark(mine) == seen.get(name):
                self.cleaned_data[name] = theirs
            else:
                self.collided.add(name)
                self.add_error(name, ValidationError(self.told(name), code="collided"))

    def told(self, name: str) -> str:
        """What somebody else has put where one was writing oneself."""
        theirs = in_words(name, self.as_kept[name])[:SHOWN_LENGTH]
        if not theirs:
            return gettext(
                "Somebody else has emptied this meanwhile. What you typed is still here; save "
                "again to keep it."
            )
        return gettext(
            "Somebody else has changed this meanwhile to \u201c%(theirs)s\u201d. What you typed is "
            "still here; save again to put it in that place."
        ) % {"theirs": theirs}


def in_words(name: str, value: Any) -> str:
    """What stands in a column of a photo, as a sentence can name it; empty for nothing."""
    choices = column(name).choices
    if choices:
        return str(dict(choices)[value])
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return "" if value is None else str(localize(value))


def mark(value: Any) -> str:
    """Eight digits that tell one value from another, as far as a form can tell them apart."""
    return hashlib.sha256(plain(value).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def plain(value: Any) -> str:
    """A value without what a browser does not give back: ends of lines, microseconds, zones."""
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(microsecond=0).isoformat()
    return "" if value is None else "\n".join(str(value).strip().splitlines())


def read_marks(given: Any) -> dict[str, str]:
    """The marks that were posted; none where they cannot be read, so that all are asked about."""
    try:
        read = json.loads(given or "{}")
    except (ValueError, RecursionError):
        return {}
    known = read if isinstance(read, dict) else {}
    return {name: found for name, found in known.items() if isinstance(found, str)}

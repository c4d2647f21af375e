"""The forms that readers fill on the letters page: words are tidied first, then measured."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.workflow import Refused
from comments.challenge import Sending
from comments.choices import ReportReason
from comments.models import NAME_LENGTH, TEXT_LENGTH, WORDS_LENGTH, Comment
from comments.screening import tidying

#: Nobody types this much more than is allowed; the rest of such a flood is not even tidied.
RAW_FACTOR = 4
#: The most that a row's number can be (see RowConverter).
MOST = 10**18 - 1


class TidyField(forms.CharField):
    """Plain words of a reader, tidied by `tidy` before they are checked."""

    def __init__(self, *, tidy: Callable[[str], str], max_length: int, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, strip=False, **kwargs)
        self.tidy = tidy
        self.raw_limit = max_length * RAW_FACTOR

    def to_python(self, value: Any) -> str:
        raw = super().to_python(value) or ""
        return self.tidy(raw[: self.raw_limit])


def words_field(
    label: Any, limit: int, *, rows: int, too_long: Any, missing: Any = ""
) -> TidyField:
    """Several lines of plain words; required if there is a sentence for when they are missing."""
    return TidyField(
        label=label,
        tidy=tidying.tidy_text,
        max_length=limit,
        required=bool(missing),
        error_messages={"required": missing, "max_length": too_long},
        widget=forms.Textarea(attrs={"rows": rows, "class": "field-box"}),
    )


class ReadersForm(forms.Form):
    """What all have: ids of its own, since several may stand in one page, and plain refusals."""

    #: Names the form, in its ids and for the script that opens it in place.
    place = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"{self.place}-%s"
        super().__init__(*args, **kwargs)

    def refuse(self, refused: Refused, field: str | None = None) -> None:
        for reason in refused.reasons:
            self.add_error(field, reason)

    @property
    def sentences(self) -> list[str]:
        """What is wrong with it as a whole, and with fields that nobody sees."""
        hidden = [error for field in self.hidden_fields() for error in field.errors]
        return [*self.non_field_errors(), *hidden]


class CommentForm(ReadersForm):
    """`website` is a trap: people do not see it, programs fill it."""

    place = "write"

    name = TidyField(
        label=_("Nickname"),
        tidy=tidying.tidy_name,
        max_length=NAME_LENGTH,
        error_messages={
            "required": _("Please give a nickname; it stands above your comment."),
            "max_length": _("A nickname has at most %(limit_value)s characters."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "class": "field-box"}),
    )
    text = words_field(
        _("Comment"),
        TEXT_LENGTH,
        rows=5,
        missing=_("Please write something first."),
        too_long=_("A comment has at most %(limit_value)s characters. Please shorten it."),
    )
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"tabindex": -1, "autocomplete": "off"})
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)
    proof = forms.CharField(required=False, widget=forms.HiddenInput)
    parent = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"),
            _("The comment that you answer is not there any more."),
        ),
    )

    def __init__(self, *args: Any, to: Comment | None = None, **kwargs: Any) -> None:
        self.to = to
        if to:
            self.place = f"answer-{to.pk}"
        super().__init__(*args, **kwargs)

    @property
    def sending(self) -> Sending:
        """How a valid form came."""
        given = self.cleaned_data
        return Sending(
            opened=given["opened"],
            proof=given["proof"],
            trapped=bool(given["website"]),
        )


class ReportForm(ReadersForm):
    place = "report"

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=ReportReason.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Please choose a reason.")),
    )
    words = words_field(
        _("What else we should know (optional)"),
        WORDS_LENGTH,
        rows=3,
        too_long=_("At most %(limit_value)s characters, please."),
    )


class AppealForm(ReadersForm):
    place = "appeal"

    words = words_field(
        _("Why should it be shown?"),
        WORDS_LENGTH,
        rows=4,
        missing=_("Please say in a sentence why your comment should be shown."),
        too_long=_("At most %(limit_value)s characters, please."),
    )

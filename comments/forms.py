"""The form a reader fills to comment: words are tidied first, then measured."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comments.models import NAME_LENGTH, TEXT_LENGTH
from comments.screening import tidying

#: Nobody types this much more than is allowed; the rest of such a flood is not even tidied.
RAW_FACTOR = 4


class TidyField(forms.CharField):
    """Plain words of a reader, tidied by `tidy` before they are checked."""

    def __init__(self, *, tidy: Callable[[str], str], max_length: int, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, strip=False, **kwargs)
        self.tidy = tidy
        self.raw_limit = max_length * RAW_FACTOR

    def to_python(self, value: Any) -> str:
        raw = super().to_python(value) or ""
        return self.tidy(raw[: self.raw_limit])


class CommentForm(forms.Form):
    """`website` is a trap: people do not see it, programs fill it."""

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
    text = TidyField(
        label=_("Comment"),
        tidy=tidying.tidy_text,
        max_length=TEXT_LENGTH,
        error_messages={
            "required": _("Please write something first."),
            "max_length": _("A comment has at most %(limit_value)s characters. Please shorten it."),
        },
        widget=forms.Textarea(attrs={"rows": 5, "class": "field-box"}),
    )
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"tabindex": -1, "autocomplete": "off"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = "write-%s"
        super().__init__(*args, **kwargs)

    @property
    def is_trapped(self) -> bool:
        return bool(self["website"].data)

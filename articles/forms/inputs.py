"""Fields and widgets that several forms of the desk use."""

from __future__ import annotations

from typing import Any

from django import forms
from taggit.forms import TagWidget
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from articles.models import Article, Recommendation


class MomentInput(forms.DateTimeInput):
    """The browser's own field for day and time, to the second, so that imported times survive."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        widget = UnfoldAdminTextInputWidget().attrs
        super().__init__({**widget, "step": "1", **(attrs or {})}, format="%Y-%m-%dT%H:%M:%S")


def moment_field(name: str, model: type[Article] | type[Recommendation]) -> forms.DateTimeField:
    column: Any = model._meta.get_field(name)
    return forms.DateTimeField(
        label=column.verbose_name, help_text=column.help_text, required=False, widget=MomentInput
    )


class LineInput(UnfoldAdminTextareaWidget):
    """One line that wraps instead of hiding its end; line breaks pasted into it become spaces."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 1, **(attrs or {})})
        self.attrs["class"] += " desk-line"


class TagInput(TagWidget):
    """Tags as they are typed: names between commas."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({**UnfoldAdminTextInputWidget().attrs, **(attrs or {})})


def one_line(value: str) -> str:
    return " ".join(value.splitlines())

"""Fields and widgets that several forms of the desk use."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import Model
from django.urls import reverse
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
    """Tags as they are typed: names between commas; a script suggests those that are known."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        given = {"autocomplete": "off", **(attrs or {})}
        super().__init__({**UnfoldAdminTextInputWidget().attrs, **given})

    def build_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        address = reverse("admin:articles_tag_suggest")
        return {**super().build_attrs(*args, **kwargs), "data-suggest": address}

    class Media:
        js = ("desk/tags.js",)


class KnownAutocomplete(AutocompleteSelect):
    """An autocomplete that is told what is chosen: many rows of them ask the database nothing."""

    known: Model | None = None

    def optgroups(self, name: str, value: Any, attr: dict[str, Any] | None = None) -> Any:
        chosen = [str(key) for key in value if key not in (None, "")]
        if chosen and (self.known is None or chosen != [str(self.known.pk)]):
            return super().optgroups(name, value, attr)
        shown: list[Any] = []
        if not self.is_required:
            shown.append(self.create_option(name, "", "", selected=False, index=0))
        if chosen and self.known is not None:
            label = str(self.known)
            shown.append(self.create_option(name, self.known.pk, label, True, len(shown)))
        return [(None, shown, 0)]


def one_line(value: str) -> str:
    return " ".join(value.splitlines())

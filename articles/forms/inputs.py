"""Fields and widgets that several forms of the desk use."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
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
        js = ("desk/suggestions.js", "desk/tags.js")


#: What the key of a row can look like; Django's widgets ask the database for anything they get.
KEY = re.compile("[0-9]{1,18}")


def possible(keys: Iterable[Any]) -> list[str]:
    """The posted keys that could be those of rows."""
    return [str(key) for key in keys if KEY.fullmatch(str(key))]


class KnownRows(forms.ModelMultipleChoiceField):
    """Several rows by their keys; one that no row could have is refused like any unknown one."""

    def clean(self, value: Any) -> Any:
        odd = next((key for key in value or () if not KEY.fullmatch(str(key))), None)
        if odd is not None:
            raise ValidationError(
                self.error_messages["invalid_pk_value"],
                code="invalid_pk_value",
                params={"pk": str(odd)[:20]},
            )
        return super().clean(value)


class KnownAutocompleteMultiple(AutocompleteSelectMultiple):
    """Several rows found by typing; a key that is none is refused in a sentence by the field."""

    def optgroups(self, name: str, value: Any, attr: dict[str, Any] | None = None) -> Any:
        return super().optgroups(name, possible(value), attr)


class KnownAutocomplete(AutocompleteSelect):
    """An autocomplete that is told what is chosen: many rows of them ask the database nothing."""

    known: Model | None = None

    def optgroups(self, name: str, value: Any, attr: dict[str, Any] | None = None) -> Any:
        chosen = possible(value)
        if chosen and (self.known is None or chosen != [str(self.known.pk)]):
            return super().optgroups(name, chosen, attr)
        shown: list[Any] = []
        if not self.is_required:
            shown.append(self.create_option(name, "", "", selected=False, index=0))
        if chosen and self.known is not None:
            label = str(self.known)
            shown.append(self.create_option(name, self.known.pk, label, True, len(shown)))
        return [(None, shown, 0)]


def one_line(value: str) -> str:
    return " ".join(value.splitlines())

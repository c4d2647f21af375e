"""What readers ask of the search: words, and what narrows them down. It refuses nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.choices import ArticleKind
from articles.models import Section

#: Characters of a question; a headline copied whole is as long.
LONGEST = 100

#: What was published within so many days, by what stands in the address.
PERIODS = {"day": 1, "week": 7, "month": 31, "year": 365}

TIMES = [
    ("", _("Any time")),
    ("day", _("Past day")),
    ("week", _("Past week")),
    ("month", _("Past month")),
    ("year", _("Past year")),
]

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


class WordsField(forms.CharField):
    """One line without what no keyboard types, cut where no question is as long."""

    def __init__(self, **options: Any) -> None:
        # Not the field's own limit, which would refuse what is to be cut.
        super().__init__(required=False, **options)
        self.widget.attrs["maxlength"] = LONGEST

    def to_python(self, value: Any) -> str:
        words = " ".join(_UNPRINTABLE.sub(" ", str(value or "")).split())
        return words[:LONGEST].rstrip()


class SearchForm(forms.Form):
    """A choice that is none counts as not made, so that every address answers."""

    q = WordsField(label=_("Words"))
    section = forms.ChoiceField(label=_("Section"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("Any kind")), *ArticleKind.choices]
    )
    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("", _("Most fitting first")), ("time", _("Newest first"))],
    )

    def __init__(self, *args: Any, sections: Iterable[Section], **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "search-%s", **options})
        self.sections = {section.slug: section for section in sections}
        named = [(section.slug, section.name) for section in self.sections.values()]
        section: Any = self.fields["section"]
        section.choices = [("", _("All sections")), *named]
        # A word of Python: it cannot be the name of an attribute.
        self.fields["from"] = forms.ChoiceField(label=_("Time"), required=False, choices=TIMES)
        self.order_fields(["q", "section", "from", "kind", "order"])

    def chosen(self) -> dict[str, str]:
        """What was asked for, by its name in the address, without what was not."""
        self.is_valid()
        return {name: value for name in self.fields if (value := self.cleaned_data.get(name))}

    def narrowing(self) -> dict[str, Any]:
        """The same as `search.stories` takes it, but for the words; the time as how long ago."""
        chosen = self.chosen()
        days = PERIODS.get(chosen.get("from", ""))
        return {
            "section": self.sections.get(chosen.get("section", "")),
            "kind": chosen.get("kind"),
            "order": chosen.get("order", "relevance"),
            "within": timedelta(days=days) if days else None,
        }

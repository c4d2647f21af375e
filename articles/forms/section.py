"""The form of a section: how its stories are reviewed, and how strictly each rule is taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminIntegerFieldWidget

from articles.checklist import RULES, Rule
from articles.choices import DeskVerb, Strictness
from articles.models import Section

if TYPE_CHECKING:
    SectionModelForm = forms.ModelForm[Section]
else:
    SectionModelForm = forms.ModelForm

#: Nobody plans a review of more than a month.
MOST_HOURS = 720

#: When a rule is looked at first; from then on it holds.
DUE_AT = {
    DeskVerb.SUBMIT: gettext_lazy("when it is submitted"),
    DeskVerb.SIGN_OFF: gettext_lazy("when it is signed"),
}


def inherited(section: Section, rule: Rule) -> Strictness:
    """How strictly the rule is taken where this section says nothing."""
    above = section.parent.checklist if section.parent else {}
    said = above.get(rule.code)
    return Strictness(said) if said in Strictness.values else rule.default


def as_above(section: Section, value: Any) -> str:
    """The first entry of a choice: to follow what stands above, and what that is."""
    if section.parent_id:
        return _("As the section above: %(value)s") % {"value": value}
    return _("As a rule: %(value)s") % {"value": value}


class RuleChoices(forms.Widget):
    """One select a rule, in a table. The value is a dict of strictness by rule."""

    #: Whose rules these are; given by the form.
    section: Section

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str]:
        given = {code: data.get(f"{name}-{code}", "") for code in RULES}
        return {code: value for code, value in given.items() if value}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(f"{name}-{code}" in data for code in RULES)

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        rows = []
        for rule in RULES.values():
            first = ("", as_above(self.section, inherited(self.section, rule).label))
            identity = {"id": f"id_{name}-{rule.code}", "class": "desk-select"}
            select = forms.Select(attrs=identity, choices=[first, *Strictness.choices])
            chosen = (value or {}).get(rule.code, "")
            shown = select.render(f"{name}-{rule.code}", chosen, renderer=renderer)
            rows.append(row(rule, shown, identity["id"]))
        return render_to_string("desk/section_rules.html", {"rows": rows})


def row(rule: Rule, strictness: Any, identity: str = "") -> dict[str, Any]:
    """A row of desk/section_rules.html."""
    due = DUE_AT[rule.due]
    return {"label": rule.label, "due": due, "strictness": strictness, "id": identity}


def in_words(section: Section) -> SafeString:
    """The rules as they hold in this section, for somebody who may only read them."""
    rows = []
    for rule in RULES.values():
        own = section.checklist.get(rule.code)
        strictness = Strictness(own) if own in Strictness.values else inherited(section, rule)
        rows.append(row(rule, strictness.label))
    return render_to_string("desk/section_rules.html", {"rows": rows})


class RulesField(forms.Field):
    """A checklist: what is not chosen is not kept, so that it follows the section above."""

    widget = RuleChoices

    def clean(self, value: dict[str, str]) -> dict[str, str]:
        if not set(value.values()) <= set(Strictness.values):
            raise ValidationError(_("Choose for each rule: off, advised or required."))
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        known = {code: said for code, said in (initial or {}).items() if code in RULES}
        return bool(known != (data or {}))


class SectionForm(SectionModelForm):
    hours = forms.IntegerField(
        label=Section._meta.get_field("hours").verbose_name,
        help_text=Section._meta.get_field("hours").help_text,
        required=False,
        min_value=1,
        max_value=MOST_HOURS,
        widget=UnfoldAdminIntegerFieldWidget,
    )
    checklist = RulesField(
        label=Section._meta.get_field("checklist").verbose_name,
        help_text=gettext_lazy(
            "An advised rule is shown beside the story; a required one stands in the way of the "
            "act at which it is due, and of all later ones."
        ),
        required=False,
    )

    class Meta:
        model = Section
        fields: ClassVar[tuple[str, ...]] = (
            "name",
            "slug",
            "parent",
            "rank",
            "is_shown",
            "description",
            "levels",
            "hours",
            "checklist",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        section = self.instance
        if "checklist" in self.fields:
            self.fields["checklist"].widget.section = section
        if "levels" in self.fields:
            self.name_inherited(section)

    def name_inherited(self, section: Section) -> None:
        """What the empty choice of the reviews, and of their hours, stands for."""
        plain = Section(parent=section.parent)
        names = dict(Section._meta.get_field("levels").flatchoices)
        levels: Any = self.fields["levels"]
        levels.choices = [("", as_above(section, names[plain.review_levels])), *names.items()]
        self.fields["hours"].widget.attrs["placeholder"] = str(plain.review_hours)

    def clean_checklist(self) -> dict[str, str]:
        """A rule that this version does not know keeps its word, for the one that knows it."""
        kept = self.instance.checklist
        unknown = {code: said for code, said in kept.items() if code not in RULES}
        return {**unknown, **self.cleaned_data["checklist"]}

"""The board of places as a form: what a person does to places and rows, read back as places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import board
from articles.board import By, Place, Row, Rule
from articles.forms.sharing import EARLIEST, LATEST
from articles.models import Section, Tag, Topic

#: The number of a story, or an address that ends with it.
STORY = re.compile(r"(?:\S*/)?([1-9][0-9]{0,17})/?")
MOST_ORDER = 999
#: Rows of a whole board; a browser is sent no more.
MOST_ROWS = 300
#: Topics that a rule can name, the newest.
TOPICS_OFFERED = 50

#: The rules of each place, beside sections, topics and a tag; all others may take any story.
RULES = {
    board.HEADLINE: (By.NONE, By.LEAD, By.NEWEST, By.PICTURED, By.HOT),
    board.CAROUSEL: (By.NONE, By.PICTURED, By.HOT),
    board.TOPICS: (By.NONE, By.NEWEST),
    board.HOT: (By.HOT,),
}
USUAL_RULES = (By.NONE, By.NEWEST, By.PICTURED, By.HOT)

WIDE = {"class": "board-input"}


class MomentField(forms.DateTimeField):
    def __init__(self, **kwargs: Any) -> None:
        attributes = {"class": "board-input", "type": "datetime-local", "step": "1"}
        super().__init__(
            widget=forms.DateTimeInput(attrs=attributes, format="%Y-%m-%dT%H:%M:%S"),
            validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)],
            error_messages={
                name: gettext_lazy("Choose a day and time between 1990 and 2100.")
                for name in ("invalid", "min_value", "max_value")
            },
            **kwargs,
        )


def order_field() -> forms.IntegerField:
    return forms.IntegerField(
        label=gettext_lazy("Order"),
        required=False,
        min_value=1,
        max_value=MOST_ORDER,
        widget=forms.NumberInput(attrs={"class": "board-input board-number"}),
    )


class PlaceForm(forms.Form):
    """How a place is set: whether it is shown, how long it is, and its rule."""

    is_shown = forms.BooleanField(
        label=gettext_lazy("shown"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "desk-tick"}),
    )
    size = forms.IntegerField(
        label=gettext_lazy("Stories at most"),
        widget=forms.NumberInput(attrs={"class": "board-input board-number"}),
    )
    order = order_field()
    rule = forms.ChoiceField(
        label=gettext_lazy("Fill with"), widget=forms.Select(attrs={"class": "desk-select"})
    )
    tag = forms.CharField(
        label=gettext_lazy("Tag"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs=WIDE | {"list": "board-tags", "autocomplete": "off"}),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        place: Place,
        number: int,
        choices: Sequence[tuple[Any, Any]],
        tag: str,
    ) -> None:
        rule = place.rule.by.value if place.rule.by == By.TAG else coded(place.rule)
        initial = {
            "is_shown": place.is_shown,
            "size": place.size,
            "order": number or None,
            "rule": rule,
            "tag": tag,
        }
        super().__init__(data, prefix=f"place-{place.key}", initial=initial)
        self.place = place
        rules: Any = self.fields["rule"]
        rules.choices = choices
        self.bound_size(*board.limits(place.key))

    def bound_size(self, least: int, most: int) -> None:
        sentence = _("Choose a number from %(least)d to %(most)d.") % {"least": least, "most": most}
        size: Any = self.fields["size"]
        size.min_value, size.max_value = least, most
        size.validators += [MinValueValidator(least, sentence), MaxValueValidator(most, sentence)]
        size.error_messages |= dict.fromkeys(("invalid", "required"), sentence)
        size.widget.attrs |= {"min": least, "max": most}
        if least == most:
            self.fields["size"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("rule") == By.TAG:
            found = Tag.objects.filter(name=given.get("tag", "")).first()
            if found is None:
                self.add_error("tag", _("There is no such tag."))
            else:
                given["of"] = found.synonym_of_id or found.pk
        return given

    def as_place(self, rows: Iterable[Row]) -> Place:
        """The place as it is set, where the form is valid; else as it was."""
        if not self.is_valid():
            return replace(self.place, rows=tuple(rows))
        given = self.cleaned_data
        return Place(
            self.place.key,
            is_shown=given["is_shown"],
            size=given["size"],
            rule=decoded(given["rule"], given.get("of")),
            rows=tuple(rows),
        )


def coded(rule: Rule) -> str:
    return f"{rule.by}:{rule.of}" if rule.of else rule.by.value


def decoded(word: str, of: int | None) -> Rule:
    by, _colon, number = word.partition(":")
    return Rule(By(by), int(number) if number else of)


class RowForm(forms.Form):
    """A story (in the band of topics, a topic) that stands in a place by hand."""

    story = forms.CharField(
        label=gettext_lazy("Story (number or address)"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs=WIDE | {"autocomplete": "off"}),
    )
    place = forms.ChoiceField(
        label=gettext_lazy("Place"), widget=forms.Select(attrs={"class": "desk-select"})
    )
    order = order_field()
    until = MomentField(label=gettext_lazy("Until"), required=False)
    pinned = forms.BooleanField(
        label=gettext_lazy("Pin to this number"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "desk-tick"}),
    )
    gone = forms.BooleanField(
        label=gettext_lazy("Remove"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "desk-tick"}),
    )

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["place"]
        choices.choices = places
        #: What it says, where it is not blank; of what was posted, once it is valid.
        self.row: Row | None = None
        if not self.is_bound and self.initial.get("story"):
            number = self.initial["order"] if self.initial["pinned"] else None
            self.row = Row(int(self.initial["story"]), self.initial["until"], number)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        words = given.get("story", "").strip()
        if given.get("gone"):
            # Whatever else is wrong with it goes with it.
            self.errors.clear()
        if not words or given.get("gone") or "place" not in given:
            return given
        one = topic_named(words) if given["place"] == board.TOPICS else story_named(words)
        if one is None:
            self.add_error("story", no_such(given["place"]))
        elif not self.errors:
            number = given.get("order") or MOST_ORDER
            self.row = Row(one, given.get("until"), number if given.get("pinned") else None)
        return given

    @property
    def named(self) -> int | None:
        """The number that it names, as far as that can be read, whatever else is wrong."""
        return self.row.id if self.row else story_named(str(self["story"].value() or "").strip())


def no_such(place: str) -> str:
    return _("There is no such topic.") if place == board.TOPICS else _("There is no such story.")


def story_named(words: str) -> int | None:
    match = STORY.fullmatch(words)
    return int(match[1]) if match else None


def topic_named(words: str) -> int | None:
    """A topic by its number, its name, or the address of its page."""
    if words.isascii() and words.isdigit():
        return story_named(words)
    last = words.rstrip("/").rpartition("/")[2]
    found = Topic.objects.filter(Q(name=words) | Q(slug=last)).order_by("pk").first()
    return found.pk if found else None


RowForms = forms.formset_factory(
    RowForm, extra=0, max_num=MOST_ROWS, validate_max=True, absolute_max=MOST_ROWS + 1
)


class BoardForm(forms.Form):
    """The whole board. `place_forms` are by key in the order of the page; `row_forms` are all rows,
    those of an unbound form with a blank one at the end of each place."""

    note = forms.CharField(
        label=gettext_lazy("note"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=WIDE | {"autocomplete": "off"}),
    )
    replaces = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput())

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        places: Sequence[Place],
        tree: Sequence[Section],
        replaces: int | None,
    ) -> None:
        super().__init__(data, initial={"replaces": replaces})
        self.tree = tree
        self.place_forms = dict(place_forms(data, places, tree))
        named = [(place.key, board.name_of(place.key, tree)) for place in places]
        takers = [one for one in named if one[0] != board.HOT]
        initial = [row for place in places for row in initial_rows(place)]
        self.row_forms: Any = RowForms(
            data,
            prefix="row",
            initial=initial if data is None else None,
            form_kwargs={"places": takers},
        )

    def is_valid(self) -> bool:
        parts = [super().is_valid(), self.row_forms.is_valid()]
        parts += [one.is_valid() for one in self.place_forms.values()]
        return all(parts)

    def rows(self) -> Iterator[tuple[Any, str]]:
        """The row forms with the place in which each stands."""
        for form in self.row_forms:
            key = form["place"].value()
            yield form, key if key in self.place_forms else board.HEADLINE

    def places(self) -> list[Place]:
        """The places as far as they can be read, the sections in their order."""
        self.is_valid()
        by_place: dict[str, list[Any]] = {key: [] for key in self.place_forms}
        for form, key in self.rows():
            if getattr(form, "row", None):
                by_place[key].append(form)
        made = {}
        for key, form in self.place_forms.items():
            ordered = sorted(by_place[key], key=lambda one: one.cleaned_data["order"] or MOST_ORDER)
            made[key] = form.as_place(one.row for one in ordered)
        fixed = [place for key, place in made.items() if board.section_of(key) is None]
        sections = [key for key in made if board.section_of(key)]
        return [*fixed, *(made[key] for key in sorted(sections, key=self.order_of))]

    def order_of(self, key: str) -> int:
        given = getattr(self.place_forms[key], "cleaned_data", {})
        return given.get("order") or MOST_ORDER


def initial_rows(place: Place) -> Iterator[dict[str, Any]]:
    """The rows that still hold, each with a number that no pinned one has, and a blank one."""
    if place.key == board.HOT:
        return
    now = timezone.now()
    rows = [row for row in place.rows if row.holds(now)]
    free = (number for number in count(1) if number not in {row.pinned for row in rows})
    for row in rows:
        yield {
            "story": str(row.id),
            "place": place.key,
            "order": row.pinned or next(free),
            "until": row.until,
            "pinned": bool(row.pinned),
        }
    yield {"place": place.key, "story": "", "order": None}


def place_forms(
    data: Mapping[str, Any] | None, places: Sequence[Place], tree: Sequence[Section]
) -> Iterator[tuple[str, PlaceForm]]:
    ruled = {place.rule.of for place in places if place.rule.by == By.TAG}
    tags = dict(Tag.objects.filter(pk__in=ruled).values_list("pk", "name"))
    named = {place.rule.of or 0 for place in places if place.rule.by == By.TOPIC}
    newest = Topic.objects.order_by("-pk").values_list("pk", "name")
    topics = dict(newest[:TOPICS_OFFERED]) | dict(newest.filter(pk__in=named))
    number = 0
    for place in places:
        number += 1 if board.section_of(place.key) else 0
        tag = tags.get(place.rule.of, "") if place.rule.by == By.TAG else ""
        choices = list(rules_of(place, tree, topics))
        yield place.key, PlaceForm(data, place=place, number=number, choices=choices, tag=tag)


def rules_of(
    place: Place, tree: Sequence[Section], topics: Mapping[int, str]
) -> Iterator[tuple[Any, Any]]:
    for by in RULES.get(place.key, USUAL_RULES):
        yield by.value, by.label
    if place.key in {board.TOPICS, board.HOT}:
        return
    yield By.TAG.value, By.TAG.label
    yield By.SECTION.label, [(f"section:{one.pk}", one.name) for one in tree]
    if topics:
        yield By.TOPIC.label, [(f"topic:{pk}", name) for pk, name in topics.items()]

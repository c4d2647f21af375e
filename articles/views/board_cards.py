"""The cards of the board: what stands in each place, what fell out, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from articles import board, renditions
from articles.board import Front, Place
from articles.forms.board import BoardForm, RowForm
from articles.models import Article, Edition, Section, Topic


@dataclass(slots=True)
class Card:
    """A story in a place of the board: put there by hand (with its form), or by the rule."""

    title: str = ""
    note: str = ""
    thumb: str = ""
    id: int | None = None
    form: RowForm | None = None
    told: str = ""


@dataclass(slots=True)
class Column:
    """A place of the board as the page shows it."""

    key: str
    name: str
    form: Any
    cards: list[Card] = field(default_factory=list)
    blank: RowForm | None = None
    errors: list[str] = field(default_factory=list)

    @property
    def is_section(self) -> bool:
        return board.section_of(self.key) is not None

    @property
    def kind(self) -> str:
        return "section" if self.is_section else self.key

    @property
    def takes_rows(self) -> bool:
        return self.key != board.HOT


def columns_of(
    form: BoardForm,
    places: Sequence[Place],
    tree: Sequence[Section],
    faults: Sequence[board.Fault],
) -> Iterator[Column]:
    """Each place with its cards: what stands, in its order, then what fell out or is wrong."""
    front = board.fill(places, tree, timezone.now())
    rows: dict[str, list[RowForm]] = {place.key: [] for place in places}
    for one, key in form.rows():
        rows[key].append(one)
    made = Cards([one for one, _key in form.rows()])
    for place in places:
        column = Column(place.key, board.name_of(place.key, tree), form.place_forms[place.key])
        forms = [one for one in rows[place.key] if one["story"].value()]
        column.blank = next((one for one in rows[place.key] if one not in forms), None)
        filled = front.filled.get(place.key) or board.Filled(place)
        column.cards = list(made.standing(filled, front, forms))
        standing = [card.form for card in column.cards]
        column.cards += [made.fallen(one, filled) for one in forms if one not in standing]
        mark(column, [fault for fault in faults if fault.place == place.key])
        yield column


def mark(column: Column, faults: Iterable[board.Fault]) -> None:
    """Say what is wrong with a place, and with a row beside it."""
    for fault in faults:
        forms = [card.form for card in column.cards if card.form and card.form.row == fault.row]
        if fault.row is None:
            column.errors.append(fault.sentence)
        elif forms:
            # The first stands; it is the next that is once too often.
            forms[-1].add_error(None, fault.sentence)


class Cards:
    """Cards of a board, and what is known of the stories and topics that its rows name."""

    def __init__(self, forms: Iterable[RowForm]) -> None:
        stories: set[int] = set()
        topics: set[int] = set()
        for form in forms:
            kept = topics if form["place"].value() == board.TOPICS else stories
            kept |= {form.named or 0}
        live = Edition.objects.live().filter(article__in=stories).for_lists()
        self.editions = {one.article_id: one for one in live}
        renditions.attach(renditions.covers(self.editions.values()))
        self.titles = titles(stories - self.editions.keys())
        self.topics = dict(Topic.objects.filter(pk__in=topics).values_list("pk", "name"))

    def standing(
        self, filled: board.Filled, front: Front, forms: Sequence[RowForm]
    ) -> Iterator[Card]:
        by_row = {form.row: form for form in reversed(forms) if form.row}
        if filled.place.key == board.TOPICS:
            by_id = {row.id: form for row, form in by_row.items()}
            for band in front.topics:
                yield Card(title=band.topic.name, id=band.topic.pk, form=by_id.get(band.topic.pk))
            return
        for number, story in enumerate(filled.stories):
            row = filled.rows[number] if filled.rows else None
            yield of_story(story, by_row.get(row) if row else None)

    def fallen(self, form: RowForm, filled: board.Filled) -> Card:
        told = filled.fallen.get(form.row) if form.row else None
        named, words = form.named or 0, str(form["story"].value())
        if form["place"].value() == board.TOPICS:
            card = Card(title=self.topics.get(named, words), id=named, form=form)
        elif named in self.editions:
            card = of_story(self.editions[named], form)
        else:
            card = Card(title=self.titles.get(named, words), id=named, form=form)
        card.told = str(told.label) if told else ""
        return card


def of_story(story: Edition, form: RowForm | None) -> Card:
    about = described(story)
    return Card(about["title"], about["note"], about["thumb"], about["id"], form)


def titles(ids: Iterable[int]) -> dict[int, str]:
    return dict(Article.objects.filter(pk__in=list(ids)).values_list("pk", "title"))


def described(story: Edition) -> dict[str, Any]:
    """A story as cards and suggestions show it."""
    at = date_format(timezone.localtime(story.published_at), "m-d H:i")
    thumb = (
        renditions.address(story.cover["photo"], "standard", smallest=True) if story.cover else ""
    )
    note = f"{story.section.name} \u00b7 {at}"
    return {"id": story.article_id, "title": story.name_in_lists, "note": note, "thumb": thumb}

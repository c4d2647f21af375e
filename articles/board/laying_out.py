"""The acts on the board: lay it out, go back to an earlier layout."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles import signals, workflow
from articles.board.filling import fill, snapshot
from articles.board.places import (
    MOST_ID,
    MOST_ROWS,
    OF_SOMETHING,
    TOPICS,
    By,
    Place,
    Row,
    as_json,
    limits,
    places_of,
)
from articles.models import Article, Edition, FrontLayout, Section, SiteSettings, Tag, Topic, User

RIGHT = "articles.add_frontlayout"
MOST_NOTE = 200


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a place, or with one of its rows; a warning hinders nothing."""

    place: str
    sentence: str
    row: Row | None = None
    is_warning: bool = False


class Faulty(workflow.Refused):
    """A layout that cannot be; `faults` say where."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(*(fault.sentence for fault in faults))
        self.faults = faults


@transaction.atomic
def lay_out(
    places: Iterable[Place], *, by: User, replaces: int | None, note: str = ""
) -> FrontLayout:
    """Lay the front page out anew, from now on.

    `replaces` is the id of the layout that the editor saw, None where there was none. Raises
    PermissionDenied, Stale when somebody else laid the page out meanwhile, or Faulty.
    """
    workflow.demand(by, RIGHT)
    last = held()
    if (last.pk if last else None) != replaces:
        raise workflow.Stale(meanwhile(last))
    now, given, tree = timezone.now(), list(places), list(Section.objects.all())
    hindering = [fault for fault in faults_of(given, now) if not fault.is_warning]
    note = " ".join(note.split())
    if len(note) > MOST_NOTE:
        sentence = _("The note is longer than %(most)d characters.")
        raise workflow.Refused(sentence % {"most": MOST_NOTE})
    if hindering:
        raise Faulty(hindering)
    # Never before the last one, though the clocks of two servers differ.
    at = max(now, last.at + timedelta(microseconds=1)) if last else now
    layout = FrontLayout(at=at, by=by, note=note, places=as_json(given))
    front = fill(places_of(layout, tree), tree, at)
    layout.shown = snapshot(front)
    layout.save()
    transaction.on_commit(partial(signals.public_changed.send_robust, sender=FrontLayout))
    return layout


def go_back(layout: FrontLayout, *, by: User, replaces: int | None) -> FrontLayout:
    """Lay the front page out as it was in an earlier layout; raises what `lay_out` raises."""
    at = date_format(timezone.localtime(layout.at), "Y-m-d H:i:s")
    note = _("Back to the layout of %(at)s") % {"at": at}
    places = kept_rows(places_of(layout, list(Section.objects.all())), timezone.now())
    return lay_out(places, by=by, replaces=replaces, note=note)


def held() -> FrontLayout | None:
    """The newest layout; whoever else lays out waits until this transaction ends.

    The row of settings is what they wait for: before the first layout there is none to hold.
    """
    SiteSettings.objects.get_or_create(pk=1)
    SiteSettings.objects.select_for_update().get(pk=1)
    return FrontLayout.objects.defer("shown").select_related("by").order_by("-at", "-id").first()


def meanwhile(last: FrontLayout | None) -> str:
    if last is None:
        return _("There is no such layout. Open the board again.")
    return _(
        "%(who)s laid the front page out at %(when)s, after you opened the board. Nothing of yours "
        "was saved. Look at it in another window, then open the board again."
    ) % {"who": last.by, "when": date_format(timezone.localtime(last.at), "H:i:s")}


def kept_rows(places: Iterable[Place], now: datetime) -> list[Place]:
    """The places without rows whose time has passed and without rows and rules of what is gone."""
    given = list(places)
    known = Known(given)
    return [
        replace(
            place,
            rows=tuple(row for row in place.rows if row.holds(now) and known.has(place, row)),
            rule=place.rule if known.has_rule(place) else replace(place.rule, by=By.NONE, of=None),
        )
        for place in given
    ]


# What is wrong


def faults_of(places: Iterable[Place], now: datetime) -> list[Fault]:
    """What hinders a layout, and what its editor should know."""
    given = list(places)
    known = Known(given)
    return [fault for place in given for fault in faults_in(place, known, now)]


class Known:
    """The rows that places name and that are there; one query a kind."""

    def __init__(self, places: Sequence[Place]) -> None:
        stories = {row.id for place in places for row in place.rows if place.key != TOPICS}
        topics = {row.id for place in places for row in place.rows if place.key == TOPICS}
        ruled: dict[By, set[int]] = defaultdict(set)
        for place in places:
            ruled[place.rule.by].add(place.rule.of or 0)
        self.stories = there(Article, stories)
        live = Edition.objects.live().filter(article__in=self.stories)
        self.live = set(live.values_list("article", flat=True))
        self.topics = there(Topic, topics | ruled[By.TOPIC])
        self.tags = there(Tag, ruled[By.TAG])
        self.sections = there(Section, ruled[By.SECTION])

    def has(self, place: Place, row: Row) -> bool:
        return row.id in (self.topics if place.key == TOPICS else self.stories)

    def has_rule(self, place: Place) -> bool:
        by, of = place.rule.by, place.rule.of
        rows = {By.TOPIC: self.topics, By.TAG: self.tags, By.SECTION: self.sections}
        return by not in OF_SOMETHING or of in rows[by]


def there(model: type[Model], ids: set[int]) -> set[int]:
    """The ids, of these, that rows have."""
    possible = [one for one in ids if 0 < one <= MOST_ID]
    found = model._default_manager.filter(pk__in=possible)
    return set(found.values_list("pk", flat=True))


def faults_in(place: Place, known: Known, now: datetime) -> Iterator[Fault]:
    least, most = limits(place.key)
    if not least <= place.size <= most:
        words = {"least": least, "most": most}
        yield Fault(place.key, _("Choose a number from %(least)d to %(most)d.") % words)
    if len(place.rows) > MOST_ROWS:
        yield Fault(place.key, _("A place takes %(most)d rows at most.") % {"most": MOST_ROWS})
        return
    if not known.has_rule(place):
        yield Fault(place.key, _("Choose what the rule is to fill the place with."))
    seen: set[int] = set()
    pinned: set[int] = set()
    for row in place.rows:
        if sentence := fault_of(row, place, known, now):
            yield Fault(place.key, sentence, row)
        elif row.id in seen:
            yield Fault(place.key, _("It stands in this place already."), row)
        elif row.pinned in pinned:
            yield Fault(place.key, _("Another row is pinned to this number."), row)
        elif place.key != TOPICS and row.id not in known.live:
            sentence = _("Readers do not see this story now. It stands here once they do.")
            yield Fault(place.key, sentence, row, is_warning=True)
        seen.add(row.id)
        pinned |= {row.pinned} if row.pinned else set()


def fault_of(row: Row, place: Place, known: Known, now: datetime) -> str:
    if not known.has(place, row):
        return _("There is no such topic.") if place.key == TOPICS else _("There is no such story.")
    if not row.holds(now):
        return _("This moment has passed. Choose a later one, or none.")
    if row.pinned is not None and not 1 <= row.pinned <= place.size:
        return _("This place has no such number to pin it to.")
    return ""

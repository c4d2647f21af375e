"""What is said of a photo in pills wherever it is chosen: its kind, and how its rights stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.choices import Licence, PhotoKind
from articles.models import Photo

#: A licence that ends within so many days is shown as ending.
ENDS_SOON = timedelta(days=30)

#: What is not what it seems to be is the more conspicuous for it.
KIND_TONES = {
    PhotoKind.SCENE: "plain",
    PhotoKind.ARCHIVE: "wait",
    PhotoKind.DIAGRAM: "second",
    PhotoKind.AI: "care",
}


@dataclass(frozen=True, slots=True)
class Pill:
    word: str
    tone: str


def kind_of(photo: Photo) -> Pill:
    return Pill(photo.get_kind_display(), KIND_TONES[PhotoKind(photo.kind)])


def rights(photo: Photo, today: date) -> Iterator[Pill]:
    """What has to be settled before a photo is used, the worst first."""
    if photo.expires_on and (ends := ending(photo.expires_on, today)):
        yield ends
    if photo.licence == Licence.UNCLEAR:
        yield Pill(_("Rights not clear"), "care")


def ending(last_day: date, today: date) -> Pill | None:
    when = date_format(last_day, "Y-m-d")
    if last_day < today:
        return Pill(_("Licence ended on %(day)s") % {"day": when}, "bad")
    if last_day <= today + ENDS_SOON:
        return Pill(_("Licence ends on %(day)s") % {"day": when}, "care")
    return None

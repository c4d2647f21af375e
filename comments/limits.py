"""How often one visitor may write, like and complain, counted in the cache alone.

Phones of one network share an address, so the limits of an address are generous and their windows
short. Where the cache cannot be reached nobody counts: moderators still read every comment first.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import ngettext

from articles import visitors
from articles.workflow import Refused
from comments.identity import Sender

logger = logging.getLogger("comments.limits")


#: Who tries more than so many times as often as they may is hardly a person.
FAR = 2


class Flooded(Refused):
    """Too much from one visitor in a short time; `is_far` where it is so much that no person
    sends it by hand."""

    is_far = False


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` times within `window`, which begins with the first time."""

    what: str
    most: int
    window: timedelta

    def times(self, whose: str, where: int | str = "") -> int:
        """Count this attempt; `where` counts by itself. 0 where nobody counts."""
        seconds = self.window.total_seconds()
        try:
            return visitors.times(f"{self.what} {where}", whose, seconds)
        except visitors.UNREACHABLE as error:
            logger.warning("limits_unreachable", extra={"error": type(error).__name__})
            return 0

    def allows(self, whose: str, where: int | str = "") -> bool:
        """Count this attempt; whether it is one that may be."""
        return self.times(whose, where) <= self.most

    def demand(self, whose: str, where: int | str = "") -> None:
        """Count this attempt. Raises Flooded."""
        times = self.times(whose, where)
        if times > self.most:
            flooded = Flooded(self.sentence())
            flooded.is_far = times > FAR * self.most
            if times == FAR * self.most + 1:  # One line for a flood, and none for each of it.
                logger.warning("flooded", extra={"what": self.what})
            raise flooded

    def sentence(self) -> str:
        minutes = int(self.window.total_seconds() // 60)
        return ngettext(
            "That was a lot at once. Please wait a minute and try again.",
            "That was a lot at once. Please wait %(minutes)s minutes and try again.",
            minutes,
        ) % {"minutes": minutes}


#: Of one address, under one story and under all.
UNDER_ONE = Limit("write under", 5, timedelta(minutes=1))
UNDER_ALL = Limit("write", 20, timedelta(minutes=10))
#: Of one writer, wherever their address has got to.
BY_WRITER = Limit("write as", 10, timedelta(minutes=10))
#: Of one address that sends no proof of work, where one is asked for.
UNPROVEN = Limit("write unproven", 3, timedelta(minutes=10))
#: More than that under one story, by whomever, and a person reads them all before they show.
CROWD = Limit("crowd", 60, timedelta(minutes=1))

LIKES = Limit("like", 60, timedelta(minutes=1))
LIKES_BY_WRITER = Limit("like as", 30, timedelta(minutes=1))
COMPLAINTS = Limit("complain", 10, timedelta(minutes=10))
COMPLAINTS_BY_WRITER = Limit("complain as", 5, timedelta(minutes=10))


def write(article_id: int, sender: Sender) -> None:
    """Count a comment. Raises Flooded."""
    UNDER_ONE.demand(sender.address, article_id)
    UNDER_ALL.demand(sender.address)
    if sender.key:
        BY_WRITER.demand(sender.key)


def write_unproven(sender: Sender) -> None:
    """Count a comment that came without the proof of work. Raises Flooded."""
    UNPROVEN.demand(sender.address)


def is_crowded(article_id: int) -> bool:
    """Count a comment under the story, whoever wrote it; whether there were many just now."""
    return not CROWD.allows("everybody", article_id)


def like(sender: Sender) -> None:
    """Count a like, given or taken back. Raises Flooded."""
    LIKES.demand(sender.address)
    if sender.key:
        LIKES_BY_WRITER.demand(sender.key)


def complain(sender: Sender) -> None:
    """Count a report or an appeal. Raises Flooded."""
    COMPLAINTS.demand(sender.address)
    if sender.key:
        COMPLAINTS_BY_WRITER.demand(sender.key)

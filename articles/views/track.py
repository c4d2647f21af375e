"""The way of a story as a track of steps: who has done what and when, and who acts next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import workflow
from articles.choices import LEVEL_OF_STATE, WITH_WRITER, Level, ReviewState
from articles.models import Pass, User
from articles.models.taxonomy import REVIEW_HOURS
from articles.workflow import Facts

#: So many names stand in a step; the rest are counted.
NAMED = 3
DONE, NOW, AHEAD = "done", "now", "ahead"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `status` is done, now or ahead; `at` when it was done or began to wait."""

    name: Any
    status: str
    who: str = ""
    at: datetime | None = None
    words: str = ""
    is_overdue: bool = False


def track(facts: Facts) -> list[Step]:
    """From writing to readers, in the order of the section's levels."""
    reviews = [review_step(facts, level) for level in facts.levels]
    return [writing_step(facts), *reviews, publication_step(facts)]


def writing_step(facts: Facts) -> Step:
    article = facts.article
    with_writer = facts.state in WITH_WRITER and not facts.is_out
    returned = with_writer and facts.state == ReviewState.RETURNED
    writer = article.created_by or article.text_by
    return Step(
        name=_("Returned to the writer") if returned else _("Writing"),
        status=NOW if with_writer else DONE,
        who=str(writer) if writer else "",
        at=article.state_since if with_writer else None,
    )


def review_step(facts: Facts, level: Level) -> Step:
    passed = next((one for one in facts.passes if one.level == level), None)
    if passed and not (facts.is_spent and not facts.is_out):
        return done_step(passed, level)
    if LEVEL_OF_STATE.get(facts.state) == level:
        return waiting_step(facts, level)
    skipped = facts.state == ReviewState.SIGNED and not facts.is_spent
    words = _("Skipped: green channel") if skipped else ""
    return Step(name=level.label, status=AHEAD, words=words)


def done_step(passed: Pass, level: Level) -> Step:
    words = _("Green channel: %(reason)s") % {"reason": passed.opinion} if passed.is_green else ""
    return Step(level.label, DONE, str(passed.by), passed.at, words or passed.opinion)


def waiting_step(facts: Facts, level: Level) -> Step:
    since, able = facts.article.state_since, names(workflow.reviewers(facts.article))
    return Step(
        name=level.label,
        status=NOW,
        who=able or _("Nobody has the right and no part in the text."),
        at=since,
        is_overdue=facts.now - since > timedelta(hours=hours_of(facts)),
    )


def hours_of(facts: Facts) -> int:
    section = facts.article.section
    return section.review_hours if section else REVIEW_HOURS


def publication_step(facts: Facts) -> Step:
    if facts.coming and facts.is_out:
        return Step(_("Publication"), NOW, at=facts.coming.live_from, words=_("Scheduled"))
    if facts.live and facts.is_out:
        return Step(_("Publication"), DONE, str(facts.live.by), facts.live.live_from)
    signed = facts.state == ReviewState.SIGNED and not facts.is_out
    status = NOW if signed else AHEAD
    return Step(_("Publication"), status, at=facts.article.state_since if signed else None)


def names(found: Iterable[User]) -> str:
    """The first names, and how many more there are."""
    people = list(found)
    shown = "\u3001".join(str(one) for one in people[:NAMED])
    more = len(people) - NAMED
    if more <= 0:
        return shown
    rest = ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more}
    return f"{shown} {rest}"

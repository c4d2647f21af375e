"""Who acts next on each story of a list, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Count, OuterRef, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from articles import workflow
from articles.choices import (
    LEVEL_OF_STATE,
    PASS_OF_LEVEL,
    WAITING,
    WITH_WRITER,
    DeskVerb,
    ReviewState,
)
from articles.models import Article, DeskAct, Edition
from articles.models.taxonomy import REVIEW_HOURS

#: Acts that a story can wait for, done by whoever has the right.
AWAITED = (*PASS_OF_LEVEL.values(), DeskVerb.PUBLISH)


@dataclass(frozen=True, slots=True)
class NextStep:
    """In words: what comes next, who does it, since when it waits, and by how much too long."""

    what: str = ""
    who: str = ""
    note: str = ""
    late: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """What has to be known beside the rows: hands by act, returns and moments by story."""

    now: datetime
    hands: dict[DeskVerb, str]
    returned_by: dict[int, Any]
    appears: dict[int, datetime]


def next_steps(rows: Sequence[Article]) -> list[NextStep]:
    """One for each row, in their order; a row comes as `for_lists` brings it."""
    now = timezone.now()
    known = Around(now, hands(), returned_by(rows), appearing(rows, now))
    return [next_step(row, known) for row in rows]


def next_step(article: Article, known: Around) -> NextStep:
    if article.discarded_at:
        return NextStep(note=deleted_on(article.discarded_at))
    if article.archived_at:
        return NextStep()
    if article.state in WAITING:
        return at_level(article, known)
    if moment := known.appears.get(article.pk):
        return NextStep(_("Appears %(moment)s") % {"moment": in_short(moment)})
    if not article.is_on_its_way:
        return NextStep()
    if article.state in WITH_WRITER:
        return with_writer(article, known)
    return NextStep(
        _("Publication"), known.hands.get(DeskVerb.PUBLISH, ""), waiting(article, known.now)
    )


def at_level(article: Article, known: Around) -> NextStep:
    level = LEVEL_OF_STATE[ReviewState(article.state)]
    who = known.hands.get(PASS_OF_LEVEL[level], "")
    return NextStep(
        str(level.label), who, waiting(article, known.now), lateness(article, known.now)
    )


def with_writer(article: Article, known: Around) -> NextStep:
    writer = article.created_by or article.submitted_by or article.updated_by
    what = _("With %(who)s") % {"who": writer} if writer else _("Not taken up yet")
    back = known.returned_by.get(article.pk)
    return NextStep(what, note=_("Returned by %(who)s") % {"who": back} if back else "")


def span(start: datetime, end: datetime) -> str:
    """How long that is, roughly, in words."""
    if end - start < timedelta(minutes=1):
        return _("less than a minute")
    return timesince(start, end, depth=1)


def waiting(article: Article, now: datetime) -> str:
    return _("waiting for %(time)s") % {"time": span(article.state_since, now)}


def lateness(article: Article, now: datetime) -> str:
    """By how much it has waited too long; empty when it has not."""
    section = article.section
    hours = section.review_hours if section else REVIEW_HOURS
    due = article.state_since + timedelta(hours=hours)
    return _("Overdue by %(time)s") % {"time": span(due, now)} if due < now else ""


def deleted_on(since: datetime) -> str:
    day = timezone.localtime(since + timedelta(days=workflow.BIN_DAYS))
    return _("Deleted for good on %(day)s") % {"day": date_format(day, "Y-m-d")}


def in_short(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "m-d H:i")


# What is asked of the database


def hands(verbs: Collection[DeskVerb] = AWAITED) -> dict[DeskVerb, str]:
    """The group that each act falls to: of those with the right, the one with the fewest others.

    A chief may pass the first review too, but it is the editors' work.
    """
    rights = {workflow.PERMISSIONS[verb][0].removeprefix("articles."): verb for verb in verbs}
    given = Group.permissions.through.objects.order_by().filter(group=OuterRef("pk"))
    weight = given.values("group").annotate(n=Count("pk")).values("n")
    groups = Group.objects.filter(
        permissions__content_type__app_label="articles", permissions__codename__in=rights
    )
    rows = groups.order_by(Subquery(weight).desc(), "-pk")
    return {
        rights[right]: name for right, name in rows.values_list("permissions__codename", "name")
    }


def returned_by(rows: Sequence[Article]) -> dict[int, Any]:
    """Who returned each of the stories that are with their writer again."""
    back = [row.pk for row in rows if row.state == ReviewState.RETURNED]
    acts = DeskAct.objects.filter(article__in=back, verb=DeskVerb.RETURN).select_related("by")
    return {act.article_id: act.by for act in acts.order_by("number") if act.article_id}


def appearing(rows: Sequence[Article], now: datetime) -> dict[int, datetime]:
    coming = Edition.objects.order_by("-live_from").scheduled(now)
    found = coming.filter(article__in=[row.pk for row in rows])
    return dict(found.values_list("article", "live_from"))

"""Adjectives of working copies: which are on the desk, wait for whom, are late, and are read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Case, Exists, F, Func, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone

from articles.choices import WAITING, WRITER_ROLES, PublicState, ReviewState
from articles.models.edition import Edition, Withdrawal
from articles.models.review import Pass
from articles.models.staff import Person, User
from articles.models.taxonomy import REVIEW_HOURS

#: The model is named where it is defined, so that this file need not know it.
Copy = TypeVar("Copy", bound=models.Model, covariant=True)

#: No section asks for less, so nothing that has waited for a shorter time is late.
LEAST_HOURS = timedelta(hours=1)


class HoursBetween(Func):
    """Hours from one moment to another; the databases have no common words for it."""

    output_field = models.FloatField()

    def __init__(self, start: Any, end: Any) -> None:
        super().__init__(Value(end, models.DateTimeField()), start)

    def as_sqlite(self, *args: Any, **extra: Any) -> Any:
        between = {"template": "((julianday(%(expressions)s)) * 24)"}
        return self.as_sql(*args, **extra | between | {"arg_joiner": ") - julianday("})

    def as_postgresql(self, *args: Any, **extra: Any) -> Any:
        between = {"template": "(EXTRACT(EPOCH FROM (%(expressions)s)) / 3600)"}
        return self.as_sql(*args, **extra | between | {"arg_joiner": " - "})


class Adjectives(models.QuerySet[Copy]):
    """Each adjective starts from an index: what is before readers is never walked through."""

    # Put away or not

    def on_the_desk(self) -> Self:
        """Neither archived nor in the recycle bin."""
        # The few in the bin are taken out by number: asked for `discarded_at IS NULL`, SQLite
        # takes the index of that column, which leads to almost every story, and sorts them all.
        away = self.model._base_manager.filter(discarded_at__isnull=False)
        return self.filter(archived_at__isnull=True).exclude(pk__in=away.values("pk"))

    def archived(self) -> Self:
        return self.filter(archived_at__isnull=False, discarded_at__isnull=True)

    def in_bin(self) -> Self:
        return self.filter(discarded_at__isnull=False)

    # In the reviews

    def waiting_for(self, person: User, states: Collection[str]) -> Self:
        """Those at one of these states that this person may pass: others wrote and changed them,
        and they have passed no level of the running round yet.
        """
        of_theirs = Person.objects.filter(
            user=person, credits__article=OuterRef("pk"), credits__role__in=WRITER_ROLES
        )
        passed = Pass.objects.valid().filter(
            article=OuterRef("pk"), round=OuterRef("round"), by=person
        )
        return (
            self.filter(state__in=states)
            .exclude(created_by=person)
            .exclude(text_by=person)
            .filter(~Exists(of_theirs), ~Exists(passed))
        )

    def overdue(self, now: datetime | None = None) -> Self:
        """Those that have waited at their level for longer than their section allows."""
        now = now or timezone.now()
        allowed = Coalesce(
            NullIf("section__hours", 0), NullIf("section__parent__hours", 0), REVIEW_HOURS
        )
        waiting = self.filter(state__in=WAITING, state_since__lt=now - LEAST_HOURS)
        return waiting.alias(waited=HoursBetween("state_since", now)).filter(waited__gt=allowed)

    def of(self, person: User) -> Self:
        """Those that this person wrote, submitted or changed."""
        hands = ("created_by", "submitted_by", "text_by", "updated_by")
        return self.filter(Q.create([(hand, person) for hand in hands], connector=Q.OR))

    def to_be_published(self) -> Self:
        """Signed, and the text that was signed has not been put out yet."""
        not_out = Q(out_version__isnull=True) | ~Q(out_version=F("version"))
        return self.filter(not_out, state=ReviewState.SIGNED)

    # Before readers

    def with_public_state(self, now: datetime | None = None) -> Self:
        """Annotate `state_for_readers` (a PublicState) at `now`, and `version_live`."""
        seen = Seen(now or timezone.now())
        return self.annotate(
            state_for_readers=Case(
                When(Exists(seen.live), then=Value(PublicState.LIVE.value)),
                When(Exists(seen.coming), then=Value(PublicState.SCHEDULED.value)),
                When(Exists(seen.gone), then=Value(PublicState.WITHDRAWN.value)),
                default=Value(PublicState.UNPUBLISHED.value),
            ),
            version_live=Subquery(seen.live.values("article_version")[:1]),
        )

    def seen_as(self, state: PublicState, now: datetime | None = None) -> Self:
        """Those of this public state: what is rare is found from its editions and withdrawals."""
        now = now or timezone.now()
        seen = Seen(now)
        if state == PublicState.LIVE:
            return self.filter(Exists(seen.live))
        if state == PublicState.SCHEDULED:
            return self.scheduled(now).filter(~Exists(seen.live))
        if state == PublicState.WITHDRAWN:
            return self.filter(pk__in=Withdrawal.objects.order_by().open().values("article"))
        return self.filter(~Exists(seen.live), ~Exists(seen.coming), ~Exists(seen.gone))

    def scheduled(self, now: datetime | None = None) -> Self:
        """Those with an edition to come, whether or not readers see an earlier one."""
        return self.filter(pk__in=Edition.objects.order_by().scheduled(now).values("article"))

    def put_out(self, since: datetime, now: datetime | None = None) -> Self:
        """Those of which an edition came before readers since then."""
        until = now or timezone.now()
        out = Edition.objects.order_by().ever_shown()
        out = out.filter(live_from__gte=since, live_from__lte=until)
        return self.filter(pk__in=out.values("article"))

    def changed(self, now: datetime | None = None) -> Self:
        """Those whose readers see another text than the working copy."""
        now = now or timezone.now()
        other = Seen(now).live.exclude(article_version=OuterRef("version"))
        # What has been put out as it stands is passed over before its editions are looked at.
        coming = Edition.objects.order_by().scheduled(now).values("article")
        ahead = Q(out_version__lt=F("version")) | Q(pk__in=coming)
        return self.filter(ahead, Exists(other))


class Seen:
    """What readers see of the story of the row around, at a moment, as querysets to ask."""

    def __init__(self, now: datetime) -> None:
        editions = Edition.objects.filter(article=OuterRef("pk"))
        self.live = editions.live(at=now)
        self.coming = editions.scheduled(now)
        self.gone = Withdrawal.objects.open().filter(article=OuterRef("pk"))

"""The plot of the letters page on the desk's first page: what was decided, day by day."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.jobs import SYSTEM
from comments.choices import LetterVerb
from comments.models import Decision
from newsroom.desk_charts import Chart, Series

DAYS = 14
#: The log is read back so far at most. Days that it does not reach are left open, not shown as 0.
MOST_DECISIONS = 5000

Day = tuple[date, str]
APPROVED, REJECTED, REFUSED = "approved", "rejected", "refused"


def letters_chart(now: datetime) -> Chart:
    today = timezone.localdate(now)
    days = [today - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    found, reached = decided(days[0])

    def values(kind: str) -> list[int | None]:
        return [found[day, kind] if day >= reached else None for day in days]

    totals = {kind: sum(found[day, kind] for day in days) for kind in (APPROVED, REJECTED, REFUSED)}
    return Chart(
        key="chart-letters",
        title=_("Decisions on comments a day"),
        summary=_(
            "In %(days)d days %(approved)d approved, %(rejected)d rejected, %(refused)d refused "
            "by screening."
        )
        % ({"days": (today - reached).days + 1} | totals),
        head=_("Day"),
        labels=[date_format(day, "m-d") for day in days],
        series=[
            Series(_("Approved"), values(APPROVED), "accent"),
            Series(_("Rejected"), values(REJECTED), "wait"),
            Series(_("Refused by screening"), values(REFUSED), "soft"),
        ],
    )


def decided(first: date) -> tuple[Counter[Day], date]:
    """Decisions by day and kind since then, and the first day that was counted as a whole."""
    verbs = [LetterVerb.APPROVE, LetterVerb.REJECT]
    # The log has no index of its moments: it is read from its end, as far as it may be.
    rows = Decision.objects.order_by("-id").values_list("verb", "at", "by__username")
    read = list(rows.filter(verb__in=verbs)[:MOST_DECISIONS])
    found = Counter(
        (timezone.localdate(at), kind_of(verb, username)) for verb, at, username in read
    )
    if len(read) < MOST_DECISIONS:
        return found, first
    oldest = timezone.localdate(read[-1][1])
    return found, max(first, oldest + timedelta(days=1))


def kind_of(verb: str, username: str) -> str:
    if verb == LetterVerb.APPROVE:
        return APPROVED
    return REFUSED if username == SYSTEM else REJECTED

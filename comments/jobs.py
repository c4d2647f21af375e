"""Work of the letters page that is due at its moment; the desk's jobs run it with their own."""

from __future__ import annotations

from datetime import datetime, timedelta
from time import monotonic

from django.utils.translation import gettext_lazy as _

from articles.jobs import TURN, Job, register
from comments.models import LettersSettings, Whereabouts

#: Rows that one statement deletes: comments that come in meanwhile do not wait for thousands.
AT_ONCE = 1000


def forget_addresses(now: datetime) -> int:
    """Delete from where comments were sent once the term of the site is over.

    What a run has no time for, the next one takes.
    """
    term = now - timedelta(days=LettersSettings.current().keep_days)
    old = Whereabouts.objects.filter(at__lt=term).order_by("at")
    until, done = monotonic() + TURN.total_seconds(), 0
    while monotonic() < until:
        batch = list(old.values_list("pk", flat=True)[:AT_ONCE])
        if not batch:
            break
        done += Whereabouts.objects.filter(pk__in=batch).delete()[0]
    return done


register(
    Job("addresses", _("Remove addresses of comments"), forget_addresses, timedelta(hours=1)),
)

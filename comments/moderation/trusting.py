"""Says how far a writer is trusted."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import User
from articles.workflow import Refused, Stale
from comments.choices import LetterVerb, Trust
from comments.models import Writer
from comments.moderation.acting import Act, clock_time, cut, demand_right


@transaction.atomic
def set_trust(writer: Writer, trust: Trust, *, by: User, note: str = "") -> Writer:
    """`writer.trust` is taken as what `by` has seen; raises Stale where somebody else was first."""
    demand_right(by)
    # Not for update, as in banning.py.
    locked = Writer.objects.select_for_update(no_key=True).get(pk=writer.pk)
    if locked.trust != writer.trust:
        raise Stale(overtaken(locked))
    if locked.trust == trust:
        raise Refused(_("There is nothing to change: this writer stands so already."))
    locked.trust = trust
    locked.save(update_fields=["trust"])
    said, why = str(Trust(trust).label), note.strip()
    if why:
        said = _("%(name)s: %(words)s") % {"name": said, "words": why}
    Act(by, cut(said)).about(LetterVerb.TRUST, locked.pk).save()
    return locked


def overtaken(writer: Writer) -> str:
    last = writer.decisions.filter(verb=LetterVerb.TRUST).select_related("by").first()
    sentence = _(
        "%(who)s set the trust of this writer at %(when)s, after you opened the page: %(trust)s. "
        "Look at it again."
    )
    return sentence % {
        "who": last.by if last else _("Somebody"),
        "when": clock_time(last.at if last else None),
        "trust": writer.get_trust_display(),
    }

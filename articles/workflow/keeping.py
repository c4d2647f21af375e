"""Putting stories away: the archive, the recycle bin with its term, and what leaves it for good."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import search
from articles.choices import DeskVerb
from articles.models import Article, User
from articles.workflow import acting

#: Days that a deleted draft can be taken out of the recycle bin.
BIN_DAYS = 30


@transaction.atomic
def archive(article: Article, *, by: User, version: int | None = None, note: str = "") -> Article:
    """Take a story that is done off the desk; readers see it as before."""
    facts = acting.begin(article, DeskVerb.ARCHIVE, by=by, version=version)
    return put(facts.article, DeskVerb.ARCHIVE, by=by, note=note, archived_at=facts.now)


@transaction.atomic
def unarchive(article: Article, *, by: User, version: int | None = None, note: str = "") -> Article:
    facts = acting.begin(article, DeskVerb.UNARCHIVE, by=by, version=version)
    return put(facts.article, DeskVerb.UNARCHIVE, by=by, note=note, archived_at=None)


@transaction.atomic
def discard(article: Article, *, by: User, version: int | None = None, note: str = "") -> Article:
    """Move a draft that readers never saw to the recycle bin."""
    facts = acting.begin(article, DeskVerb.DISCARD, by=by, version=version)
    return put(facts.article, DeskVerb.DISCARD, by=by, note=note, discarded_at=facts.now)


@transaction.atomic
def recover(article: Article, *, by: User, version: int | None = None, note: str = "") -> Article:
    facts = acting.begin(article, DeskVerb.RECOVER, by=by, version=version)
    return put(facts.article, DeskVerb.RECOVER, by=by, note=note, discarded_at=None)


def put(
    article: Article, verb: DeskVerb, *, by: User, note: str, **moments: datetime | None
) -> Article:
    for name, moment in moments.items():
        setattr(article, name, moment)
    article.save(update_fields=list(moments))
    acting.record(article, verb, by=by, note=note)
    return article


@transaction.atomic
def purge(article: Article, *, by: User, now: datetime | None = None) -> None:
    """Delete for good what has been in the recycle bin for its term; the log keeps its acts.

    Raises Refused before the term, or for a story that readers have seen.
    """
    held = acting.lock(article)
    now = now or timezone.now()
    if held.discarded_at is None or held.discarded_at > now - timedelta(days=BIN_DAYS):
        raise acting.Refused(_("The story has not been in the recycle bin for its term yet."))
    if held.editions.exists():
        raise acting.Refused(
            _("It has been before readers, so it is withdrawn and archived, never deleted.")
        )
    acting.record(held, DeskVerb.PURGE, by=by)
    named = list(held.photo_uses.exclude(photo=None).values_list("photo", flat=True))
    held.delete()
    search.index_photos(named)

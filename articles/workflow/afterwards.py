"""After publication: withdrawing a story from readers, and restoring it word for word."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from articles import search, signals
from articles.choices import DeskVerb, EditionChange
from articles.models import Article, Edition, User, Withdrawal
from articles.workflow import acting
from articles.workflow.rights import sure


@transaction.atomic
def withdraw(article: Article, *, by: User, reason: str, notice: str = "") -> Withdrawal:
    """Take a story from readers at once, everywhere; its address answers 410 with a notice."""
    facts = acting.begin(article, DeskVerb.WITHDRAW, by=by)
    article, now, edition = facts.article, facts.now, sure(facts.live)
    reason = acting.demand_words(
        reason, _("Give the reason for the withdrawal; it is kept in the record.")
    )
    article.editions.scheduled(now).update(live_until=F("live_from"))
    edition.live_until = now
    edition.save(update_fields=["live_until"])
    search.index_story(article)
    article.out_version = edition.article_version
    article.save(update_fields=["out_version"])
    withdrawal = Withdrawal.objects.create(
        article=article, edition=edition, at=now, by=by, reason=reason, notice=notice
    )
    acting.record(article, DeskVerb.WITHDRAW, by=by, edition=edition, note=reason)
    acting.announce(signals.withdrawn, article, edition)
    return withdrawal


@transaction.atomic
def restore(article: Article, *, by: User, note: str = "") -> Edition:
    """Show a withdrawn story again, word for word as it was, as a new edition."""
    facts = acting.begin(article, DeskVerb.RESTORE, by=by)
    article, now, withdrawal = facts.article, facts.now, sure(facts.withdrawal)
    withdrawal.lifted_at = now
    withdrawal.save(update_fields=["lifted_at"])
    edition = repeat(withdrawal.edition, by=by, start=now)
    acting.record(article, DeskVerb.RESTORE, by=by, edition=edition, note=note)
    acting.announce(signals.published, article, edition)
    return edition


def repeat(old: Edition, *, by: User, start: datetime) -> Edition:
    """The same words as a new edition."""
    last = old.article.editions.order_by("-number").first()
    copy = Edition.objects.get(pk=old.pk)
    copy.pk, copy._state.adding = None, True
    copy.number = last.number + 1 if last else 1
    copy.live_from, copy.live_until = start, None
    copy.by, copy.change = by, EditionChange.RESTORE
    copy.save()
    copy.tag_rows.set(old.tag_rows.all())
    copy.topic_rows.set(old.topic_rows.all())
    copy.photo_rows.set(old.photo_rows.all())
    copy.person_rows.set(old.person_rows.all())
    search.index_story(old.article)
    return copy

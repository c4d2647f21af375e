"""What the desk does to a story: an act checks, changes in one transaction, records, announces."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles import compiling, richtext, signals
from articles.choices import (
    NOTICED_CHANGES,
    ArticleKind,
    DeskVerb,
    EditionChange,
    RevisionReason,
    SourceListing,
)
from articles.models import Article, DeskAct, Edition, Revision, User, Withdrawal


class Refused(Exception):
    """An act that cannot be done now; `reasons` are sentences for the person who tried."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(" ".join(reasons))
        self.reasons: Sequence[str] = reasons


class Stale(Refused):
    """The story has changed since this person opened it."""


# Saving


@transaction.atomic
def claim_version(article: Article, seen: int) -> None:
    """Raise the version of a story about to be saved, if nobody saved it since version `seen`.

    To be called in the transaction that saves. Raises Stale and changes nothing otherwise.
    """
    current = lock(article)
    if current.version != seen:
        raise Stale(stale_sentence(current))
    article.version = seen + 1


def stale_sentence(current: Article) -> str:
    who = str(current.updated_by) if current.updated_by else _("Somebody")
    when = date_format(timezone.localtime(current.updated_at), "H:i")
    return _(
        "%(who)s saved this story at %(when)s, after you opened it. Your text is still here: "
        "copy what you changed, reload the page and enter it again."
    ) % {"who": who, "when": when}


def record_revision(article: Article, *, by: User | None, reason: RevisionReason) -> Revision:
    """Keep the story as it stands now, credits, photos and tags included."""
    # Read afresh: the instance at hand may have been loaded before its parts were saved.
    kept = compiling.snapshot(Article.objects.get(pk=article.pk))
    return Revision.objects.create(
        article=article,
        version=article.version,
        reason=reason,
        by=by,
        at=timezone.now(),
        text_hash=compiling.hash_of(kept),
        snapshot=kept,
    )


# Publishing


@transaction.atomic
def publish(
    article: Article,
    *,
    by: User,
    version: int,
    at: datetime | None = None,
    change: EditionChange = EditionChange.FIRST,
    note: str = "",
) -> Edition:
    """Put the working copy before readers, now or at a later moment, as the next edition.

    `version` is the one that `by` has read. A story that is live already needs to be told what
    kind of `change` this is; a correction of fact or an update carries a `note` to readers.
    Raises PermissionDenied, or Refused with every reason at once.
    """
    first = change == EditionChange.FIRST
    demand(by, "articles.publish_article" if first else "articles.correct_article")
    article = lock(article)
    if article.version != version:
        raise Stale(stale_sentence(article))
    now = timezone.now()
    start = at if at and at > now else now
    last = article.editions.order_by("-number").first()
    refuse_if([*problems(article, start), *misplaced(article, last, change, note, now)])
    edition = put_out(article, by=by, start=start, change=change, note=note.strip(), last=last)
    verb = DeskVerb.SCHEDULE if start > now else DeskVerb.PUBLISH if first else DeskVerb.CORRECT
    record(article, verb, by=by, edition=edition, note=note)
    announce(signals.published, article, edition)
    return edition


def problems(article: Article, start: datetime | None = None) -> list[str]:
    """What stands between a story and its readers, as sentences; empty when nothing does."""
    found = []
    if not richtext.plain_text(article.body).strip() and not richtext.photo_keys(article.body):
        found.append(_("The body is empty. Write it before you publish."))
    if not article.section_id:
        found.append(_("Choose a section."))
    sources = [line.source for line in article.source_lines.select_related("source")]
    if not sources:
        found.append(_("Name the source of the story."))
    found.extend(
        _("%(source)s may not be used as a source. Choose another.") % {"source": source}
        for source in sources
        if source.listing == SourceListing.BLOCKED
    )
    if article.kind == ArticleKind.REPRINT and not article.original_title:
        found.append(_("A reprint names the original title. Fill it in."))
    if start and article.published_at and article.published_at > start:
        found.append(_("The time shown to readers lies after the publication. Correct it."))
    known = set(article.photo_uses.values_list("key", flat=True))
    if set(richtext.photo_keys(article.body)) - known:
        found.append(_("The body holds a photo that is not in this story. Remove or replace it."))
    return found


def misplaced(
    article: Article, last: Edition | None, change: EditionChange, note: str, now: datetime
) -> list[str]:
    """Why this kind of publication does not fit what readers see of the story now."""
    if article.withdrawals.open().exists():
        return [_("The story is withdrawn. Restore it before you publish a new edition.")]
    if article.editions.scheduled(now).exists():
        return [_("An edition is scheduled already. Cancel it before you publish another.")]
    shown = article.editions.live(at=now).first()
    if shown is None:
        return [] if change == EditionChange.FIRST else [_("The story is not published yet.")]
    if shown.article_version == article.version:
        return [_("Readers see this text already. There is nothing new to publish.")]
    if change not in {EditionChange.TYPO, EditionChange.FACT, EditionChange.UPDATE}:
        return [_("The story is published already. Say what kind of change this is.")]
    if change in NOTICED_CHANGES and not note.strip():
        return [_("Tell readers in a sentence what was changed.")]
    return []


def put_out(
    article: Article,
    *,
    by: User,
    start: datetime,
    change: EditionChange,
    note: str,
    last: Edition | None,
) -> Edition:
    """Write the next edition and close the one before it at the same instant."""
    content = compiling.columns(article)
    content["notices"] = notices(last, change, note, start)
    if article.published_at is None:
        article.published_at = start
        Article.objects.filter(pk=article.pk).update(published_at=start)
    fields = content | {"section": article.section, "published_at": article.published_at}
    return add_edition(article, fields, by=by, start=start, change=change, last=last)


def add_edition(
    article: Article,
    fields: dict[str, Any],
    *,
    by: User,
    start: datetime,
    change: EditionChange,
    last: Edition | None,
) -> Edition:
    article.editions.filter(live_until__isnull=True).update(live_until=start)
    section, published_at = fields["section"], fields["published_at"]
    hashed = fields | {"section": section.pk, "published_at": compiling.moment(published_at)}
    edition = Edition.objects.create(
        article=article,
        number=last.number + 1 if last else 1,
        article_version=article.version,
        live_from=start,
        change=change,
        by=by,
        content_hash=compiling.hash_of(hashed),
        **fields,
    )
    edition.tag_rows.set(article.tags.all())
    edition.topic_rows.set(article.topics.all())
    return edition


def notices(
    last: Edition | None, change: EditionChange, note: str, at: datetime
) -> list[dict[str, str]]:
    """The dated notices that readers see: all earlier ones, and this change's."""
    earlier = list(last.notices) if last else []
    if change in NOTICED_CHANGES:
        earlier.append({"at": at.isoformat(), "change": change.value, "note": note})
    return earlier


@transaction.atomic
def unschedule(article: Article, *, by: User) -> Edition:
    """Call off a scheduled edition: its interval becomes empty, the one before it stays open."""
    demand(by, "articles.publish_article")
    article = lock(article)
    now = timezone.now()
    edition = article.editions.scheduled(now).first()
    if edition is None:
        raise Refused(_("Nothing is scheduled for this story."))
    start = edition.live_from
    edition.live_until = start
    edition.save(update_fields=["live_until"])
    article.editions.live(at=now).filter(live_until=start).update(live_until=None)
    if article.published_at == start and not article.editions.ever_shown().exists():
        # The schedule alone gave this time; kept, it would lie after a publication now.
        Article.objects.filter(pk=article.pk).update(published_at=None)
    record(article, DeskVerb.UNSCHEDULE, by=by, edition=edition)
    announce(signals.withdrawn, article, edition)
    return edition


# After publication


@transaction.atomic
def withdraw(article: Article, *, by: User, reason: str, notice: str = "") -> Withdrawal:
    """Take a story from readers at once, everywhere; its address answers 410 with a notice."""
    demand(by, "articles.withdraw_article")
    article = lock(article)
    now = timezone.now()
    edition = article.editions.live(at=now).first()
    if edition is None:
        raise Refused(_("Readers do not see this story, so there is nothing to withdraw."))
    if not reason.strip():
        raise Refused(_("Give the reason for the withdrawal; it is kept in the record."))
    article.editions.scheduled(now).update(live_until=F("live_from"))
    edition.live_until = now
    edition.save(update_fields=["live_until"])
    withdrawal = Withdrawal.objects.create(
        article=article, edition=edition, at=now, by=by, reason=reason, notice=notice
    )
    record(article, DeskVerb.WITHDRAW, by=by, edition=edition, note=reason)
    announce(signals.withdrawn, article, edition)
    return withdrawal


@transaction.atomic
def restore(article: Article, *, by: User, note: str = "") -> Edition:
    """Show a withdrawn story again, word for word as it was, as a new edition."""
    demand(by, "articles.restore_article")
    article = lock(article)
    withdrawal = article.withdrawals.open().select_related("edition").first()
    if withdrawal is None:
        raise Refused(_("The story is not withdrawn."))
    now = timezone.now()
    withdrawal.lifted_at = now
    withdrawal.save(update_fields=["lifted_at"])
    edition = repeat(withdrawal.edition, by=by, start=now)
    record(article, DeskVerb.RESTORE, by=by, edition=edition, note=note)
    announce(signals.published, article, edition)
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
    return copy


# What every act does


def demand(by: User, permission: str) -> None:
    if not (by.is_active and by.has_perm(permission)):
        raise PermissionDenied(_("You do not have the right to do this."))


def lock(article: Article) -> Article:
    """The row as it is in the database now, held until the transaction ends."""
    return Article.objects.select_for_update(of=("self",)).get(pk=article.pk)


def refuse_if(reasons: Sequence[str]) -> None:
    if reasons:
        raise Refused(*reasons)


def record(
    article: Article, verb: DeskVerb, *, by: User, edition: Edition, note: str = ""
) -> DeskAct:
    return DeskAct.objects.create(
        article=article,
        verb=verb,
        by=by,
        at=timezone.now(),
        edition=edition,
        version=article.version,
        note=note.strip(),
    )


def announce(signal: Any, article: Article, edition: Edition) -> None:
    transaction.on_commit(
        partial(signal.send_robust, sender=Article, article=article, edition=edition)
    )

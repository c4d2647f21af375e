"""Putting a signed text before readers, now or later, and calling off what is to come."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import compiling, search, signals
from articles.choices import NOTICED_CHANGES, DeskVerb, EditionChange
from articles.models import Article, Edition, Photo, User
from articles.workflow import acting
from articles.workflow.rights import Facts, sure

#: Kinds of change that a person may name for a story that readers see.
CHANGES_OF_LIVE = frozenset({EditionChange.TYPO, EditionChange.FACT, EditionChange.UPDATE})


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
    """Put the signed text before readers, now or at a later moment, as the next edition.

    `version` is the one that `by` has read. A story that is live already needs to be told what
    kind of `change` this is; a correction of fact or an update carries a `note` to readers.
    Raises PermissionDenied, or Refused with every reason at once.
    """
    later = at is not None and at > timezone.now()
    first = change == EditionChange.FIRST
    verb = DeskVerb.CORRECT if not first else DeskVerb.SCHEDULE if later else DeskVerb.PUBLISH
    facts = acting.begin(article, verb, by=by, version=version)
    article, now = facts.article, facts.now
    start = at if at and at > now else now
    acting.refuse_if(misdated(article, start) + unnamed(change, note))
    edition = put_out(facts, by=by, start=start, change=change, note=note.strip())
    article.out_version = article.version
    article.save(update_fields=["out_version"])
    acting.record(article, verb, by=by, edition=edition, note=note)
    acting.announce(signals.published, article, edition)
    return edition


def misdated(article: Article, start: datetime) -> list[str]:
    if article.published_at and article.published_at > start:
        return [_("The time shown to readers lies after the publication. Correct it.")]
    return []


def unnamed(change: EditionChange, note: str) -> list[str]:
    """What readers still have to be told of a change."""
    if change != EditionChange.FIRST and change not in CHANGES_OF_LIVE:
        return [_("The story is published already. Say what kind of change this is.")]
    if change in NOTICED_CHANGES and not note.strip():
        return [_("Tell readers in a sentence what was changed.")]
    return []


def put_out(
    facts: Facts, *, by: User, start: datetime, change: EditionChange, note: str
) -> Edition:
    """Write the next edition and close the one before it at the same instant."""
    article, last = facts.article, facts.last
    content = compiling.columns(article, facts.copy.parts)
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
    edition.photo_rows.set(photos_of(edition))
    edition.person_rows.set({credit["person"] for credit in edition.credits})
    search.index_story(article)
    return edition


def photos_of(edition: Edition) -> QuerySet[Photo]:
    entries = [*edition.photos, *filter(None, [edition.cover])]
    return Photo.objects.with_tokens(one["photo"]["token"] for one in entries if one["photo"])


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
    facts = acting.begin(article, DeskVerb.UNSCHEDULE, by=by)
    article, now, edition = facts.article, facts.now, sure(facts.coming)
    start = edition.live_from
    edition.live_until = start
    edition.save(update_fields=["live_until"])
    article.editions.live(at=now).filter(live_until=start).update(live_until=None)
    search.index_story(article)
    if article.published_at == start and not article.editions.ever_shown().exists():
        # The schedule alone gave this time; kept, it would lie after a publication now.
        Article.objects.filter(pk=article.pk).update(published_at=None)
    article.out_version = shown_version(article, now)
    article.save(update_fields=["out_version"])
    acting.record(article, DeskVerb.UNSCHEDULE, by=by, edition=edition)
    acting.announce(signals.withdrawn, article, edition)
    return edition


def shown_version(article: Article, now: datetime) -> int | None:
    """The version of the working copy that readers see."""
    shown = article.editions.live(at=now).first()
    return shown.article_version if shown else None

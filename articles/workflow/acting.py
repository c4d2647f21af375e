"""What every act does: refuse in sentences, hold the row, move the state, record, announce."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles import audit, signals
from articles.choices import DeskVerb, Level, ReviewState
from articles.models import Article, DeskAct, Edition, User
from articles.workflow.hindrances import hindrances
from articles.workflow.rights import PERMISSIONS, Facts, facts_of


class Refused(Exception):
    """An act that cannot be done now; `reasons` are sentences for the person who tried."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(" ".join(reasons))
        self.reasons: Sequence[str] = reasons


class Stale(Refused):
    """The story has changed since this person opened it."""


def stale_sentence(current: Article) -> str:
    who = str(current.updated_by) if current.updated_by else _("Somebody")
    when = date_format(timezone.localtime(current.updated_at), "H:i")
    return _(
        "%(who)s saved this story at %(when)s, after you opened it. Your text is still here: "
        "copy what you changed, reload the page and enter it again."
    ) % {"who": who, "when": when}


def lock(article: Article) -> Article:
    """The row as it is in the database now, held until the transaction ends."""
    held = Article.objects.select_for_update(of=("self",))
    return held.select_related("section__parent").get(pk=article.pk)


def begin(
    article: Article, verb: DeskVerb, *, by: User, version: int | None = None, **asked: Any
) -> Facts:
    """Hold the story and answer what is known of it, if this person may do this to it now.

    `version` is the one that the person has read; `asked` goes to `facts_of`. Raises
    PermissionDenied, Stale, or Refused with every reason at once.
    """
    demand(by, *PERMISSIONS[verb])
    held = lock(article)
    if version is not None and held.version != version:
        raise Stale(stale_sentence(held))
    facts = facts_of(held, **asked)
    refuse_if(hindrances(facts, verb, by))
    return facts


def demand(by: User, *permissions: str) -> None:
    if not (by.is_active and by.has_perms(permissions)):
        raise PermissionDenied(_("You do not have the right to do this."))


def refuse_if(reasons: Sequence[str]) -> None:
    if reasons:
        raise Refused(*reasons)


def demand_words(words: str, sentence: str) -> str:
    """An opinion or a reason where one is due."""
    if not words.strip():
        raise Refused(sentence)
    return words.strip()


def move(article: Article, state: ReviewState, now: datetime) -> None:
    """Put the working copy into a state; the clock of that state begins anew."""
    if article.state != state:
        article.state, article.state_since = state, now
    article.save(update_fields=["state", "state_since", "round", "submitted_by", "out_version"])


def record(
    article: Article,
    verb: DeskVerb,
    *,
    by: User,
    edition: Edition | None = None,
    level: Level | None = None,
    text_hash: str = "",
    note: str = "",
) -> DeskAct:
    """Add the act to the log and tell whoever should know, in the same transaction."""
    act = audit.add(
        article_id=article.pk,
        title=article.title,
        verb=verb,
        by=by,
        at=timezone.now(),
        edition=edition,
        version=article.version,
        round=article.round,
        level=level,
        text_hash=text_hash or article.text_hash,
        note=note.strip(),
    )
    signals.acted.send(sender=Article, article=article, act=act)
    return act


def announce(signal: Any, article: Article, edition: Edition) -> None:
    transaction.on_commit(
        partial(signal.send_robust, sender=Article, article=article, edition=edition)
    )

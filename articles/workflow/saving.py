"""Saving a text: one version after another, each a revision, and what a change makes void."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import compiling, search
from articles.choices import UNDER_REVIEW, DeskVerb, Level, ReviewState, RevisionReason
from articles.models import Article, Revision, User
from articles.workflow import acting
from articles.workflow.hindrances import away
from articles.workflow.presence import holder_of
from articles.workflow.rights import facts_of, next_state

#: Columns of a story that acts change and that no form shows.
FLOW = (
    "state",
    "state_since",
    "round",
    "submitted_by_id",
    "out_version",
    "text_hash",
    "text_by_id",
    "archived_at",
    "discarded_at",
)


@transaction.atomic
def claim_version(article: Article, seen: int, *, by: User | None = None) -> None:
    """Raise the version of a story about to be saved, if nobody saved it since version `seen`.

    To be called in the transaction that saves. Raises Stale where somebody did, Refused where
    the story is put away or locked by somebody else; nothing is changed then. Where the story
    stands is read afresh: acts raise no version, and a save must not write them back.
    """
    current = acting.lock(article)
    if current.version != seen:
        raise acting.Stale(acting.stale_sentence(current))
    acting.refuse_if(against_saving(current, by=by))
    for name in FLOW:
        setattr(article, name, getattr(current, name))
    article.version = seen + 1


def against_saving(article: Article, *, by: User | None) -> list[str]:
    """Why this person cannot save the story now: it is put away, or locked by somebody else."""
    if put_away := away(article, DeskVerb.EDIT):
        return [put_away]
    holder = holder_of(article)
    if holder and by and holder != by:
        return [_("%(who)s has locked this story for editing.") % {"who": holder}]
    return []


@transaction.atomic
def record_save(article: Article, *, by: User, reason: RevisionReason) -> Revision:
    """Keep the story as it stands now as a revision, and let the review see a changed text.

    To be called in the transaction that saved it, once all its parts are stored. Passes are bound
    to the hash of the text: those of another text become void, and the story falls back to the
    level that has to see it again; a text that has been put out begins a new round as a draft.
    """
    # Read afresh: the instance at hand may have been loaded before its parts were saved.
    fresh = acting.lock(article)
    kept = compiling.snapshot(fresh)
    text_hash = compiling.text_hash(kept)
    before = fresh.revisions.of_the_copy().values_list("snapshot__uses", flat=True).first()
    revision = Revision.objects.create(
        article=fresh,
        version=fresh.version,
        reason=reason,
        stage=stage_of(fresh),
        by=by,
        at=timezone.now(),
        text_hash=text_hash,
        snapshot=kept,
    )
    if text_hash != fresh.text_hash:
        Article.objects.filter(pk=fresh.pk).update(text_hash=text_hash, text_by=by)
        fresh.text_hash, fresh.text_by = text_hash, by
    search.index_captions(before or [], kept["uses"])
    if fresh.state in UNDER_REVIEW:
        fall_back(fresh, by=by)
    return revision


def stage_of(article: Article) -> ReviewState:
    """The stage in which somebody is writing now; once its text is out, a story is written anew."""
    state = ReviewState(article.state)
    if state != ReviewState.SIGNED or article.out_version is None:
        return state
    signed = article.passes.valid().filter(round=article.round, level=Level.FINAL)
    spent = signed.filter(version__lte=article.out_version).exists()
    return ReviewState.DRAFT if spent else state


def fall_back(article: Article, *, by: User) -> None:
    """Void the passes of another text, and go where the present text has to be seen."""
    facts = facts_of(article)
    void = [one for one in facts.passes if one.text_hash != article.text_hash]
    spent = facts.is_spent
    article.passes.filter(pk__in=[one.pk for one in void]).update(voided_at=facts.now)
    facts.passes = [one for one in facts.passes if one not in void]
    before = facts.state
    after = ReviewState.DRAFT if void and spent else next_state(facts)
    if void or after != before:
        acting.move(article, after, facts.now)
        acting.record(article, DeskVerb.EDIT, by=by, note=fallen(len(void)))


def fallen(count: int) -> str:
    return _("Passes that became void: %(count)d") % {"count": count}


def keep_aside(article: Article, snapshot: dict[str, Any], *, by: User, version: int) -> Revision:
    """Keep a text that came too late to be saved; `version` is the one it was written over."""
    return Revision.objects.create(
        article=article,
        version=version,
        reason=RevisionReason.ASIDE,
        stage=article.state,
        by=by,
        at=timezone.now(),
        text_hash=compiling.text_hash(snapshot),
        snapshot=snapshot,
    )

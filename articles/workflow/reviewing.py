"""The three reviews: submit, take back, pass, sign, return, and the green channel."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.choices import LEVEL_OF_STATE, PASS_OF_LEVEL, DeskVerb, Level, ReviewState
from articles.models import Article, Pass, User
from articles.workflow import acting
from articles.workflow.rights import Facts, next_state


@transaction.atomic
def submit(article: Article, *, by: User, version: int, note: str = "") -> Article:
    """Hand a draft or a returned story in: a new round begins at the section's lowest level."""
    facts = acting.begin(article, DeskVerb.SUBMIT, by=by, version=version)
    article = facts.article
    article.round += 1
    article.submitted_by = by
    article.text_hash = facts.text_hash
    article.save(update_fields=["text_hash"])
    facts.passes = []
    acting.move(article, next_state(facts), facts.now)
    acting.record(article, DeskVerb.SUBMIT, by=by, note=note)
    return article


@transaction.atomic
def take_back(article: Article, *, by: User, version: int, note: str = "") -> Article:
    """Fetch a story back from review, by who wrote or submitted it; its passes become void."""
    facts = acting.begin(article, DeskVerb.TAKE_BACK, by=by, version=version)
    return back_to_writer(facts, DeskVerb.TAKE_BACK, ReviewState.DRAFT, by=by, note=note)


@transaction.atomic
def return_(article: Article, *, by: User, version: int, opinion: str) -> Article:
    """Send a story back to its writer with an opinion; its passes become void."""
    facts = acting.begin(article, DeskVerb.RETURN, by=by, version=version)
    opinion = acting.demand_words(opinion, _("Say in the opinion what has to be changed."))
    return back_to_writer(facts, DeskVerb.RETURN, ReviewState.RETURNED, by=by, note=opinion)


def back_to_writer(
    facts: Facts, verb: DeskVerb, state: ReviewState, *, by: User, note: str
) -> Article:
    article = facts.article
    # A signed story is returned from where it was signed.
    level = LEVEL_OF_STATE.get(facts.state, Level.FINAL)
    article.passes.valid().filter(round=article.round).update(voided_at=facts.now)
    acting.move(article, state, facts.now)
    acting.record(article, verb, by=by, level=level, note=note)
    return article


@transaction.atomic
def pass_(article: Article, *, by: User, version: int, level: Level, opinion: str = "") -> Pass:
    """Pass one level; the final one is `sign_off`."""
    facts = acting.begin(article, PASS_OF_LEVEL[level], by=by, version=version)
    passed = add_pass(facts, level, by=by, opinion=opinion)
    facts.passes.append(passed)
    acting.move(facts.article, next_state(facts), facts.now)
    acting.record(
        facts.article,
        PASS_OF_LEVEL[level],
        by=by,
        level=level,
        text_hash=passed.text_hash,
        note=opinion,
    )
    return passed


def sign_off(article: Article, *, by: User, version: int, opinion: str = "") -> Pass:
    """Pass the final review and sign: the text may be published as it stands."""
    return pass_(article, by=by, version=version, level=Level.FINAL, opinion=opinion)


@transaction.atomic
def green(article: Article, *, by: User, version: int, reason: str) -> Pass:
    """Sign at once without the earlier reviews; listed until somebody reviews it afterwards."""
    facts = acting.begin(article, DeskVerb.GREEN, by=by, version=version)
    reason = acting.demand_words(
        reason, _("Give the reason for the green channel; it is kept in the record.")
    )
    article = facts.article
    if facts.state in {ReviewState.DRAFT, ReviewState.RETURNED}:
        article.round += 1
        article.submitted_by = by
    signed = add_pass(facts, Level.FINAL, by=by, opinion=reason, is_green=True)
    acting.move(article, ReviewState.SIGNED, facts.now)
    acting.record(
        article,
        DeskVerb.GREEN,
        by=by,
        level=Level.FINAL,
        text_hash=signed.text_hash,
        note=reason,
    )
    return signed


def add_pass(facts: Facts, level: Level, *, by: User, opinion: str, is_green: bool = False) -> Pass:
    """The row whose constraints hold the separation of duties, whatever was asked before."""
    article = facts.article
    try:
        with transaction.atomic():
            return Pass.objects.create(
                article=article,
                round=article.round,
                level=level,
                by=by,
                at=facts.now,
                version=article.version,
                text_hash=facts.text_hash,
                opinion=opinion.strip(),
                written_by=article.created_by,
                text_by=article.text_by,
                is_green=is_green,
            )
    except IntegrityError as error:
        raise acting.Refused(
            _("Somebody has passed this level already, or you have had a part in this text.")
        ) from error


@transaction.atomic
def review_afterwards(signed: Pass, *, by: User, opinion: str) -> Pass:
    """Look at a story that went through the green channel, by somebody who did not sign it."""
    article = acting.begin(signed.article, DeskVerb.REVIEW_AFTER, by=by).article
    signed = Pass.objects.select_for_update().get(pk=signed.pk)
    if not signed.is_green or signed.afterwards_at:
        raise acting.Refused(_("This signature does not wait for a review afterwards."))
    if signed.by_id == by.pk:
        raise acting.Refused(_("You signed this story, so somebody else has to review it."))
    opinion = acting.demand_words(opinion, _("Say what the review afterwards found."))
    signed.afterwards_at, signed.afterwards_by = timezone.now(), by
    signed.afterwards_opinion = opinion
    signed.save(update_fields=["afterwards_at", "afterwards_by", "afterwards_opinion"])
    acting.record(article, DeskVerb.REVIEW_AFTER, by=by, text_hash=signed.text_hash, note=opinion)
    return signed

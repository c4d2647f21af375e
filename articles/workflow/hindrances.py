"""Why an act cannot be done to a story now, in sentences: for acts, buttons and words alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from articles import checklist
from articles.choices import TRANSITIONS, DeskVerb, Level, ReviewState
from articles.models import Article, User
from articles.workflow.rights import Facts


def hindrances(facts: Facts, verb: DeskVerb, by: User) -> list[str]:
    """Why this person cannot do this to the story now, in sentences; empty when they can.

    Rights are a matter of `may`. What the person would type (an opinion, a time) is not asked.
    """
    if put_away := away(facts.article, verb):
        return [put_away]
    if facts.state not in TRANSITIONS[verb]:
        return [out_of_state(facts, verb)]
    return [reason for why in WHY_NOT.get(verb, ()) for reason in why(facts, by)]


#: What can be done to a story without taking it out of the archive.
OF_ARCHIVED = frozenset({DeskVerb.UNARCHIVE, DeskVerb.WITHDRAW, DeskVerb.REVIEW_AFTER})


def away(article: Article, verb: DeskVerb) -> str:
    if article.discarded_at and verb != DeskVerb.RECOVER:
        return _("The story is in the recycle bin. Take it out first.")
    if verb == DeskVerb.RECOVER and not article.discarded_at:
        return _("The story is not in the recycle bin.")
    if article.archived_at and verb not in OF_ARCHIVED:
        return _("The story is archived. Take it out of the archive first.")
    if verb == DeskVerb.UNARCHIVE and not article.archived_at:
        return _("The story is not archived.")
    return ""


#: What has to be true of the state, said to somebody whose act does not fit.
NEEDED_STATE: dict[DeskVerb, Any] = {
    DeskVerb.SUBMIT: lambda: _("Only a draft or a returned story can be submitted."),
    DeskVerb.TAKE_BACK: lambda: _("Only a story that waits for a review can be taken back."),
    DeskVerb.PASS_FIRST: lambda: _("It does not wait for the first review."),
    DeskVerb.PASS_SECOND: lambda: _("It does not wait for the second review."),
    DeskVerb.SIGN_OFF: lambda: _("It does not wait for the final review."),
    DeskVerb.RETURN: lambda: _("Only a story under review can be returned."),
    DeskVerb.GREEN: lambda: _("It is signed already."),
    DeskVerb.ARCHIVE: lambda: _("A story under review cannot be archived."),
    DeskVerb.DISCARD: lambda: _("Take the story back from review before you delete it."),
}


def out_of_state(facts: Facts, verb: DeskVerb) -> str:
    needed = NEEDED_STATE.get(verb, lambda: _("It has to be signed before it is published."))
    standing = _("State of the story: %(state)s.") % {"state": facts.state.label}
    return f"{standing} {needed()}"


def own_text(facts: Facts, by: User) -> list[str]:
    """Nobody reviews a text that they wrote or changed last, before or after its publication."""
    article = facts.article
    if by.pk == article.created_by_id or by.pk in facts.writers:
        return [_("You wrote this story, so somebody else has to review it.")]
    if by.pk == article.text_by_id:
        return [_("You changed this text last, so somebody else has to review it.")]
    return []


def own_work(facts: Facts, by: User) -> list[str]:
    """Nobody passes a text of their own, nor two levels of one round."""
    if written := own_text(facts, by):
        return written
    for one in facts.passes:
        if one.by_id == by.pk:
            level = Level(one.level).label
            return [
                _("You have passed this story already: %(level)s. Others have to pass the rest.")
                % {"level": level}
            ]
    return []


def not_ready(verb: DeskVerb) -> Callable[[Facts, User], list[str]]:
    def reasons(facts: Facts, by: User) -> list[str]:
        return [*facts.faults, *checklist.required(facts.copy, verb)]

    return reasons


def not_submitted_by(facts: Facts, by: User) -> list[str]:
    if by.pk in {facts.article.submitted_by_id, facts.article.created_by_id}:
        return []
    return [_("Only who wrote or submitted the story can take it back; others return it.")]


def out_already(facts: Facts, by: User) -> list[str]:
    if not facts.is_out:
        return []
    if facts.coming:
        return [_("It is scheduled. Cancel the schedule first.")]
    return [_("This text has been published already.")]


def nothing_changed(facts: Facts, by: User) -> list[str]:
    if facts.is_out and not facts.coming:
        return [_("Readers see this text already. There is nothing new to publish.")]
    return []


def withdrawn(facts: Facts, by: User) -> list[str]:
    if facts.withdrawal:
        return [_("The story is withdrawn. Restore it before you publish a new edition.")]
    return []


def scheduled(facts: Facts, by: User) -> list[str]:
    if facts.coming:
        return [_("An edition is scheduled already. Cancel it before you publish another.")]
    return []


def published(facts: Facts, by: User) -> list[str]:
    if facts.live:
        return [_("The story is published already. Say what kind of change this is.")]
    return []


def not_published(facts: Facts, by: User) -> list[str]:
    return [] if facts.live else [_("The story is not published yet.")]


def unsigned(facts: Facts, by: User) -> list[str]:
    """The state says signed; this asks whether it is this very text that was signed."""
    signature = facts.signature
    if signature and signature.text_hash == facts.text_hash:
        return []
    return [_("The text is not the one that was signed. Return it, so that it is reviewed again.")]


def not_live(facts: Facts, by: User) -> list[str]:
    if facts.live:
        return []
    return [_("Readers do not see this story, so there is nothing to withdraw.")]


def nothing_scheduled(facts: Facts, by: User) -> list[str]:
    return [] if facts.coming else [_("Nothing is scheduled for this story.")]


def not_withdrawn(facts: Facts, by: User) -> list[str]:
    return [] if facts.withdrawal else [_("The story is not withdrawn.")]


def waiting_to_go_out(facts: Facts, by: User) -> list[str]:
    if facts.coming or (facts.state == ReviewState.SIGNED and not facts.is_out):
        return [_("It is signed or scheduled and still to be published.")]
    return []


def shown_once(facts: Facts, by: User) -> list[str]:
    if facts.last:
        return [_("It has been before readers, so it is withdrawn and archived, never deleted.")]
    return []


WHY_NOT: dict[DeskVerb, tuple[Callable[[Facts, User], list[str]], ...]] = {
    DeskVerb.SUBMIT: (not_ready(DeskVerb.SUBMIT),),
    DeskVerb.TAKE_BACK: (not_submitted_by,),
    DeskVerb.PASS_FIRST: (own_work,),
    DeskVerb.PASS_SECOND: (own_work,),
    DeskVerb.SIGN_OFF: (own_work, not_ready(DeskVerb.SIGN_OFF)),
    DeskVerb.RETURN: (out_already,),
    DeskVerb.REVIEW_AFTER: (own_text,),
    DeskVerb.GREEN: (own_work, not_ready(DeskVerb.SIGN_OFF)),
    DeskVerb.PUBLISH: (
        withdrawn,
        scheduled,
        nothing_changed,
        published,
        unsigned,
        not_ready(DeskVerb.PUBLISH),
    ),
    DeskVerb.CORRECT: (
        withdrawn,
        scheduled,
        nothing_changed,
        not_published,
        unsigned,
        not_ready(DeskVerb.PUBLISH),
    ),
    DeskVerb.UNSCHEDULE: (nothing_scheduled,),
    DeskVerb.WITHDRAW: (not_live,),
    DeskVerb.RESTORE: (not_withdrawn,),
    DeskVerb.ARCHIVE: (waiting_to_go_out,),
    DeskVerb.DISCARD: (shown_once,),
}
WHY_NOT[DeskVerb.SCHEDULE] = WHY_NOT[DeskVerb.PUBLISH]

"""Who may do what to a story now, and why not: the same answer for acts, buttons and words."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _

from articles import checklist, compiling
from articles.choices import (
    LEVEL_OF_STATE,
    LEVELS,
    MOST_LEVELS,
    PASS_OF_LEVEL,
    STATE_OF_LEVEL,
    TRANSITIONS,
    CreditRole,
    DeskVerb,
    Level,
    ReviewState,
)
from articles.models import Article, Edition, Pass, User, Withdrawal

Found = TypeVar("Found")

#: Every act and the rights that it takes; to restore is to sign again.
PERMISSIONS: dict[DeskVerb, tuple[str, ...]] = {
    DeskVerb.SUBMIT: ("articles.submit_article",),
    DeskVerb.TAKE_BACK: ("articles.take_back_article",),
    DeskVerb.PASS_FIRST: ("articles.pass_first_article",),
    DeskVerb.PASS_SECOND: ("articles.pass_second_article",),
    DeskVerb.SIGN_OFF: ("articles.sign_off_article",),
    DeskVerb.RETURN: ("articles.return_article",),
    DeskVerb.GREEN: ("articles.green_article", "articles.sign_off_article"),
    DeskVerb.REVIEW_AFTER: ("articles.review_after_article",),
    DeskVerb.EDIT: ("articles.change_article",),
    DeskVerb.REVERT: ("articles.change_article",),
    DeskVerb.MERGE: ("articles.change_article",),
    DeskVerb.PUBLISH: ("articles.publish_article",),
    DeskVerb.SCHEDULE: ("articles.schedule_article",),
    DeskVerb.UNSCHEDULE: ("articles.unschedule_article",),
    DeskVerb.CORRECT: ("articles.correct_article",),
    DeskVerb.WITHDRAW: ("articles.withdraw_article",),
    DeskVerb.RESTORE: ("articles.restore_article", "articles.sign_off_article"),
    DeskVerb.ARCHIVE: ("articles.archive_article",),
    DeskVerb.UNARCHIVE: ("articles.archive_article",),
    DeskVerb.DISCARD: ("articles.delete_article",),
    DeskVerb.RECOVER: ("articles.delete_article",),
    DeskVerb.BREAK_LOCK: ("articles.break_lock_article",),
}

PASSES = {
    DeskVerb.PASS_FIRST: Level.FIRST,
    DeskVerb.PASS_SECOND: Level.SECOND,
    DeskVerb.SIGN_OFF: Level.FINAL,
}
PUBLICATIONS = frozenset({DeskVerb.PUBLISH, DeskVerb.SCHEDULE, DeskVerb.CORRECT})


def may(by: Any, verb: DeskVerb) -> bool:
    """Whether this person has the right, whatever the story."""
    return bool(by.is_active and by.has_perms(PERMISSIONS[verb]))


@dataclass(slots=True)
class Facts:
    """A story and all that decides what may be done to it at `now`.

    `passes` are the valid ones of the running round; `writers` the sign-ins of those whom the
    story names as its writers.
    """

    article: Article
    now: datetime
    passes: list[Pass]
    last: Edition | None
    live: Edition | None
    coming: Edition | None
    withdrawal: Withdrawal | None
    writers: Collection[int]
    copy: checklist.Copy
    faults: list[str] = field(default_factory=list)

    @property
    def state(self) -> ReviewState:
        return ReviewState(self.article.state)

    @property
    def levels(self) -> tuple[Level, ...]:
        section = self.article.section
        return LEVELS[section.review_levels if section else MOST_LEVELS]

    @property
    def is_spent(self) -> bool:
        """Whether the signature of this round has been used: its text has been put out."""
        out = self.article.out_version
        return bool(self.signature and out and self.signature.version <= out)

    @property
    def is_out(self) -> bool:
        """Whether the text as it stands has been put out, now or for a later moment."""
        return self.article.out_version == self.article.version

    @property
    def text_hash(self) -> str:
        """Of the text as it would be put out now, computed afresh."""
        return compiling.text_hash(compiling.columns(self.article, self.copy.parts))

    @property
    def signature(self) -> Pass | None:
        return next((one for one in self.passes if one.level == Level.FINAL), None)


def facts_of(article: Article, now: datetime | None = None) -> Facts:
    """Gather the facts in a fixed number of queries; the article comes with its section."""
    now = now or timezone.now()
    editions = list(article.editions.defer("body", "photos", "picks").order_by("-number"))
    copy = checklist.copy_of(article)
    return Facts(
        article=article,
        now=now,
        passes=list(article.passes.valid().filter(round=article.round).select_related("by")),
        last=next(iter(editions), None),
        live=next((one for one in editions if one.is_live(now)), None),
        coming=next((one for one in editions if one.is_coming(now)), None),
        withdrawal=article.withdrawals.open().select_related("edition").first(),
        writers={
            credit.person.user_id
            for credit in copy.parts.credits
            if credit.role in {CreditRole.REPORTER, CreditRole.CORRESPONDENT}
            and credit.person.user_id
        },
        copy=copy,
        faults=checklist.faults(copy),
    )


def next_state(facts: Facts) -> ReviewState:
    """The lowest level of the section that nobody has validly passed; signed when all have."""
    passed = {one.level for one in facts.passes}
    open_levels = (level for level in facts.levels if level not in passed)
    return next((STATE_OF_LEVEL[level] for level in open_levels), ReviewState.SIGNED)


def reviewers(facts: Facts) -> list[User]:
    """Who may pass the level that the story waits for, and has had no part in its text.

    Those who hold the right by their role, sorted by name; administrators, who hold every right,
    are not named.
    """
    level = LEVEL_OF_STATE.get(facts.state)
    if level is None:
        return []
    (permission,) = PERMISSIONS[PASS_OF_LEVEL[level]]
    holders = User.objects.with_perm(
        permission, include_superusers=False, backend="django.contrib.auth.backends.ModelBackend"
    )
    return [one for one in holders.order_by("real_name", "pk") if not own_work(facts, one)]


def sure(found: Found | None) -> Found:
    """What `hindrances` has made sure of; raises LookupError where it has not."""
    if found is None:
        raise LookupError("An act went on although nothing was there to act on.")
    return found


# Why not


def hindrances(facts: Facts, verb: DeskVerb, by: User) -> list[str]:
    """Why this person cannot do this to the story now, in sentences; empty when they can.

    Rights are a matter of `may`. What the person would type (an opinion, a time) is not asked.
    """
    if put_away := away(facts.article, verb):
        return [put_away]
    if facts.state not in TRANSITIONS[verb]:
        return [out_of_state(facts, verb)]
    return [reason for why in WHY_NOT.get(verb, ()) for reason in why(facts, by)]


def away(article: Article, verb: DeskVerb) -> str:
    if article.discarded_at and verb != DeskVerb.RECOVER:
        return _("The story is in the recycle bin. Take it out first.")
    if verb == DeskVerb.RECOVER and not article.discarded_at:
        return _("The story is not in the recycle bin.")
    if article.archived_at and verb not in {DeskVerb.UNARCHIVE, DeskVerb.WITHDRAW}:
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


def own_work(facts: Facts, by: User) -> list[str]:
    """Nobody reviews a text that they wrote or changed last, nor twice in one round."""
    article = facts.article
    if by.pk == article.created_by_id or by.pk in facts.writers:
        return [_("You wrote this story, so somebody else has to review it.")]
    if by.pk == article.text_by_id:
        return [_("You changed this text last, so somebody else has to review it.")]
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

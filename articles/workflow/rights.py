"""The rights that acts take, and the facts of a story that decide what may be done to it now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils import timezone

from articles import checklist, compiling
from articles.choices import (
    LEVEL_OF_STATE,
    LEVELS,
    MOST_LEVELS,
    PASS_OF_LEVEL,
    STATE_OF_LEVEL,
    WRITER_ROLES,
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

#: What knows who holds a right by role.
RIGHTS = "django.contrib.auth.backends.ModelBackend"


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
            if credit.role in WRITER_ROLES and credit.person.user_id
        },
        copy=copy,
        faults=checklist.faults(copy),
    )


def next_state(facts: Facts) -> ReviewState:
    """The lowest level of the section that nobody has validly passed; signed when all have."""
    passed = {one.level for one in facts.passes}
    open_levels = (level for level in facts.levels if level not in passed)
    return next((STATE_OF_LEVEL[level] for level in open_levels), ReviewState.SIGNED)


def reviewers(article: Article) -> QuerySet[User]:
    """Who may pass the level that the story waits for, and has had no part in its text.

    Nobody is called for holding every right: an administrator reviews when asked to.
    """
    level = LEVEL_OF_STATE.get(ReviewState(article.state))
    if level is None:
        return User.objects.none()
    (permission,) = PERMISSIONS[PASS_OF_LEVEL[level]]
    named = article.credits.filter(role__in=WRITER_ROLES, person__user__isnull=False)
    passed = article.passes.valid().filter(round=article.round)
    return (
        User.objects.with_perm(permission, backend=RIGHTS, include_superusers=False)
        .filter(is_staff=True)
        .exclude(pk__in=[article.created_by_id, article.text_by_id])
        .exclude(pk__in=named.values("person__user"))
        .exclude(pk__in=passed.values("by"))
        .order_by("real_name", "pk")
    )


def sure(found: Found | None) -> Found:
    """What `hindrances` has made sure of; raises LookupError where it has not."""
    if found is None:
        raise LookupError("An act went on although nothing was there to act on.")
    return found

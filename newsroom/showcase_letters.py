"""Has readers of the sample paper write and complain, and moderators decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from articles.models import Article, ImportRecord, User
from articles.workflow import Refused
from comments import challenge, complaining, liking, moderation, posting
from comments.choices import CommentOrigin, CommentState, ReportReason, Reviewing, Trust
from comments.identity import Sender
from comments.models import Comment, LettersRule, LettersSettings, Report, Writer
from newsroom.showcase_words import APPEAL, BANNED, LETTERS, REPORTS, TRUSTED, Letter

NAMES = list(dict.fromkeys(letter.name for letters in LETTERS.values() for letter in letters))
#: Networks that are kept for examples (RFC 5737): a writer and who likes have one address each.
WRITING, LIKING, REPORTING = "203.0.113.", "198.51.100.", "192.0.2."
#: Hours after which the oldest report should have been settled.
LATE = 30
BAN_DAYS = 7


@dataclass(slots=True)
class Post:
    """What the demo tells of its letters."""

    written: int = 0
    waiting: int = 0


@transaction.atomic
def write_letters(origins: Sequence[str], cast: Mapping[str, User]) -> Post:
    """All of it at once, or nothing where readers or editors have been at work before."""
    stories = stories_of(origins)
    if not stories or Comment.objects.filter(origin=CommentOrigin.SITE).exists():
        return Post()
    by, writers = cast["moderator"], dict[str, Writer]()
    set_rules(stories)
    for stem, article in stories.items():
        for letter in LETTERS[stem]:
            deliver(letter, article, writers, by)
    complain(writers)
    ban(by=by)
    mine = Comment.objects.filter(origin=CommentOrigin.SITE)
    return Post(mine.count(), mine.to_review().count())


def stories_of(origins: Sequence[str]) -> dict[str, Article]:
    """The stories that people write about, by the names of their files, as far as they are live."""
    found = {}
    for stem in LETTERS:
        known = [origin for origin in origins if stem in origin]
        record = ImportRecord.objects.filter(origin__in=known).select_related("article").first()
        if record and record.article and record.article.editions.live().exists():
            found[stem] = record.article
    return found


def set_rules(stories: Mapping[str, Article]) -> None:
    """Regions are shown; under one story trusted writers are read afterwards."""
    LettersSettings.objects.get_or_create(pk=1, defaults={"shows_region": True})
    *_others, article = stories.values()
    LettersRule.objects.get_or_create(article=article, defaults={"reviewing": Reviewing.AFTER})


def deliver(letter: Letter, article: Article, writers: dict[str, Writer], by: User) -> None:
    """Post it as its reader would, and do with it what a moderator did."""
    comment = post(letter, article, writers)
    writer = writers[letter.name] = comment.writer or writers[letter.name]
    age(comment, letter)
    if letter.fate == CommentState.REJECTED:
        moderation.reject(comment, by=by, note=letter.note)
    elif letter.fate == CommentState.APPROVED:
        comment = moderation.approve(comment, by=by)
        be_liked(comment, letter.likes)
        if letter.is_picked:
            moderation.pick(Comment.objects.get(pk=comment.pk), by=by)
    if letter.name in TRUSTED and writer.trust != Trust.TRUSTED:
        moderation.set_trust(writer, Trust.TRUSTED, by=by, note=TRUSTED[letter.name])
        writer.refresh_from_db()


def post(letter: Letter, article: Article, writers: dict[str, Writer]) -> Comment:
    number = NAMES.index(letter.name) + 1
    answered = Comment.objects.filter(article=article, author_name=letter.answers).last()
    opened = challenge.issue(article.pk, now=timezone.now() - timedelta(minutes=1))
    return posting.post(
        article.pk,
        name=letter.name,
        text=letter.text,
        sender=Sender(f"{WRITING}{number}", 40_000 + number, writer=writers.get(letter.name)),
        sending=challenge.Sending(opened=opened),
        parent_id=answered.pk if letter.answers and answered else None,
    )


def age(comment: Comment, letter: Letter) -> None:
    """Make it as old as the sample says, with the region that no file of regions is there to tell.

    No act does that: it is for the look of a page that has been there for a while.
    """
    comment.posted_at = comment.created_at = timezone.now() - timedelta(hours=letter.hours)
    comment.region = letter.region
    comment.save()
    comment.refresh_from_db()


def be_liked(comment: Comment, likes: int) -> None:
    # Of a run that was killed the cache may know that they have liked it already.
    with suppress(Refused):
        for number in range(likes):
            liking.like(comment.pk, sender=Sender(f"{LIKING}{number + 1}"))


def complain(writers: Mapping[str, Writer]) -> None:
    """Readers report a comment, the first so long ago that it is late; a writer appeals."""
    for number, (name, reason, words) in enumerate(REPORTS):
        comment = Comment.objects.shown().filter(author_name=name).last()
        with suppress(Refused):
            if comment:
                sender = Sender(f"{REPORTING}{number + 1}")
                report(comment, reason, words, sender, hours=0 if number else LATE)
    name, words = APPEAL
    rejected = Comment.objects.filter(author_name=name, state=CommentState.REJECTED).last()
    if rejected:
        complaining.appeal(rejected.pk, words=words, writer=writers[name])


def report(
    comment: Comment, reason: ReportReason, words: str, sender: Sender, *, hours: int
) -> None:
    made = complaining.report(comment.pk, reason=reason, words=words, sender=sender)
    back = timedelta(hours=hours)
    Report.objects.filter(pk=made.pk).update(at=made.at - back, due_at=made.due_at - back)


def ban(*, by: User) -> None:
    name, reason = BANNED
    rejected = Comment.objects.filter(author_name=name, state=CommentState.REJECTED).last()
    if rejected and rejected.writer:
        moderation.ban_writer(
            rejected.writer, by=by, reason=reason, days=BAN_DAYS, because_of=rejected
        )

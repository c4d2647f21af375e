"""What readers wrote under stories, and who liked it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce, Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import text
from articles.models import Edition
from comments import normal
from comments.choices import DECIDED, OPEN, SHOWN, CommentOrder, CommentOrigin, CommentState
from comments.models.writer import NAME_LENGTH, Writer
from comments.ranking import COLUMNS, score

TEXT_LENGTH = 2000
NOTE_LENGTH = 200
REGION_LENGTH = 20

#: Stands for an unknown time where comments are sorted; it is never shown.
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def at_most(field: str, limit: int) -> models.CheckConstraint:
    """A length held by the database too: SQLite ignores max_length."""
    return models.CheckConstraint(
        condition=LessThanOrEqual(Length(field), limit), name=f"comment_{field}_fits"
    )


class CommentQuerySet(models.QuerySet["Comment"]):
    def shown(self) -> CommentQuerySet:
        """Those that readers may see. They see no other, and only under a live story."""
        return self.filter(visible=True)

    def waiting(self) -> CommentQuerySet:
        return self.filter(state=CommentState.WAITING)

    def to_review(self) -> CommentQuerySet:
        """Those that a person still has to read, shown ahead of that or not."""
        return self.filter(state__in=sorted(OPEN))

    def of_live_stories(self, now: datetime | None = None) -> CommentQuerySet:
        """Those whose story readers can read at `now`; a withdrawn one takes its comments along."""
        live = Edition.objects.order_by().live(at=now).filter(article=OuterRef("article"))
        return self.filter(Exists(live))

    def under(self, article_id: int, now: datetime | None = None) -> CommentQuerySet:
        """What readers see under one story: the one way in for everything public."""
        live = Edition.objects.order_by().live(at=now).filter(article=article_id)
        return self.shown().filter(Exists(live), article=article_id)

    def threads(self) -> CommentQuerySet:
        """Those that answer the story and not another comment."""
        return self.filter(parent=None)

    def in_order(self, order: CommentOrder) -> CommentQuerySet:
        return self.order_by(*COLUMNS[order])

    def for_queue(self) -> CommentQuerySet:
        """With what a moderator's list shows, and without the stories' bodies."""
        related = ("article", "article__section", "decided_by", "writer", "parent")
        return self.select_related(*related).defer("article__body")


class Comment(models.Model):
    """What a reader wrote under a story. Its words never change; a decision shows or hides it."""

    article = models.ForeignKey(
        "articles.Article",
        verbose_name=_("story"),
        on_delete=models.PROTECT,
        related_name="comments",
        db_index=False,  # Indexes below begin with it.
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("comment that it answers"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replies",
        db_index=False,
    )
    # Within a thread an answer may be to another answer; it stands under the same parent.
    answers = models.ForeignKey(
        "self",
        verbose_name=_("answer that it answers"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    writer = models.ForeignKey(
        Writer,
        verbose_name=_("writer"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="comments",
        db_index=False,
    )
    author_name = models.CharField(_("nickname"), max_length=NAME_LENGTH, blank=True)
    region = models.CharField(_("region"), max_length=REGION_LENGTH, blank=True)
    likes = models.PositiveIntegerField(_("likes"), default=0)
    #: ranking.score of likes and time; kept, so that an index has the hot order.
    score = models.BigIntegerField(default=0, editable=False)
    is_picked = models.BooleanField(_("staff pick"), default=False)
    #: Answers that readers see; kept by tallies.py.
    replies_shown = models.PositiveIntegerField(default=0, editable=False)
    posted_at = models.DateTimeField(
        _("posted at"), null=True, blank=True, help_text=_("Empty where an import gave no time.")
    )
    ranked_at = models.GeneratedField(
        expression=Coalesce(F("posted_at"), Value(LONG_AGO)),
        output_field=models.DateTimeField(),
        db_persist=True,
    )
    state = models.CharField(
        _("state"), max_length=10, choices=CommentState.choices, default=CommentState.WAITING
    )
    #: Whether the comment that it answers is hidden, which hides this one too.
    is_orphaned = models.BooleanField(default=False, editable=False)
    visible = models.GeneratedField(
        expression=Case(
            When(Q(state__in=sorted(SHOWN), is_orphaned=False), then=Value(True)),
            default=Value(False),
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    origin = models.CharField(
        _("origin"), max_length=10, choices=CommentOrigin.choices, default=CommentOrigin.SITE
    )
    fingerprint = models.CharField(max_length=64, editable=False)
    #: The same for texts that say the same in another spelling (normal.py).
    words_key = models.CharField(max_length=64, editable=False)
    #: What screening found, gravest first: lists of screening.Finding.as_json().
    findings = models.JSONField(_("findings"), default=list, blank=True, editable=False)
    #: 0 to 3 (PhraseLevel): the gravest finding, by which the queue may be read.
    level = models.PositiveSmallIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("received at"), default=timezone.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decision_note = models.CharField(_("reason"), max_length=NOTE_LENGTH, blank=True)
    # Large columns stand last.
    text = models.TextField(_("comment"), max_length=TEXT_LENGTH)

    #: Set by replies.attach.
    first_replies: list[Comment]

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        permissions = [
            ("moderate_comment", _("Can approve and reject comments")),
            ("disclose_comment", _("Can see from where a comment was sent, and hand it over")),
        ]
        indexes = [
            models.Index(
                fields=["article", "-is_picked", "-score", "-ranked_at", "-id"],
                condition=Q(visible=True, parent=None),
                name="comment_hottest",
            ),
            # The parent stands in it as a column, so that SQLite prefers it to comment_of_story.
            models.Index(
                fields=["article", "parent", "-ranked_at", "-id"],
                condition=Q(visible=True),
                name="comment_newest",
            ),
            models.Index(
                fields=["parent", "ranked_at", "id"],
                condition=Q(parent__isnull=False),
                name="comment_replies",
            ),
            # All that readers see of a story: for its feed, and to be counted.
            models.Index(
                fields=["article", "-ranked_at", "-id"],
                condition=Q(visible=True),
                name="comment_of_story",
            ),
            models.Index(fields=["state", "id"], name="comment_queue"),
            models.Index(
                fields=["-level", "id"],
                condition=Q(state__in=sorted(OPEN)),
                name="comment_gravest",
            ),
            models.Index(fields=["writer", "-id"], name="comment_by_writer"),
            models.Index(fields=["words_key", "-id"], name="comment_same_words"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "fingerprint"],
                condition=Q(origin=CommentOrigin.IMPORTED),
                name="comment_is_imported_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(OPEN), decided_by=None, decided_at=None)
                | Q(state__in=sorted(DECIDED), decided_by__isnull=False, decided_at__isnull=False),
                name="comment_decision_has_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(origin=CommentOrigin.IMPORTED)
                | (Q(origin=CommentOrigin.SITE, posted_at__isnull=False) & ~Q(author_name="")),
                name="comment_of_ours_has_name_and_time",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="comment_has_a_text"),
            models.CheckConstraint(
                condition=Q(parent=None, answers=None, is_orphaned=False)
                | Q(parent__isnull=False, is_picked=False),
                name="comment_threads_have_one_level",
            ),
            at_most("author_name", NAME_LENGTH),
            at_most("text", TEXT_LENGTH),
        ]

    def __str__(self) -> str:
        return f"{self.shown_name}: {text.excerpt(self.text, 40)}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sign()
        super().save(*args, **kwargs)

    def sign(self) -> Comment:
        """Set what is made of the other fields: both keys, and the place in the hot order.

        By the fingerprint the same comment of a page imported twice is known.
        """
        moment = self.posted_at.astimezone(UTC).isoformat() if self.posted_at else None
        self.fingerprint = text.content_hash(self.author_name, moment, self.text)
        self.words_key = normal.words_key(self.text)
        self.score = score(self.likes, self.posted_at, self.article.published_at)
        return self

    def get_absolute_url(self) -> str:
        return reverse("comments:story", args=[self.article_id])

    @property
    def shown_name(self) -> str:
        return self.author_name or gettext("A reader")

    @property
    def answered_name(self) -> str:
        """Whom it answers within its thread; empty where readers do not see that answer."""
        return self.answers.shown_name if self.answers and self.answers.visible else ""


class Like(models.Model):
    """That a known writer likes a comment; likes of others are only counted."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="liked")
    writer = models.ForeignKey(Writer, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("like")
        verbose_name_plural = _("likes")
        constraints = [
            models.UniqueConstraint(fields=["comment", "writer"], name="like_is_given_once"),
        ]

    def __str__(self) -> str:
        return f"{self.writer_id} \u2192 {self.comment_id}"

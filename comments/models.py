"""What the letters page keeps: comments, and every decision taken on them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import text
from articles.models import Edition
from comments.choices import DECIDED, SHOWN, CommentOrder, CommentOrigin, CommentState
from comments.ranking import COLUMNS

NAME_LENGTH = 40
TEXT_LENGTH = 2000
NOTE_LENGTH = 200

#: Stands for an unknown time where comments are sorted; it is never shown.
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def at_most(field: str, limit: int) -> models.CheckConstraint:
    """A length held by the database too: SQLite ignores max_length."""
    return models.CheckConstraint(
        condition=LessThanOrEqual(Length(field), limit), name=f"comment_{field}_fits"
    )


class CommentQuerySet(models.QuerySet["Comment"]):
    def shown(self) -> CommentQuerySet:
        """Those that passed review. Readers see no other, and only under a live story."""
        return self.filter(state__in=SHOWN)

    def waiting(self) -> CommentQuerySet:
        return self.filter(state=CommentState.WAITING)

    def of_live_stories(self, now: datetime | None = None) -> CommentQuerySet:
        """Those whose story readers can read at `now`; a withdrawn one takes its comments along."""
        live = Edition.objects.order_by().live(at=now).filter(article=OuterRef("article"))
        return self.filter(Exists(live))

    def under(self, article_id: int, now: datetime | None = None) -> CommentQuerySet:
        """What readers see under one story: the one way in for everything public."""
        return self.shown().of_live_stories(now).filter(article=article_id)

    def in_order(self, order: CommentOrder) -> CommentQuerySet:
        return self.order_by(*COLUMNS[order])

    def with_total(self, article_id: int) -> CommentQuerySet:
        """Annotate `total`, the number of shown comments of the story, in the same query.

        A subquery counts on the index alone; a window would carry every row's text along.
        """
        shown = Comment.objects.shown().filter(article=article_id).order_by()
        # Grouping by a constant makes the count a plain scalar subquery.
        counted = shown.annotate(all=Value(1)).values("all").annotate(n=Count("pk")).values("n")
        return self.annotate(total=Subquery(counted))

    def for_queue(self) -> CommentQuerySet:
        """With what a moderator's list shows, and without the stories' bodies."""
        related = ("article", "article__section", "decided_by")
        return self.select_related(*related).defer("article__body")


class Comment(models.Model):
    """What a reader wrote under a story. Its words never change; a decision shows or hides it."""

    article = models.ForeignKey(
        "articles.Article",
        verbose_name=_("story"),
        on_delete=models.PROTECT,
        related_name="comments",
        db_index=False,  # Every index below begins with it.
    )
    author_name = models.CharField(_("nickname"), max_length=NAME_LENGTH, blank=True)
    likes = models.PositiveIntegerField(_("likes"), default=0)
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
    origin = models.CharField(
        _("origin"), max_length=10, choices=CommentOrigin.choices, default=CommentOrigin.SITE
    )
    fingerprint = models.CharField(max_length=64, editable=False)
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

    #: How many comments of the story are shown; set by with_total() only.
    total: int

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        permissions = [("moderate_comment", _("Can approve and reject comments"))]
        indexes = [
            models.Index(
                fields=["article", "state", "-likes", "-ranked_at", "-id"], name="comment_hottest"
            ),
            models.Index(fields=["article", "state", "-ranked_at", "-id"], name="comment_newest"),
            models.Index(fields=["state", "id"], name="comment_queue"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "fingerprint"],
                condition=Q(origin=CommentOrigin.IMPORTED),
                name="comment_is_imported_once",
            ),
            models.CheckConstraint(
                condition=Q(state=CommentState.WAITING, decided_by=None, decided_at=None)
                | Q(state__in=sorted(DECIDED), decided_by__isnull=False, decided_at__isnull=False),
                name="comment_decision_has_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(origin=CommentOrigin.IMPORTED)
                | (Q(origin=CommentOrigin.SITE, posted_at__isnull=False) & ~Q(author_name="")),
                name="comment_of_ours_has_name_and_time",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="comment_has_a_text"),
            at_most("author_name", NAME_LENGTH),
            at_most("text", TEXT_LENGTH),
        ]

    def __str__(self) -> str:
        return f"{self.shown_name}: {text.excerpt(self.text, 40)}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sign()
        super().save(*args, **kwargs)

    def sign(self) -> Comment:
        """Set the fingerprint by which the same comment of a page imported twice is known."""
        moment = self.posted_at.astimezone(UTC).isoformat() if self.posted_at else None
        self.fingerprint = text.content_hash(self.author_name, moment, self.text)
        return self

    def get_absolute_url(self) -> str:
        return reverse("comments:story", args=[self.article_id])

    @property
    def shown_name(self) -> str:
        return self.author_name or gettext("A reader")


class Decision(models.Model):
    """Who decided what on a comment, when and why. Rows are added, never changed."""

    comment = models.ForeignKey(
        Comment, verbose_name=_("comment"), on_delete=models.PROTECT, related_name="decisions"
    )
    before = models.CharField(_("before"), max_length=10, choices=CommentState.choices)
    after = models.CharField(_("after"), max_length=10, choices=CommentState.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("at"))
    note = models.CharField(_("reason"), max_length=NOTE_LENGTH, blank=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(before__in=CommentState.values, after__in=sorted(DECIDED))
                & ~Q(before=F("after")),
                name="decision_changes_the_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_after_display()} #{self.comment_id}"

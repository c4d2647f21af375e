"""The log of the letters page: every decision, by whom, when and why. Rows are only added."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from comments.choices import DECIDING, CommentState, LetterVerb
from comments.models.comment import NOTE_LENGTH, Comment
from comments.models.writer import Writer


class Decision(models.Model):
    """Who did what on the letters page. Triggers of the database keep rows as they are.

    It names no address, and no reader but by the number of their comment or of the writer.
    """

    verb = models.CharField(_("act"), max_length=16, choices=LetterVerb.choices)
    comment = models.ForeignKey(
        Comment,
        verbose_name=_("comment"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
    )
    writer = models.ForeignKey(
        Writer,
        verbose_name=_("writer"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
    )
    before = models.CharField(_("before"), max_length=10, choices=CommentState.choices, blank=True)
    after = models.CharField(_("after"), max_length=10, choices=CommentState.choices, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("at"))
    note = models.CharField(_("reason"), max_length=NOTE_LENGTH, blank=True)
    #: The same for all rows of one act, so that it can be undone as one.
    batch = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verb__in=LetterVerb.values), name="decision_act_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(verb__in=sorted(DECIDING))
                | (
                    Q(
                        before__in=CommentState.values,
                        after__in=CommentState.values,
                        comment__isnull=False,
                    )
                    & ~Q(before=F("after"))
                ),
                name="decision_changes_the_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} #{self.comment_id or self.writer_id or ''}"

"""What readers complain of: a comment that is shown (report), or was rejected (appeal)."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.choices import AppealOutcome, ReportOutcome, ReportReason
from comments.models.comment import NOTE_LENGTH, Comment
from comments.models.log import Decision

WORDS_LENGTH = 500


class ComplaintQuerySet(models.QuerySet[models.Model]):
    def open(self) -> Self:
        return self.filter(outcome="")

    def overdue(self, now: datetime | None = None) -> Self:
        return self.open().filter(due_at__lt=now or timezone.now())


class Complaint(models.Model):
    """What both have: words, a moment by which somebody answers, and who did."""

    words = models.CharField(_("words"), max_length=WORDS_LENGTH, blank=True)
    at = models.DateTimeField(_("received at"), default=timezone.now)
    due_at = models.DateTimeField(_("to be settled by"))
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("settled by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        abstract = True


def settled_by_somebody(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(outcome="", settled_by=None, settled_at=None)
        | (~Q(outcome="") & Q(settled_by__isnull=False, settled_at__isnull=False)),
        name=name,
    )


class Report(Complaint):
    """A reader says that a comment should not be shown. Who it was is not kept."""

    comment = models.ForeignKey(
        Comment, verbose_name=_("comment"), on_delete=models.PROTECT, related_name="reports"
    )
    reason = models.CharField(_("reason"), max_length=16, choices=ReportReason.choices)
    outcome = models.CharField(
        _("outcome"), max_length=10, choices=ReportOutcome.choices, blank=True, default=""
    )

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["due_at", "id"]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(outcome=""), name="report_is_open"),
        ]
        constraints = [settled_by_somebody("report_is_settled_by_somebody")]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} #{self.comment_id}"


class Appeal(Complaint):
    """The writer of a rejected comment asks to look again; once for each rejection."""

    comment = models.ForeignKey(
        Comment, verbose_name=_("comment"), on_delete=models.PROTECT, related_name="appeals"
    )
    decision = models.OneToOneField(
        Decision, verbose_name=_("decision"), on_delete=models.PROTECT, related_name="appeal"
    )
    outcome = models.CharField(
        _("outcome"), max_length=10, choices=AppealOutcome.choices, blank=True, default=""
    )
    answer = models.CharField(_("answer to the writer"), max_length=NOTE_LENGTH, blank=True)

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        ordering = ["due_at", "id"]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(outcome=""), name="appeal_is_open"),
        ]
        constraints = [
            settled_by_somebody("appeal_is_settled_by_somebody"),
            models.CheckConstraint(condition=~Q(words=""), name="appeal_says_something"),
        ]

    def __str__(self) -> str:
        return f"#{self.comment_id}"

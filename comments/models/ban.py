"""Who may not write for a while: a writer, or a network."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comment import NOTE_LENGTH, Comment
from comments.models.writer import Writer


class BanQuerySet(models.QuerySet["Ban"]):
    def in_force(self, now: datetime | None = None) -> BanQuerySet:
        unended = Q(expires_at=None) | Q(expires_at__gt=now or timezone.now())
        return self.filter(unended, lifted_at=None)


class Ban(models.Model):
    """`network` is a keyed hash (sealing.network_mark): no address can be read from it."""

    writer = models.ForeignKey(
        Writer,
        verbose_name=_("writer"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="bans",
    )
    network = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    because_of = models.ForeignKey(
        Comment,
        verbose_name=_("because of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    reason = models.CharField(_("reason"), max_length=NOTE_LENGTH)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    expires_at = models.DateTimeField(
        _("until"), null=True, blank=True, help_text=_("Left empty, the ban has no end.")
    )
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("lifted by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = BanQuerySet.as_manager()

    class Meta:
        verbose_name = _("ban")
        verbose_name_plural = _("bans")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(writer__isnull=False, network="") | (Q(writer=None) & ~Q(network="")),
                name="ban_is_of_a_writer_or_a_network",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="ban_is_lifted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return (
            str(self.writer)
            if self.writer
            else str(_("Network of comment #%s")) % (self.because_of_id)
        )

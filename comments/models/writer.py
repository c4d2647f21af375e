"""Who writes comments: a browser that wrote before, or a reader of the paper's app."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.choices import Trust

KEY_LENGTH = 32
NAME_LENGTH = 40


def new_key() -> str:
    """Random, so that a writer cannot be guessed: 32 hexadecimal digits."""
    return secrets.token_hex(KEY_LENGTH // 2)


class Writer(models.Model):
    """Known by a random key in a signed cookie, or by the name that the paper's app gives them.

    Nothing here says who they are or from where they wrote; whereabouts.py keeps that, sealed.
    """

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, editable=False)
    subject = models.CharField(
        _("account"),
        max_length=120,
        null=True,
        blank=True,
        unique=True,
        help_text=_("What the paper\u2019s app calls this reader; empty for one who only wrote."),
    )
    name = models.CharField(_("nickname"), max_length=NAME_LENGTH, blank=True)
    trust = models.CharField(_("trust"), max_length=10, choices=Trust.choices, default=Trust.EARNED)
    created_at = models.DateTimeField(_("wrote first"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("writer")
        verbose_name_plural = _("writers")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(trust__in=Trust.values), name="writer_trust_known"),
            models.CheckConstraint(condition=~Q(subject=""), name="writer_subject_is_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"

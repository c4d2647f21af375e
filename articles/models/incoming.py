"""Files on their way in: what has arrived of an upload that may be interrupted and gone on with."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.conf import settings
from django.db import models


def new_name() -> str:
    return secrets.token_hex(16)


class IncomingQuerySet(models.QuerySet["Incoming"]):
    def left_behind(self, before: datetime) -> IncomingQuerySet:
        """Uploads that nobody has gone on with since `before`."""
        return self.filter(heard_at__lt=before)


class Incoming(models.Model):
    """One file on its way; its pieces lie in the private storage until it is whole."""

    name = models.CharField(max_length=32, unique=True, default=new_name)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="incoming"
    )
    file_name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    received = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()
    heard_at = models.DateTimeField(db_index=True)

    objects = IncomingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(received__lte=models.F("size")), name="incoming_is_not_too_long"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

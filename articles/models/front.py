"""How the front page is laid out: one row for every change of its board of places."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ImmutableLayout(TypeError):
    """Somebody tried to change how the front page has been laid out."""


class FrontLayoutQuerySet(models.QuerySet["FrontLayout"]):
    def current(self, at: datetime | None = None) -> FrontLayout | None:
        """The one that held at `at` (now, if not given)."""
        return self.filter(at__lte=at or timezone.now()).order_by("-at", "-id").first()

    def update(self, **kwargs: Any) -> int:
        raise ImmutableLayout("A layout cannot change; save the next one.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise ImmutableLayout("A layout cannot be deleted.")


class FrontLayout(models.Model):
    """What fills the places of the front page from `at` on, until the next layout.

    Shapes of the JSON columns are given by articles/board.py, which reads and writes them.
    """

    at = models.DateTimeField(_("holds from"), db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("laid out by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    places = models.JSONField(_("places"), default=list)
    shown = models.JSONField(_("what it showed"), default=list)

    objects = FrontLayoutQuerySet.as_manager()

    class Meta:
        verbose_name = _("layout of the front page")
        verbose_name_plural = _("layouts of the front page")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M:%S}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise ImmutableLayout("A layout cannot change; save the next one.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise ImmutableLayout("A layout cannot be deleted.")

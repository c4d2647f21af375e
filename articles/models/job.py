"""Work that a command does at its moment: when each job last ran, and how that went."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobRun(models.Model):
    """The last run of one job; the desk's home shows it."""

    name = models.CharField(_("job"), max_length=40, unique=True)
    started_at = models.DateTimeField(_("started at"))
    finished_at = models.DateTimeField(_("finished at"), null=True)
    succeeded_at = models.DateTimeField(_("last success"), null=True)
    trouble = models.CharField(_("trouble"), max_length=300, blank=True)
    done = models.PositiveIntegerField(_("done"), default=0)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

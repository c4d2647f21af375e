"""The log of the desk: rows that are only ever added, each hashing the one before."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.choices import DeskVerb, Level


class DeskAct(models.Model):
    """Who did what to a story, when and why. Written by `articles/audit.py` alone.

    The row names the story by number and title, so that it still says something when a draft has
    been deleted for good; there is no foreign key in the database for that reason.
    """

    number = models.PositiveBigIntegerField(_("number"), unique=True)
    article = models.ForeignKey(
        "articles.Article",
        verbose_name=_("story"),
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="acts",
    )
    title = models.CharField(_("headline"), max_length=1000)
    verb = models.CharField(_("act"), max_length=16, choices=DeskVerb.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("at"))
    edition = models.ForeignKey(
        "articles.Edition",
        verbose_name=_("edition"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="acts",
    )
    version = models.PositiveIntegerField(_("version"))
    round = models.PositiveIntegerField(_("round"), default=0)
    level = models.PositiveSmallIntegerField(_("level"), choices=Level.choices, null=True)
    text_hash = models.CharField(_("text hash"), max_length=64, blank=True)
    note = models.TextField(_("note"), blank=True)
    previous = models.CharField(_("hash of the row before"), max_length=64, unique=True)
    row_hash = models.CharField(_("hash of this row"), max_length=64)

    class Meta:
        verbose_name = _("act of the desk")
        verbose_name_plural = _("acts of the desk")
        ordering = ["-number"]
        indexes = [models.Index(fields=["verb", "-number"], name="act_by_verb")]
        constraints = [
            models.CheckConstraint(condition=Q(verb__in=DeskVerb.values), name="desk_act_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} #{self.article_id}"


class LogHead(models.Model):
    """The end of the log, in one row: locked to add to it, compared to find a cut-off end."""

    number = models.PositiveBigIntegerField(default=0)
    row_hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("end of the log")
        verbose_name_plural = _("end of the log")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="log_head_is_one_row"),
        ]

    def __str__(self) -> str:
        return self.row_hash

"""The record of work on a story: each saved state of its text, and each act of the desk."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.choices import DeskVerb, RevisionReason


class Revision(models.Model):
    """The whole working copy as it stood after one save, with its credits, photos and tags."""

    article = models.ForeignKey(
        "articles.Article",
        verbose_name=_("story"),
        on_delete=models.CASCADE,
        related_name="revisions",
    )
    version = models.PositiveIntegerField(_("version"))
    reason = models.CharField(_("reason"), max_length=10, choices=RevisionReason.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    at = models.DateTimeField(_("at"))
    text_hash = models.CharField(_("text hash"), max_length=64)
    snapshot = models.JSONField(_("snapshot"))

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "version"], name="revision_is_one_a_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}/{self.version}"


class DeskAct(models.Model):
    """Who did what to a story, when and why. Rows are added, never changed."""

    article = models.ForeignKey(
        "articles.Article", verbose_name=_("story"), on_delete=models.PROTECT, related_name="acts"
    )
    verb = models.CharField(_("act"), max_length=12, choices=DeskVerb.choices)
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
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("act of the desk")
        verbose_name_plural = _("acts of the desk")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verb__in=DeskVerb.values), name="desk_act_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} #{self.article_id}"

"""Where a story came from: every imported file as it was, and what was found in it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.choices import ImportOutcome


class ImportRecord(models.Model):
    """One file that came in: the original bytes and the findings, kept for good."""

    sha256 = models.CharField(_("content hash"), max_length=64, unique=True, editable=False)
    origin = models.CharField(
        _("came from"), max_length=500, help_text=_("A path, an address, or - for standard input.")
    )
    format = models.CharField(_("format"), max_length=20, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=ImportOutcome.choices)
    article = models.ForeignKey(
        "articles.Article",
        verbose_name=_("story"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="imports",
    )
    article_version = models.PositiveIntegerField(
        _("version stored"),
        null=True,
        blank=True,
        help_text=_("While the story is still at this version, no editor has touched it."),
    )
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("imported by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    imported_at = models.DateTimeField(_("imported at"))
    findings = models.JSONField(_("findings"), default=list, blank=True)
    settled = models.JSONField(
        _("findings done"),
        default=dict,
        blank=True,
        editable=False,
        help_text=_("By place in the list of findings: who ticked it off, and when."),
    )
    # Large columns stand last and are deferred in lists.
    original = models.BinaryField(_("original bytes"))

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]
        indexes = [models.Index(fields=["origin", "-id"], name="import_by_origin")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=ImportOutcome.values), name="import_outcome_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.origin

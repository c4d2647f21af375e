"""The record of review: every saved state of a text, every pass, and the reviewers' marks."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.choices import Level, ReviewState, RevisionReason


def person(label: Any, **options: Any) -> models.ForeignKey[Any, Any]:
    """Somebody of the desk, who is never deleted."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=label,
        on_delete=models.PROTECT,
        related_name="+",
        **options,
    )


class RevisionQuerySet(models.QuerySet["Revision"]):
    def of_the_copy(self) -> RevisionQuerySet:
        """Those that were the working copy once; what was kept aside never was."""
        return self.exclude(reason=RevisionReason.ASIDE)


class Revision(models.Model):
    """The whole working copy as it stood after one save, with its credits, photos and tags.

    One that was kept aside holds what a save that came too late would have stored; its version
    is the one that it was written over.
    """

    article = models.ForeignKey(
        "articles.Article",
        verbose_name=_("story"),
        on_delete=models.CASCADE,
        related_name="revisions",
    )
    version = models.PositiveIntegerField(_("version"))
    reason = models.CharField(_("reason"), max_length=10, choices=RevisionReason.choices)
    stage = models.CharField(
        _("stage"), max_length=10, choices=ReviewState.choices, default=ReviewState.DRAFT
    )
    by = person(_("by"), null=True, blank=True)
    at = models.DateTimeField(_("at"))
    text_hash = models.CharField(_("text hash"), max_length=64)
    snapshot = models.JSONField(_("snapshot"))

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-version", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "version"],
                condition=~Q(reason=RevisionReason.ASIDE),
                name="revision_is_one_a_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}/{self.version}"


class PassQuerySet(models.QuerySet["Pass"]):
    def valid(self) -> PassQuerySet:
        return self.filter(voided_at__isnull=True)

    def to_review_afterwards(self) -> PassQuerySet:
        """Signatures through the green channel that nobody has looked at since."""
        return self.filter(is_green=True, afterwards_at__isnull=True)


class Pass(models.Model):
    """One level passed by one person, bound to the hash of the text that was read.

    The database holds the separation of duties: one valid pass a level and round, one a person
    and round, and none by who wrote the text or changed it last.
    """

    article = models.ForeignKey(
        "articles.Article", verbose_name=_("story"), on_delete=models.CASCADE, related_name="passes"
    )
    round = models.PositiveIntegerField(_("round"))
    level = models.PositiveSmallIntegerField(_("level"), choices=Level.choices)
    by = person(_("by"))
    at = models.DateTimeField(_("at"))
    version = models.PositiveIntegerField(_("version"))
    text_hash = models.CharField(_("text hash"), max_length=64)
    opinion = models.TextField(_("opinion"), blank=True)
    written_by = person(_("written by"), null=True)
    text_by = person(_("text changed by"), null=True)
    is_green = models.BooleanField(_("green channel"), default=False)
    voided_at = models.DateTimeField(_("void since"), null=True)
    afterwards_at = models.DateTimeField(_("reviewed afterwards at"), null=True)
    afterwards_by = person(_("reviewed afterwards by"), null=True)
    afterwards_opinion = models.TextField(_("opinion afterwards"), blank=True)

    objects = PassQuerySet.as_manager()

    class Meta:
        verbose_name = _("pass")
        verbose_name_plural = _("passes")
        ordering = ["round", "level", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "round", "level"],
                condition=Q(voided_at__isnull=True),
                name="pass_is_one_a_level",
            ),
            models.UniqueConstraint(
                fields=["article", "round", "by"],
                condition=Q(voided_at__isnull=True),
                name="pass_is_one_a_person",
            ),
            models.CheckConstraint(
                condition=Q(written_by__isnull=True) | ~Q(by=F("written_by")),
                name="pass_is_not_by_the_writer",
            ),
            models.CheckConstraint(
                condition=Q(text_by__isnull=True) | ~Q(by=F("text_by")),
                name="pass_is_not_by_who_changed_it_last",
            ),
            models.CheckConstraint(
                condition=Q(afterwards_by__isnull=True) | ~Q(by=F("afterwards_by")),
                name="pass_is_not_reviewed_by_who_signed",
            ),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="pass_level_is_known"),
            models.CheckConstraint(
                condition=Q(is_green=False) | ~Q(opinion=""), name="pass_through_green_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}/{self.round}/{self.level}"


class MarkQuerySet(models.QuerySet["Mark"]):
    def open(self) -> MarkQuerySet:
        return self.filter(done_at__isnull=True)


class Mark(models.Model):
    """A reviewer's remark on a passage, to be ticked off when it has been carried out (核红)."""

    article = models.ForeignKey(
        "articles.Article", verbose_name=_("story"), on_delete=models.CASCADE, related_name="marks"
    )
    version = models.PositiveIntegerField(_("version"))
    stage = models.CharField(_("stage"), max_length=10, choices=ReviewState.choices)
    by = person(_("by"))
    at = models.DateTimeField(_("at"))
    passage = models.CharField(_("passage"), max_length=300, blank=True)
    remark = models.CharField(_("remark"), max_length=500)
    done_at = models.DateTimeField(_("done at"), null=True)
    done_by = person(_("done by"), null=True)

    objects = MarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("reviewer's mark")
        verbose_name_plural = _("reviewers' marks")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(remark=""), name="mark_says_something"),
        ]

    def __str__(self) -> str:
        return self.remark

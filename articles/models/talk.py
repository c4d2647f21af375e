"""What people of the desk tell each other: notes on a story, and notices to one person."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.choices import NoticeKind

NOTE_LENGTH = 1000


class StaffNote(models.Model):
    """A note on a story; people named with @ are told."""

    article = models.ForeignKey(
        "articles.Article", verbose_name=_("story"), on_delete=models.CASCADE, related_name="notes"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("at"))
    text = models.CharField(_("note"), max_length=NOTE_LENGTH)
    mentioned = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("mentioned"), blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("staff note")
        verbose_name_plural = _("staff notes")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="staff_note_says_something"),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class NoticeQuerySet(models.QuerySet["Notice"]):
    def unread(self) -> NoticeQuerySet:
        return self.filter(read_at__isnull=True)

    def to_mail(self) -> NoticeQuerySet:
        return self.filter(wants_mail=True, mailed_at__isnull=True)


class Notice(models.Model):
    """Something that one person should know of, in the desk and by letter."""

    to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("to"),
        on_delete=models.CASCADE,
        related_name="notices",
    )
    article = models.ForeignKey(
        "articles.Article",
        verbose_name=_("story"),
        on_delete=models.CASCADE,
        null=True,
        related_name="notices",
    )
    kind = models.CharField(_("kind"), max_length=12, choices=NoticeKind.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    at = models.DateTimeField(_("at"))
    sentence = models.CharField(_("sentence"), max_length=600)
    in_desk = models.BooleanField(default=True)
    wants_mail = models.BooleanField(default=False)
    read_at = models.DateTimeField(_("read at"), null=True)
    mailed_at = models.DateTimeField(_("mailed at"), null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["to", "read_at", "-id"], name="notice_by_person"),
            models.Index(
                fields=["to"],
                condition=Q(wants_mail=True, mailed_at__isnull=True),
                name="notice_to_mail",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=NoticeKind.values), name="notice_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.sentence

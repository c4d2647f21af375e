"""What carries a story elsewhere: links to one revision, and the pictures of a shared edition."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def new_token() -> str:
    """160 bits that nobody guesses."""
    return secrets.token_urlsafe(20)


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    def open(self, now: datetime | None = None) -> PreviewLinkQuerySet:
        return self.filter(revoked_at__isnull=True, expires_at__gt=now or timezone.now())


class PreviewLink(models.Model):
    """One link, pinned to one revision: later changes of the story do not show through it."""

    revision = models.ForeignKey(
        "articles.Revision",
        verbose_name=_("revision"),
        on_delete=models.CASCADE,
        related_name="preview_links",
    )
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    reader = models.CharField(_("for whom"), max_length=60, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    made_at = models.DateTimeField(_("made at"))
    expires_at = models.DateTimeField(_("expires at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.reader or str(self.revision)

    def get_absolute_url(self) -> str:
        return reverse("articles:shared_preview", args=[self.token])


class ShareCard(models.Model):
    """The pictures drawn for an edition: the card that services show, and the poster for phones.

    The names are made of a secret, so that nobody guesses them before the edition is published.
    """

    edition = models.OneToOneField(
        "articles.Edition",
        verbose_name=_("edition"),
        on_delete=models.CASCADE,
        related_name="share_card",
    )
    #: Names in the storage of sizes; pixels of the card.
    path = models.CharField(max_length=80)
    poster = models.CharField(max_length=80)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("share picture")
        verbose_name_plural = _("share pictures")

    def __str__(self) -> str:
        return self.path

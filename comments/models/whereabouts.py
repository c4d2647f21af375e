"""From where a comment was sent, sealed; and who looked at that or handed it over, for good."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment


class Whereabouts(models.Model):
    """Address and port of a comment, sealed by sealing.py; gone after the term of the site."""

    comment = models.OneToOneField(
        Comment, on_delete=models.CASCADE, primary_key=True, related_name="whereabouts"
    )
    sealed = models.TextField(editable=False)
    #: A keyed hash of the network (sealing.network_mark), to find what came from the same one.
    network = models.CharField(max_length=64, editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("whereabouts of a comment")
        verbose_name_plural = _("whereabouts of comments")
        indexes = [
            models.Index(fields=["at"], name="whereabouts_by_age"),
            models.Index(fields=["network", "-comment"], name="whereabouts_by_network"),
        ]

    def __str__(self) -> str:
        return f"#{self.comment_id}"


class Disclosure(models.Model):
    """One act by which whereabouts left the desk. Triggers of the database keep the row."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    authority = models.CharField(_("authority"), max_length=120)
    request_number = models.CharField(_("number of the request"), max_length=120)
    reason = models.CharField(_("legal ground"), max_length=500)
    #: Numbers of the comments that it was about, in their order.
    comments = models.JSONField(_("comments"), default=list)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)

    class Meta:
        verbose_name = _("disclosure")
        verbose_name_plural = _("disclosures")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.authority} {self.request_number}"

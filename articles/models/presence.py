"""People at a story right now: what they have typed and not saved, who is there, who locked it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Autosave(models.Model):
    """A form as one person has typed it and not saved yet; nobody else ever sees it.

    `tab` is a random name of the window, so that two windows of one person do not overwrite each
    other. Without an article it is a story that was never saved.
    """

    article = models.ForeignKey(
        "articles.Article",
        verbose_name=_("story"),
        on_delete=models.CASCADE,
        null=True,
        related_name="autosaves",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.CASCADE,
        related_name="autosaves",
    )
    tab = models.CharField(max_length=32)
    version = models.PositiveIntegerField(_("version"), default=0)
    at = models.DateTimeField(_("at"))
    title = models.CharField(_("headline"), max_length=1000, blank=True)
    # Large columns stand last.
    fields = models.TextField(_("fields"), help_text=_("As a form is sent, url-encoded."))

    class Meta:
        verbose_name = _("unsaved text")
        verbose_name_plural = _("unsaved texts")
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["by", "tab"], name="autosave_is_one_a_window"),
        ]

    def __str__(self) -> str:
        return self.title


class Presence(models.Model):
    """One person who has a story open; renewed while the page is open."""

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="presences"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    tab = models.CharField(max_length=32)
    at = models.DateTimeField()
    is_writing = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "by", "tab"], name="presence_is_one_a_window"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by_id}@{self.article_id}"


class EditLock(models.Model):
    """A story that one person has taken for editing; saves of others are refused meanwhile."""

    article = models.OneToOneField(
        "articles.Article", on_delete=models.CASCADE, related_name="edit_lock"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    taken_at = models.DateTimeField(_("taken at"))
    #: The last sign of its holder; a lock whose holder has gone lapses.
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("lock")
        verbose_name_plural = _("locks")

    def __str__(self) -> str:
        return f"{self.by_id}@{self.article_id}"

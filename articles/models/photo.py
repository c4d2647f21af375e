"""Pictures: the file with the photographer's words (Photo), and its place in a story (PhotoUse)."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def new_token() -> str:
    """Stands in the public address, so that an unpublished photo cannot be guessed."""
    return secrets.token_hex(16)


def new_key() -> str:
    """Ties a figure in the body to its use: 12 hexadecimal digits."""
    return secrets.token_hex(6)


def original_path(photo: Photo, filename: str) -> str:
    return f"{photo.sha256[:2]}/{photo.sha256}"


class Photo(models.Model):
    """One picture file, kept as it came; the words are the defaults of its uses."""

    file = models.FileField(_("file"), upload_to=original_path, max_length=120)
    original_name = models.CharField(_("file name"), max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    token = models.CharField(max_length=32, unique=True, editable=False, default=new_token)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    widths = models.JSONField(
        editable=False, default=list, help_text=_("Widths in pixels of the sizes made for readers.")
    )
    headline = models.CharField(_("headline"), max_length=200, blank=True)
    caption = models.TextField(_("caption"), blank=True)
    byline = models.CharField(_("byline"), max_length=100, blank=True)
    credit = models.CharField(_("credit"), max_length=100, blank=True)
    alt = models.CharField(
        _("text alternative"),
        max_length=300,
        blank=True,
        help_text=_("What the picture shows, for people who cannot see it."),
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    created_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(width__gt=0, height__gt=0), name="photo_has_a_size"
            ),
        ]

    def __str__(self) -> str:
        return self.headline or self.caption[:40] or self.original_name or f"#{self.pk}"


class PhotoUseQuerySet(models.QuerySet["PhotoUse"]):
    def waiting(self) -> PhotoUseQuerySet:
        """Uses whose caption is here and whose file is not."""
        return self.filter(photo__isnull=True)


class PhotoUse(models.Model):
    """A photo's place in one story, with the words it has there; the file may still be missing."""

    article = models.ForeignKey(
        "articles.Article",
        verbose_name=_("story"),
        on_delete=models.CASCADE,
        related_name="photo_uses",
    )
    photo = models.ForeignKey(
        Photo,
        verbose_name=_("photo"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="uses",
        help_text=_("Empty while the caption waits for its file."),
    )
    key = models.CharField(max_length=32, unique=True, editable=False, default=new_key)
    rank = models.PositiveSmallIntegerField(_("order"), default=0)
    caption = models.TextField(_("caption"), blank=True)
    credit = models.CharField(_("credit"), max_length=100, blank=True)
    alt = models.CharField(_("text alternative"), max_length=300, blank=True)
    is_cover = models.BooleanField(_("cover"), default=False)

    objects = PhotoUseQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo in the story")
        verbose_name_plural = _("photos in the story")
        ordering = ["rank", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article"],
                condition=models.Q(is_cover=True),
                name="story_has_one_cover",
                violation_error_message=_("Choose one cover."),
            ),
        ]

    def __str__(self) -> str:
        return self.caption[:40] or str(self.photo or self.key)

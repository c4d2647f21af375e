"""Pictures: the file with the photographer's words (Photo), and its place in a story (PhotoUse)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.choices import Licence, PhotoKind
from articles.models.source import Source


def new_token() -> str:
    """Stands in the public address, so that an unpublished photo cannot be guessed."""
    return secrets.token_hex(16)


def new_key() -> str:
    """Ties a figure in the body to its use: 12 hexadecimal digits."""
    return secrets.token_hex(6)


def original_path(photo: Photo, filename: str) -> str:
    return f"{photo.sha256[:2]}/{photo.sha256}"


class PhotoQuerySet(models.QuerySet["Photo"]):
    def unrendered(self) -> PhotoQuerySet:
        """Those whose sizes for readers are still to be made, or made anew."""
        return self.filter(needs_rendering=True)

    def expired(self, today: date) -> PhotoQuerySet:
        """Those whose licence has ended: the last day of it lies before `today`."""
        return self.filter(expires_on__lt=today)

    def with_tokens(self, tokens: Iterable[str]) -> PhotoQuerySet:
        return self.filter(token__in=set(tokens))


class Photo(models.Model):
    """One picture file, kept as it came; the words are the defaults of its uses."""

    file = models.FileField(_("file"), upload_to=original_path, max_length=120)
    original_name = models.CharField(_("file name"), max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    token = models.CharField(max_length=32, unique=True, editable=False, default=new_token)
    format = models.CharField(_("format"), max_length=8, editable=False, default="JPEG")
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    is_animated = models.BooleanField(_("animated"), editable=False, default=False)

    headline = models.CharField(_("headline"), max_length=200, blank=True)
    caption = models.TextField(_("caption"), max_length=2000, blank=True)
    byline = models.CharField(_("byline"), max_length=100, blank=True)
    credit = models.CharField(_("credit"), max_length=100, blank=True)
    copyright = models.CharField(_("copyright"), max_length=200, blank=True)
    keywords = models.CharField(
        _("keywords"), max_length=500, blank=True, help_text=_("Separated by commas.")
    )
    alt = models.CharField(
        _("text alternative"),
        max_length=300,
        blank=True,
        help_text=_("What the picture shows, for people who cannot see it."),
    )
    taken_at = models.DateTimeField(_("time of the shot"), null=True, blank=True)
    place = models.CharField(
        _("place"),
        max_length=200,
        blank=True,
        help_text=_("For the desk; it is not written into what readers get."),
    )

    kind = models.CharField(
        _("kind of picture"),
        max_length=10,
        choices=PhotoKind.choices,
        default=PhotoKind.SCENE,
        help_text=_("Captions name every kind but the first."),
    )
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="photos",
    )
    licence = models.CharField(
        _("licence"), max_length=10, choices=Licence.choices, default=Licence.UNCLEAR
    )
    licence_note = models.CharField(_("terms of the licence"), max_length=200, blank=True)
    expires_on = models.DateField(
        _("last day of the licence"),
        null=True,
        blank=True,
        help_text=_("On the day after, the picture is taken from readers. Empty: no end."),
    )
    may_syndicate = models.BooleanField(_("may be passed on to other outlets"), default=False)

    focus_x = models.PositiveSmallIntegerField(
        _("focal point from the left, %"), null=True, blank=True
    )
    focus_y = models.PositiveSmallIntegerField(
        _("focal point from the top, %"), null=True, blank=True
    )
    with_watermark = models.BooleanField(_("put the site's mark on it"), default=False)

    needs_rendering = models.BooleanField(editable=False, default=True, db_index=True)
    render_trouble = models.CharField(max_length=300, blank=True, editable=False)
    #: What readers can be given, and what they were given before (see renditions.Made).
    made = models.JSONField(editable=False, default=dict)
    retired = models.JSONField(editable=False, default=list)

    #: The four bands of the perceptual hash, see pictures/looks.py; null for a plain picture.
    look_a = models.PositiveIntegerField(null=True, editable=False, db_index=True)
    look_b = models.PositiveIntegerField(null=True, editable=False, db_index=True)
    look_c = models.PositiveIntegerField(null=True, editable=False, db_index=True)
    look_d = models.PositiveIntegerField(null=True, editable=False, db_index=True)

    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    created_at = models.DateTimeField(_("uploaded at"), auto_now_add=True, db_index=True)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["expires_on"],
                condition=models.Q(expires_on__isnull=False),
                name="photo_by_end_of_licence",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(width__gt=0, height__gt=0), name="photo_has_a_size"
            ),
            models.CheckConstraint(
                condition=models.Q(focus_x__isnull=True, focus_y__isnull=True)
                | models.Q(focus_x__lte=100, focus_y__lte=100),
                name="photo_focus_is_within",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=PhotoKind.values), name="photo_kind_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(licence__in=Licence.values), name="photo_licence_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.headline or self.caption[:40] or self.original_name or f"#{self.pk}"

    @property
    def focus(self) -> tuple[int, int]:
        """Per cent from the left and the top; unless chosen, the middle, higher in a tall one.

        What matters in an upright photo is mostly a face, which stands in its upper third.
        """
        if self.focus_x is None or self.focus_y is None:
            return 50, 33 if self.height > self.width else 50
        return self.focus_x, self.focus_y

    @property
    def look(self) -> int | None:
        bands = (self.look_a, self.look_b, self.look_c, self.look_d)
        look = 0
        for band in bands:
            if band is None:
                return None
            look = look << 16 | band
        return look

    def is_expired(self, today: date) -> bool:
        return self.expires_on is not None and self.expires_on < today


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
    cover_caption = models.TextField(
        _("caption as the cover"),
        max_length=2000,
        blank=True,
        help_text=_("Left empty, the cover has the caption above."),
    )
    in_gallery = models.BooleanField(
        _("in a gallery"),
        default=False,
        help_text=_("Neighbours in the text that are marked so become one gallery."),
    )

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

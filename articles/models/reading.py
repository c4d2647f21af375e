"""What readers read: views by the hour, the hot list made of them, and which stories are alike."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class HourOfViews(models.Model):
    """How often a story was opened in one hour. Nothing of who opened it is kept."""

    article = models.ForeignKey(
        "articles.Article",
        verbose_name=_("story"),
        on_delete=models.CASCADE,
        related_name="hours_of_views",
    )
    hour = models.DateTimeField(_("hour"), db_index=True)
    views = models.PositiveIntegerField(_("views"), default=0)

    class Meta:
        verbose_name = _("views of an hour")
        verbose_name_plural = _("views by the hour")
        ordering = ["-hour", "id"]
        constraints = [
            models.UniqueConstraint(fields=["article", "hour"], name="views_are_one_row_an_hour"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} {self.hour:%Y-%m-%d %H}: {self.views}"


class HotStory(models.Model):
    """A place in the hot list, as the last ranking left it."""

    article = models.OneToOneField(
        "articles.Article",
        verbose_name=_("story"),
        on_delete=models.CASCADE,
        related_name="hot_place",
    )
    rank = models.PositiveSmallIntegerField(_("place"), unique=True)
    score = models.FloatField(_("score"))

    class Meta:
        verbose_name = _("hot story")
        verbose_name_plural = _("hot list")
        ordering = ["rank"]

    def __str__(self) -> str:
        return f"{self.rank}. {self.article}"


class Likeness(models.Model):
    """How near two stories are by what they carry and say; each pair stands in both directions."""

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="likenesses"
    )
    other = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()

    class Meta:
        verbose_name = _("likeness")
        verbose_name_plural = _("likenesses")
        ordering = ["-score", "id"]
        indexes = [models.Index(fields=["article", "-score"], name="likeness_by_score")]
        constraints = [
            models.UniqueConstraint(fields=["article", "other"], name="likeness_stands_once"),
            models.CheckConstraint(
                condition=~Q(article=F("other")), name="likeness_is_to_another_story"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} ~ {self.other_id}: {self.score:.3f}"

"""Special subjects (专题): a page of its own with a cover, and blocks of stories on it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles import text
from articles.models.photo import Photo
from articles.models.taxonomy import Tag


class Topic(models.Model):
    """A special subject (专题) that gathers stories across sections."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(
        _("address"), max_length=60, unique=True, blank=True, help_text=_("Stands in the URL.")
    )
    introduction = models.TextField(_("introduction"), max_length=500, blank=True)
    cover = models.ForeignKey(
        Photo,
        verbose_name=_("cover"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="topics",
        help_text=_("Left empty, the cover of its newest story stands there."),
    )

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or text.slug_for(self.name)
        super().save(*args, **kwargs)


class TopicBlock(models.Model):
    """A part of a topic's page: stories picked by hand, then those of the topic with a tag."""

    topic = models.ForeignKey(
        Topic, verbose_name=_("topic"), on_delete=models.CASCADE, related_name="blocks"
    )
    rank = models.PositiveSmallIntegerField(_("order"), default=0)
    name = models.CharField(_("heading"), max_length=30)
    tag = models.ForeignKey(
        Tag,
        verbose_name=_("fill with the tag"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The topic's newest stories with this tag stand after those picked by hand."),
    )
    size = models.PositiveSmallIntegerField(_("stories at most"), default=6)

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        ordering = ["rank", "id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="topic_block_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class TopicPick(models.Model):
    """A story that an editor put into a block."""

    block = models.ForeignKey(
        TopicBlock, verbose_name=_("block"), on_delete=models.CASCADE, related_name="picks"
    )
    rank = models.PositiveSmallIntegerField(_("order"), default=0)
    article = models.ForeignKey(
        "articles.Article",
        verbose_name=_("story"),
        on_delete=models.CASCADE,
        related_name="topic_picks",
    )

    class Meta:
        verbose_name = _("picked story")
        verbose_name_plural = _("picked stories")
        ordering = ["rank", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["block", "article"],
                name="topic_pick_stands_once",
                violation_error_message=_("This story stands in the block already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.article)

"""How many comments of a story readers see, so that no page counts them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tally(models.Model):
    """Written by tallies.py in the transaction that shows or hides a comment."""

    article = models.OneToOneField(
        "articles.Article", on_delete=models.CASCADE, primary_key=True, related_name="letters_tally"
    )
    #: Comments that are shown, answers among them.
    shown = models.PositiveIntegerField(default=0)
    #: Of these, the ones that answer the story itself.
    threads = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")

    def __str__(self) -> str:
        return f"{self.article_id}: {self.shown}"

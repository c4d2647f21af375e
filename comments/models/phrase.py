"""The lists of words that editors keep: banned, suspect and allowed ones."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comments import normal
from comments.choices import PhraseKind, PhraseLevel

PHRASE_LENGTH = 60


class Phrase(models.Model):
    """Words that screening looks for. None is shipped: each paper keeps its own list."""

    words = models.CharField(_("words"), max_length=PHRASE_LENGTH)
    #: The words in the one spelling that texts are searched in; two that are alike are one.
    key = models.CharField(max_length=200, editable=False)
    kind = models.CharField(
        _("list"), max_length=10, choices=PhraseKind.choices, default=PhraseKind.SUSPECT
    )
    category = models.CharField(_("category"), max_length=30, blank=True)
    level = models.PositiveSmallIntegerField(
        pgettext_lazy("grave", "level"), choices=PhraseLevel.choices, default=PhraseLevel.MIDDLE
    )
    by_sound = models.BooleanField(
        _("by sound too"),
        default=False,
        help_text=_("Also finds other characters, or pinyin, that sound the same."),
    )
    expires_on = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The last day; left empty, for good.")
    )
    note = models.CharField(_("note"), max_length=120, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)

    class Meta:
        verbose_name = _("phrase")
        verbose_name_plural = _("lists of words")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["key", "kind"], name="phrase_stands_once_in_a_list"),
            models.CheckConstraint(condition=~Q(key=""), name="phrase_has_letters"),
            models.CheckConstraint(
                condition=Q(level__in=PhraseLevel.values), name="phrase_level_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.words

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = normal.spelling(self.words).words
        super().save(*args, **kwargs)

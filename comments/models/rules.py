"""How the letters page is run: for the whole site, and where a section or story differs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.choices import Posting, Reviewing

#: Logs are kept for at least six months by law (Cybersecurity Law, article 21).
KEEP_DAYS = 180
MOST_BITS = 22


class LettersSettings(models.Model):
    """One row for the site; without it the defaults of its fields hold."""

    posting = models.CharField(
        _("who may write"), max_length=10, choices=Posting.choices, default=Posting.OPEN
    )
    reviewing = models.CharField(
        _("review"), max_length=10, choices=Reviewing.choices, default=Reviewing.BEFORE
    )
    trusted_after = models.PositiveSmallIntegerField(
        _("trusted after"),
        default=10,
        validators=[MinValueValidator(1)],
        help_text=_(
            "So many approved comments, none rejected within 90 days, and a writer is trusted."
        ),
    )
    shows_region = models.BooleanField(
        _("show regions"),
        default=False,
        help_text=_("The province or country a comment was sent from; never the address."),
    )
    most_links = models.PositiveSmallIntegerField(
        _("links allowed"),
        default=0,
        help_text=_("A comment with more addresses of pages than this is held."),
    )
    proof_bits = models.PositiveSmallIntegerField(
        _("proof of work"),
        default=0,
        validators=[MaxValueValidator(MOST_BITS)],
        help_text=_(
            "Bits that a browser has to find before it sends a comment, against programs: 0 asks "
            "for none, 14 costs a phone about a second. Where a browser cannot, it is held."
        ),
    )
    report_hours = models.PositiveSmallIntegerField(
        _("hours to settle a report"), default=24, validators=[MinValueValidator(1)]
    )
    appeal_hours = models.PositiveSmallIntegerField(
        _("hours to settle an appeal"), default=72, validators=[MinValueValidator(1)]
    )
    keep_days = models.PositiveSmallIntegerField(
        _("days that addresses are kept"),
        default=KEEP_DAYS,
        validators=[MinValueValidator(1)],
        help_text=_("Addresses are sealed, and removed after this; the law asks for six months."),
    )
    #: Changes whenever the lists of words do; by it each process knows that its copy is old.
    phrases_changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("letters page settings")
        verbose_name_plural = _("letters page settings")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="letters_settings_are_one_row"),
        ]

    def __str__(self) -> str:
        return str(_("letters page settings"))

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    def current(cls) -> LettersSettings:
        """The row; the defaults where there is none."""
        # Of one row at most: `first` would ask for an order, and cost twice as much.
        return next(iter(cls.objects.all()), None) or cls()

    @classmethod
    def note_phrases_changed(cls, now: datetime | None = None) -> None:
        cls.objects.get_or_create(pk=1)
        cls.objects.filter(pk=1).update(phrases_changed_at=now or timezone.now())


class LettersRule(models.Model):
    """What differs for a section or a story; left empty, what is above it holds."""

    section = models.OneToOneField(
        "articles.Section",
        verbose_name=_("section"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="letters_rule",
    )
    article = models.OneToOneField(
        "articles.Article",
        verbose_name=_("story"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="letters_rule",
    )
    posting = models.CharField(
        _("who may write"), max_length=10, choices=Posting.choices, blank=True
    )
    reviewing = models.CharField(_("review"), max_length=10, choices=Reviewing.choices, blank=True)

    class Meta:
        verbose_name = _("rule for letters")
        verbose_name_plural = _("rules for letters")
        constraints = [
            models.CheckConstraint(
                condition=Q(section__isnull=False, article=None)
                | Q(section=None, article__isnull=False),
                name="letters_rule_is_for_one",
            ),
        ]

    def __str__(self) -> str:
        return str(self.section or self.article)

"""What readers see: immutable editions, the interval in which each is live, and withdrawals."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.choices import ArticleKind, EditionChange
from articles.models.photo import Photo
from articles.models.staff import Person
from articles.models.taxonomy import Section, Tag
from articles.models.topic import Topic

#: The only column of an edition that changes after it is written: its end.
MUTABLE_FIELDS = frozenset({"live_until"})

#: Columns that no list shows.
HEAVY_FIELDS = ("body", "photos", "picks", "notices")


class ImmutableEdition(TypeError):
    """Somebody tried to change what readers have already been shown."""


class EditionQuerySet(models.QuerySet["Edition"]):
    def live(self, at: datetime | None = None) -> EditionQuerySet:
        """Those that readers see at `at` (now, if not given): live_from <= at < live_until."""
        at = at or timezone.now()
        return self.filter(Q(live_until__isnull=True) | Q(live_until__gt=at), live_from__lte=at)

    def scheduled(self, now: datetime | None = None) -> EditionQuerySet:
        """Those whose moment is still to come and that were not called off."""
        return self.filter(live_from__gt=now or timezone.now()).filter(
            Q(live_until__isnull=True) | Q(live_until__gt=F("live_from"))
        )

    def ever_shown(self) -> EditionQuerySet:
        """All but those that were called off before their moment, whose interval is empty."""
        return self.exclude(live_until=F("live_from"))

    def for_lists(self) -> EditionQuerySet:
        return self.defer(*HEAVY_FIELDS).select_related("section")

    def newest_first(self) -> EditionQuerySet:
        return self.order_by("-published_at", "-id")

    def concerning(self, article_ids: Iterable[int], title_keys: Iterable[str]) -> EditionQuerySet:
        """Editions, live or not, of these stories or under these titles (see related.py)."""
        return self.filter(Q(article_id__in=list(article_ids)) | Q(title_key__in=list(title_keys)))

    def update(self, **kwargs: Any) -> int:
        if not kwargs.keys() <= MUTABLE_FIELDS:
            raise ImmutableEdition(f"An edition cannot change: {sorted(kwargs)}")
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise ImmutableEdition("An edition cannot be deleted.")


class Edition(models.Model):
    """One published state of a story, complete in one row. Written once, by `workflow.py`.

    It is live in the half-open interval from `live_from` to `live_until` (open at first). An
    edition that was called off before its moment has an empty interval.
    """

    article = models.ForeignKey(
        "articles.Article",
        verbose_name=_("story"),
        on_delete=models.PROTECT,
        related_name="editions",
    )
    number = models.PositiveIntegerField(_("number"))
    article_version = models.PositiveIntegerField(_("version"))
    live_from = models.DateTimeField(_("live from"))
    live_until = models.DateTimeField(_("live until"), null=True, blank=True)
    change = models.CharField(_("change"), max_length=10, choices=EditionChange.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("published by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    published_at = models.DateTimeField(_("time shown to readers"))
    section = models.ForeignKey(
        Section, verbose_name=_("section"), on_delete=models.PROTECT, related_name="editions"
    )
    tag_rows = models.ManyToManyField(Tag, related_name="editions", editable=False)
    topic_rows = models.ManyToManyField(Topic, related_name="editions", editable=False)
    photo_rows = models.ManyToManyField(Photo, related_name="editions", editable=False)
    person_rows = models.ManyToManyField(Person, related_name="editions", editable=False)

    kicker = models.CharField(_("kicker"), max_length=120, blank=True)
    title = models.CharField(_("headline"), max_length=1000)
    title_key = models.CharField(max_length=120, db_index=True, blank=True)
    subtitle = models.CharField(_("second headline"), max_length=200, blank=True)
    list_title = models.CharField(_("list title"), max_length=32, blank=True)
    short_title = models.CharField(_("WeChat title"), max_length=32, blank=True)
    digest = models.CharField(_("digest"), max_length=120, blank=True)
    dateline = models.CharField(_("dateline"), max_length=100, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=ArticleKind.choices)
    original_title = models.CharField(_("original title"), max_length=300, blank=True)
    original_url = models.URLField(_("original address"), max_length=500, blank=True)
    original_author = models.CharField(_("original author"), max_length=100, blank=True)
    content_hash = models.CharField(_("content hash"), max_length=64)

    # Shapes of the JSON columns are given by articles/compiling.py, which writes them.
    sources = models.JSONField(_("sources"), default=list)
    credits = models.JSONField(_("credits"), default=list)
    tags = models.JSONField(_("tags"), default=list)
    topics = models.JSONField(_("topics"), default=list)
    cover = models.JSONField(_("cover"), null=True)
    photos = models.JSONField(_("photos"), default=list)
    picks = models.JSONField(_("recommended"), default=list)
    notices = models.JSONField(_("corrections"), default=list)
    body = models.TextField(_("body"))

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["-live_from", "-id"]
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="edition_by_date"),
            models.Index(fields=["section", "-published_at", "-id"], name="edition_by_section"),
            models.Index(fields=["live_from"], name="edition_by_start"),
            models.Index(fields=["live_until"], name="edition_by_end"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "number"], name="edition_numbers_are_unique"
            ),
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(live_until__isnull=True),
                name="edition_has_one_open_interval",
            ),
            models.CheckConstraint(
                condition=Q(live_until__isnull=True) | Q(live_until__gte=F("live_from")),
                name="edition_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(change__in=EditionChange.values), name="edition_change_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} #{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk and not set(kwargs.get("update_fields") or ["*"]) <= MUTABLE_FIELDS:
            raise ImmutableEdition("An edition cannot change; publish the next one.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise ImmutableEdition("An edition cannot be deleted.")

    def get_absolute_url(self) -> str:
        day = timezone.localtime(self.published_at)
        return reverse("articles:story", args=[day.date(), self.article_id])

    def is_live(self, at: datetime) -> bool:
        return self.live_from <= at and (self.live_until is None or at < self.live_until)

    def is_coming(self, now: datetime) -> bool:
        """Whether its moment is still to come and it was not called off."""
        return self.live_from > now and (
            self.live_until is None or self.live_until > self.live_from
        )

    @property
    def name_in_lists(self) -> str:
        return self.list_title or self.title


class WithdrawalQuerySet(models.QuerySet["Withdrawal"]):
    def open(self) -> WithdrawalQuerySet:
        return self.filter(lifted_at__isnull=True)


class Withdrawal(models.Model):
    """A story taken from readers: what they are told instead, until it is lifted."""

    article = models.ForeignKey(
        "articles.Article",
        verbose_name=_("story"),
        on_delete=models.PROTECT,
        related_name="withdrawals",
    )
    edition = models.ForeignKey(
        Edition, verbose_name=_("edition"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("withdrawn at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("withdrawn by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    reason = models.TextField(_("reason"), help_text=_("For the record; readers do not see it."))
    notice = models.CharField(
        _("notice to readers"),
        max_length=200,
        blank=True,
        help_text=_("Left empty, readers are told that the story was withdrawn."),
    )
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(lifted_at__isnull=True),
                name="withdrawal_is_open_once",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="withdrawal_has_a_reason"),
        ]

    def __str__(self) -> str:
        return str(self.article)

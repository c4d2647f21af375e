"""The working copy of a story, with its credits and sources; readers never see it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from articles import richtext, text
from articles.choices import WAITING, ArticleKind, CreditRole, ReviewState
from articles.models.adjectives import Adjectives
from articles.models.source import Source
from articles.models.staff import Person
from articles.models.taxonomy import CanonicalTags, Section, TaggedArticle
from articles.models.topic import Topic

LIST_TITLE_LENGTH = 32
SHORT_TITLE_LENGTH = 32
DIGEST_LENGTH = 120


def at_most(field: str, limit: int) -> models.CheckConstraint:
    """A length held by the database too: SQLite ignores max_length."""
    return models.CheckConstraint(
        condition=LessThanOrEqual(Length(field), limit), name=f"article_{field}_fits"
    )


class ArticleQuerySet(Adjectives["Article"]):
    def for_lists(self) -> ArticleQuerySet:
        """Without the bodies, and with whom and what a row names."""
        people = ("created_by", "updated_by", "submitted_by")
        return self.defer("body").select_related("section__parent", *people)


class Article(models.Model):
    """A story as the desk works on it. `version` rises with every save and refuses a stale one."""

    kicker = models.CharField(
        _("kicker"), max_length=120, blank=True, help_text=_("The small line above the headline.")
    )
    title = models.CharField(_("headline"), max_length=1000)
    title_key = models.CharField(max_length=120, editable=False, db_index=True, blank=True)
    subtitle = models.CharField(_("second headline"), max_length=200, blank=True)
    list_title = models.CharField(
        _("list title"),
        max_length=LIST_TITLE_LENGTH,
        blank=True,
        help_text=_("At most 32 characters, for lists and the front page."),
    )
    short_title = models.CharField(
        _("WeChat title"),
        max_length=SHORT_TITLE_LENGTH,
        blank=True,
        help_text=_("At most 32 characters."),
    )
    digest = models.CharField(
        _("digest"), max_length=DIGEST_LENGTH, blank=True, help_text=_("At most 120 characters.")
    )
    dateline = models.CharField(_("dateline"), max_length=100, blank=True)
    kind = models.CharField(
        _("kind"), max_length=10, choices=ArticleKind.choices, default=ArticleKind.ORIGINAL
    )
    original_title = models.CharField(_("original title"), max_length=300, blank=True)
    original_url = models.URLField(_("original address"), max_length=500, blank=True)
    original_author = models.CharField(_("original author"), max_length=100, blank=True)
    section = models.ForeignKey(
        Section,
        verbose_name=_("section"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
    )
    topics = models.ManyToManyField(
        Topic, verbose_name=_("topics"), blank=True, related_name="articles"
    )
    tags = TaggableManager(
        verbose_name=_("tags"),
        through=TaggedArticle,
        manager=CanonicalTags,
        blank=True,
        help_text=_("Separate tags by commas; Chinese commas will do."),
    )
    sources = models.ManyToManyField(
        Source, verbose_name=_("sources"), through="ArticleSource", related_name="articles"
    )
    published_at = models.DateTimeField(
        _("time shown to readers"),
        null=True,
        blank=True,
        help_text=_("Left empty, it becomes the moment of the first publication."),
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    out_version = models.PositiveIntegerField(
        editable=False,
        null=True,
        help_text=_("The version that was put out last, now or for a later moment."),
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=ReviewState.choices,
        default=ReviewState.DRAFT,
        editable=False,
    )
    state_since = models.DateTimeField(
        _("in this state since"), default=timezone.now, editable=False
    )
    round = models.PositiveIntegerField(
        _("round"),
        default=0,
        editable=False,
        help_text=_("Rises each time the story is submitted."),
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("submitted by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    text_hash = models.CharField(_("text hash"), max_length=64, blank=True, editable=False)
    text_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("text changed by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    archived_at = models.DateTimeField(_("archived at"), null=True, editable=False)
    discarded_at = models.DateTimeField(_("in the recycle bin since"), null=True, editable=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    updated_at = models.DateTimeField(_("changed at"), default=timezone.now, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("changed by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    # Large columns stand last and are deferred in lists.
    body = models.TextField(_("body"), blank=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        ordering = ["-updated_at", "-id"]
        indexes = [
            models.Index(fields=["-updated_at", "-id"], name="article_by_change"),
            models.Index(fields=["state", "state_since"], name="article_by_state"),
            models.Index(fields=["discarded_at"], name="article_by_bin"),
            models.Index(
                fields=["state", "state_since"],
                condition=Q(out_version__isnull=True) | ~Q(out_version=F("version")),
                name="article_to_put_out",
            ),
        ]
        permissions = [
            ("submit_article", _("Can submit stories for review")),
            ("take_back_article", _("Can take back submitted stories")),
            ("pass_first_article", _("Can pass the first review")),
            ("pass_second_article", _("Can pass the second review")),
            ("sign_off_article", _("Can pass the final review and sign")),
            ("return_article", _("Can return stories with an opinion")),
            ("green_article", _("Can sign through the green channel")),
            ("review_after_article", _("Can review green-channel stories afterwards")),
            ("publish_article", _("Can publish signed stories")),
            ("schedule_article", _("Can schedule signed stories")),
            ("unschedule_article", _("Can cancel schedules")),
            ("correct_article", _("Can correct published stories")),
            ("withdraw_article", _("Can withdraw published stories")),
            ("restore_article", _("Can restore withdrawn stories")),
            ("archive_article", _("Can archive stories")),
            ("break_lock_article", _("Can break the locks of others")),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="article_has_a_title"),
            models.CheckConstraint(
                condition=Q(kind__in=ArticleKind.values), name="article_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(version__gte=1), name="article_version_counts_from_1"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ReviewState.values), name="article_state_is_known"
            ),
            models.CheckConstraint(
                # What waits or is signed was submitted or signed by somebody: a round has begun.
                condition=Q(state=ReviewState.DRAFT) | Q(round__gte=1),
                name="article_state_has_a_round",
            ),
            at_most("list_title", LIST_TITLE_LENGTH),
            at_most("short_title", SHORT_TITLE_LENGTH),
            at_most("digest", DIGEST_LENGTH),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Every write path passes the one sanitiser."""
        self.body = richtext.clean(self.body)
        self.title_key = text.title_key(self.title)
        super().save(*args, **kwargs)

    @property
    def is_on_its_way(self) -> bool:
        """Whether its state in review says something beside what readers see of it."""
        return self.out_version != self.version or self.state in WAITING


class ArticleSource(models.Model):
    """One source of a story; their order is the order of the printed source line."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="source_lines")
    source = models.ForeignKey(
        Source, verbose_name=_("source"), on_delete=models.PROTECT, related_name="+"
    )
    rank = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["rank", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "source"],
                name="source_stands_once_a_story",
                violation_error_message=_("This source is named already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.source)


class Credit(models.Model):
    """A person's part in a story."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="credits")
    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="credits"
    )
    role = models.CharField(_("role"), max_length=20, choices=CreditRole.choices)
    rank = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("credit")
        verbose_name_plural = _("credits")
        ordering = ["rank", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "person", "role"],
                name="credit_stands_once",
                violation_error_message=_("This person is named in this role already."),
            ),
            models.CheckConstraint(
                condition=Q(role__in=CreditRole.values), name="credit_role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.person.name}"

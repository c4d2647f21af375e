"""What editors may set for the whole site, in one row."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Max, Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.edition import Edition


@dataclass(frozen=True, slots=True)
class Boundaries:
    """When readers' pages last changed by the clock alone, and when they next will."""

    last: datetime | None
    next: datetime | None


class SiteSettingsQuerySet(models.QuerySet["SiteSettings"]):
    def current(self, now: datetime | None = None) -> SiteSettings:
        """The row, with `boundaries` around `now`, in one query; defaults where there is none."""
        now = now or timezone.now()
        row = self.annotate(**boundary_columns(now)).first() or SiteSettings()
        started, ended = getattr(row, "last_start", None), getattr(row, "last_end", None)
        coming, ending = getattr(row, "next_start", None), getattr(row, "next_end", None)
        mourning = [moment for moment in (row.mourning_from, row.mourning_until) if moment]
        past = [moment for moment in mourning if moment <= now]
        ahead = [moment for moment in mourning if moment > now]
        row.boundaries = Boundaries(
            last=max(filter(None, [started, ended, *past]), default=None),
            next=min(filter(None, [coming, ending, *ahead]), default=None),
        )
        return row

    def touch(self, now: datetime | None = None) -> None:
        """Note that something readers see has changed just now."""
        self.filter(pk=1).update(public_changed_at=now or timezone.now())


def boundary_columns(now: datetime) -> dict[str, Any]:
    """Four scalar subqueries over the indexed ends of the live intervals."""

    def edge(column: str, lookup: str, pick: type[Max] | type[Min]) -> models.Subquery:
        found = Edition.objects.order_by().filter(**{f"{column}__{lookup}": now})
        # Grouping by a constant makes the aggregate a plain scalar subquery.
        grouped = found.annotate(all=models.Value(1)).values("all")
        return models.Subquery(grouped.annotate(edge=pick(column)).values("edge"))

    return {
        "last_start": edge("live_from", "lte", Max),
        "last_end": edge("live_until", "lte", Max),
        "next_start": edge("live_from", "gt", Min),
        "next_end": edge("live_until", "gt", Min),
    }


def watermark_path(settings: SiteSettings, filename: str) -> str:
    """A name of its own for each file: what was made with an older mark keeps its name."""
    return f"site/watermark-{secrets.token_hex(8)}.png"


class SiteSettings(models.Model):
    """Names, slogan, app and licence numbers of the site."""

    name = models.CharField(_("site name"), max_length=30, default="")
    slogan = models.CharField(_("slogan"), max_length=40, blank=True)
    app_name = models.CharField(
        _("app name"),
        max_length=30,
        blank=True,
        help_text=_("Left empty, no page mentions an app."),
    )
    app_link = models.URLField(
        _("app link"),
        max_length=300,
        blank=True,
        help_text=_(
            "Where \u201copen in the app\u201d leads; left empty, the app banner is hidden."
        ),
    )
    app_story_link = models.CharField(
        _("app link of a story"),
        max_length=300,
        blank=True,
        help_text=_(
            "Opens one story in the app: an address with {id} where the story\u2019s number "
            "stands. Left empty, the app link is used."
        ),
    )
    description = models.CharField(
        _("description"),
        max_length=160,
        blank=True,
        help_text=_("What the paper is, in a sentence, for search engines and the about page."),
    )
    about = models.TextField(
        _("about us"),
        blank=True,
        help_text=_("Stands on the about page. An empty line begins a paragraph."),
    )
    terms = models.TextField(
        _("copyright and reuse"),
        blank=True,
        help_text=_("Stands on the licence page. An empty line begins a paragraph."),
    )
    mourning_from = models.DateTimeField(
        _("mourning from"),
        null=True,
        blank=True,
        help_text=_("Readers\u2019 pages have no colours from this moment until the other."),
    )
    mourning_until = models.DateTimeField(_("mourning until"), null=True, blank=True)
    icp_licence = models.CharField(_("ICP number"), max_length=60, blank=True)
    police_licence = models.CharField(_("public security number"), max_length=60, blank=True)
    news_licence = models.CharField(
        _("news information service licence"), max_length=60, blank=True
    )
    contact = models.CharField(
        _("contact for complaints"),
        max_length=120,
        blank=True,
        help_text=_("Stands in the footer."),
    )
    watermark = models.FileField(
        _("mark on pictures"),
        upload_to=watermark_path,
        blank=True,
        help_text=_(
            "A PNG with transparency. It stands at the lower right of the photos that ask for it."
        ),
    )
    public_changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SiteSettingsQuerySet.as_manager()
    boundaries = Boundaries(None, None)

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="site_settings_are_one_row"),
            models.CheckConstraint(
                condition=models.Q(mourning_from__isnull=True, mourning_until__isnull=True)
                | models.Q(
                    mourning_from__isnull=False,
                    mourning_until__isnull=False,
                    mourning_from__lt=models.F("mourning_until"),
                ),
                name="mourning_ends_after_it_begins",
                violation_error_message=_("Name both moments of the mourning, the end last."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pk = 1
        self.public_changed_at = timezone.now()
        super().save(*args, **kwargs)

    def is_mourning(self, now: datetime) -> bool:
        begin, end = self.mourning_from, self.mourning_until
        return begin is not None and end is not None and begin <= now < end

    @property
    def last_change(self) -> datetime:
        """The moment of the newest thing that readers see."""
        return max(filter(None, [self.public_changed_at, self.boundaries.last]))

"""Outlets that stories come from, the other names they go by, and whether we may use them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles import text
from articles.choices import SourceListing


class SourceQuerySet(models.QuerySet["Source"]):
    def by_key(self, names: Iterable[str]) -> dict[str, Source]:
        """Sources known under these names or aliases, by `text.name_key` of the name."""
        keys = {text.name_key(name) for name in names}
        found = {alias.key: alias.source for alias in aliases_of(keys)}
        found.update({source.key: source for source in self.filter(key__in=keys)})
        return found


class Source(models.Model):
    name = models.CharField(_("name"), max_length=100)
    key = models.CharField(max_length=100, unique=True, editable=False)
    listing = models.CharField(
        _("list state"),
        max_length=10,
        choices=SourceListing.choices,
        default=SourceListing.UNKNOWN,
        help_text=_("A reprint may only come from a source on the list."),
    )
    is_own = models.BooleanField(
        _("our own outlet"),
        default=False,
        help_text=_("Lists name a source only if it is not ours."),
    )
    url = models.URLField(_("site"), blank=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="source_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(listing__in=SourceListing.values), name="source_listing_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = text.name_key(self.name)
        super().save(*args, **kwargs)


class SourceAlias(models.Model):
    """Another name of a source; importing under it gives the source."""

    source = models.ForeignKey(
        Source, verbose_name=_("source"), on_delete=models.CASCADE, related_name="aliases"
    )
    name = models.CharField(_("alias"), max_length=100)
    key = models.CharField(max_length=100, unique=True, editable=False)

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = text.name_key(self.name)
        super().save(*args, **kwargs)


def aliases_of(keys: set[str]) -> models.QuerySet[SourceAlias]:
    return SourceAlias.objects.filter(key__in=keys).select_related("source")

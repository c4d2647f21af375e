"""How stories are ordered for readers: sections (two levels) and tags."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from taggit.managers import _TaggableManager
from taggit.models import ItemBase, TagBase

from articles import text
from articles.choices import LEVELS, MOST_LEVELS

#: After so many hours at one level a story is overdue, where no section says otherwise.
REVIEW_HOURS = 4


class SectionQuerySet(models.QuerySet["Section"]):
    def shown(self) -> SectionQuerySet:
        return self.filter(is_shown=True)

    def top(self) -> SectionQuerySet:
        return self.filter(parent__isnull=True)


class Section(models.Model):
    """A column of the paper; a section under another has no sections of its own."""

    name = models.CharField(_("name"), max_length=30, unique=True)
    slug = models.SlugField(
        _("address"), max_length=60, unique=True, blank=True, help_text=_("Stands in the URL.")
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("parent section"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    level = models.PositiveSmallIntegerField(editable=False, default=1)
    rank = models.PositiveSmallIntegerField(_("order"), default=0)
    is_shown = models.BooleanField(_("in the navigation"), default=True)
    description = models.CharField(_("description"), max_length=120, blank=True)
    levels = models.PositiveSmallIntegerField(
        _("reviews"),
        choices=[(1, _("One: final")), (2, _("Two: first, final")), (3, _("Three"))],
        null=True,
        blank=True,
        help_text=_("Left empty, as the parent section; without one, three."),
    )
    hours = models.PositiveSmallIntegerField(
        _("hours for each review"),
        null=True,
        blank=True,
        help_text=_("What waits longer is overdue. Left empty, as the parent section; else 4."),
    )
    checklist = models.JSONField(
        _("checklist"),
        default=dict,
        blank=True,
        help_text=_("By rule: off, advised or required. What is not named follows the parent."),
    )

    objects = SectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["rank", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level=1, parent__isnull=True)
                | models.Q(level=2, parent__isnull=False),
                name="section_tree_has_two_levels",
            ),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="section_is_not_its_own_parent"
            ),
            models.CheckConstraint(
                condition=models.Q(levels__isnull=True) | models.Q(levels__in=LEVELS),
                name="section_levels_are_one_to_three",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.parent and self.parent.parent_id:
            raise ValidationError({"parent": _("Choose a section of the first level.")})
        if self.parent_id and self.pk and self.children.exists():
            raise ValidationError(
                {"parent": _("This section has sections under it, so it stays on the first level.")}
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or text.slug_for(self.name)
        self.level = 2 if self.parent_id else 1
        super().save(*args, **kwargs)

    @property
    def review_levels(self) -> int:
        """How many reviews a story of this section goes through: 1 to 3."""
        return self.levels or (self.parent and self.parent.levels) or MOST_LEVELS

    @property
    def review_hours(self) -> int:
        return self.hours or (self.parent and self.parent.hours) or REVIEW_HOURS

    @property
    def rules(self) -> dict[str, str]:
        """Strictness by rule, as far as this section or its parent says anything."""
        inherited = self.parent.checklist if self.parent else {}
        return {**inherited, **self.checklist}


class Tag(TagBase):
    """A key word. A synonym points to the tag that stories really carry."""

    synonym_of = models.ForeignKey(
        "self",
        verbose_name=_("synonym of"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="synonyms",
        help_text=_("Stories given this tag get that one instead."),
    )

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(synonym_of=models.F("id")), name="tag_is_not_its_own_synonym"
            ),
        ]

    def slugify(self, tag: str, i: int | None = None) -> str:
        slug = text.unicode_slug(tag)
        return f"{slug}-{i}" if i is not None else slug

    @transaction.atomic
    def merge_into(self, other: Tag) -> None:
        """Make this tag a synonym of `other`: every story and edition moves over."""
        other = other.synonym_of or other
        if other == self:
            raise ValidationError(_("A tag cannot be merged into itself."))
        carried = self.carried.exclude(content_object__tagged__tag=other)
        carried.update(tag=other)
        self.carried.all().delete()
        other.editions.add(*self.editions.all())
        self.editions.clear()
        self.synonyms.update(synonym_of=other)
        self.synonym_of = other
        self.save(update_fields=["synonym_of"])


class TaggedArticle(ItemBase):
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="carried")
    content_object = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="tagged"
    )

    class Meta:
        verbose_name = _("tagged story")
        verbose_name_plural = _("tagged stories")
        constraints = [
            models.UniqueConstraint(
                fields=["tag", "content_object"], name="tag_stands_once_a_story"
            )
        ]


class CanonicalTags(_TaggableManager):
    """The tags of a story; a synonym given to it becomes the tag that it stands for."""

    def _to_tag_model_instances(self, tags: Any, tag_kwargs: Any) -> set[Tag]:
        given: set[Tag] = super()._to_tag_model_instances(tags, tag_kwargs)
        return {tag.synonym_of or tag for tag in given}

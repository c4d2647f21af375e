"""Where stories are placed beside others: the editor's recommendations under a story."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles import text

if TYPE_CHECKING:
    from articles.models.article import Article


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def waiting(self) -> RecommendationQuerySet:
        """Those that hold a title until a story with that title is here."""
        return self.filter(target__isnull=True)

    def resolve(self, articles: Iterable[Article]) -> int:
        """Point waiting recommendations at those of `articles` that bear their title.

        A title that several of them bear goes to the oldest. Returns how many were resolved.
        """
        by_key: dict[str, int] = {}
        for article in sorted(articles, key=lambda story: story.pk):
            by_key.setdefault(article.title_key, article.pk)
        found = list(
            self.waiting()
            .filter(title_key__in=[key for key in by_key if key])
            .only("article_id", "title_key", "target_id")
        )
        for pick in found:
            pick.target_id = by_key[pick.title_key]
        return self._point(found)

    def _point(self, picks: list[Recommendation]) -> int:
        """Store the targets, leaving alone what would recommend a story to itself or twice."""
        taken = set(
            self.model.objects.filter(article_id__in={pick.article_id for pick in picks})
            .filter(target__isnull=False)
            .values_list("article_id", "target_id")
        )
        kept = []
        for pick in picks:
            pair = (pick.article_id, pick.target_id or 0)
            if pick.article_id != pick.target_id and pair not in taken:
                taken.add(pair)
                kept.append(pick)
        Recommendation.objects.bulk_update(kept, ["target"], batch_size=200)
        return len(kept)


class Recommendation(models.Model):
    """One row of the recommended stories, chosen by hand: a story, or a title that waits for it."""

    article = models.ForeignKey(
        "articles.Article",
        verbose_name=_("under the story"),
        on_delete=models.CASCADE,
        related_name="recommendations",
    )
    rank = models.PositiveSmallIntegerField(_("order"), default=0)
    target = models.ForeignKey(
        "articles.Article",
        verbose_name=_("recommended story"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="recommended_by",
    )
    title = models.CharField(
        _("title"),
        max_length=1000,
        blank=True,
        help_text=_("Holds the place until a story with this title is here."),
    )
    title_key = models.CharField(max_length=120, editable=False, db_index=True, blank=True)
    listed_at = models.DateTimeField(_("time"), null=True, blank=True)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = _("recommended story")
        verbose_name_plural = _("recommended stories")
        ordering = ["rank", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(target__isnull=False) | ~Q(title=""),
                name="recommendation_names_something",
                violation_error_message=_("Choose a story or type its title."),
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=True) | ~Q(target=F("article")),
                name="recommendation_is_another_story",
                violation_error_message=_("A story cannot recommend itself."),
            ),
            models.UniqueConstraint(
                fields=["article", "target"],
                name="recommendation_stands_once",
                violation_error_message=_("This story is recommended already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.target)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.target and not self.title:
            # Kept so that the row still names something when the story is deleted.
            self.title = self.target.title
        self.title_key = text.title_key(self.title)
        super().save(*args, **kwargs)

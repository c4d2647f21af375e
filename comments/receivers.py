"""What the letters page does when the desk announces something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.dispatch import receiver

from articles.importers.base import ImportedComment
from articles.models import Article, Edition
from articles.signals import comments_arrived, published
from comments import posting


@receiver(comments_arrived, dispatch_uid="comments.take_in")
def keep_imported(
    sender: object,
    comments_by_article: Mapping[int, Sequence[ImportedComment]],
    **kwargs: Any,
) -> None:
    """Runs inside the import's transaction: what fails here fails the story too."""
    posting.take_in(comments_by_article)


@receiver(published, dispatch_uid="comments.rescore")
def rank_anew(sender: object, article: Article, edition: Edition, **kwargs: Any) -> None:
    """With the first edition, or another time shown to readers, comments count from it."""
    earlier = article.editions.filter(number=edition.number - 1)
    if not earlier.filter(published_at=edition.published_at).exists():
        posting.rescore(article)

"""What the letters page does when the desk announces something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.dispatch import receiver

from articles.importers.base import ImportedComment
from articles.signals import comments_arrived
from comments import posting


@receiver(comments_arrived, dispatch_uid="comments.take_in")
def keep_imported(
    sender: object,
    comments_by_article: Mapping[int, Sequence[ImportedComment]],
    **kwargs: Any,
) -> None:
    """Runs inside the import's transaction: what fails here fails the story too."""
    posting.take_in(comments_by_article)

"""The desk itself: one file a noun, gathered here so that the admin site finds them."""

from articles.admin import (
    article,
    board,
    edition,
    people,
    photo,
    provenance,
    review,
    site,
    source,
    staff,
    talk,
    taxonomy,
    topic,
)

__all__ = [
    "article",
    "board",
    "edition",
    "people",
    "photo",
    "provenance",
    "review",
    "site",
    "source",
    "staff",
    "talk",
    "taxonomy",
    "topic",
]

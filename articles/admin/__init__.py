"""The desk itself: one file a noun, gathered here so that the admin site finds them."""

from articles.admin import (
    article,
    edition,
    people,
    photo,
    provenance,
    site,
    source,
    staff,
    taxonomy,
)
from articles.checks import check_editor

__all__ = [
    "article",
    "check_editor",
    "edition",
    "people",
    "photo",
    "provenance",
    "site",
    "source",
    "staff",
    "taxonomy",
]

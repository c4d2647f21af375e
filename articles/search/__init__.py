"""The readers' search and the desk's: the only room that knows how words are indexed and found."""

from articles.search.index import Index
from articles.search.photo_words import (
    PHOTO_WORDS,
    index_captions,
    index_photo,
    index_photos,
    photos,
    rebuild_photos,
)

__all__ = [
    "PHOTO_WORDS",
    "Index",
    "index_captions",
    "index_photo",
    "index_photos",
    "photos",
    "rebuild_photos",
]

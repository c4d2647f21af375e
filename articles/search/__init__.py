"""The readers' search and the desk's: the only room that knows how words are indexed and found."""

from articles.search.edition_words import (
    EDITION_WORDS,
    index_stories,
    index_story,
    rebuild_stories,
)
from articles.search.finding import Found, stories, suggestions
from articles.search.highlights import Fragment, highlighted, snippet
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
    "EDITION_WORDS",
    "PHOTO_WORDS",
    "Found",
    "Fragment",
    "Index",
    "highlighted",
    "index_captions",
    "index_photo",
    "index_photos",
    "index_stories",
    "index_story",
    "photos",
    "rebuild_photos",
    "rebuild_stories",
    "snippet",
    "stories",
    "suggestions",
]

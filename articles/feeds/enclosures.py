"""The pictures that a feed hands on: address, kind, and the length that RSS and Atom ask for."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.cache import cache
from django.utils.feedgenerator import Enclosure

from articles import renditions
from articles.models import Edition
from articles.views.largest import MIME_TYPE, largest

#: What lies under a name never changes, so its length is asked of the storage once.
KEPT_FOR = 30 * 86_400
KEY = "feeds:length:"


def covers(editions: Iterable[Edition]) -> dict[int, Enclosure]:
    """The cover of each story that has one as its largest JPEG, by the id of the edition."""
    found = {story.pk: largest(story.cover["photo"]) for story in editions if story.cover}
    lengths = lengths_of(picture.name for picture in found.values() if picture)
    return {
        pk: Enclosure(picture.url, str(lengths[picture.name]), MIME_TYPE)
        for pk, picture in found.items()
        if picture and picture.name in lengths
    }


def media(edition: Edition, cover: Enclosure | None) -> list[Enclosure]:
    """All pictures of a story, the cover first; of the others nobody asks the length."""
    pictures = filter(None, (largest(use["photo"]) for use in edition.photos))
    urls = dict.fromkeys(picture.url for picture in pictures)
    others = [Enclosure(url, "", MIME_TYPE) for url in urls if not cover or url != cover.url]
    return [*([cover] if cover else []), *others]


def lengths_of(names: Iterable[str]) -> dict[str, int]:
    """Bytes by name; a file that is gone is left out."""
    keys = {KEY + name: name for name in names}
    kept = {keys[key]: length for key, length in cache.get_many(keys).items()}
    missing = set(keys.values()) - kept.keys()
    asked = {name: length for name in missing if (length := length_of(name))}
    cache.set_many({KEY + name: length for name, length in asked.items()}, KEPT_FOR)
    return kept | asked


def length_of(name: str) -> int:
    """Bytes; 0 where the file is gone."""
    try:
        return renditions.storage().size(name)
    except OSError:
        return 0

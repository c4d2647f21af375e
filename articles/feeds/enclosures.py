"""The pictures that a feed hands on: address, kind, and the length that RSS and Atom ask for."""

from __future__ import annotations

from django.utils.feedgenerator import Enclosure

from articles.models import Edition
from articles.views.largest import MIME_TYPE, Largest, largest


def media(edition: Edition) -> list[Enclosure]:
    """Every picture of a story once, the cover first, as its largest JPEG.

    What was made before lengths were noted has the length 0, as RSS's own profile advises.
    """
    uses = [*([edition.cover] if edition.cover else []), *edition.photos]
    pictures = filter(None, (largest(use["photo"]) for use in uses))
    return list({picture.name: enclosure(picture) for picture in pictures}.values())


def enclosure(picture: Largest) -> Enclosure:
    return Enclosure(picture.url, str(picture.length), MIME_TYPE)

"""The largest JPEG of a photo, for what leaves the site: its absolute address, and its size."""

from __future__ import annotations

from dataclasses import dataclass

from articles import renditions
from articles.renditions.finding import File, made_of
from articles.renditions.shapes import JPEG
from articles.views.addresses import absolute

MIME_TYPE = "image/jpeg"


@dataclass(frozen=True, slots=True)
class Largest:
    """`name` is what the storage knows it by; width and height are in pixels, `length` in bytes: 0
    for a crop, and for what was made before lengths were noted."""

    name: str
    width: int
    height: int
    length: int = 0

    @property
    def url(self) -> str:
        return absolute(renditions.storage().url(self.name))


def largest(file: File | None, shape: str = "full") -> Largest | None:
    """The largest of a shape of renditions.SHAPES, else of the uncut picture; None while there is
    none. Asks the database where `renditions.attach` was not called before."""
    if not file:
        return None
    made = made_of(file)
    shapes = made.get("shapes", {})
    cut = shape if shape in shapes else "full"
    if cut not in shapes:
        return None
    width, height = shapes[cut]["sizes"][-1]
    name = renditions.path(file["token"], made["digest"], cut, width, JPEG)
    return Largest(name, width, height, made.get("length", 0) if cut == "full" else 0)

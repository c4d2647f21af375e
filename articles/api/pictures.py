"""Photos as the API gives them: their words and every size that there is."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from articles import renditions
from articles.api.schemas import Picture, Rendition, StoryPhoto
from articles.choices import PhotoKind
from articles.renditions.finding import File, made_of, url
from articles.renditions.shapes import JPEG, TYPES
from articles.views.addresses import absolute

EVERY = tuple(TYPES)
#: In lists, to keep them short.
FEW = (JPEG,)

#: A photo in an edition: see compiling.columns.
Use = dict[str, Any]


def picture(use: Use, formats: Collection[str] = FEW) -> Picture:
    """Of a use whose file, if it has one, `renditions.attach` has seen."""
    return Picture(**fields(use, formats))


def cover(use: Use | None) -> Picture | None:
    return picture(use) if use else None


def story_photo(use: Use) -> StoryPhoto:
    return StoryPhoto(key=use["key"], in_gallery=bool(use.get("in_gallery")), **fields(use, EVERY))


def fields(use: Use, formats: Collection[str]) -> dict[str, Any]:
    file = use["photo"]
    return {
        "caption": use.get("caption", ""),
        "credit": use.get("credit", ""),
        "alt": use["alt"],
        "kind": use.get("kind", PhotoKind.SCENE),
        "width": file and file["width"],
        "height": file and file["height"],
        "renditions": list(sizes(file, formats)) if file else [],
        "animation": (file and absolute_or_none(renditions.animation_url(file))) or None,
    }


def absolute_or_none(address: str) -> str | None:
    return absolute(address) if address else None


def sizes(file: File, formats: Collection[str]) -> Iterator[Rendition]:
    """Every size in these formats, shape by shape, smallest first; those cut from it last."""
    made = made_of(file)
    for shape, kept in made.get("shapes", {}).items():
        for format in [one for one in kept["formats"] if one in formats]:
            for width, height in kept["sizes"]:
                address = url(file["token"], made["digest"], shape, width, format)
                size = {"shape": shape, "type": TYPES[format], "width": width, "height": height}
                yield Rendition(**size, url=absolute(address))

"""Finds the sizes of photos for a page: their addresses, by shape and format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import Storage, storages

from articles.models import Edition, Photo
from articles.renditions.shapes import JPEG, TYPES, WEBP, path

#: What a page knows of a photo: {"token", "width", "height"}, and "made" once it is attached.
File = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """One format of a picture, as <source> wants it."""

    type: str
    srcset: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in one shape: its formats but for the last, the last as <img>, and its size."""

    sources: tuple[Source, ...]
    src: str
    srcset: str
    width: int
    height: int


def storage() -> Storage:
    """The public storage: sizes only, never originals."""
    return storages["renditions"]


def attach(files: Iterable[File | None]) -> None:
    """Tell files of a page what was made of their photos, all in one query."""
    wanted = [file for file in files if file and "made" not in file]
    if not wanted:
        return
    found = Photo.objects.with_tokens(file["token"] for file in wanted)
    made = dict(found.values_list("token", "made"))
    for file in wanted:
        file["made"] = made.get(file["token"], {})


def covers(editions: Iterable[Edition]) -> Iterator[File | None]:
    return (edition.cover["photo"] for edition in editions if edition.cover)


def made_of(file: File) -> dict[str, Any]:
    """What was made of a photo; asks the database where `attach` was not called before."""
    attach([file])
    made: dict[str, Any] = file["made"]
    return made


def picture(file: File, shape: str = "full") -> Picture | None:
    """The picture in this shape, or uncut while that is not made; None while nothing is."""
    made = made_of(file)
    shapes = made.get("shapes", {})
    name = shape if shape in shapes else "full"
    if name not in shapes:
        return None
    sizes = shapes[name]["sizes"]
    formats = [format for format in TYPES if format in shapes[name]["formats"]]
    sets = {
        format: srcset(file["token"], made["digest"], name, sizes, format) for format in formats
    }
    width, height = sizes[-1] if name != "full" else (file["width"], file["height"])
    return Picture(
        sources=tuple(Source(TYPES[format], sets[format]) for format in formats[:-1]),
        src=url(file["token"], made["digest"], name, sizes[-1][0], formats[-1]),
        srcset=sets[formats[-1]],
        width=width,
        height=height,
    )


def srcset(token: str, digest: str, shape: str, sizes: list[list[int]], format: str) -> str:
    widths = (width for width, _height in sizes)
    return ", ".join(f"{url(token, digest, shape, width, format)} {width}w" for width in widths)


def url(token: str, digest: str, shape: str, width: int, format: str) -> str:
    return storage().url(path(token, digest, shape, width, format))


def address(file: File, shape: str, *, smallest: bool = False) -> str:
    """The address of the largest (or smallest) JPEG of a shape, else of the uncut picture."""
    made = made_of(file)
    shapes = made.get("shapes", {})
    name = shape if shape in shapes else "full"
    if name not in shapes:
        return ""
    sizes = shapes[name]["sizes"]
    return url(file["token"], made["digest"], name, sizes[0 if smallest else -1][0], JPEG)


def largest_url(file: File) -> str:
    return address(file, "full")


def card_url(file: File) -> str:
    """The picture for services that show a card of a shared page."""
    return address(file, "card")


def animation_url(file: File) -> str:
    """The moving picture; empty where there is none."""
    made = made_of(file)
    size = made.get("animation")
    return url(file["token"], made["digest"], "animation", size[0], WEBP) if size else ""


def file_of(photo: Photo) -> File:
    """A photo as pages know it."""
    size = {"width": photo.width, "height": photo.height}
    return {"token": photo.token, "made": photo.made, **size}


def smallest_url(photo: Photo | None) -> str:
    """The address of the smallest size of a photo, uncut; empty while there is no file."""
    return address(file_of(photo), "full", smallest=True) if photo else ""


def uncut(token: str, made: dict[str, Any]) -> list[tuple[int, str]]:
    """The uncut sizes as JPEG, smallest first: each width, and the file as the storage knows it."""
    sizes = made.get("shapes", {}).get("full", {}).get("sizes", [])
    return [(width, path(token, made["digest"], "full", width, JPEG)) for width, _height in sizes]


def names(token: str, made: dict[str, Any]) -> list[str]:
    """Every file that `made` stands for, as the storage knows it."""
    digest = made.get("digest", "")
    found = [
        path(token, digest, shape, width, format)
        for shape, kept in made.get("shapes", {}).items()
        for width, _height in kept["sizes"]
        for format in kept["formats"]
    ]
    if size := made.get("animation"):
        found.append(path(token, digest, "animation", size[0], WEBP))
    return found

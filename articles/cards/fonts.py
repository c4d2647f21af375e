"""Finds an open Chinese font for share pictures: the one that a setting names, or the system's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from django.conf import settings
from PIL import ImageFont

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

#: Where systems keep fonts; searched by name, so that fontconfig is not needed.
FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/opt/homebrew/share/fonts",
    "/Library/Fonts",
    "~/Library/Fonts",
)

#: Beginnings of file names, best first. All of these fonts are free to use in pictures.
SERIF = (
    "notoserifcjk-bold",
    "notoserifcjksc-bold",
    "notoserifsc-bold",
    "sourcehanserif-bold",
    "sourcehanserifsc-bold",
    "sourcehanserifcn-bold",
    "notoserifcjk",
    "notoserifsc",
    "sourcehanserif",
)
SANS = (
    "notosanscjk-regular",
    "notosanscjksc-regular",
    "notosanssc-regular",
    "sourcehansans-regular",
    "sourcehansanssc-regular",
    "sourcehansanscn-regular",
    "notosanscjk",
    "notosanssc",
    "sourcehansans",
    "wqy-microhei",
    "wqy-zenhei",
    "droidsansfallback",
)
ENDINGS = frozenset((".ttf", ".otf", ".ttc", ".otc"))
#: No collection has more faces than a few dozen.
MOST_FACES = 64


@dataclass(frozen=True, slots=True)
class Faces:
    """The fonts of a picture, each in a size in pixels, and a name that stands for both."""

    name: str
    title: Callable[[int], Font]
    text: Callable[[int], Font]


def faces() -> Faces | None:
    """The fonts to draw with; None where no Chinese one is found."""
    if settings.SHARE_FONT:
        return of_files(settings.SHARE_FONT, settings.SHARE_FONT)
    return of_system()


@cache
def of_system() -> Faces | None:
    """The system's fonts; looked for once, since they do not come and go while we run."""
    known = dict(files())
    serif, sans = first(SERIF, known), first(SANS, known)
    title, text = serif or sans, sans or serif
    return of_files(str(title), str(text)) if title and text else None


@cache
def of_files(title: str, text: str) -> Faces:
    names = dict.fromkeys(Path(path).name for path in (title, text))
    return Faces(" ".join(names), opener(title), opener(text))


def opener(path: str) -> Callable[[int], Font]:
    return partial(ImageFont.truetype, path, index=simplified(path))


def files() -> Iterator[tuple[str, Path]]:
    """Every font file under the folders, by its name in small letters."""
    for folder in FOLDERS:
        for path in sorted(Path(folder).expanduser().rglob("*")):
            if path.suffix.lower() in ENDINGS:
                yield path.name.lower(), path


def first(wanted: tuple[str, ...], known: Mapping[str, Path]) -> Path | None:
    found = (
        path for beginning in wanted for name, path in known.items() if name.startswith(beginning)
    )
    return next(found, None)


def simplified(path: str) -> int:
    """Which face of a collection has the signs as the mainland writes them; 0 of a single font.

    One file holds the Japanese, Korean and Chinese faces, which draw the same code points
    differently.
    """
    if not path.lower().endswith(("ttc", "otc")):
        return 0
    for index in range(MOST_FACES):
        try:
            family = ImageFont.truetype(path, 16, index=index).getname()[0] or ""
        except OSError:
            break
        if family.endswith((" SC", " CN")):
            return index
    return 0

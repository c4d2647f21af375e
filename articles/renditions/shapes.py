"""Which sizes there are of a photo, what a crop takes from it, and the names of the files."""

from __future__ import annotations

from dataclasses import dataclass

AVIF, WEBP, JPEG = "avif", "webp", "jpg"
#: In the order in which browsers are offered them: the first that one knows is taken.
TYPES = {AVIF: "image/avif", WEBP: "image/webp", JPEG: "image/jpeg"}
EVERYWHERE = (AVIF, WEBP, JPEG)

#: left, upper, right, lower; in pixels.
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape of pictures: width to height (None: as the photo is), widths in pixels, formats."""

    ratio: float | None
    widths: tuple[int, ...]
    formats: tuple[str, ...] = EVERYWHERE


SHAPES = {
    "full": Shape(None, (480, 960, 1600)),
    "wide": Shape(16 / 9, (480, 960, 1600)),
    "standard": Shape(4 / 3, (240, 480, 960)),
    "square": Shape(1, (240, 480)),
    # WeChat's cover of 900 by 383 pixels; it takes no other format.
    "cinema": Shape(900 / 383, (900,), (JPEG,)),
    # What services show of a shared address: Open Graph's 1200 by 630 pixels.
    "card": Shape(1200 / 630, (1200,), (JPEG,)),
}
#: The first that is made, while the others are still to come.
PREVIEW_WIDTH = SHAPES["full"].widths[0]


def crop_box(size: tuple[int, int], ratio: float | None, focus: tuple[int, int]) -> Box:
    """The largest part of a picture in this shape whose middle is as near the focus as can be.

    `focus` in per cent from the left and the top.
    """
    width, height = size
    if ratio is None:
        return 0, 0, width, height
    wide, tall = min(width, height * ratio), min(height, width / ratio)
    left = min(max(width * focus[0] / 100 - wide / 2, 0), width - wide)
    top = min(max(height * focus[1] / 100 - tall / 2, 0), height - tall)
    return left, top, left + wide, top + tall


def sizes_for(shape: Shape, width: int, height: int) -> list[tuple[int, int]]:
    """The sizes to make of a picture, smallest first; none is larger than what it is cut from."""
    left, top, right, lower = crop_box((width, height), shape.ratio, (50, 50))
    most, proportion = max(1, round(right - left)), (lower - top) / (right - left)
    widths = [size for size in shape.widths if size < most]
    if len(widths) < len(shape.widths):
        widths.append(min(most, shape.widths[-1]))
    return [(size, max(1, round(size * proportion))) for size in widths]


def home(token: str) -> str:
    """Where all files of a photo lie."""
    return f"{token[:2]}/{token}"


def folder(token: str, digest: str) -> str:
    return f"{home(token)}/{digest}"


def path(token: str, digest: str, shape: str, width: int, format: str) -> str:
    """Where a size lies. The digest stands for all that went into it; see `making.digest_of`.

    Sizes of the first version have no digest: they are as they were.
    """
    if not digest:
        return f"{home(token)}/{width}.{format}"
    return f"{folder(token, digest)}/{shape}-{width}.{format}"

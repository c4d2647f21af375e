"""Makes and finds the sizes of a photo that readers get."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from contextlib import suppress
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from PIL import Image, ImageOps

from articles.models import Photo

#: Widths in pixels; one that exceeds the original is left out, the original's own width comes in.
WIDTHS = (480, 960, 1600)
QUALITY = 82

#: What Pillow raises for files that are not what they say they are; it promises no list.
BROKEN: tuple[type[Exception], ...] = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    Image.DecompressionBombError,
    struct.error,
    zlib.error,
)


def storage() -> Storage:
    """The public storage: sizes only, never originals."""
    return storages["renditions"]


def path(token: str, width: int) -> str:
    return f"{token[:2]}/{token}/{width}.jpg"


def url(token: str, width: int) -> str:
    return storage().url(path(token, width))


def widths_for(width: int) -> list[int]:
    """The sizes to make of a picture `width` pixels wide, smallest first."""
    smaller = [size for size in WIDTHS if size < width]
    return [*smaller, min(width, WIDTHS[-1])] if len(smaller) < len(WIDTHS) else smaller


def make(photo: Photo, upright: Image.Image) -> None:
    """Write every size of a picture that `flatten` returned, and note the widths on `photo`.

    Nothing of the original's metadata is carried over, so no location or device reaches readers.
    """
    sizes = widths_for(upright.width)
    for width in reversed(sizes):
        height = max(1, round(upright.height * width / upright.width))
        upright = upright.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
        write(path(photo.token, width), upright)
    photo.widths = sizes


def discard(photo: Photo) -> None:
    """Take the sizes away again, as far as they were made."""
    for width in widths_for(photo.width):
        storage().delete(path(photo.token, width))


def flatten(picture: Image.Image) -> Image.Image:
    """The picture upright, in eight bits of RGB, what is transparent on white.

    It may be `picture` itself, changed: a copy of 60 megapixels takes 240 MB.
    """
    with suppress(*BROKEN):  # An orientation that cannot be read is none.
        ImageOps.exif_transpose(picture, in_place=True)
    if picture.mode.startswith("I;16"):
        picture = picture.point(eight_bits).convert("L")
    if picture.has_transparency_data:
        layer = picture if picture.mode == "RGBA" else picture.convert("RGBA")
        ground = Image.new("RGB", layer.size, "white")
        ground.paste(layer, mask=layer.getchannel("A"))
        return ground
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def eight_bits(level: Any) -> Any:
    """Of sixteen; Pillow's own conversion makes everything from 255 on white."""
    return level * (1 / 256)


def write(name: str, picture: Image.Image) -> None:
    out = BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    target = storage()
    if target.exists(name):
        target.delete(name)
    target.save(name, ContentFile(out.getvalue()))


def smallest_url(photo: Photo | None) -> str:
    """The address of the smallest size of a photo; empty while there is no file."""
    return url(photo.token, min(photo.widths)) if photo and photo.widths else ""


def srcset(file: dict[str, Any]) -> str:
    """The srcset of a photo as an edition keeps it (see compiling.columns)."""
    widths: Iterable[int] = file["widths"]
    return ", ".join(f"{url(file['token'], width)} {width}w" for width in widths)


def largest_url(file: dict[str, Any]) -> str:
    return url(file["token"], max(file["widths"]))

"""Makes and finds the sizes of a photo that readers get."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from PIL import Image, ImageOps

from articles.models import Photo

#: Widths in pixels; one that exceeds the original is left out, the original's own width comes in.
WIDTHS = (480, 960, 1600)
QUALITY = 82


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


def make(photo: Photo, picture: Image.Image) -> None:
    """Write every size of `picture` (upright, any mode) and note the widths on `photo`.

    Nothing of the original's metadata is carried over, so no location or device reaches readers.
    """
    upright = flatten(picture)
    sizes = widths_for(upright.width)
    for width in reversed(sizes):
        height = max(1, round(upright.height * width / upright.width))
        upright = upright.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
        write(path(photo.token, width), upright)
    photo.widths = sizes


def flatten(picture: Image.Image) -> Image.Image:
    """Apply the orientation and put transparent pictures on white."""
    upright = ImageOps.exif_transpose(picture)
    if upright.has_transparency_data:
        layer = upright.convert("RGBA")
        ground = Image.new("RGB", layer.size, "white")
        ground.paste(layer, mask=layer.getchannel("A"))
        return ground
    return upright.convert("RGB")


def write(name: str, picture: Image.Image) -> None:
    out = BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    target = storage()
    if target.exists(name):
        target.delete(name)
    target.save(name, ContentFile(out.getvalue()))


def srcset(file: dict[str, Any]) -> str:
    """The srcset of a photo as an edition keeps it (see compiling.columns)."""
    widths: Iterable[int] = file["widths"]
    return ", ".join(f"{url(file['token'], width)} {width}w" for width in widths)


def largest_url(file: dict[str, Any]) -> str:
    return url(file["token"], max(file["widths"]))


def smallest_url(file: dict[str, Any]) -> str:
    return url(file["token"], min(file["widths"]))

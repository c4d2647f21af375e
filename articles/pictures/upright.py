"""Sets a picture upright, in eight bits of sRGB, as readers get it."""

from __future__ import annotations

import struct
import zlib
from contextlib import suppress
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms, ImageOps

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

#: Profiles of printers take two megabytes; nobody has one that takes more than this.
MAX_PROFILE = 8 * 1024 * 1024
#: The colour space that a profile must be of, for the mode that it is applied to.
SPACES = {"RGB": "RGB", "L": "GRAY", "CMYK": "CMYK"}
SRGB = ImageCms.createProfile("sRGB")
#: Colours that sRGB has stay as they are, and the darkest of a profile becomes black.
INTENT = ImageCms.Intent.RELATIVE_COLORIMETRIC
FLAGS = ImageCms.Flags.BLACKPOINTCOMPENSATION


def upright(picture: Image.Image) -> Image.Image:
    """The picture upright, in RGB, what is transparent on white, without its metadata.

    It may be `picture` itself, changed: a copy of 60 megapixels takes 240 MB.
    """
    profile = picture.info.get("icc_profile")
    with suppress(*BROKEN):  # An orientation that cannot be read is none.
        ImageOps.exif_transpose(picture, in_place=True)
    shown = in_srgb(plain(picture), profile)
    # Some encoders write what stands here into the file.
    shown.info = {}
    return shown


def plain(picture: Image.Image) -> Image.Image:
    """The picture as RGB, L or CMYK, which are what profiles speak of."""
    if picture.mode.startswith("I;16"):
        return picture.point(eight_bits).convert("L")
    if picture.has_transparency_data:
        layer = picture if picture.mode == "RGBA" else picture.convert("RGBA")
        ground = Image.new("RGB", layer.size, "white")
        ground.paste(layer, mask=layer.getchannel("A"))
        return ground
    if picture.mode in SPACES:
        return picture
    return picture.convert("L" if picture.mode == "1" else "RGB")


def eight_bits(level: Any) -> Any:
    """Of sixteen; Pillow's own conversion makes everything from 255 on white."""
    return level * (1 / 256)


def in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Converted from its profile; one that is broken, or of other colours, counts as none."""
    if profile and len(profile) <= MAX_PROFILE:
        with suppress(ImageCms.PyCMSError, *BROKEN):
            return converted(picture, ImageCms.ImageCmsProfile(BytesIO(profile)))
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def converted(picture: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    """Raises ValueError for a profile of other colours."""
    if profile.profile.xcolor_space.strip() != SPACES[picture.mode]:
        raise ValueError("The profile is not of these colours.")
    if picture.mode == "RGB" and (profile.profile.profile_description or "").startswith("sRGB"):
        return picture
    is_rgb = picture.mode == "RGB"
    made = ImageCms.profileToProfile(
        picture,
        profile,
        SRGB,
        renderingIntent=INTENT,
        outputMode="RGB",
        inPlace=is_rgb,
        flags=FLAGS,
    )
    return made or picture

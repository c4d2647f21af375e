"""Sets a picture upright, in eight bits of sRGB, as readers get it."""

from __future__ import annotations

import struct
import zlib
from contextlib import suppress
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms

#: What Pillow raises for files that are not what they say they are; it promises no list.
BROKEN: tuple[type[Exception], ...] = (
    ArithmeticError,
    AssertionError,
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
#: The modes that profiles speak of.
PROFILED = frozenset({"RGB", "L", "CMYK"})
SRGB = ImageCms.createProfile("sRGB")
#: Colours that sRGB has stay as they are, and the darkest of a profile becomes black.
INTENT = ImageCms.Intent.RELATIVE_COLORIMETRIC
FLAGS = ImageCms.Flags.BLACKPOINTCOMPENSATION


#: How to turn a picture of each orientation that EXIF has (tag 0x0112); the first is upright.
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
#: The orientations that exchange width and height.
ON_SIDE = frozenset({5, 6, 7, 8})

#: A picture is made smaller by whole numbers, and only to this many times what is asked for: the
#: last step, a better filter, decides how sharp it is.
GAP = 2
#: A large one is changed in bands of this many pixels, lest there be two of it.
BAND = 4_000_000


def upright(picture: Image.Image, *, reach: tuple[int, int] | None = None) -> Image.Image:
    """The picture upright, in RGB, what is transparent on white, without its metadata.

    With `reach`, one that is far wider and higher is made smaller on the way. Else it may be the
    same pixels, changed: a copy of 60 megapixels takes 240 MB.
    """
    picture.load()  # A TIFF is turned by Pillow now, and says so.
    orientation, profile = orientation_of(picture), picture.info.get("icc_profile")
    if reach and orientation in ON_SIDE:
        reach = reach[::-1]
    shown = in_srgb(smaller(picture, reach or picture.size), profile)
    if orientation in TURNS:
        shown = shown.transpose(TURNS[orientation])
    # Not the file itself, which holds what decoded it: that of a WebP is three times its picture.
    bare = shown._new(shown.im)
    # Some encoders write what stands here into the file.
    bare.info = {}
    return bare


def orientation_of(picture: Image.Image) -> int:
    """How the picture lies, as EXIF or XMP says; what cannot be read is upright."""
    with suppress(*BROKEN):
        found: Any = picture.getexif().get(0x0112)
        if found in TURNS:
            return int(found)
    return 1


def smaller(picture: Image.Image, reach: tuple[int, int]) -> Image.Image:
    """The picture as RGB, L or CMYK, at least twice as wide and high as `reach` or unreduced."""
    width, height = picture.size
    factor = min(width // (GAP * reach[0]), height // (GAP * reach[1]))
    if factor < 2:
        return plain(picture)
    made, step = None, factor * max(1, BAND // (width * factor))
    for top in range(0, height, step):
        band = picture.crop((0, top, width, min(top + step, height)))
        band = plain(band).reduce(factor)
        made = made or Image.new(band.mode, (band.width, -(-height // factor)))
        made.paste(band, (0, top // factor))
    return made or plain(picture)


def plain(picture: Image.Image) -> Image.Image:
    """The picture as RGB, L or CMYK, which are what profiles speak of."""
    if picture.mode.startswith("I;16"):
        return picture.convert("I").point(eight_bits).convert("L")
    if picture.has_transparency_data:
        layer = picture if picture.mode == "RGBA" else picture.convert("RGBA")
        ground = Image.new("RGB", layer.size, "white")
        ground.paste(layer, mask=layer.getchannel("A"))
        return ground
    if picture.mode in PROFILED:
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
    """Raises PyCMSError for a profile of other colours."""
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

"""Writes a picture as bytes, with the photographer's words and the mark of the site."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from io import BytesIO
from math import sqrt
from typing import Any

from PIL import Image, ImageSequence

from articles.pictures.labels import Label, iptc_segment, xmp_packet
from articles.pictures.opening import FORMATS
from articles.pictures.upright import BROKEN, upright
from articles.renditions.shapes import AVIF, JPEG, WEBP

logger = logging.getLogger("articles.renditions")

#: Chosen by eye at equal quality: smaller ones show blocks in skies, larger ones nothing more.
OPTIONS: dict[str, dict[str, Any]] = {
    # The speeds give up two per cent of size for a third of the time.
    AVIF: {"format": "AVIF", "quality": 60, "speed": 8},
    WEBP: {"format": "WEBP", "quality": 80, "method": 2},
    JPEG: {"format": "JPEG", "quality": 82, "optimize": True, "progressive": True},
}
ANIMATION: dict[str, Any] = {"format": "WEBP", "quality": 70, "method": 1}
#: Of all frames together, no wider than this and of no more pixels: Pillow wants to have them at
#: once, which takes four bytes a pixel.
ANIMATION_WIDTH, ANIMATION_PIXELS = 640, 40_000_000
#: Milliseconds, for a frame that tells none; browsers take as long.
FRAME_LASTS = 100

#: No mark takes more of a picture's width, nor of its height; and how far it stays from the edges,
#: of the shorter side.
MARK_WIDTH, MARK_HEIGHT, MARK_MARGIN = 0.18, 1 / 3, 0.03
#: Pixels of its longer side; nobody could make out a smaller mark.
LEAST_MARK = 16


@dataclass(frozen=True, slots=True)
class Watermark:
    """The site's mark: its file's name, which stands for it in digests, and the picture."""

    name: str
    picture: Image.Image


def encode(picture: Image.Image, format: str, label: Label) -> bytes:
    """The picture with its words: XMP in each format, and IPTC where there is a place for it."""
    words: dict[str, Any] = {"xmp": xmp_packet(label)}
    if format == JPEG:
        words["extra"] = iptc_segment(label)
    out = BytesIO()
    picture.save(out, **OPTIONS[format], **words)
    return out.getvalue()


def marked(picture: Image.Image, mark: Watermark | None) -> Image.Image:
    """The picture with the mark at its lower right; one that is tiny stays without."""
    if mark is None or not (size := mark_size(picture.size, mark.picture.size)):
        return picture
    sign = mark.picture.resize(size, Image.Resampling.LANCZOS)
    margin = round(min(picture.size) * MARK_MARGIN)
    corner = (picture.width - sign.width - margin, picture.height - sign.height - margin)
    picture = picture.copy()
    picture.paste(sign, corner, sign)
    return picture


def mark_size(picture: tuple[int, int], mark: tuple[int, int]) -> tuple[int, int] | None:
    """How large a mark is on a picture: never larger than it is, which would blur it."""
    scale = min(1, MARK_WIDTH * picture[0] / mark[0], MARK_HEIGHT * picture[1] / mark[1])
    width, height = (round(side * scale) for side in mark)
    return (width, height) if max(width, height) >= LEAST_MARK and width and height else None


@dataclass(frozen=True, slots=True)
class Animation:
    raw: bytes
    size: tuple[int, int]


def animation(raw: bytes, label: Label, mark: Watermark | None) -> Animation | None:
    """A moving picture as WebP; None where its frames are damaged."""
    try:
        return moving(raw, label, mark)
    except BROKEN:
        logger.exception("animation_damaged", extra={"token": label.ident})
        return None


def moving(raw: bytes, label: Label, mark: Watermark | None) -> Animation:
    with Image.open(BytesIO(raw), formats=FORMATS) as picture:
        scale = moving_scale(picture.size, getattr(picture, "n_frames", 1))
        frames, durations = [], []
        for frame in ImageSequence.Iterator(picture):
            # Some formats tell the duration of a frame once it is loaded, as a copy is.
            still = frame.copy()
            durations.append(int(still.info.get("duration") or FRAME_LASTS))
            frames.append(marked(scaled(upright(still), scale), mark))
    out = BytesIO()
    told: dict[str, Any] = {"duration": durations, "loop": 0, "xmp": xmp_packet(label)}
    frames[0].save(out, save_all=True, append_images=frames[1:], **told, **ANIMATION)
    return Animation(out.getvalue(), frames[0].size)


def moving_scale(size: tuple[int, int], count: int) -> float:
    """By how much to make each of so many frames smaller."""
    width, height = size
    return min(1, ANIMATION_WIDTH / width, sqrt(ANIMATION_PIXELS / (count * width * height)))


def scaled(picture: Image.Image, scale: float) -> Image.Image:
    width, height = (max(1, round(side * scale)) for side in picture.size)
    return picture.resize((width, height), Image.Resampling.LANCZOS)

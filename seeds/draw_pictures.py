"""Draws the sample pictures into seeds/photos: `python seeds/draw_pictures.py [NAME…] [--to DIR]`.

What is drawn, how large and with which words stands in drawing/pictures.json. The same list gives
the same shapes every time; only the grain differs.
"""

from __future__ import annotations

import argparse
import json
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

from drawing import halls, indoors, metro, outdoors, squares, town, waterside
from drawing.canvas import Canvas
from drawing.iptc import Words, with_segment, xmp
from PIL import Image
from PIL.PngImagePlugin import PngInfo

HERE = Path(__file__).parent
LARGEST = 176 * 1024
BYLINE, CREDIT = "示例绘图", "示意图"
ROOMS = (waterside, outdoors, town, metro, squares, indoors, halls)


def draw(picture: dict[str, Any]) -> Image.Image:
    """One picture of the list."""
    canvas = Canvas(picture["width"], picture["height"], picture["scene"])
    scene = next(
        getattr(room, picture["scene"]) for room in ROOMS if hasattr(room, picture["scene"])
    )
    scene(canvas)
    return canvas.finished(1 if picture["file"].endswith(".png") else 9)


def jpeg(image: Image.Image) -> bytes:
    """The best quality that stays under LARGEST."""
    for quality in range(88, 40, -3):
        stream = BytesIO()
        image.save(stream, "JPEG", quality=quality, optimize=True, progressive=True)
        if stream.tell() <= LARGEST:
            break
    return stream.getvalue()


def encoded(image: Image.Image, suffix: str, words: Words) -> bytes:
    stream = BytesIO()
    if suffix == ".png":
        image.quantize(255, dither=Image.Dither.NONE).save(
            stream, "PNG", optimize=True, pnginfo=_png_text(words)
        )
    elif suffix == ".webp":
        image.save(stream, "WEBP", quality=74, method=6, xmp=xmp(words))
    else:
        stream.write(with_segment(jpeg(image), words))
    return stream.getvalue()


def _png_text(words: Words) -> PngInfo:
    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", xmp(words).decode())
    return info


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="scenes or files; all when none is named")
    parser.add_argument("--to", type=Path, default=HERE / "photos", metavar="DIR")
    options = parser.parse_args()
    options.to.mkdir(parents=True, exist_ok=True)
    for picture in json.loads((HERE / "drawing" / "pictures.json").read_text("utf-8")):
        if options.names and not {picture["scene"], picture["file"]} & set(options.names):
            continue
        words = Words(picture["headline"], picture["caption"], BYLINE, CREDIT)
        path = options.to / picture["file"]
        path.write_bytes(encoded(draw(picture), path.suffix, words))
        sys.stdout.write(f"{path.name}: {path.stat().st_size // 1024} KB\n")


if __name__ == "__main__":
    main()

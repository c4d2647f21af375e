"""Picture files made in code: good ones of every kind, and all the ways in which they go bad."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pillow_heif
from PIL import Image, ImageCms, ImageDraw

pillow_heif.register_heif_opener(thumbnails=False)

SIZE = (120, 80)


def drawn(mode: str = "RGB", size: tuple[int, int] = SIZE) -> Image.Image:
    """A picture with something in it, in any mode."""
    picture = Image.new("RGB", size, "#d8c9a3")
    pen = ImageDraw.Draw(picture)
    width, height = size
    pen.rectangle((0, 0, width, height // 3), fill="#5b8fb9")
    pen.ellipse((width // 4, height // 4, width // 2, height), fill="#b3161b")
    pen.line((0, height, width, 0), fill="#1a1a1d", width=max(1, height // 20))
    if mode == "I;16":
        levels = b"".join(bytes((0, grey)) for grey in picture.convert("L").tobytes())
        return Image.frombytes("I;16", size, levels)
    if mode == "RGBA":
        picture.putalpha(Image.linear_gradient("L").resize(size))
        return picture
    return picture.convert(mode)


def saved(format: str, mode: str = "RGB", size: tuple[int, int] = SIZE, **options: Any) -> bytes:
    out = BytesIO()
    drawn(mode, size).save(out, format, **options)
    return out.getvalue()


def frames(format: str, count: int = 3) -> bytes:
    """A moving picture."""
    out = BytesIO()
    moving = [drawn().rotate(10 * turn) for turn in range(1, count)]
    drawn().save(out, format, save_all=True, append_images=moving, duration=80, loop=0)
    return out.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, *chunks: tuple[bytes, bytes], pixels: bytes = b"") -> bytes:
    """A grey picture of these sides, black unless `pixels` says otherwise, with these chunks."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(pixels or bytes((width + 1) * height))
    parts = [(b"IHDR", header), *chunks, (b"IDAT", rows), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, body) for kind, body in parts)


def archive() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("index.html", "<script>alert(1)</script>")
    return out.getvalue()


def zip_bomb() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("x.bmp", bytes(5_000_000))
    return out.getvalue()


def with_comment(words: bytes) -> bytes:
    """A JPEG with a comment right at its head."""
    raw = saved("JPEG")
    return raw[:2] + b"\xff\xfe" + struct.pack(">H", len(words) + 2) + words + raw[2:]


def lying_tiff() -> bytes:
    """A TIFF whose header asks for 40,000 by 40,000 pixels."""
    raw = bytearray(saved("TIFF"))
    (at,) = struct.unpack_from("<I", raw, 4)
    (count,) = struct.unpack_from("<H", raw, at)
    for entry in range(count):
        place = at + 2 + 12 * entry
        tag, kind = struct.unpack_from("<HH", raw, place)
        if tag in (256, 257):
            struct.pack_into("<HHII", raw, place, tag, 4, 1, 40_000)
        assert kind
    return bytes(raw)


def oriented(format: str, orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return saved(format, exif=exif)


def profiled(format: str, mode: str = "RGB") -> bytes:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return saved(format, mode, icc_profile=profile)


def motion_photo() -> bytes:
    """A JPEG with the film that phones append."""
    film = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(range(256)) * 40
    return saved("JPEG") + film


Made = Callable[[], bytes]

#: Name of the file, its bytes, and what it is taken in as.
GOOD: dict[str, tuple[str, Made, str]] = {
    "jpeg": ("a.jpg", lambda: saved("JPEG"), "JPEG"),
    "jpeg, progressive": ("a.JPG", lambda: saved("JPEG", progressive=True), "JPEG"),
    "jpeg, cmyk": ("a.jpeg", lambda: saved("JPEG", "CMYK"), "JPEG"),
    "jpeg, grey": ("a.jpg", lambda: saved("JPEG", "L"), "JPEG"),
    "jpeg, with a profile": ("a.jpg", lambda: profiled("JPEG"), "JPEG"),
    "jpeg, with another mode's profile": ("a.jpg", lambda: profiled("JPEG", "L"), "JPEG"),
    "jpeg, with a broken profile": ("a.jpg", lambda: saved("JPEG", icc_profile=b"x" * 99), "JPEG"),
    "jpeg, on its side": ("a.jpg", lambda: oriented("JPEG", 6), "JPEG"),
    "jpeg, without an ending": ("a", lambda: saved("JPEG"), "JPEG"),
    "jpeg, with a film": ("a.jpg", motion_photo, "JPEG"),
    "jpeg, of several": ("a.jpg", lambda: frames("MPO"), "JPEG"),
    "png": ("a.png", lambda: saved("PNG"), "PNG"),
    "png, transparent": ("a.png", lambda: saved("PNG", "RGBA"), "PNG"),
    "png, palette": ("a.png", lambda: saved("PNG", "P"), "PNG"),
    "png, 16 bits": ("a.png", lambda: saved("PNG", "I;16"), "PNG"),
    "png, one bit": ("a.png", lambda: saved("PNG", "1"), "PNG"),
    "png, grey with alpha": ("a.png", lambda: saved("PNG", "LA"), "PNG"),
    "png, one pixel": ("a.png", lambda: saved("PNG", size=(1, 1)), "PNG"),
    "webp": ("a.webp", lambda: saved("WEBP"), "WEBP"),
    "webp, transparent": ("a.webp", lambda: saved("WEBP", "RGBA"), "WEBP"),
    "webp, moving": ("a.webp", lambda: frames("WEBP"), "WEBP"),
    "avif": ("a.avif", lambda: saved("AVIF"), "AVIF"),
    "avif, moving": ("a.avif", lambda: frames("AVIF"), "AVIF"),
    "gif": ("a.gif", lambda: saved("GIF", "P"), "GIF"),
    "gif, moving": ("a.gif", lambda: frames("GIF"), "GIF"),
    "tiff": ("a.tif", lambda: saved("TIFF"), "TIFF"),
    "tiff, packed": ("a.tiff", lambda: saved("TIFF", compression="tiff_lzw"), "TIFF"),
    "tiff, cmyk": ("a.tif", lambda: saved("TIFF", "CMYK"), "TIFF"),
    "tiff, 16 bits": ("a.tif", lambda: saved("TIFF", "I;16"), "TIFF"),
    "tiff, of several pages": ("a.tif", lambda: frames("TIFF"), "TIFF"),
    "heic": ("a.heic", lambda: saved("HEIF"), "HEIC"),
    "heic, as a camera names it": ("a.HIF", lambda: saved("HEIF"), "HEIC"),
}

#: Name of the file, its bytes, and a word of the sentence that refuses it.
BAD: dict[str, tuple[str, Made, str]] = {
    "empty": ("a.jpg", lambda: b"", "not a picture"),
    "text": ("a.jpg", "一张图".encode, "not a picture"),
    "svg": ("a.svg", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a picture"),
    "svg as jpeg": ("a.jpg", lambda: b"<svg><script>1</script></svg>", "not a picture"),
    "html": ("a.jpg", lambda: b"<html><script>alert(1)</script>", "not a picture"),
    "pdf": ("a.jpg", lambda: b"%PDF-1.7\n1 0 obj", "not a picture"),
    "zip": ("a.jpg", archive, "not a picture"),
    "zip bomb": ("a.jpg", zip_bomb, "not a picture"),
    "eps": ("a.jpg", lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "not a picture"),
    "bmp": ("a.bmp", lambda: saved("BMP"), "not a picture"),
    "markup after a gif's head": ("a.gif", lambda: b"GIF89a<script>alert(1)</script>", ""),
    "markup in a comment": ("a.jpg", lambda: with_comment(b"<script>alert(1)</script>"), "hides"),
    "markup at the end": ("a.png", lambda: saved("PNG") + b"<html><body>x</body>", "hides"),
    "pdf in a comment": ("a.jpg", lambda: with_comment(b"%PDF-1.7"), "hides"),
    "zip at the end": ("a.png", lambda: saved("PNG") + archive(), "hides"),
    "zip at the end of a jpeg": ("a.jpg", lambda: saved("JPEG") + archive(), "hides"),
    "truncated jpeg": ("a.jpg", lambda: saved("JPEG")[:-400], "damaged"),
    "truncated progressive jpeg": (
        "a.jpg",
        lambda: saved("JPEG", size=(900, 700), progressive=True)[:-2000],
        "damaged",
    ),
    "truncated png": ("a.png", lambda: saved("PNG")[:-60], "damaged"),
    "truncated webp": ("a.webp", lambda: saved("WEBP")[:-60], ""),
    "truncated avif": ("a.avif", lambda: saved("AVIF")[:-60], ""),
    "truncated gif": ("a.gif", lambda: saved("GIF", "P")[:-60], "damaged"),
    "truncated tiff": ("a.tif", lambda: saved("TIFF")[:-2000], ""),
    "truncated heic": ("a.heic", lambda: saved("HEIF")[:-60], ""),
    "png under the name of a jpeg": ("a.jpg", lambda: saved("PNG"), ".png"),
    "jpeg under the name of a page": ("a.html", lambda: saved("JPEG"), ".jpg"),
    "gif under the name of a png": ("a.png", lambda: saved("GIF", "P"), ".gif"),
    "too many pixels": ("a.png", lambda: png(60_000, 1_001, pixels=b"-"), "60"),
    "a bomb": ("a.png", lambda: png(60_000, 60_000, pixels=b"-"), "60"),
    "too wide": ("a.png", lambda: png(2**31 - 1, 1, pixels=b"-"), ""),
    "too tall": ("a.png", lambda: png(3, 65_501), "not a picture"),
    "a lying tiff": ("a.tif", lying_tiff, "60"),
    "a bomb of text": (
        "a.png",
        lambda: png(8, 8, (b"zTXt", b"a\0\0" + zlib.compress(bytes(2_000_000)))),
        "damaged",
    ),
    "a bomb of a profile": (
        "a.png",
        lambda: png(8, 8, (b"iCCP", b"a\0\0" + zlib.compress(bytes(2_000_000)))),
        "damaged",
    ),
    "floating numbers": ("a.tif", lambda: measured("F"), "not a picture"),
    "whole numbers": ("a.tif", lambda: measured("I"), "not a picture"),
}


def measured(mode: str) -> bytes:
    out = BytesIO()
    Image.new(mode, (8, 8)).save(out, "TIFF")
    return out.getvalue()

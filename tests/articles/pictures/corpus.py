"""Picture files made in code: good ones of every kind, and all the ways in which they go bad."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms, ImageDraw

import articles.pictures.opening  # noqa: F401  # Since this is imported, Pillow writes HEIC.

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


def coloured_png() -> bytes:
    """In 16 bits of red, green and blue, which Pillow reads and does not write."""
    header = struct.pack(">IIBBBBB", 8, 8, 16, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80\x80\x40\x40\xff\xff" * 8) * 8)
    parts = [(b"IHDR", header), (b"IDAT", rows), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, body) for kind, body in parts)


def tiff(pixels: bytes, order: str = "<", **tags: int) -> bytes:
    """A grey picture of 8 by 8 in one strip, with tags by their numbers: `t256=40_000`."""
    numbers = {256: 8, 257: 8, 258: 8, 259: 1, 262: 1, 273: 8, 277: 1, 278: 8, 279: len(pixels)}
    numbers |= {int(name[1:]): value for name, value in tags.items()}
    short = {258, 259, 262, 277}
    rows = [
        struct.pack(order + "HHI", tag, 3 if tag in short else 4, 1)
        + (struct.pack(order + "HH", value, 0) if tag in short else struct.pack(order + "I", value))
        for tag, value in sorted(numbers.items())
    ]
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8 + len(pixels))
    return head + pixels + struct.pack(order + "H", len(rows)) + b"".join(rows) + bytes(4)


def archive(words: str = "<script>alert(1)</script>") -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("index.html", words)
    return out.getvalue()


def zip_bomb() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("x.bmp", bytes(5_000_000))
    return out.getvalue()


def large_archive_end() -> bytes:
    """How an archive of more than four gigabytes ends: it says where its directory is."""
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 2**32 - 1, 2**32 - 1, 0)
    return struct.pack("<4sIQI", b"PK\6\7", 0, 0, 1) + end


def with_comment(words: bytes) -> bytes:
    """A JPEG with a comment right at its head."""
    raw = saved("JPEG")
    return raw[:2] + segment(0xFE, words) + raw[2:]


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def of_scans(count: int) -> bytes:
    """A progressive JPEG of 64 by 64 black pixels that goes over them `count` times."""
    tables = segment(0xDB, b"\0" + b"\1" * 64) + segment(0xC4, b"\0\1" + bytes(16))
    tables += segment(0xC4, b"\x10\1" + bytes(15) + b"\xe0")
    frame = segment(0xC2, struct.pack(">BHHB3B", 8, 64, 64, 1, 1, 0x11, 0))
    first = segment(0xDA, b"\1\1\0\0\0\0") + bytes(8)
    # One bit for the code of a run of blocks without a change, and 14 that say how long it is.
    again = segment(0xDA, b"\1\1\0\1\x3f\0") + b"\x7f\xfe"
    return b"\xff\xd8" + tables + frame + first + again * (count - 1) + b"\xff\xd9"


def lying_tiff() -> bytes:
    """Its header asks for 40,000 by 40,000 pixels."""
    return tiff(bytes(64), t256=40_000, t257=40_000)


def lying_webp(width: int, height: int) -> bytes:
    """Its canvas is not of the size of the picture on it."""
    picture = saved("WEBP")[12:]
    canvas = bytes(4) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", len(canvas)) + canvas + picture
    return b"RIFF" + struct.pack("<I", len(body)) + body


def declared(raw: bytes, width: int, height: int) -> bytes:
    """A HEIC or AVIF that says this of its first picture."""
    at = raw.index(b"ispe") + 8
    return raw[:at] + struct.pack(">II", width, height) + raw[at + 8 :]


def gif(*frame: int) -> bytes:
    """A screen of 5 by 5, and on it a frame with this place and size, if any."""
    image = b"," + struct.pack("<4HB", *frame, 0) + b"\2\2\x44\1\0" if frame else b""
    return b"GIF89a\5\0\5\0\x80\0\0\0\0\0\xff\xff\xff" + image + b";"


def oriented(format: str, orientation: int) -> bytes:
    """A HEIC is turned by its boxes, whatever EXIF says; its encoder takes both from here."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    out, picture = BytesIO(), drawn()
    picture.info["exif"] = exif.tobytes()
    picture.save(out, format, exif=exif.tobytes())
    return out.getvalue()


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
    "jpeg, as sites name it": ("a.jpg!w640", lambda: saved("JPEG"), "JPEG"),
    "jpeg, in many scans": ("a.jpg", lambda: of_scans(100), "JPEG"),
    "jpeg, with a film": ("a.jpg", motion_photo, "JPEG"),
    "jpeg, of several": ("a.jpg", lambda: frames("MPO"), "JPEG"),
    "png": ("a.png", lambda: saved("PNG"), "PNG"),
    "png, transparent": ("a.png", lambda: saved("PNG", "RGBA"), "PNG"),
    "png, palette": ("a.png", lambda: saved("PNG", "P"), "PNG"),
    "png, 16 bits": ("a.png", lambda: saved("PNG", "I;16"), "PNG"),
    "png, 16 bits of colour": ("a.png", coloured_png, "PNG"),
    "png, moving": ("a.png", lambda: frames("PNG"), "PNG"),
    "png, one bit": ("a.png", lambda: saved("PNG", "1"), "PNG"),
    "png, grey with alpha": ("a.png", lambda: saved("PNG", "LA"), "PNG"),
    "png, one pixel": ("a.png", lambda: saved("PNG", size=(1, 1)), "PNG"),
    "webp": ("a.webp", lambda: saved("WEBP"), "WEBP"),
    "webp, transparent": ("a.webp", lambda: saved("WEBP", "RGBA"), "WEBP"),
    "webp, moving": ("a.webp", lambda: frames("WEBP"), "WEBP"),
    "avif": ("a.avif", lambda: saved("AVIF"), "AVIF"),
    "avif, transparent": ("a.avif", lambda: saved("AVIF", "RGBA"), "AVIF"),
    "avif, on its side": ("a.avif", lambda: oriented("AVIF", 6), "AVIF"),
    "avif, moving": ("a.avif", lambda: frames("AVIF"), "AVIF"),
    "gif": ("a.gif", lambda: saved("GIF", "P"), "GIF"),
    "gif, moving": ("a.gif", lambda: frames("GIF"), "GIF"),
    "tiff": ("a.tif", lambda: saved("TIFF"), "TIFF"),
    "tiff, packed": ("a.tiff", lambda: saved("TIFF", compression="tiff_lzw"), "TIFF"),
    "tiff, deflated": ("a.tif", lambda: saved("TIFF", compression="tiff_deflate"), "TIFF"),
    "tiff, on its side": ("a.tif", lambda: oriented("TIFF", 6), "TIFF"),
    "tiff, cmyk": ("a.tif", lambda: saved("TIFF", "CMYK"), "TIFF"),
    "tiff, 16 bits": ("a.tif", lambda: saved("TIFF", "I;16"), "TIFF"),
    "tiff, 16 bits, large ends first": ("a.tif", lambda: tiff(bytes(128), ">", t258=16), "TIFF"),
    "tiff, of several pages": ("a.tif", lambda: frames("TIFF"), "TIFF"),
    "heic": ("a.heic", lambda: saved("HEIF"), "HEIC"),
    "heic, on its side": ("a.heic", lambda: oriented("HEIF", 6), "HEIC"),
    "heic, transparent": ("a.heic", lambda: saved("HEIF", "RGBA"), "HEIC"),
    "heic, in tiles": ("a.heic", lambda: saved("HEIF", size=(300, 200), tile_size=64), "HEIC"),
    "heic, as a camera names it": ("a.HIF", lambda: saved("HEIF"), "HEIC"),
}

#: Name of the file, its bytes, and a word of the sentence that refuses it.
BAD: dict[str, tuple[str, Made, str]] = {
    "empty": ("a.jpg", lambda: b"", "empty"),
    "text": ("a.jpg", "一张图".encode, "not a picture"),
    "svg": ("a.svg", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
    "svg, announced": ("a.svg", lambda: b"\xef\xbb\xbf<?xml version='1.0'?>\n<svg/>", "SVG"),
    "svg as jpeg": ("a.jpg", lambda: b"<svg><script>1</script></svg>", "SVG"),
    "html": ("a.jpg", lambda: b"<html><script>alert(1)</script>", "not a picture"),
    "pdf": ("a.jpg", lambda: b"%PDF-1.7\n1 0 obj", "document"),
    "zip": ("a.jpg", archive, "archive"),
    "zip bomb": ("a.jpg", zip_bomb, "archive"),
    "word": ("a.docx", archive, "document"),
    "old word": ("a.jpg", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "document"),
    "film": ("a.jpg", lambda: b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "film"),
    "eps": ("a.jpg", lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "not a picture"),
    "bmp": ("a.bmp", lambda: saved("BMP"), "not a picture"),
    "raw of a camera": ("a.NEF", lambda: saved("TIFF"), "raw file"),
    "raw that nobody knows": ("a.cr3", lambda: b"\0\0\0\x18ftypcrx ", "raw file"),
    "raw, renamed": ("a.tif", lambda: tiff(bytes(64), t50706=1), "raw file"),
    "raw that shows a thumbnail": ("a.tif", lambda: tiff(bytes(64), t254=1), "raw file"),
    # Pages, documents and archives
    "markup after a gif's head": ("a.gif", lambda: b"GIF89a<script>alert(1)</script>", ""),
    "markup in a comment": ("a.jpg", lambda: with_comment(b"<script>alert(1)</script>"), "hides"),
    "a drawing in a comment": ("a.jpg", lambda: with_comment(b"<SVG onload=x>"), "hides"),
    "markup at the end": ("a.png", lambda: saved("PNG") + b"<html><body>x</body>", "hides"),
    "markup far from the end": (
        "a.gif",
        lambda: saved("GIF", "P") + b"<!DOCTYPE  html>" + b" " * 200_000,
        "hides",
    ),
    "markup behind a film": ("a.jpg", lambda: motion_photo() + b"<?php phpinfo();", "hides"),
    "pdf in a comment": ("a.jpg", lambda: with_comment(b"%PDF-1.7"), "hides"),
    "pdf behind the picture": ("a.png", lambda: saved("PNG") + b"%PDF-1.7" + bytes(9000), "hides"),
    "zip at the end": ("a.png", lambda: saved("PNG") + archive(), "hides"),
    "zip at the end of a jpeg": ("a.jpg", lambda: saved("JPEG") + zip_bomb(), "hides"),
    "zip in a comment": ("a.jpg", lambda: with_comment(archive("x")), "hides"),
    "zip before other bytes": ("a.png", lambda: saved("PNG") + zip_bomb() + b"x" * 70_000, "hides"),
    "large zip": ("a.png", lambda: saved("PNG") + large_archive_end(), "hides"),
    # Truncated and damaged
    "truncated jpeg": ("a.jpg", lambda: saved("JPEG")[:-400], "damaged"),
    "jpeg without its end": ("a.jpg", lambda: saved("JPEG")[:-2], "damaged"),
    "jpeg that ends in zeros": ("a.jpg", lambda: saved("JPEG")[:-400] + bytes(4000), "damaged"),
    "jpeg without a scan": ("a.jpg", lambda: of_scans(1)[:-24] + b"\xff\xd9", "damaged"),
    "truncated progressive jpeg": (
        "a.jpg",
        lambda: saved("JPEG", size=(900, 700), progressive=True)[:-2000],
        "damaged",
    ),
    "truncated png": ("a.png", lambda: saved("PNG")[:-60], "damaged"),
    "truncated webp": ("a.webp", lambda: saved("WEBP")[:-60], "damaged"),
    "truncated avif": ("a.avif", lambda: saved("AVIF")[:-60], "damaged"),
    "truncated gif": ("a.gif", lambda: saved("GIF", "P")[:-60], "damaged"),
    "truncated tiff": ("a.tif", lambda: saved("TIFF")[:-2000], ""),
    "truncated heic": ("a.heic", lambda: saved("HEIF")[:-60], "damaged"),
    "truncated heic of tiles": (
        "a.heic",
        lambda: saved("HEIF", size=(300, 200), tile_size=64)[:-60],
        "damaged",
    ),
    # Other kinds than they say
    "png under the name of a jpeg": ("a.jpg", lambda: saved("PNG"), ".png"),
    "webp as WeChat saves it": ("a.jpg", lambda: saved("WEBP"), ".webp"),
    "heic as a phone sends it": ("a.JPG", lambda: saved("HEIF"), ".heic"),
    "jpeg under the name of a page": ("a.html", lambda: saved("JPEG"), ".jpg"),
    "gif under the name of a png": ("a.png", lambda: saved("GIF", "P"), ".gif"),
    # Too large, and larger than they say
    "too many pixels": ("a.png", lambda: png(60_000, 1_001, pixels=b"-"), "60"),
    "a bomb": ("a.png", lambda: png(60_000, 60_000, pixels=b"-"), "60"),
    "too wide": ("a.png", lambda: png(2**31 - 1, 1, pixels=b"-"), ""),
    "too tall": ("a.png", lambda: png(3, 65_501), "not a picture"),
    "no pixels": ("a.png", lambda: png(0, 5), "damaged"),
    "no rows": ("a.png", lambda: png(8, 8)[:33] + chunk(b"IEND", b""), "damaged"),
    "a lying tiff": ("a.tif", lying_tiff, "60"),
    "a tiff of large tiles": (
        "a.tif",
        lambda: tiff(bytes(64), t322=9_000, t323=9_000, t324=8, t325=64),
        "60",
    ),
    "a tiff of large tiles in one row": (
        "a.tif",
        lambda: tiff(bytes(64), t322=2**31, t323=1, t324=8, t325=64),
        "60",
    ),
    "a lying heic": ("a.heic", lambda: declared(saved("HEIF"), 16, 16), "damaged"),
    "a heic that boasts": ("a.heic", lambda: declared(saved("HEIF"), 30_000, 30_000), "60"),
    "an avif that boasts": ("a.avif", lambda: declared(saved("AVIF"), 12_000, 12_000), "60"),
    "a lying webp": ("a.webp", lambda: lying_webp(50, 50), "damaged"),
    "a webp that boasts": ("a.webp", lambda: lying_webp(16_383, 16_383), "60"),
    "a gif of no frame": ("a.gif", gif, "damaged"),
    "a gif of an empty frame": ("a.gif", lambda: gif(0, 0, 0, 0), "damaged"),
    "a gif with a giant frame": ("a.gif", lambda: gif(0, 0, 9_000, 9_000), "60"),
    "a gif with a frame far outside": ("a.gif", lambda: gif(60_000, 60_000, 5, 5), "60"),
    "a jpeg of a thousand scans": ("a.jpg", lambda: of_scans(1_000), "not a picture"),
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
    "colours of no screen": ("a.tif", lambda: measured("LAB"), "not a picture"),
}


def measured(mode: str) -> bytes:
    out = BytesIO()
    Image.new(mode, (8, 8)).save(out, "TIFF")
    return out.getvalue()

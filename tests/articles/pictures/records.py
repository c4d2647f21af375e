"""Builds the records of picture files by hand, right and wrong ones, and opens what they are in."""

from __future__ import annotations

import struct
import warnings
import zlib
from io import BytesIO
from typing import Any

from PIL import Image
from PIL.ImageFile import ImageFile

from articles.pictures import words, xmp
from articles.pictures.words import Words

UTF8 = (1, 90, b"\x1b%G")
ASCII, BYTE, LONG, UNDEFINED = 2, 1, 4, 7


def picture(format: str = "JPEG", **save: Any) -> bytes:
    out = BytesIO()
    Image.new("RGB", (16, 16), "teal").save(out, format, **save)
    return out.getvalue()


def opened(raw: bytes) -> ImageFile:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # As whoever takes files in: Pillow warns of what it mends.
        return Image.open(BytesIO(raw))


def words_in(raw: bytes) -> Words:
    return words.read(opened(raw))


# --- IPTC


def iim(*datasets: tuple[int, int, bytes]) -> bytes:
    return b"".join(
        struct.pack(">BBBH", 0x1C, record, number, len(value)) + value
        for record, number, value in datasets
    )


def app13(record: bytes) -> bytes:
    resource = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(record)) + record
    body = b"Photoshop 3.0\0" + resource + b"\0" * (len(record) % 2)
    return b"\xff\xed" + struct.pack(">H", len(body) + 2) + body


def with_iptc(*datasets: tuple[int, int, bytes]) -> bytes:
    return picture(extra=app13(iim(*datasets)))


# --- XMP


def packet(elements: str = "", attributes: str = "") -> bytes:
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in xmp.NAMESPACES.items())
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        f"<x:xmpmeta {spaces}><rdf:RDF><rdf:Description {attributes}>{elements}"
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def with_xmp(elements: str = "", attributes: str = "") -> bytes:
    return picture(xmp=packet(elements, attributes))


# --- EXIF

Tags = dict[int, tuple[int, bytes]]


def exif_block(tags: Tags, deeper: Tags | None = None, order: str = ">") -> bytes:
    """Two directories, the second behind tag 0x8769; a value is its type and its bytes."""
    name = b"Exif\0\0" + (b"MM\0*" if order == ">" else b"II*\0")
    first = dict(tags)
    if deeper is not None:
        size = len(directory(tags | {0x8769: (LONG, b"....")}, 8, order))
        first[0x8769] = (LONG, struct.pack(order + "L", 8 + size))
    body = directory(first, 8, order)
    if deeper is not None:
        body += directory(deeper, 8 + len(body), order)
    return name + struct.pack(order + "L", 8) + body


def directory(tags: Tags, at: int, order: str) -> bytes:
    table, far = struct.pack(order + "H", len(tags)), b""
    behind = at + 2 + 12 * len(tags) + 4
    for tag, (kind, value) in sorted(tags.items()):
        count = len(value) // (4 if kind == LONG else 1)
        near = value.ljust(4, b"\0")
        if len(value) > 4:
            near = struct.pack(order + "L", behind + len(far))
            far += value + b"\0" * (len(value) % 2)
        table += struct.pack(order + "HHL", tag, kind, count) + near
    return table + b"\0\0\0\0" + far


def with_exif(tags: Tags, deeper: Tags | None = None, order: str = ">") -> bytes:
    return picture(exif=exif_block(tags, deeper, order))


# --- PNG


def png(*early: tuple[bytes, bytes], late: tuple[tuple[bytes, bytes], ...] = ()) -> bytes:
    """A black picture of 8 pixels a side, with these chunks before and behind the pixels."""
    header = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    pixels = zlib.compress(bytes(9 * 8))
    chunks = [(b"IHDR", header), *early, (b"IDAT", pixels), *late, (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


def xmp_chunk(raw: bytes, *, is_packed: bool = False) -> tuple[bytes, bytes]:
    head = b"XML:com.adobe.xmp\0" + (b"\1\0" if is_packed else b"\0\0") + b"\0\0"
    return b"iTXt", head + (zlib.compress(raw) if is_packed else raw)

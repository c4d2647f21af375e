"""Finds the texts of a PNG that stand behind its pixels, which Pillow reads only with these."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import IO, Any

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_XMP = b"XML:com.adobe.xmp"
_TEXTS = (b"tEXt", b"zTXt", b"iTXt")

#: Pixels come in pieces of some kilobytes.
_MAX_CHUNKS = 50_000
_MAX_TEXTS = 200
#: Of one chunk as it is stored, and of all texts together when they are unpacked.
_MAX_BYTES = 1024 * 1024


def late_info(file: IO[bytes]) -> dict[str, Any]:
    """As Pillow tells it in `info`: XMP and EXIF as bytes, other texts by their name."""
    found: dict[str, Any] = {}
    room = _MAX_BYTES
    for kind, body in islice(_late_chunks(file), _MAX_TEXTS):
        if kind == b"eXIf":
            found["exif"] = body
            continue
        name, _, rest = body.partition(b"\0")
        raw = _text(kind, rest, room)
        room -= len(raw)
        if name == _XMP:
            found["xmp"] = raw
        else:
            found[name.decode("latin-1")] = raw.decode("utf-8", "replace")
        if room <= 0:
            break
    return found


def _late_chunks(file: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Those of texts and of EXIF after the first pixels; the others are skipped unread."""
    if file.read(8) != _SIGNATURE:
        return
    is_late = False
    for _ in range(_MAX_CHUNKS):
        head = file.read(8)
        if len(head) < 8:
            return
        size, kind = struct.unpack(">I4s", head)
        is_late = is_late or kind == b"IDAT"
        if is_late and kind in (*_TEXTS, b"eXIf") and size <= _MAX_BYTES:
            yield kind, file.read(size)
            file.seek(4, 1)
        else:
            file.seek(size + 4, 1)


def _text(kind: bytes, rest: bytes, room: int) -> bytes:
    """What follows the name: the text, with its signs of compression and language before it."""
    if kind == b"tEXt":
        return rest
    if kind == b"zTXt":
        return _unpacked(rest[1:], room)
    is_packed, rest = rest[:1] == b"\1", rest[2:]
    text = rest.split(b"\0", 2)[-1]
    return _unpacked(text, room) if is_packed else text


def _unpacked(raw: bytes, room: int) -> bytes:
    return zlib.decompressobj().decompress(raw, room)

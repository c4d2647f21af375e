"""Reads from a HEIC or AVIF how large each picture in it is, as declared and as it was coded.

Such a file is made of boxes (ISO/IEC 14496-12), and may hold many pictures: tiles of a grid,
transparency, depth, frames. Pillow tells the size of the whole. What is in the boxes may be larger:
libheif decodes nothing beyond what is declared here, but libavif decodes first and looks then.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from itertools import chain, islice

#: Of every picture, tiles and transparency too: an `ispe` box of version 0.
_DECLARED = re.compile(rb"ispe\0{4}(.{4})(.{4})", re.DOTALL)
#: Where single pictures are, and where those of a sequence.
_PLACES = (b"meta", b"iloc"), (b"meta", b"idat")
_TRACKS = b"moov", b"trak", b"mdia", b"minf", b"stbl"
#: Boxes that begin with a version and flags, before the boxes in them.
_VERSIONED = frozenset({b"meta"})
#: A box takes eight bytes, a name of an item ten: files of phones have some dozens.
_MOST = 20_000
#: What describes the pictures of a sequence stands in the first bytes of each.
_HEADER = 256

#: The kinds of units in AV1 (its specification, section 6.2.2) that may stand before the header.
_SEQUENCE_HEADER, _SKIPPED = 1, frozenset({2, 5, 15})

Span = tuple[int, int]


class Bits:
    """Bytes that are read bit by bit; raises EOFError behind their end."""

    def __init__(self, raw: bytes, at: int = 0) -> None:
        self.raw, self.at = raw, at * 8

    def take(self, count: int) -> int:
        start, self.at = self.at, self.at + count
        if self.at > len(self.raw) * 8:
            raise EOFError("The file ends in the middle of a box.")
        piece = int.from_bytes(self.raw[start // 8 : (self.at + 7) // 8])
        return piece >> -self.at % 8 & (1 << count) - 1

    def flag(self) -> bool:
        return bool(self.take(1))

    def leb128(self) -> int:
        """A number whose bytes say whether another follows, the smallest first."""
        value = 0
        for place in range(8):
            byte = self.take(8)
            value |= (byte & 0x7F) << 7 * place
            if byte < 0x80:
                break
        return value

    def uvlc(self) -> None:
        """Passes a number that tells its length by the zeros before it."""
        zeros = 0
        while zeros < 32 and not self.flag():
            zeros += 1
        self.take(zeros)


def sizes(raw: bytes) -> Iterator[tuple[int, int]]:
    """Width and height of every picture in the file. Raises EOFError for one that is cut off."""
    for found in _DECLARED.finditer(raw):
        yield int.from_bytes(found[1]), int.from_bytes(found[2])
    for picture in chain(items(raw), samples(raw)):
        if size := coded_size(picture):
            yield size


# --- where the pictures are -----------------------------------------------------------------


def boxes(raw: bytes, span: Span) -> Iterator[tuple[bytes, Span]]:
    """The kind of each box, and where its contents are."""
    at, end = span
    while at + 8 <= end:
        size, kind = struct.unpack_from(">I4s", raw, at)
        body = at + 8
        if size == 1:
            size, body = int.from_bytes(raw[body : body + 8]), body + 8
        stop = at + size if size else end
        if stop < body:
            return
        yield kind, (body, min(stop, end))
        at = stop


def spans(raw: bytes, path: tuple[bytes, ...], span: Span) -> Iterator[Span]:
    """Where the boxes are that lie under this path, inside of `span`."""
    first, *rest = path
    for kind, (body, end) in islice(boxes(raw, span), _MOST):
        if kind == first and rest:
            yield from spans(raw, tuple(rest), (body + 4 * (kind in _VERSIONED), end))
        elif kind == first:
            yield body, end


def items(raw: bytes) -> Iterator[bytes]:
    """The first bytes of every single picture, and of whatever else the file lists with them.

    Raises EOFError where one reaches beyond the file: libheif would leave its tile black.
    """
    places, inner = (list(spans(raw, path, (0, len(raw)))) for path in _PLACES)
    for body, end in places:
        for is_inside, extents in islice(located(Bits(raw[body:end])), _MOST):
            base = inner[0][0] if is_inside and inner else 0
            if any(base + at + size > len(raw) for at, size in extents):
                raise EOFError("The file ends before its pictures do.")
            yield b"".join(start_of(raw, base + at, size) for at, size in extents[:_HEADER])


def start_of(raw: bytes, at: int, size: int) -> bytes:
    return raw[at : at + min(size or _HEADER, _HEADER)]


def located(bits: Bits) -> Iterator[tuple[bool, list[Span]]]:
    """The rows of an `iloc` box: whether in `idat`, and the pieces as offset and length.

    A length of zero reaches to the end of the file.
    """
    version, _flags = bits.take(8), bits.take(24)
    offset, length, base, index = (8 * bits.take(4) for _field in range(4))
    wide = 32 if version > 1 else 16
    for _item in range(bits.take(wide)):
        bits.take(wide)
        method = bits.take(16) & 15 if version else 0
        bits.take(16)
        start, extents = bits.take(base), []
        for _extent in range(bits.take(16)):
            bits.take(index if version else 0)
            extents.append((start + bits.take(offset), bits.take(length)))
        yield method == 1, extents


def samples(raw: bytes) -> Iterator[bytes]:
    """The first bytes of the frames that begin a chunk of a sequence."""
    for kind, width in ((b"stco", 4), (b"co64", 8)):
        for body, end in spans(raw, (*_TRACKS, kind), (0, len(raw))):
            for place in islice(range(body + 8, end - width + 1, width), _MOST):
                at = int.from_bytes(raw[place : place + width])
                yield raw[at : at + _HEADER]


# --- how large they were coded --------------------------------------------------------------


def coded_size(picture: bytes) -> tuple[int, int] | None:
    """What the header of a picture in AV1 says; None for what is none."""
    bits = Bits(picture)
    while len(picture) * 8 - bits.at >= 16:
        reserved, kind, extended = bits.take(1), bits.take(4), bits.flag()
        has_size = bits.flag()
        if reserved or bits.flag():
            return None
        bits.take(8 if extended else 0)
        size = bits.leb128() if has_size else len(picture)
        if kind == _SEQUENCE_HEADER:
            return sequence_size(bits)
        if kind not in _SKIPPED:
            return None
        bits.at += 8 * size
    return None


def sequence_size(bits: Bits) -> tuple[int, int]:
    """Reads a sequence header as far as the largest size of its frames (section 5.5.1)."""
    _profile, _is_still, is_reduced = bits.take(3), bits.flag(), bits.flag()
    if is_reduced:
        bits.take(5)
    else:
        pass_operating_points(bits, pass_timing(bits))
    wide, high = bits.take(4) + 1, bits.take(4) + 1
    return bits.take(wide) + 1, bits.take(high) + 1


def pass_timing(bits: Bits) -> int:
    """Returns of how many bits a delay of the decoder's model is; none if there is no model."""
    if not bits.flag():
        return 0
    bits.take(64)
    if bits.flag():
        bits.uvlc()
    if not bits.flag():
        return 0
    delay = bits.take(5) + 1
    bits.take(42)
    return delay


def pass_operating_points(bits: Bits, delay: int) -> None:
    has_display_delay = bits.flag()
    for _point in range(bits.take(5) + 1):
        bits.take(12)
        level = bits.take(5)
        bits.take(1 if level > 7 else 0)
        if delay and bits.flag():
            bits.take(2 * delay + 1)
        if has_display_delay and bits.flag():
            bits.take(4)

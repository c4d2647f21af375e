"""Finds the frames of a GIF without decoding them: how many there are, and where they lie."""

from __future__ import annotations

import struct
from collections.abc import Iterator

Place = tuple[int, int, int, int]

_SCREEN = 13
_EXTENSION, _FRAME, _END = 0x21, 0x2C, 0x3B
_COMMENT = 0xFE


def frames(raw: bytes) -> Iterator[Place]:
    """Left, top, width and height of each frame, as far as the file can be read.

    What stands between two blocks is passed over, as Pillow does it.
    """
    at = _SCREEN + colours(raw, 10)
    while at < len(raw) and raw[at] != _END:
        if raw[at] == _EXTENSION:
            at = behind_extension(raw, at)
        elif raw[at] == _FRAME and at + 10 <= len(raw):
            yield struct.unpack_from("<4H", raw, at + 1)
            at = behind_blocks(raw, at + 11 + colours(raw, at + 9))
        else:
            at += 1


def colours(raw: bytes, at: int) -> int:
    """The bytes of a table of colours, if these flags say that there is one."""
    flags = raw[at] if at < len(raw) else 0
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def behind_extension(raw: bytes, at: int) -> int:
    """Its first block may be empty; of a comment the first empty one is the last."""
    first = at + 2
    if at + 1 < len(raw) and raw[at + 1] != _COMMENT:
        first = behind_block(raw, first)
    return behind_blocks(raw, first)


def behind_blocks(raw: bytes, at: int) -> int:
    """Blocks follow one another until an empty one."""
    while at < len(raw) and raw[at]:
        at = behind_block(raw, at)
    return at + 1


def behind_block(raw: bytes, at: int) -> int:
    return at + 1 + (raw[at] if at < len(raw) else 0)

"""Finds what a picture file has aboard besides its picture: a page, a document, an archive."""

from __future__ import annotations

import re
import struct

#: What makes a browser take a file for a page, wherever it stands: few pixels look like this.
_PAGE = re.compile(rb"<(?:script|html|iframe|body|\?php|!doctype\s+html)[\s>/]", re.IGNORECASE)
#: This is shorter, and would be met by chance in one of some thousand large photos.
_DRAWING = re.compile(rb"<svg[\s>/]", re.IGNORECASE)
_HEAD = 65_536
_DOCUMENT = b"%PDF-"
#: The end of a ZIP's directory, by which it is found, and what that says at least.
_ARCHIVE, _ARCHIVE_END = re.compile(rb"PK\x05\x06"), 22
#: What stands before it: the rows of the directory, or the place of a very large one.
_ROW, _LARGE, _LARGE_END = b"PK\1\2", b"PK\6\7", 20


def has_stowaway(raw: bytes) -> bool:
    """Whether the file can be read as something else than a picture.

    It may stand in a comment, among the pixels, or behind the picture. What phones append, a film
    of the moment before, a second picture, a map of depths, is none of these.
    """
    return bool(
        _DOCUMENT in raw or _PAGE.search(raw) or _DRAWING.search(raw, 0, _HEAD) or has_archive(raw)
    )


def has_archive(raw: bytes) -> bool:
    """Programs look for the directory from the end, and overlook what stands behind it."""
    return any(
        is_archive_end(raw, found.start())
        for found in _ARCHIVE.finditer(raw)
        if found.start() + _ARCHIVE_END <= len(raw)
    )


def is_archive_end(raw: bytes, at: int) -> bool:
    """Whether the directory that it speaks of stands just before it."""
    (size,) = struct.unpack_from("<I", raw, at + 12)
    starts = (at - size, _ROW), (at - _LARGE_END, _LARGE)
    return any(start >= 0 and raw.startswith(mark, start) for start, mark in starts)

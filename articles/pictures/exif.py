"""Reads the words among the tags of EXIF and TIFF; of their directories only those tags."""

from __future__ import annotations

import re
import struct
from contextlib import suppress
from io import BytesIO
from typing import IO

from articles.pictures import generated
from articles.pictures.plain import MARK, Record, decode_all
from articles.text import HAN

DESCRIPTION, ARTIST, COPYRIGHT = 0x010E, 0x013B, 0x8298
TAKEN, OFFSET = 0x9003, 0x9011
COMMENT = 0x9286
XP_TITLE, XP_COMMENT, XP_AUTHOR, XP_KEYWORDS, XP_SUBJECT = 0x9C9B, 0x9C9C, 0x9C9D, 0x9C9E, 0x9C9F
#: In TIFF files, a whole record of IPTC.
IPTC = 0x83BB
_EXIF_DIRECTORY = 0x8769

#: Bytes a value of each type: BYTE, ASCII, LONG, UNDEFINED, IFD, and UTF-8 since Exif 3.0.
_SIZES = {1: 1, 2: 1, 4: 4, 7: 1, 13: 4, 129: 1}
#: Stands before the block, sometimes twice.
_NAME = b"Exif\0\0"
_ORDERS = {b"II*\0": "<", b"MM\0*": ">"}

#: What Windows writes, in UTF-16, and what is text of one byte or more a character.
_WIDE = (XP_TITLE, XP_COMMENT, XP_AUTHOR, XP_KEYWORDS, XP_SUBJECT)
_PLAIN = (DESCRIPTION, ARTIST, COPYRIGHT, TAKEN, OFFSET)
_WANTED = frozenset({*_WIDE, *_PLAIN, COMMENT, IPTC, _EXIF_DIRECTORY})

#: A comment begins with eight bytes that say how it is written; Unicode is UTF-16 there.
_UNICODE = b"UNICODE\0"
_NARROW = (b"ASCII\0\0\0", bytes(8))
_HAN = re.compile(f"[{HAN}]")
_ASCII = re.compile(r"[\s!-~]")
_OFFSET = re.compile(r"[+-]\d\d:\d\d", re.ASCII)

_MAX_BYTES = 4 * 1024 * 1024
_MAX_ENTRIES = 2000
_MAX_VALUE = 512 * 1024
_MAX_LINE = 4000

Tags = dict[int, bytes]


def tags_of(block: bytes) -> Tags:
    """Those of a block of EXIF. Raises struct.error where it breaks off at once."""
    return tags(BytesIO(block[:_MAX_BYTES].removeprefix(_NAME).removeprefix(_NAME)))


def tags(file: IO[bytes]) -> Tags:
    """The raw values of the wanted tags in the first directory and in that of EXIF.

    No pointer is followed a second time, so that directories may point at each other in vain.
    """
    order = _ORDERS.get(file.read(4))
    if order is None:
        return {}
    found = _directory(file, file.read(4), order)
    if pointer := found.pop(_EXIF_DIRECTORY, b""):
        with suppress(struct.error):
            found |= _directory(file, pointer, order)
    return found


def _directory(file: IO[bytes], pointer: bytes, order: str) -> Tags:
    file.seek(struct.unpack(order + "L", pointer[:4])[0])
    (count,) = struct.unpack(order + "H", file.read(2))
    table = file.read(12 * min(count, _MAX_ENTRIES))
    found: Tags = {}
    for entry in struct.iter_unpack(order + "HHL4s", table[: len(table) // 12 * 12]):
        tag, kind, many, value = entry
        size = _SIZES.get(kind, 0) * many
        if tag in _WANTED and tag not in found and 0 < size <= _MAX_VALUE:
            found[tag] = value[:size] if size <= 4 else _far_value(file, value, size, order)
    return found


def _far_value(file: IO[bytes], pointer: bytes, size: int, order: str) -> bytes:
    file.seek(struct.unpack(order + "L", pointer)[0])
    return file.read(size)


def record_of(found: Tags) -> Record:
    """The fields that the tags stand for, the better text first."""
    plain = _plain_texts(found)
    wide = {tag: _wide(found.get(tag, b"")) for tag in _WIDE}
    comment = _comment(found.get(COMMENT, b""))
    return {
        "title": [wide[XP_TITLE]],
        "caption": [plain[DESCRIPTION], wide[XP_COMMENT], wide[XP_SUBJECT], _prose(comment)],
        "byline": _names(plain[ARTIST]) or _names(wide[XP_AUTHOR]),
        "copyright": [MARK.join(_copyrights(plain[COPYRIGHT]))],
        "keywords": _names(wide[XP_KEYWORDS]),
        "taken_at": [_moment(plain[TAKEN], plain[OFFSET])],
        "comment": [comment],
    }


def _plain_texts(found: Tags) -> dict[int, str]:
    """Said to be ASCII. In fact UTF-8 or GB18030, one of them in the whole file."""
    values = decode_all([found.get(tag, b"").rstrip(b"\0") for tag in _PLAIN])
    texts = dict(zip(_PLAIN, values, strict=True))
    return {tag: text if tag == COPYRIGHT else text.split("\0")[0] for tag, text in texts.items()}


def _wide(raw: bytes) -> str:
    return raw.decode("utf-16-le", "ignore").split("\0")[0]


def _names(text: str) -> list[str]:
    """What semicolons part, out of a line much longer than is kept of it."""
    return [name for part in text[:_MAX_LINE].split(";") if (name := part.strip())]


def _copyrights(text: str) -> list[str]:
    """That of the photographer and, after a zero, that of the editor."""
    return [part for raw in text.split("\0")[:2] if (part := raw.strip())]


def _moment(date: str, offset: str) -> str:
    """A camera that does not know where it is writes blanks for the offset."""
    return date.strip() + (offset if _OFFSET.fullmatch(offset) else "")


def _comment(raw: bytes) -> str:
    """Its code says Unicode and not in which order the bytes are; the likelier one is taken."""
    code, raw = raw[:8], raw[8:]
    if code in _NARROW:
        return decode_all([raw.rstrip(b"\0")])[0].split("\0")[0]
    if code != _UNICODE:
        return ""
    texts = [raw.decode(order, "ignore").split("\0")[0] for order in ("utf-16-be", "utf-16-le")]
    return max(texts, key=_likelihood)


def _prose(comment: str) -> str:
    """Telephones and generators keep there what is for machines."""
    is_code = comment.lstrip().startswith("{") or generated.is_comment(comment)
    return "" if is_code else comment


def _likelihood(text: str) -> int:
    """Latin letters in the wrong order are all Han, so they count more in the right one."""
    text = text[:200]
    return len(_HAN.findall(text)) + 2 * len(_ASCII.findall(text))

"""Makes text of the bytes in old records, and keeps of it what a line or a caption may hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

#: What one record says: the texts of each field, in their order.
Record = dict[str, list[str]]

#: Stands between names and between keywords where they share one line.
MARK = "\u3001"

#: Control characters, marks that turn the direction of writing, invisible spaces, halves of
#: characters, and what XML 1.0 does not allow.
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e"
    "\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_LINE_ENDS = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")

#: How the codecs call bytes that end in the middle of a character.
_CUT = frozenset({"unexpected end of data", "incomplete multibyte sequence"})


# --- text -----------------------------------------------------------------------------------


def lines(text: str) -> str:
    """A text that may have several lines; they end in a line feed."""
    text = _LINE_ENDS.sub("\n", _DROPPED.sub("", text)).replace("\t", " ")
    return text.strip()


def one_line(text: str) -> str:
    return lines(text).replace("\n", " ")


def cut(text: str, length: int) -> str:
    return text[:length].rstrip()


def cut_bytes(text: str, size: int) -> str:
    """At most so many bytes of UTF-8, and no half of a character."""
    return text.encode()[:size].decode(errors="ignore").rstrip()


def fitting(texts: Iterable[str], length: int) -> list[str]:
    """The first of the texts that fit a line of this length with a mark between them, whole."""
    kept: list[str] = []
    room = length + len(MARK)
    for text in texts:
        room -= len(text) + len(MARK)
        if room < 0:
            break
        kept.append(text)
    return kept


# --- bytes ----------------------------------------------------------------------------------


def decode_all(values: Sequence[bytes], *, is_utf8: bool = False) -> list[str]:
    """The values of one record: UTF-8 where the bytes allow it, else GB18030, else Latin-1.

    A short word in GB18030 may pass as Cyrillic or Hebrew in UTF-8, as `通知` does. So where
    another value is surely GB18030, it is taken for that, unless the record is declared UTF-8.
    """
    is_gb = not is_utf8 and any(_is_gb(value) for value in values)
    return [_decode(value, is_gb=is_gb) for value in values]


def _decode(raw: bytes, *, is_gb: bool) -> str:
    utf8, gb = _as(raw, "utf-8"), _as(raw, "gb18030")
    if utf8 is None:
        return raw.decode("latin-1") if gb is None else gb
    # Han takes three bytes of UTF-8: with one of those in it, nothing else is meant.
    is_doubtful = not utf8.isascii() and max(utf8) < "\u0800"
    return gb if is_gb and is_doubtful and gb is not None else utf8


def _is_gb(raw: bytes) -> bool:
    return _as(raw, "utf-8") is None and _as(raw, "gb18030") is not None


def _as(raw: bytes, encoding: str) -> str | None:
    """None where the bytes are of another encoding.

    A limit that counts bytes cuts the last character in two: it is left out, if the characters
    before it show that the encoding is this one.
    """
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        whole = raw[: error.start].decode(encoding)
        return None if error.reason not in _CUT or whole.isascii() else whole

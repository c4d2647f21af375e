"""Reads the words in an IPTC record (IIM 4.2), as JPEG, TIFF and some PNG files carry it."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from articles.pictures.plain import Record, decode_all

#: The number in Photoshop's resources under which the record stands.
RESOURCE = 0x0404
#: What a dataset begins with.
TAG = 0x1C
#: The value of dataset 1:90 that says UTF-8; some write it with a level, which stands inside.
UTF8 = b"\x1b%G"

#: Where a field stands in record 2, the application record.
DATASETS = {
    "headline": 105,
    "title": 5,
    "caption": 120,
    "byline": 80,
    "credit": 110,
    "copyright": 116,
    "keywords": 25,
    "country": 101,
    "province": 95,
    "city": 90,
    "location": 92,
}
_DATE, _TIME = 55, 60
_FIELDS = {number: field for field, number in DATASETS.items()} | {_DATE: "date", _TIME: "time"}

_MAX_BYTES = 512 * 1024
_MAX_DATASETS = 2000

#: The name of the chunk in which ImageMagick and exiftool put the record into a PNG, in hex.
_PNG_PROFILE = "Raw profile type iptc"


def read(block: bytes) -> Record:
    """What the record says; of one that breaks off, what stands before that."""
    names, values, is_utf8 = [], [], False
    for record, number, value in _datasets(block[:_MAX_BYTES]):
        if (record, number) == (1, 90):
            is_utf8 = value.startswith(UTF8[:2])
        elif record == 2 and number in _FIELDS:
            names.append(_FIELDS[number])
            values.append(value)
    found: Record = {}
    for name, text in zip(names, decode_all(values, is_utf8=is_utf8), strict=True):
        found.setdefault(name, []).append(text)
    return found | _moment(found)


def _moment(found: Record) -> Record:
    date, time = (found.get(name, [""])[0] for name in ("date", "time"))
    return {"taken_at": [f"{date}T{time}" if time else date]} if date else {}


def _datasets(block: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Record number, dataset number and value, one after the other."""
    at = 0
    for _ in range(_MAX_DATASETS):
        if at + 5 > len(block) or block[at] != TAG:
            return
        record, number, size = struct.unpack_from(">BBH", block, at + 1)
        at += 5
        if size & 0x8000:  # An extended dataset: these are the bytes of the length's own length.
            width = size & 0x7FFF
            size = int.from_bytes(block[at : at + min(width, 8)], "big")
            at += width
        if at + size > len(block):
            return
        yield record, number, block[at : at + size]
        at += size


def block_in(info: Mapping[Any, Any]) -> bytes:
    """The record in what Pillow tells of a file; empty where there is none."""
    resources = info.get("photoshop")
    block = resources.get(RESOURCE) if isinstance(resources, dict) else None
    return block if isinstance(block, bytes) else _block_in_png(info.get(_PNG_PROFILE))


def _block_in_png(profile: object) -> bytes:
    """A name, a length and hex, a line each and more of the last; what is in it may be wrapped."""
    if not isinstance(profile, str):
        return b""
    with suppress(ValueError):
        raw = bytes.fromhex("".join(profile[: 2 * _MAX_BYTES].split("\n")[3:]))
        return raw[max(0, raw.find(TAG)) :]
    return b""

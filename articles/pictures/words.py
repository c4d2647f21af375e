"""Reads the photographer's words from a picture file: one answer out of IPTC, XMP and EXIF."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import IO, Any

from django.utils import timezone
from PIL.ImageFile import ImageFile

from articles.pictures import exif, generated, iptc, png, xmp
from articles.pictures.plain import MARK, Record, cut, fitting, lines, one_line
from articles.text import split_tags

#: As many characters as the fields of a photo hold.
LENGTHS = {
    "headline": 200,
    "caption": 2000,
    "byline": 100,
    "credit": 100,
    "copyright": 200,
    "place": 200,
    "keywords": 500,
}
KEYWORD_LENGTH = 50

#: As a Chinese address has them, the largest first.
PLACES = ("country", "province", "city", "location")

#: What a record that is not what it says makes the readers raise.
BROKEN = (ArithmeticError, LookupError, OSError, SyntaxError, ValueError, struct.error, zlib.error)

#: Photography is this old.
FIRST_YEAR = 1826
_EXIF_DATE = re.compile(r"^(\d{4}):(\d\d):(\d\d)", re.ASCII)

#: A text is at most as long before it is cleaned, and so are all keywords together.
MAX_LENGTH = 20_000

#: What cameras, telephones and programs write where a title or a caption is expected; the last
#: two lines are the name that the camera gave the file, and its place on the card.
_BOILERPLATE = re.compile(
    r"""
    olympus\ digital\ camera | (?:konica\ )?minolta\ digital\ camera | kodak\ digital\ still\ camera
    | samsung(?:\ digital\ camera)? | sony\ (?:dsc|dslr) | digital\ camera | exif_jpeg_picture
    | default | untitled | user\ comments | picasa | created\ with\ gimp | screenshot
    | btf | bty | cof | dav | edf | fbt | hdr | hdrpl | mde | nfd | nor | oznor | ptr | rhdr | sdr
    | 无标题 | 未命名
    | (?:_?dsc[fn]? | _?mg | img | mvimg | pxl | dji | gopr | sam | p | mmexport | wx_camera
        | screenshot | 微信图片 | qq图片)[ _-]?\d{3,}[\w-]*(?:\.[a-z]{3,4})?
    | dcim\\[ -~]{1,100}
    """,
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Words:
    """What a picture file says of itself, cleaned and cut to what a photo's fields hold."""

    headline: str = ""
    caption: str = ""
    byline: str = ""
    credit: str = ""
    copyright: str = ""
    keywords: tuple[str, ...] = ()
    taken_at: datetime | None = None
    place: str = ""
    is_ai: bool = False


def read(picture: ImageFile) -> Words:
    """The words in a picture file that was just opened; its pixels are not decoded.

    IPTC goes before XMP, and XMP before EXIF. A record that is broken or hostile counts as none:
    it must not cost the picture. Where the camera stood is not read at all.
    """
    info = _info(picture)
    tags = _tags(picture, info)
    found = [
        _unless_broken(iptc.read, iptc.block_in(info) or tags.get(exif.IPTC, b"")),
        _unless_broken(xmp.read, _block(info, "xmp")),
        _unless_broken(exif.record_of, tags),
    ]
    return _agreed([_cleaned(record) for record in found], is_ai=generated.is_told_by(info))


# --- the file -------------------------------------------------------------------------------


def _unless_broken(reader: Callable[[Any], dict[Any, Any]], source: Any) -> dict[Any, Any]:
    """What the reader makes of the source; nothing where there is none, or not a true one."""
    try:
        return reader(source) if source else {}
    except BROKEN:
        return {}


def _info(picture: ImageFile) -> dict[Any, Any]:
    """What Pillow tells of the file, and of a PNG also what comes late in it."""
    late = {}
    if picture.format == "PNG":
        late = _unless_broken(partial(_from_start, png.late_info), picture.fp)
    return late | picture.info


def _tags(picture: ImageFile, info: dict[Any, Any]) -> exif.Tags:
    """A TIFF file is itself what in other formats is a block of EXIF."""
    if picture.format == "TIFF":
        return _unless_broken(partial(_from_start, exif.tags), picture.fp)
    return _unless_broken(exif.tags_of, _block(info, "exif"))


def _block(info: dict[Any, Any], name: str) -> bytes:
    """A PNG may have a text of this name, which is none."""
    block = info.get(name)
    return block if isinstance(block, bytes) else b""


def _from_start(reader: Callable[[IO[bytes]], dict[Any, Any]], file: IO[bytes]) -> dict[Any, Any]:
    """Read the file from its first byte, and leave it where Pillow wants to go on."""
    at = file.tell()
    try:
        file.seek(0)
        return reader(file)
    finally:
        file.seek(at)


# --- each record by itself ------------------------------------------------------------------


def _cleaned(record: Record) -> Record:
    return {
        field: [tidy for text in texts if (tidy := _tidy(field, text[:MAX_LENGTH]))]
        for field, texts in record.items()
    }


def _tidy(field: str, text: str) -> str:
    text = lines(text) if field == "caption" else one_line(text)
    return "" if field in ("headline", "title", "caption") and is_boilerplate(text) else text


def is_boilerplate(text: str) -> bool:
    """Whether a camera or a program wrote this where a title or a caption is expected."""
    return _BOILERPLATE.fullmatch(text) is not None


# --- one answer out of three ----------------------------------------------------------------


def _agreed(records: list[Record], *, is_ai: bool) -> Words:
    headline = _first(_chosen("headline", records) or _chosen("title", records))
    return Words(
        headline=cut(headline, LENGTHS["headline"]),
        caption=cut(_caption(headline, records), LENGTHS["caption"]),
        byline=_byline(_chosen("byline", records)),
        credit=cut(_first(_chosen("credit", records)), LENGTHS["credit"]),
        copyright=cut(_first(_chosen("copyright", records)), LENGTHS["copyright"]),
        keywords=_keywords(_chosen("keywords", records)),
        taken_at=_taken_at(records),
        place=_place(records),
        is_ai=is_ai or any(_is_generated(record) for record in records),
    )


def _first(texts: list[str]) -> str:
    return texts[0] if texts else ""


def _chosen(field: str, records: list[Record]) -> list[str]:
    """IPTC's texts, unless XMP has them whole; else those of XMP, else those of EXIF."""
    in_iptc, in_xmp, in_exif = (record.get(field, []) for record in records)
    if in_xmp and _is_damaged(in_iptc, in_xmp):
        return in_xmp
    return in_iptc or in_xmp or in_exif


def _is_damaged(texts: list[str], whole: list[str]) -> bool:
    """Whether each text is the beginning of the other one beside it."""
    return len(texts) <= len(whole) and all(map(_begins, texts, whole))


def _begins(text: str, whole: str) -> bool:
    """Limits that count bytes cut texts, and tools without UTF-8 write question marks for Han."""
    return len(text) <= len(whole) and all(a in ("?", b) for a, b in zip(text, whole, strict=False))


def _caption(headline: str, records: list[Record]) -> str:
    """Windows writes a title where captions stand as well: what only repeats it comes last."""
    others = [
        {"caption": [text for text in record.get("caption", []) if text != headline]}
        for record in records
    ]
    return _first(_chosen("caption", others)) or _first(_chosen("caption", records))


def _byline(names: list[str]) -> str:
    fit = fitting(dict.fromkeys(names), LENGTHS["byline"])
    return MARK.join(fit) or cut(_first(names), LENGTHS["byline"])


def _keywords(texts: list[str]) -> tuple[str, ...]:
    """Some tools write one in each dataset, others all in one with commas; whole ones only."""
    words = split_tags(MARK.join(fitting(texts, MAX_LENGTH)))
    short = [word for word in words if len(word) <= KEYWORD_LENGTH]
    return tuple(fitting(short, LENGTHS["keywords"]))


def _place(records: list[Record]) -> str:
    """The parts that say something new: `北京 北京市 天安门` is `北京市 天安门`."""
    parts = [part for field in PLACES if (part := _first(_chosen(field, records)))]
    said = [
        part
        for at, part in enumerate(parts)
        if not any(part in later for later in parts[at + 1 :])
        and not any(part in earlier and part != earlier for earlier in parts[:at])
    ]
    return cut(" ".join(said), LENGTHS["place"])


def _is_generated(record: Record) -> bool:
    return (
        any(map(generated.is_source_type, record.get("source_type", [])))
        or any(map(generated.is_label, record.get("aigc", [])))
        or any(map(generated.is_comment, record.get("comment", [])))
    )


# --- when it was taken ----------------------------------------------------------------------


def _taken_at(records: list[Record]) -> datetime | None:
    """The first that is possible; if it is a mere day, at the hour that another has for it."""
    found = [
        (moment, is_day)
        for record in records
        for text in record.get("taken_at", [])
        for moment, is_day in _moments(text)
    ]
    if not found:
        return None
    first, _is_day = found[0]
    return next((at for at, is_day in found if not is_day and at.date() == first.date()), first)


def _moments(text: str) -> Iterator[tuple[datetime, bool]]:
    """The moment that a text names, if any, and whether it is a day without an hour."""
    text = _EXIF_DATE.sub(r"\1-\2-\3", text)
    with suppress(ValueError, OverflowError):
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=timezone.get_default_timezone())
        if moment.year >= FIRST_YEAR and moment < timezone.now() + timedelta(days=1):
            yield moment, len(text) <= len("2026-11-25")

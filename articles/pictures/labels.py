"""Writes the words into what readers get: an XMP packet, and an IPTC record for JPEG."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate
from xml.sax.saxutils import escape

from articles.pictures import generated, iptc, xmp
from articles.pictures.plain import MARK, cut, cut_bytes, fitting, lines, one_line

#: A segment of JPEG holds 65,533 bytes with its name; the rest is left to others.
MAX_PACKET = 59_000

#: Bytes that IIM 4.2 grants each dataset.
IPTC_SIZES = {
    "headline": 256,
    "caption": 2000,
    "byline": 32,
    "credit": 32,
    "copyright": 128,
    "keywords": 64,
}
#: The namespaces of every packet, and those that only the marks of a machine's work need.
_PREFIXES = ("x", "rdf", "dc", "photoshop")
_AI_PREFIXES = ("Iptc4xmpExt", "TC260")

_PHOTOSHOP = b"Photoshop 3.0\0"
_APP13 = b"\xff\xed"


@dataclass(frozen=True, slots=True)
class Label:
    """The words that go out with a picture: neither place nor time nor device."""

    headline: str
    caption: str
    byline: str
    credit: str
    copyright: str
    keywords: tuple[str, ...]
    is_ai: bool
    #: The outlet that spreads the picture, and the picture's public number there.
    publisher: str
    ident: str


def _bounded(label: Label) -> Label:
    """As it is written: without what XML does not allow, and no longer than a photo's fields.

    The caption alone may take whatever room is left in the packet.
    """
    words = [word for text in label.keywords if (word := one_line(text))]
    return Label(
        headline=cut(one_line(label.headline), 200),
        caption=lines(label.caption[:MAX_PACKET]),
        byline=cut(one_line(label.byline), 100),
        credit=cut(one_line(label.credit), 100),
        copyright=cut(one_line(label.copyright), 200),
        keywords=tuple(fitting(words, 500)),
        is_ai=label.is_ai,
        publisher=cut(one_line(label.publisher), 200),
        ident=cut(one_line(label.ident), 200),
    )


def _names(byline: str) -> list[str]:
    return [name for part in byline.split(MARK) if (name := part.strip())]


# --- XMP ------------------------------------------------------------------------------------


def xmp_packet(label: Label) -> bytes:
    """A packet of less than 60,000 bytes, the same for the same label."""
    label = _bounded(label)
    packet = _packet(label)
    if len(packet) <= MAX_PACKET:
        return packet
    room = MAX_PACKET - len(_packet(replace(label, caption=".")))
    return _packet(replace(label, caption=_cut_escaped(label.caption, room)))


def _cut_escaped(text: str, size: int) -> str:
    """At most so many bytes once it is escaped, and no half of a character."""
    sizes = accumulate(len(escape(character).encode()) for character in text)
    return text[: sum(1 for so_far in sizes if so_far <= size)].rstrip()


def _packet(label: Label) -> bytes:
    prefixes = (*_PREFIXES, *(_AI_PREFIXES if label.is_ai else ()))
    spaces = "".join(f' xmlns:{prefix}="{xmp.NAMESPACES[prefix]}"' for prefix in prefixes)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        f"<x:xmpmeta{spaces}><rdf:RDF>"
        f'<rdf:Description rdf:about="">{"".join(_properties(label))}</rdf:Description>'
        '</rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'
    ).encode()


def _properties(label: Label) -> Iterator[str]:
    yield _element("photoshop:Headline", label.headline)
    yield _list("dc:description", "Alt", [label.caption])
    yield _list("dc:creator", "Seq", _names(label.byline))
    yield _element("photoshop:Credit", label.credit)
    yield _list("dc:rights", "Alt", [label.copyright])
    yield _list("dc:subject", "Bag", label.keywords)
    if label.is_ai:
        yield _element("Iptc4xmpExt:DigitalSourceType", generated.SOURCE_TYPE)
        yield _element("TC260:AIGC", generated.label(label.publisher, label.ident))


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>\n" if text else ""


def _list(name: str, kind: str, texts: Iterable[str]) -> str:
    language = ' xml:lang="x-default"' if kind == "Alt" else ""
    listed = "".join(f"<rdf:li{language}>{escape(text)}</rdf:li>" for text in texts if text)
    return f"<{name}><rdf:{kind}>{listed}</rdf:{kind}></{name}>\n" if listed else ""


# --- IPTC -----------------------------------------------------------------------------------


def iptc_segment(label: Label) -> bytes:
    """A whole segment of a JPEG file (APP13); empty where there is nothing to say."""
    label = _bounded(label)
    words = b"".join(
        _dataset(2, iptc.DATASETS[field], cut_bytes(text, IPTC_SIZES[field]).encode())
        for field, text in _texts(label)
    )
    if not words:
        return b""
    record = _dataset(1, 90, iptc.UTF8) + _dataset(2, 0, b"\0\4") + words
    resource = b"8BIM" + struct.pack(">HHI", iptc.RESOURCE, 0, len(record)) + record
    body = _PHOTOSHOP + resource + b"\0" * (len(record) % 2)
    return _APP13 + struct.pack(">H", len(body) + 2) + body


def _texts(label: Label) -> Iterator[tuple[str, str]]:
    """In the order of their datasets, which some readers rely on."""
    yield from (("keywords", word) for word in label.keywords)
    yield from (("byline", name) for name in _names(label.byline))
    for field in ("headline", "credit", "copyright", "caption"):
        if text := getattr(label, field):
            yield field, text


def _dataset(record: int, number: int, value: bytes) -> bytes:
    return struct.pack(">BBBH", iptc.TAG, record, number, len(value)) + value

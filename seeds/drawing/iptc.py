"""Writes the photographer's words into picture files: IPTC for JPEG, XMP for PNG and WebP.

The IPTC record follows the Information Interchange Model 4.2, inside a Photoshop image resource
block (8BIM 0x0404) of a JPEG's APP13 segment.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from xml.sax.saxutils import escape

UTF8 = b"\x1b%G"


@dataclass(frozen=True, slots=True)
class Words:
    """What stands beside a picture: its headline, caption, maker and supplier."""

    headline: str
    caption: str
    byline: str
    credit: str


def dataset(record: int, number: int, value: bytes) -> bytes:
    return struct.pack(">BBBH", 0x1C, record, number, len(value)) + value


def segment(words: Words) -> bytes:
    """The whole APP13 segment."""
    fields = ((80, words.byline), (105, words.headline), (110, words.credit), (120, words.caption))
    block = dataset(1, 90, UTF8) + dataset(2, 0, b"\x00\x04")
    block += b"".join(dataset(2, number, value.encode()) for number, value in fields)
    body = b"Photoshop 3.0\x00" + b"8BIM" + struct.pack(">HH", 0x0404, 0)
    body += struct.pack(">L", len(block)) + block + b"\x00" * (len(block) % 2)
    return b"\xff\xed" + struct.pack(">H", len(body) + 2) + body


def with_segment(jpeg: bytes, words: Words) -> bytes:
    """`jpeg` with the words after its first segment (JFIF wants to be the first)."""
    if jpeg[:4] != b"\xff\xd8\xff\xe0":
        raise ValueError("This is not a JFIF file.")
    end = 4 + int.from_bytes(jpeg[4:6], "big")
    return jpeg[:end] + segment(words) + jpeg[end:]


def xmp(words: Words) -> bytes:
    """The same four fields as an XMP packet (IPTC Core)."""
    text = {name: escape(getattr(words, name)) for name in Words.__slots__}
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/">
<dc:description><rdf:Alt>
<rdf:li xml:lang="x-default">{text["caption"]}</rdf:li>
</rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>{text["byline"]}</rdf:li></rdf:Seq></dc:creator>
<photoshop:Headline>{text["headline"]}</photoshop:Headline>
<photoshop:Credit>{text["credit"]}</photoshop:Credit>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>""".encode()

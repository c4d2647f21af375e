"""Reads the words in an XMP packet as a stream through expat: bounded, no tree, no entities."""

from __future__ import annotations

from defusedxml.ElementTree import XMLParser

from articles.pictures.plain import Record

NAMESPACES = {
    "x": "adobe:ns:meta/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "TC260": "http://www.tc260.org.cn/ns/AIGC/1.0/",
}

#: The properties in which a field may stand, the better one first.
PROPERTIES = {
    "headline": ("photoshop:Headline",),
    "title": ("dc:title",),
    "caption": ("dc:description",),
    "byline": ("dc:creator",),
    "credit": ("photoshop:Credit",),
    "copyright": ("dc:rights",),
    "keywords": ("dc:subject",),
    "taken_at": ("photoshop:DateCreated", "exif:DateTimeOriginal"),
    "country": ("photoshop:Country",),
    "province": ("photoshop:State",),
    "city": ("photoshop:City",),
    "location": ("Iptc4xmpCore:Location",),
    "source_type": ("Iptc4xmpExt:DigitalSourceType",),
    "aigc": ("TC260:AIGC",),
}

#: A packet larger than this no photographer writes; a stream of it is read in a second.
_MAX_BYTES = 1024 * 1024
_MAX_NODES = 20_000
_MAX_DEPTH = 40
_MAX_VALUES = 200
_MAX_LENGTH = 64 * 1024


def _full(name: str) -> str:
    """A name as expat gives it: `{namespace}local`."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


_RDF, _DESCRIPTION, _RESOURCE = _full("rdf:RDF"), _full("rdf:Description"), _full("rdf:resource")
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_WANTED = {_full(name): name for names in PROPERTIES.values() for name in names}


def read(packet: bytes) -> Record:
    """What the packet says. Raises ValueError, SyntaxError or LookupError where it is none."""
    if len(packet) > _MAX_BYTES:
        return {}
    gatherer = _Gatherer()
    parser = XMLParser(target=gatherer, forbid_dtd=True)
    parser.feed(packet.strip(b"\x00 \t\r\n"))
    parser.close()
    found = {name: _in_order(values) for name, values in gatherer.found.items()}
    record: Record = {}
    for field, names in PROPERTIES.items():
        if texts := next((found[name] for name in names if name in found), []):
            record[field] = texts
    return record


def _in_order(values: list[tuple[str, str]]) -> list[str]:
    """Of a text in several languages Chinese first, then the one that is for everybody."""

    def rank(value: tuple[str, str]) -> int:
        language = value[0].lower()
        return 0 if language.startswith("zh") else 1 if language == "x-default" else 2

    return [text for _language, text in sorted(values, key=rank)]


class _Gatherer:
    """What expat calls. Keeps the texts of the wanted properties, each with its language.

    A property is an attribute or a child of a Description that stands in the RDF itself. Its
    values are all texts in it that have no element inside, however deep: a plain one, the items
    of a list, and whatever else somebody wrote where a text is expected.
    """

    def __init__(self) -> None:
        self.found: dict[str, list[tuple[str, str]]] = {}
        self.path: list[str] = []
        self.nodes = 0
        self.property = ""
        self.language = ""
        self.text: list[str] = []
        self.is_leaf = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.nodes += 1 + len(attributes)
        if self.nodes > _MAX_NODES or len(self.path) == _MAX_DEPTH:
            raise ValueError("too much for a description")
        if self.path[-1:] == [_RDF] and tag == _DESCRIPTION:
            for name, value in attributes.items():
                self.keep(name, "", value)
        elif self.path[-2:] == [_RDF, _DESCRIPTION]:
            self.property = tag
        self.keep(self.property, "", attributes.get(_RESOURCE, ""))
        self.language = attributes.get(_LANGUAGE, "")
        self.path.append(tag)
        self.text.clear()
        self.is_leaf = True

    def data(self, text: str) -> None:
        self.text.append(text)

    def end(self, tag: str) -> None:
        if self.is_leaf:
            self.keep(self.property, self.language, "".join(self.text))
        self.is_leaf = False
        self.path.pop()
        if self.path[-2:] == [_RDF, _DESCRIPTION]:
            self.property = ""

    def keep(self, name: str, language: str, text: str) -> None:
        if (known := _WANTED.get(name)) and text.strip():
            values = self.found.setdefault(known, [])
            if len(values) < _MAX_VALUES:
                values.append((language, text[:_MAX_LENGTH]))

    def close(self) -> None:
        """Nothing is left to do; expat's reader asks for it."""

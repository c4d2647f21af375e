"""HTML as tokens: reads any fragment in linear time into tags and text, and writes them again."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple


class Tag(NamedTuple):
    """A start or end tag; attributes are resolved, scrubbed text, the first of a name wins."""

    name: str
    closes: bool = False
    attributes: Mapping[str, str] = {}


#: Text stands as a plain string: its entities are resolved and it is scrubbed.
Token = str | Tag

# --- reading --------------------------------------------------------------------------------

#: Control characters, zero widths, byte order marks, marks that turn the direction of reading,
#: halves of surrogate pairs and what Unicode keeps free: nothing that a reader sees.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u200b\u2060\u202a-\u202e\u2066-\u2069\ufeff"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_WHITE = re.compile("[ \t\n\r\f]+")
#: `int()` refuses thousands of digits, and no character has eight.
_HUGE_REFERENCE = re.compile("&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{8,});?")
#: In attributes only closed references count: `?id=1&section=2` holds no section sign.
_REFERENCE = re.compile("&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[a-zA-Z][a-zA-Z0-9]{0,31};)")

_COMMENT_END = re.compile("--!?>")
_TAG = re.compile("<(/?)([A-Za-z][^\\s/<>]*+)((?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)>")
#: For tags whose quotes do not pair; it never looks further than the next angle bracket.
_RAGGED_TAG = re.compile("<(/?)([A-Za-z][^\\s/<>]*+)([^<>]*+)>")
#: After so many ragged tags the careful pattern is given up: it might scan all text each time.
_PATIENCE = 20
_ATTRIBUTE = re.compile(
    "([^\\s\"'>/=]+)(?:\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s\"'>][^\\s>]*)))?"
)

#: Gone with what they hold, up to the end of the text when nothing closes them.
_RAW = frozenset(
    ("script", "style", "xmp", "iframe", "noembed", "noframes", "plaintext", "textarea", "title")
)
#: Gone with what they hold when they are closed, else only the tag.
_FOREIGN = frozenset(
    ("svg", "math", "noscript", "template", "object", "applet", "select", "head", "audio")
) | {"video", "canvas"}


def scrub(text: str) -> str:
    """The text without characters that nobody sees."""
    return _UNWANTED.sub("", text)


def tokens(source: str) -> Iterator[Token]:
    """Tags and text of an HTML fragment, in linear time, whatever the fragment.

    Comments, declarations and the insides of scripts and their like are left out. What does not
    read as a tag is text, so that `1 < 2` survives.
    """
    source = scrub(source)
    at = start = 0
    patience, never_closed = _PATIENCE, set[str]()
    while (at := source.find("<", at)) >= 0:
        match = _TAG.match(source, at) if patience else None
        if match is None:
            match = _RAGGED_TAG.match(source, at)
            patience -= bool(patience)
        if match is None and source[at + 1 : at + 2] not in ("!", "?", "/"):
            at += 1
            continue
        if at > start:
            yield _resolved(source[start:at])
        if match is None:
            at = start = _after_remark(source, at)
            continue
        name, closes = match[2].lower(), bool(match[1])
        at = start = match.end()
        if name in _RAW or name in _FOREIGN:
            if not closes:
                at = start = _after_content(source, name, at, never_closed)
            continue
        yield Tag(name, closes, {} if closes else _attributes(match[3]))
    if start < len(source):
        yield _resolved(source[start:])


def _after_remark(source: str, at: int) -> int:
    """The place behind a comment, a declaration or a processing instruction."""
    if not source.startswith("<!--", at):
        return source.find(">", at) + 1 or len(source)
    if source.startswith((">", "->"), at + 4):
        return source.index(">", at) + 1
    end = _COMMENT_END.search(source, at + 4)
    return end.end() if end else len(source)


def _after_content(source: str, name: str, at: int, never_closed: set[str]) -> int:
    if name not in never_closed:
        if end := re.compile(f"</{name}(?![^\\s/>])[^>]*>?", re.IGNORECASE).search(source, at):
            return end.end()
        never_closed.add(name)
    return len(source) if name in _RAW else at


def _resolved(text: str) -> str:
    return scrub(html.unescape(_HUGE_REFERENCE.sub("\ufffd", text))) if "&" in text else text


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    if "=" in text:
        for name, *values in _ATTRIBUTE.findall(text):
            value = _HUGE_REFERENCE.sub("\ufffd", "".join(values))
            value = _REFERENCE.sub(lambda reference: html.unescape(reference[0]), value)
            found.setdefault(name.lower(), scrub(value))
    return found


def depth(read: Iterable[Token], closed_by_next: AbstractSet[str]) -> int:
    """How deep tags may be nested when a browser reads them; never less than the truth.

    `closed_by_next` names tags that need no end tag, so that many of them do not nest.
    """
    opened: dict[str, int] = {}
    deepest = now = 0
    for token in read:
        if isinstance(token, str) or token.name in closed_by_next:
            continue
        if not token.closes:
            opened[token.name] = opened.get(token.name, 0) + 1
            now += 1
            deepest = max(deepest, now)
        elif opened.get(token.name):
            opened[token.name] -= 1
            now -= 1
    return deepest


def element_ends(read: list[Token], name: str) -> dict[int, int]:
    """Places of start tags of this name -> of their end tags; those never closed are left out."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    for place, token in enumerate(read):
        if isinstance(token, str) or token.name != name:
            continue
        if not token.closes:
            opened.append(place)
        elif opened:
            ends[opened.pop()] = place
    return ends


def written(token: Token) -> str:
    """A token as HTML."""
    if isinstance(token, str):
        return html.escape(token, quote=False)
    if token.closes:
        return f"</{token.name}>"
    pairs = (f' {name}="{html.escape(value)}"' for name, value in token.attributes.items())
    return f"<{token.name}{''.join(pairs)}>"


def collapsed(text: str) -> str:
    """Text with each run of ASCII white space as one space, as browsers show it."""
    return _WHITE.sub(" ", text)

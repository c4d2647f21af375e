"""Tells what a file is that Pillow cannot open, and what its sender can do."""

from __future__ import annotations

import re

from django.utils.translation import gettext_noop

DAMAGED = gettext_noop("%(name)s is damaged or incomplete. Export it again.")
UNUSABLE = gettext_noop("%(name)s is not a picture that can be used here. Save it as JPEG or PNG.")

#: As many first bytes of a file as it takes to know it.
HEAD = 4096

#: What files begin with -> what to say of them. The last row is of pictures that would be taken.
_SENTENCES = (
    (rb"\Z", gettext_noop("%(name)s is empty. Send it again.")),
    (
        rb"PK\x03\x04|Rar!|7z\xbc\xaf|\x1f\x8b|%PDF-|\xd0\xcf\x11\xe0",
        gettext_noop(
            "%(name)s is an archive or a document. Take the pictures out of it and send those."
        ),
    ),
    (
        rb"(?:\xef\xbb\xbf)?\s*(?:<svg|<!doctype svg|<(?:\?xml|!--).{0,2000}<svg)",
        gettext_noop("%(name)s is a drawing in SVG. Export it as PNG."),
    ),
    (
        rb"....ftyp(?:isom|iso\d|mp4\d|avc1|M4V|qt  |3gp)|....moov|\x1a\x45\xdf\xa3|RIFF....AVI",
        gettext_noop("%(name)s is a film. Only pictures are taken here."),
    ),
    (
        rb"\xff\xd8\xff|\x89PNG|GIF8|RIFF....WEBP|....ftyp(?:avi[fs]|hei[cfmsx]|hev[cx]|mif1|msf1)",
        DAMAGED,
    ),
)
_KNOWN = tuple(
    (re.compile(start, re.DOTALL | re.IGNORECASE), sentence) for start, sentence in _SENTENCES
)


def sentence_for(head: bytes) -> str:
    """A sentence in English with a place for the name, of a file that begins like this."""
    for start, sentence in _KNOWN:
        if start.match(head):
            return sentence
    return UNUSABLE

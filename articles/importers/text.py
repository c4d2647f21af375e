"""The parser of plain text: the file's bytes in, a story and findings out."""

from __future__ import annotations

from pathlib import PurePath

from articles.importers import decode
from articles.importers.base import Parsed
from articles.importers.lines import lines_of
from articles.importers.notes import Notes
from articles.importers.reading import Reading


class TextParser:
    """One text file, one story."""

    format = "text"

    def accepts(self, raw: bytes, name: str) -> bool:
        """Files named as plain text, files named without an ending, and standard input."""
        return PurePath(name).suffix.lower() in ("", ".txt", ".text")

    def parse(self, raw: bytes) -> Parsed:
        notes = Notes()
        decoded = decode.decode(raw, notes)
        if decoded.trouble:
            return Parsed(None, [decoded.trouble])
        story = Reading(list(lines_of(decoded.text)), notes).story()
        return Parsed(story, notes.all())

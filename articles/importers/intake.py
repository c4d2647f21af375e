"""Finds and reads what was given to an import: files, folders, standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from articles.choices import Severity
from articles.importers.base import Finding

STANDARD_INPUT = "-"

#: What a folder is searched for; a file named by itself may end in anything.
SUFFIXES = frozenset({".txt"})

#: Bytes read of one file. A parser's own limit is lower; this one bounds the memory.
READ_LIMIT = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Incoming:
    """One input: its name as given, where it is from, and its bytes or why there are none."""

    name: str
    origin: str
    raw: bytes = b""
    trouble: Finding | None = None

    @property
    def stem(self) -> str:
        return Path(self.name).stem


def read_all(paths: Iterable[str], stdin: BinaryIO | None = None) -> Iterator[Incoming]:
    """Every input behind `paths`, in order; a folder's files by name, subfolders included."""
    for path in paths:
        if path == STANDARD_INPUT:
            raw = (stdin or sys.stdin.buffer).read(READ_LIMIT + 1)
            yield checked(Incoming(path, path, raw))
        elif Path(path).is_dir():
            yield from read_folder(Path(path))
        else:
            yield read_file(Path(path))


def count(paths: Iterable[str]) -> int:
    """How many inputs stand behind `paths`, for a progress display."""
    return sum(
        sum(1 for _file in files_in(Path(path)))
        if path != STANDARD_INPUT and Path(path).is_dir()
        else 1
        for path in paths
    )


def files_in(folder: Path) -> Iterator[Path]:
    """The importable files under `folder`; hidden ones and what they hold are passed over."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix.lower() in SUFFIXES and not hidden and path.is_file():
            yield path


def read_folder(folder: Path) -> Iterator[Incoming]:
    found = False
    for path in files_in(folder):
        found = True
        yield read_file(path)
    if not found:
        yield refused(folder, "folder-empty", _("This folder holds no text file (.txt)."))


def read_file(path: Path) -> Incoming:
    try:
        with path.open("rb") as file:
            raw = file.read(READ_LIMIT + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        message = _("The file cannot be read (%(reason)s). Check its name and rights.")
        return refused(path, "file-unreadable", message % {"reason": reason})
    return checked(Incoming(str(path), str(path.resolve()), raw))


def checked(incoming: Incoming) -> Incoming:
    if len(incoming.raw) <= READ_LIMIT:
        return incoming
    message = _("The file is larger than 64 MB. Split it into single stories.")
    finding = Finding("file-too-large", Severity.ERROR, message)
    return Incoming(incoming.name, incoming.origin, b"", finding)


def refused(path: Path, code: str, message: str) -> Incoming:
    finding = Finding(code, Severity.ERROR, message)
    return Incoming(str(path), str(path.resolve()), b"", finding)

"""A ZIP file whose bytes depend on nothing but what is put in, with the hash of every file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

#: The first moment that the format knows; when a file was packed says nothing about it.
EPOCH = (1980, 1, 1, 0, 0, 0)
#: Made on Unix: `external_attr` holds the rights then, which are those of a plain file.
UNIX, PLAIN_FILE = 3, 0o100644 << 16

MANIFEST = "manifest.json"


def nobody(name: str) -> None:
    """Tell nobody which file is being packed."""


class Archive:
    """Files put in one after another, each read in pieces; the last is the list of all.

    Names are ours and plain ASCII: no name that somebody gave a file ever gets here. The same
    content gives the same bytes wherever the same zlib packs it; the hashes are the same always.
    """

    def __init__(self, target: IO[bytes], tell: Callable[[str], None] = nobody) -> None:
        self.zip = ZipFile(target, "w")
        self.tell = tell
        self.files: dict[str, dict[str, Any]] = {}
        self.missing: list[str] = []

    def put(self, name: str, pieces: Iterable[bytes], *, packed: bool = True) -> None:
        """Put a file in. Pictures are packed already, and are not `packed` again."""
        self.tell(name)
        info = ZipInfo(name, EPOCH)
        info.compress_type = ZIP_DEFLATED if packed else ZIP_STORED
        info.create_system, info.external_attr = UNIX, PLAIN_FILE
        digest, size = hashlib.sha256(), 0
        with self.zip.open(info, "w") as file:
            for piece in pieces:
                file.write(piece)
                digest.update(piece)
                size += len(piece)
        self.files[name] = {"bytes": size, "sha256": digest.hexdigest()}

    def put_text(self, name: str, text: str) -> None:
        self.put(name, [text.encode()])

    def put_json(self, name: str, value: Any) -> None:
        self.put_text(name, as_json(value))

    def miss(self, name: str) -> None:
        """Note a file that should be here and could not be found."""
        self.missing.append(name)

    def close(self) -> None:
        manifest = {"files": self.files, "missing": sorted(self.missing)}
        self.put_json(MANIFEST, manifest)
        self.zip.close()

    def give_up(self) -> None:
        """Let go of the target, whatever is in it; a full disk would only refuse once more."""
        with suppress(OSError, ValueError):
            self.zip.close()


def as_json(value: Any) -> str:
    """JSON for people and for comparing: keys in order, one value a line, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

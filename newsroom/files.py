"""Local files for readers: each appears whole, or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage
from django.utils.crypto import get_random_string

PART = ".part"


class WholeFiles(FileSystemStorage):
    """A file replaces what stands under its name in one step.

    Browsers keep for a year what they get, so nobody may be given half of a file that is just being
    written. A process that is killed may leave a part behind, under a name that is not served.
    """

    def _save(self, name: str, content: Any) -> str:
        part = f"{name}.{get_random_string(8)}{PART}"
        try:
            super()._save(part, content)  # type: ignore[misc]
            Path(self.path(part)).replace(self.path(name))
        finally:
            self.delete(part)
        return name

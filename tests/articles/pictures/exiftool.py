"""Asks exiftool, the judge of what stands in a file, and lets it write as photographers do."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

needs_exiftool = pytest.mark.skipif(
    shutil.which("exiftool") is None, reason="exiftool is not installed"
)


def written(raw: bytes, folder: Path, *options: str, suffix: str = "jpg") -> bytes:
    """The file after exiftool has written these tags into it."""
    path = folder / f"written.{suffix}"
    path.write_bytes(raw)
    run("-q", "-overwrite_original", *options, str(path))
    return path.read_bytes()


def told(
    raw: bytes, folder: Path, suffix: str = "jpg", options: tuple[str, ...] = ()
) -> dict[str, Any]:
    """All that exiftool finds in the file, by `GROUP:TAG`."""
    path = folder / f"told.{suffix}"
    path.write_bytes(raw)
    found: dict[str, Any] = json.loads(
        run("-j", "-a", "-G1", "-struct", "-charset", "iptc=utf8", *options, str(path))
    )[0]
    return found


def run(*options: str) -> str:
    done = subprocess.run(["exiftool", *options], capture_output=True, check=True, timeout=60)
    return done.stdout.decode()

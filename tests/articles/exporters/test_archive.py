"""The ZIP of our own: the same content is the same bytes, and its list holds every hash."""

from __future__ import annotations

import hashlib
import json
import stat
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
import time_machine

from articles.exporters.archive import MANIFEST, Archive


def packed() -> bytes:
    out = BytesIO()
    archive = Archive(out)
    archive.put_text("a.txt", "正文\n")
    archive.put_json("b.json", {"二": 2, "一": [1]})
    archive.put("c.jpg", iter([b"x" * 70_000, b"", b"y"]), packed=False)
    archive.miss("z.jpg")
    archive.miss("d.jpg")
    archive.close()
    return out.getvalue()


def test_the_same_content_is_the_same_bytes_whenever_it_is_packed() -> None:
    with time_machine.travel("2026-01-01"):
        first = packed()
    with time_machine.travel("2030-06-01"):
        assert packed() == first


def test_the_list_holds_size_and_hash_of_every_other_file_and_what_is_missing() -> None:
    with ZipFile(BytesIO(packed())) as opened:
        manifest = json.loads(opened.read(MANIFEST))
        names = opened.namelist()
        for name, kept in manifest["files"].items():
            raw = opened.read(name)
            assert kept == {"bytes": len(raw), "sha256": hashlib.sha256(raw).hexdigest()}
    assert names == ["a.txt", "b.json", "c.jpg", MANIFEST]
    assert set(manifest["files"]) == {"a.txt", "b.json", "c.jpg"}
    assert manifest["missing"] == ["d.jpg", "z.jpg"]


def test_pictures_are_not_packed_again() -> None:
    with ZipFile(BytesIO(packed())) as opened:
        kinds = {info.filename: info.compress_type for info in opened.infolist()}
    assert (kinds["a.txt"], kinds["c.jpg"]) == (ZIP_DEFLATED, ZIP_STORED)


def test_every_file_is_a_plain_one() -> None:
    with ZipFile(BytesIO(packed())) as opened:
        modes = {info.external_attr >> 16 for info in opened.infolist()}
    assert [stat.filemode(mode) for mode in modes] == ["-rw-r--r--"]


def test_json_keeps_chinese_and_a_fixed_order() -> None:
    with ZipFile(BytesIO(packed())) as opened:
        assert opened.read("b.json").decode().startswith('{\n "一": [')


def test_who_asks_hears_of_every_file() -> None:
    heard: list[str] = []
    archive = Archive(BytesIO(), heard.append)
    archive.put_text("a.txt", "x")
    archive.close()
    assert heard == ["a.txt", MANIFEST]


class Full(BytesIO):
    """A disk with room for the first few bytes."""

    def write(self, data: Any) -> int:
        if self.tell() + len(data) > 100:
            raise OSError(28, "No space left on device")
        return super().write(data)


def test_a_full_disk_is_said_once_and_let_go() -> None:
    archive = Archive(Full())
    with pytest.raises(OSError, match="No space"):
        archive.put("a.jpg", [b"x" * 1000], packed=False)
    archive.give_up()
    assert archive.zip.fp is None

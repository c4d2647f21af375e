"""Local files for readers appear whole, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from newsroom import backends
from newsroom.files import WholeFiles


class Breaking(ContentFile[bytes]):
    """Ends in the middle, as a disk does that is full."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield b"half"
        raise OSError(28, "No space left on device")


@pytest.fixture
def store(tmp_path: Path) -> WholeFiles:
    made = backends.storage(f"file://{tmp_path}", "/media/")["renditions"]
    assert made["BACKEND"] == f"{WholeFiles.__module__}.{WholeFiles.__qualname__}"
    return WholeFiles(**made["OPTIONS"])


def files(store: WholeFiles) -> dict[str, bytes]:
    found = Path(store.location).rglob("*")
    return {path.name: path.read_bytes() for path in found if path.is_file()}


def test_a_file_that_breaks_off_leaves_what_was_there_and_no_part(store: WholeFiles) -> None:
    store.save("a/b.jpg", ContentFile(b"whole"))
    for name in ("a/b.jpg", "a/c.jpg"):
        with pytest.raises(OSError, match="No space"):
            store.save(name, Breaking(b""))
    assert files(store) == {"b.jpg": b"whole"}


def test_who_reads_a_file_goes_on_with_it_while_another_takes_its_place(store: WholeFiles) -> None:
    assert store.save("a/b.jpg", ContentFile(b"old")) == "a/b.jpg"
    with store.open("a/b.jpg") as reader:
        assert store.save("a/b.jpg", ContentFile(b"new")) == "a/b.jpg"
        assert reader.read() == b"old"
    assert files(store) == {"b.jpg": b"new"}


def test_anybody_may_read_what_is_for_readers(store: WholeFiles) -> None:
    store.save("a/b.jpg", ContentFile(b"x"))
    assert Path(store.path("a/b.jpg")).stat().st_mode & 0o777 == 0o644

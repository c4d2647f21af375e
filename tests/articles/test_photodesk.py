"""Picture files: what is refused, and what reaches readers of those that are not."""

from __future__ import annotations

import hashlib
import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from PIL import Image

from articles import photodesk, renditions
from articles.models import Photo
from tests.conftest import SEEDS, picture_bytes


def encoded(format: str, mode: str = "RGB", size: tuple[int, int] = (64, 48), **save: Any) -> bytes:
    out = BytesIO()
    Image.new(mode, size).save(out, format, **save)
    return out.getvalue()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html><script>alert(1)</script></html>",
        b"GIF89a<script>alert(1)</script>",
        picture_bytes()[:400],
        b"\x89PNG\r\n\x1a\n" + b"\0" * 64,
    ],
    ids=["empty", "svg", "html", "polyglot", "truncated", "broken png"],
)
def test_a_bad_file_is_refused_by_name(raw: bytes, db: None) -> None:
    with pytest.raises(photodesk.BadPhoto, match=r"x\.jpg"):
        photodesk.take_in(raw, "x.jpg")
    assert not Photo.objects.exists()


def test_a_picture_with_too_many_pixels_is_refused(db: None, monkeypatch: Any) -> None:
    monkeypatch.setattr(photodesk, "MAX_PIXELS", 100)
    with pytest.raises(photodesk.BadPhoto):
        photodesk.take_in(picture_bytes(), "big.jpg")


def png(width: int, height: int, *chunks: tuple[bytes, bytes], pixels: bytes = b"") -> bytes:
    """A grey picture of these sides, black unless `pixels` says otherwise, with these chunks."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(pixels or bytes((width + 1) * height))
    parts = [(b"IHDR", header), *chunks, (b"IDAT", rows), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )


def xmp_chunk(packet: bytes) -> tuple[bytes, bytes]:
    return b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + packet


@pytest.mark.parametrize(
    "raw",
    [
        png(60_000, 60_000, pixels=b"-"),
        png(2**31 - 1, 1, pixels=b"-"),
        png(3, 65_501),
        png(8, 8, (b"zTXt", b"a\0\0" + zlib.compress(bytes(2_000_000)))),
        png(8, 8, (b"iCCP", b"a\0\0" + zlib.compress(bytes(2_000_000)))),
        encoded("TIFF", "F"),
        encoded("TIFF", "I"),
    ],
    ids=["bomb", "wide", "tall", "text", "profile", "float", "integer"],
)
def test_a_picture_that_no_page_could_show_is_refused(raw: bytes, db: None) -> None:
    with pytest.raises(photodesk.BadPhoto, match=r"x\.png"):
        photodesk.take_in(raw, "x.png")
    assert not Photo.objects.exists()
    assert stored() == []


def test_a_file_with_too_many_bytes_is_refused(db: None, monkeypatch: Any) -> None:
    monkeypatch.setattr(photodesk, "MAX_BYTES", 100)
    with pytest.raises(photodesk.BadPhoto):
        photodesk.take_in(picture_bytes(), "big.jpg")


@pytest.mark.parametrize("name", ["../../etc/passwd", "..\\..\\boot.ini", "/etc/x.jpg"])
def test_a_path_in_a_name_leads_nowhere(name: str, db: None) -> None:
    photo = photodesk.take_in(picture_bytes(), name)
    assert "/" not in photo.original_name
    assert "\\" not in photo.original_name
    assert photo.file.name == f"{photo.sha256[:2]}/{photo.sha256}"


@pytest.mark.parametrize(
    ("format", "mode"),
    [
        ("JPEG", "RGB"),
        ("JPEG", "CMYK"),
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "I;16"),
        ("WEBP", "RGBA"),
        ("AVIF", "RGB"),
        ("GIF", "P"),
        ("TIFF", "RGB"),
    ],
)
def test_a_usual_format_is_taken_in(format: str, mode: str, db: None) -> None:
    photo = photodesk.take_in(encoded(format, mode), f"x.{format.lower()}")
    assert photo.widths == [64]
    with renditions.storage().open(renditions.path(photo.token, 64)) as file:
        assert Image.open(file).format == "JPEG"


def test_the_same_bytes_are_one_photo(db: None) -> None:
    assert photodesk.take_in(picture_bytes(), "a.jpg") == photodesk.take_in(
        picture_bytes(), "b.jpg"
    )


@pytest.mark.parametrize(
    ("width", "sizes"), [(300, [300]), (480, [480]), (800, [480, 800]), (4000, [480, 960, 1600])]
)
def test_sizes_never_exceed_the_original(width: int, sizes: list[int]) -> None:
    assert renditions.widths_for(width) == sizes


def test_a_turned_picture_is_upright_for_readers(db: None) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    photo = photodesk.take_in(encoded("JPEG", size=(60, 30), exif=exif), "x.jpg")
    assert (photo.width, photo.height) == (30, 60)


def test_readers_get_no_location(db: None) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010F] = "Camera"
    photo = photodesk.take_in(encoded("JPEG", exif=exif), "x.jpg")
    with renditions.storage().open(renditions.path(photo.token, 64)) as file:
        assert dict(Image.open(file).getexif()) == {}


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp"])
def test_the_photographers_words_are_read(suffix: str, db: None) -> None:
    path = min((SEEDS / "photos").glob(f"*.{suffix}"))
    photo = photodesk.take_in(path.read_bytes(), path.name)
    assert photo.credit == "示意图"
    assert photo.caption
    assert photo.byline


def turned_by(exif: bytes) -> bytes:
    return encoded("JPEG", size=(60, 30), exif=b"Exif\0\0" + exif)


@pytest.mark.parametrize("orientation", range(11))
def test_any_orientation_gives_a_picture(orientation: int, db: None) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    photo = photodesk.take_in(encoded("JPEG", size=(60, 30), exif=exif), "x.jpg")
    sides = (30, 60) if 5 <= orientation <= 8 else (60, 30)
    assert (photo.width, photo.height) == sides
    with renditions.storage().open(renditions.path(photo.token, photo.width)) as file:
        assert Image.open(file).size == sides


def test_a_picture_that_breaks_while_it_is_decoded_is_refused(db: None) -> None:
    whole = encoded("AVIF", size=(64, 64))
    at = whole.index(b"mdat") + 8
    with pytest.raises(photodesk.BadPhoto):
        photodesk.take_in(whole[:at] + b"\xff" * (len(whole) - at), "x.avif")


@pytest.mark.parametrize(
    "exif",
    [
        b"garbage",
        b"MM\0*\xff\xff\xff\xff",
        b"MM\0*\0\0\0\x08\xff\xff",
        b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x02\0\0\0\x04abcd\0\0\0\0",
    ],
)
def test_a_broken_orientation_does_not_cost_the_picture(exif: bytes, db: None) -> None:
    assert photodesk.take_in(turned_by(exif), "x.jpg").width == 60


@pytest.mark.parametrize(
    "packet",
    [
        b"<a>" * 5_000 + b"</a>" * 5_000,
        b"<?xml version='1.0' encoding='rot13'?><a/>",
        b"<?xml version='1.0' encoding='nope'?><a/>",
        b"<xmpmeta><RDF><Description Headline='x'/></RDF>" + b" " * 2_000_000 + b"</xmpmeta>",
    ],
    ids=["deep", "no encoding of text", "no encoding", "large"],
)
def test_a_hostile_description_counts_as_none(packet: bytes, db: None) -> None:
    photo = photodesk.take_in(png(8, 8, xmp_chunk(packet)), "x.png")
    assert photo.headline == ""


def test_a_bomb_in_the_folder_of_pictures_has_no_words(tmp_path: Path) -> None:
    path = tmp_path / "x.png"
    path.write_bytes(png(60_000, 60_000, pixels=b"-"))
    with pytest.raises(photodesk.BadPhoto):
        photodesk.words_of(path)


def test_sixteen_bits_of_grey_keep_their_levels(db: None) -> None:
    picture = Image.new("I;16", (8, 8), 0x8080)
    out = BytesIO()
    picture.save(out, "PNG")
    shown = photodesk.open_picture(out.getvalue(), "x.png").picture
    assert shown.getpixel((4, 4)) == (128, 128, 128)


def stored() -> list[str]:
    """The names of all files in both storages."""
    roots = [Path(storages[name].location) for name in ("default", "renditions")]
    return [path.name for root in roots for path in root.rglob("*") if path.is_file()]


def test_a_photo_that_cannot_be_stored_leaves_no_file(db: None, monkeypatch: Any) -> None:
    monkeypatch.setattr(Photo, "save", lambda photo: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        photodesk.take_in(picture_bytes(), "a.jpg")
    assert stored() == []


def test_what_a_rollback_leaves_is_used_by_the_next_attempt(db: None) -> None:
    with transaction.atomic():
        photodesk.take_in(picture_bytes(), "a.jpg")
        transaction.set_rollback(True)
    left = sorted(stored())
    assert not Photo.objects.exists()
    photo = photodesk.take_in(picture_bytes(), "a.jpg")
    assert sorted(stored()) == left == sorted([photo.sha256, "480.jpg", "800.jpg"])


def test_a_half_written_original_is_written_again(db: None) -> None:
    raw = picture_bytes()
    sha256 = hashlib.sha256(raw).hexdigest()
    storages["default"].save(f"{sha256[:2]}/{sha256}", ContentFile(raw[:100]))
    photo = photodesk.take_in(raw, "a.jpg")
    with storages["default"].open(photo.file.name) as file:
        assert file.read() == raw
    assert photo.file.name == f"{sha256[:2]}/{sha256}"


@pytest.mark.django_db(transaction=True)
def test_the_same_file_handed_in_twice_at_once_is_one_photo(monkeypatch: Any) -> None:
    """The second is past its look for a twin when the first is stored."""
    raw, make = picture_bytes(), renditions.make

    def overtaken(photo: Photo, upright: Image.Image) -> None:
        monkeypatch.setattr(renditions, "make", make)
        photodesk.take_in(raw, "first.jpg")
        make(photo, upright)

    monkeypatch.setattr(renditions, "make", overtaken)
    photo = photodesk.take_in(raw, "second.jpg")
    assert photo == Photo.objects.get()
    assert photo.original_name == "first.jpg"
    assert sorted(stored()) == sorted([photo.sha256, "480.jpg", "800.jpg"])


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_words_in_old_encodings_are_read(encoding: str) -> None:
    assert photodesk.decode_iptc("何苗摄于桂溪".encode(encoding)) == "何苗摄于桂溪"


@pytest.mark.parametrize(
    "packet",
    [
        "<broken",
        "<a/>",
        "<xmpmeta><RDF>x</RDF></xmpmeta>",
        '<!DOCTYPE a [<!ENTITY b "c">]><xmpmeta>&b;</xmpmeta>',
    ],
)
def test_a_broken_description_does_not_cost_the_picture(packet: str, db: None) -> None:
    raw = encoded("WEBP", xmp=packet.encode())
    assert photodesk.take_in(raw, "x.webp").caption == ""

"""Picture files: what is refused, and what reaches readers of those that are not."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
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

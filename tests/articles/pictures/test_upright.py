"""Pictures set upright: their colours, their transparency, and nothing of what came with them."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageCms

from articles.pictures.upright import upright
from tests.articles.pictures.corpus import drawn, saved

#: How far a colour may be off after it went through a lossy file or a profile.
CLOSE = 6


def close(picture: Image.Image, colour: tuple[int, int, int], at: tuple[int, int] = (4, 4)) -> bool:
    found = picture.getpixel(at)
    assert isinstance(found, tuple)
    return all(abs(one - other) <= CLOSE for one, other in zip(found, colour, strict=True))


def reopened(picture: Image.Image, format: str, **options: object) -> Image.Image:
    out = BytesIO()
    picture.save(out, format, **options)  # type: ignore[arg-type]
    return Image.open(BytesIO(out.getvalue()))


def wide_gamut() -> bytes:
    """A profile whose numbers mean other colours than those of sRGB: red and green are swapped.

    Made from the sRGB profile by exchanging the names of two of its columns.
    """
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    head, body = profile[:300], profile[300:]
    head = head.replace(b"rXYZ", b"?XYZ").replace(b"gXYZ", b"rXYZ").replace(b"?XYZ", b"gXYZ")
    # Its description may no longer say what it is.
    return (head + body).replace("sRGB".encode("utf-16-be"), "xyzt".encode("utf-16-be"))


def test_colours_are_converted_from_their_profile() -> None:
    red = Image.new("RGB", (8, 8), (255, 0, 0))
    shown = upright(reopened(red, "PNG", icc_profile=wide_gamut()))
    assert close(shown, (0, 255, 0))


def test_what_is_in_srgb_already_stays_as_it_is() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = reopened(Image.new("RGB", (8, 8), (12, 34, 56)), "PNG", icc_profile=profile)
    assert upright(picture).getpixel((4, 4)) == (12, 34, 56)


@pytest.mark.parametrize("profile", [b"x" * 200, b"", bytes(128), wide_gamut()[:200]])
def test_a_broken_profile_does_not_cost_the_picture(profile: bytes) -> None:
    picture = reopened(Image.new("RGB", (8, 8), (12, 34, 56)), "PNG", icc_profile=profile)
    assert upright(picture).getpixel((4, 4)) == (12, 34, 56)


def test_a_profile_of_other_colours_counts_as_none() -> None:
    picture = reopened(Image.new("L", (8, 8), 90), "PNG", icc_profile=wide_gamut())
    assert upright(picture).getpixel((4, 4)) == (90, 90, 90)


@pytest.mark.parametrize("format", ["JPEG", "TIFF"])
def test_printers_colours_come_out_as_those_of_a_screen(format: str) -> None:
    red = Image.new("CMYK", (8, 8), (0, 255, 255, 0))
    assert close(upright(reopened(red, format)), (255, 0, 0))


@pytest.mark.parametrize("mode", ["RGBA", "LA", "PA"])
def test_what_is_transparent_stands_on_white(mode: str) -> None:
    clear = Image.new("RGBA", (8, 8), (0, 0, 0, 0)).convert(mode)
    assert close(upright(clear), (255, 255, 255))


def test_a_palette_with_a_transparent_colour_stands_on_white() -> None:
    picture = Image.new("P", (8, 8), 0)
    picture.putpalette([0, 0, 0, 255, 0, 0])
    shown = upright(reopened(picture, "PNG", transparency=0))
    assert close(shown, (255, 255, 255))


def test_a_heic_that_stands_upright_already_is_not_turned_again() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    raw = saved("HEIF", exif=exif)
    picture = Image.open(BytesIO(raw))
    size = picture.size
    assert upright(picture).size == size


@pytest.mark.parametrize("format", ["JPEG", "AVIF", "WEBP", "PNG"])
def test_nothing_that_came_with_a_picture_goes_out_with_it(format: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera"
    given = saved(format, exif=exif, xmp=b"<x/>", comment=b"secret")
    shown = upright(Image.open(BytesIO(given)))
    for kind in ("JPEG", "AVIF", "WEBP"):
        again = reopened(shown, kind)
        assert dict(again.getexif()) == {}
        assert not {"xmp", "comment", "icc_profile"} & again.info.keys()


def test_a_turned_picture_is_turned_pixel_by_pixel() -> None:
    exif = Image.Exif()
    exif[0x0112] = 3
    whole = drawn()
    shown = upright(reopened(whole, "PNG", exif=exif))
    assert shown.tobytes() == whole.rotate(180).tobytes()

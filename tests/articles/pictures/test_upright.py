"""Pictures set upright: their colours, their transparency, and nothing of what came with them."""

from __future__ import annotations

import gc
import random
import struct
import weakref
from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageCms, ImageStat

from articles.pictures import upright as module
from articles.pictures.upright import upright
from tests.articles.pictures.corpus import drawn, oriented, saved

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


def profile(space: bytes, connection: bytes, **tags: bytes) -> bytes:
    """A profile of version 2 as ICC.1:2001 has it, of these colours."""
    white = struct.pack(">3I", 0xF6D6, 0x10000, 0xD32D)
    tags = {"wtpt": b"XYZ \0\0\0\0" + white} | tags
    place, rows, body = 132 + 12 * len(tags), b"", b""
    for name, tag in tags.items():
        rows += struct.pack(">4sII", name.encode(), place + len(body), len(tag))
        body += tag + bytes(-len(tag) % 4)
    head = struct.pack(">II4s4s4s", place + len(body), 0x2400000, b"prtr", space, connection)
    head = head[:4] + bytes(4) + head[4:] + bytes(12) + b"acsp" + bytes(28) + white
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + rows + body


def linear_greys() -> bytes:
    """Half of the light is 128 here, and 188 in sRGB."""
    return profile(b"GRAY", b"XYZ ", kTRC=b"curv" + struct.pack(">IIH", 0, 1, 0x100))


def odd_inks() -> bytes:
    """Four inks of which the first, and whatever is mixed with it, prints red instead of cyan."""
    straight = bytes(range(256))
    matrix = struct.pack(">9i", *(0x10000 * (place % 4 == 0) for place in range(9)))
    white, black, red = b"\xff\x80\x80", b"\x00\x80\x80", b"\x8a\xd1\xc6"
    nodes = [white, *[black] * 7, *[red] * 8]
    tables = straight * 4 + b"".join(nodes) + straight * 3
    return profile(b"CMYK", b"Lab ", A2B0=b"mft1" + bytes(4) + b"\4\3\2\0" + matrix + tables)


def test_colours_are_converted_from_their_profile() -> None:
    red = Image.new("RGB", (8, 8), (255, 0, 0))
    shown = upright(reopened(red, "PNG", icc_profile=wide_gamut()))
    assert close(shown, (0, 255, 0))


@pytest.mark.parametrize("format", ["PNG", "TIFF", "JPEG"])
def test_greys_are_converted_from_their_profile(format: str) -> None:
    grey = Image.new("L", (8, 8), 128)
    shown = upright(reopened(grey, format, icc_profile=linear_greys()))
    assert close(shown, (188, 188, 188))


def test_greys_of_sixteen_bits_are_converted_from_their_profile() -> None:
    grey = Image.new("I;16", (8, 8), 0x8080)
    shown = upright(reopened(grey, "PNG", icc_profile=linear_greys()))
    assert close(shown, (188, 188, 188))


@pytest.mark.parametrize("format", ["JPEG", "TIFF"])
def test_printers_colours_are_converted_from_their_profile(format: str) -> None:
    cyan = Image.new("CMYK", (8, 8), (255, 0, 0, 0))
    shown = upright(reopened(cyan, format, icc_profile=odd_inks()))
    assert close(shown, (255, 0, 0))
    paper = Image.new("CMYK", (8, 8), (0, 0, 0, 0))
    assert close(upright(reopened(paper, format, icc_profile=odd_inks())), (255, 255, 255))


def test_what_is_in_srgb_already_stays_as_it_is() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = reopened(Image.new("RGB", (8, 8), (12, 34, 56)), "PNG", icc_profile=profile)
    assert upright(picture).getpixel((4, 4)) == (12, 34, 56)


@pytest.mark.parametrize(
    "broken", [b"x" * 200, b"", bytes(128), wide_gamut()[:200], profile(b"RGB ", b"XYZ ")]
)
def test_a_broken_profile_does_not_cost_the_picture(broken: bytes) -> None:
    picture = reopened(Image.new("RGB", (8, 8), (12, 34, 56)), "PNG", icc_profile=broken)
    assert upright(picture).getpixel((4, 4)) == (12, 34, 56)


def test_no_damage_to_a_profile_costs_the_picture() -> None:
    """Bytes turned over, in places that are the same in each run."""
    dice = random.Random(8)  # noqa: S311
    for whole, mode in [(wide_gamut(), "RGB"), (odd_inks(), "CMYK"), (linear_greys(), "L")] * 20:
        broken = bytearray(whole)
        for _hit in range(dice.choice((1, 3, 20))):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        picture = Image.new(mode, (8, 8))
        picture.info["icc_profile"] = bytes(broken)
        assert upright(picture).mode == "RGB"


def test_a_profile_of_other_colours_counts_as_none() -> None:
    picture = reopened(Image.new("L", (8, 8), 90), "PNG", icc_profile=wide_gamut())
    assert upright(picture).getpixel((4, 4)) == (90, 90, 90)


def test_an_oversized_profile_counts_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_PROFILE", len(wide_gamut()) - 1)
    picture = reopened(Image.new("RGB", (8, 8), "red"), "PNG", icc_profile=wide_gamut())
    assert upright(picture).getpixel((4, 4)) == (255, 0, 0)


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


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
def test_a_picture_is_turned_once(format: str, orientation: int) -> None:
    whole = drawn()
    turn = module.TURNS.get(orientation)
    expected = whole if turn is None else whole.transpose(turn)
    shown = upright(Image.open(BytesIO(oriented(format, orientation))))
    assert shown.size == expected.size
    assert max(ImageStat.Stat(ImageChops.difference(shown, expected)).mean) < CLOSE


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_heic_is_turned_as_its_boxes_say_and_not_again(orientation: int) -> None:
    """Its encoder undoes what EXIF says, so that the boxes lead to the picture as it was drawn."""
    raw = oriented("HEIF", orientation)
    assert (b"irot" in raw or b"imir" in raw) == (orientation != 1)
    boxed = Image.open(BytesIO(raw))
    boxed.load()
    assert upright(Image.open(BytesIO(raw))).tobytes() == boxed.convert("RGB").tobytes()


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


# Made smaller on the way


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "CMYK", "I;16", "1"])
def test_a_large_picture_looks_the_same_in_bands(
    mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BAND", 700)
    large = drawn(mode, (403, 301))
    shown = upright(large.copy(), reach=(40, 30))
    expected = upright(large.copy()).reduce(5)
    assert (shown.mode, shown.size) == ("RGB", expected.size)
    assert max(ImageStat.Stat(ImageChops.difference(shown, expected)).mean) < CLOSE


def test_a_picture_on_its_side_reaches_as_far_as_is_asked_for() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    tall = reopened(drawn(size=(400, 100)), "PNG", exif=exif)
    assert upright(tall, reach=(10, 40)).size == (20, 80)


def test_without_a_reach_nothing_is_made_smaller_and_nothing_copied() -> None:
    picture = drawn(size=(3000, 2000))
    shown = upright(picture)
    assert shown.im is picture.im
    assert shown.size == (3000, 2000)


@pytest.mark.parametrize("format", ["WEBP", "AVIF", "JPEG"])
def test_what_decoded_a_picture_is_let_go(format: str) -> None:
    picture = Image.open(BytesIO(saved(format)))
    shown, opened = upright(picture), weakref.ref(picture)
    del picture
    gc.collect()
    assert opened() is None
    assert type(shown) is Image.Image

"""The mark on pictures in the site settings: what is refused, what is kept, what is made anew."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, PngImagePlugin

from articles.choices import PhotoKind
from articles.models import Photo, SiteSettings, User

SETTINGS = "admin:articles_sitesettings_change"
MARK = "admin:articles_sitesettings_mark"


@pytest.fixture
def desk(client: Client, chief: User, site: SiteSettings) -> Client:
    client.force_login(chief)
    return client


def png(
    size: tuple[int, int] = (60, 20), alpha: int = 120, mode: str = "RGBA", **how: Any
) -> bytes:
    """A mark of which the left half is there and the right half is not."""
    picture = Image.new(mode, size, "white")
    if mode == "RGBA":
        picture.putalpha(Image.new("L", size, 0))
        picture.paste((255, 255, 255, alpha), (0, 0, size[0] // 2, size[1]))
    out = BytesIO()
    picture.save(out, "PNG", **how)
    return out.getvalue()


def post(desk: Client, raw: bytes | None = None, **words: Any) -> Any:
    given = {"name": "\u6210\u90fd\u9ad8\u65b0"} | words
    if raw is not None:
        given["watermark"] = SimpleUploadedFile("m.png", raw, content_type="image/png")
    return desk.post(reverse(SETTINGS, args=[1]), given)


def jpeg() -> bytes:
    out = BytesIO()
    Image.new("RGB", (20, 20)).save(out, "JPEG")
    return out.getvalue()


def noisy() -> bytes:
    """Two megabytes of PNG that do not get smaller."""
    comments = PngImagePlugin.PngInfo()
    comments.add(b"tEXt", b"c\0" + b"x" * (2 * 1024 * 1024))
    return png(pnginfo=comments)


def too_large_to_decode() -> bytes:
    """A header that promises 90,000 pixels a side over hardly any bytes."""
    size = (90_000).to_bytes(4, "big")
    header = b"IHDR" + size + size + b"\x08\x06\x00\x00\x00"
    raw = png()
    return raw[:12] + header + zlib.crc32(header).to_bytes(4, "big") + raw[33:]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "no_png"),
        (b"\x89PNG\r\n\x1a\n<script>alert(1)</script>", "no_png"),
        (jpeg(), "no_png"),
        (png()[:60], "no_png"),
        (too_large_to_decode(), "no_png"),
        (png((4001, 2)), "too_large"),
        (png((2, 4001)), "too_large"),
        (noisy(), "too_large"),
        (png(mode="RGB"), "opaque"),
        (png(alpha=0), "unseen"),
    ],
    ids=["svg", "markup", "jpeg", "cut", "bomb", "wide", "tall", "heavy", "opaque", "unseen"],
)
def test_a_mark_that_cannot_be_used_is_refused(desk: Client, raw: bytes, code: str) -> None:
    response = post(desk, raw)
    assert response.context["adminform"].form.has_error("watermark", code)
    assert not SiteSettings.objects.get().watermark


def test_a_mark_is_kept_as_a_bare_picture(desk: Client) -> None:
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", "<script>alert(1)</script>")
    post(desk, png(pnginfo=words) + b"<script>alert(2)</script>")
    with SiteSettings.objects.get().watermark.open() as file:
        kept = file.read()
    assert b"script" not in kept
    assert Image.open(BytesIO(kept)).convert("RGBA").getpixel((3, 3)) == (255, 255, 255, 120)


def test_a_mark_is_taken_away(desk: Client) -> None:
    post(desk, png())
    post(desk, **{"watermark-clear": "on"})
    assert not SiteSettings.objects.get().watermark


def test_saving_other_settings_leaves_the_mark(desk: Client) -> None:
    post(desk, png())
    before = SiteSettings.objects.get().watermark.name
    post(desk, slogan="\u65b0")
    assert SiteSettings.objects.get().watermark.name == before


@pytest.fixture
def photos(db: None) -> dict[str, Photo]:
    """Three that are complete as far as their rows say: a plain, a marked and an AI-made one."""
    made = {}
    for number, name in enumerate(("plain", "marked", "ai")):
        made[name] = Photo.objects.create(
            file=f"x/{number}",
            sha256=str(number),
            width=9,
            height=9,
            needs_rendering=False,
            with_watermark=name == "marked",
            kind=PhotoKind.AI if name == "ai" else PhotoKind.SCENE,
        )
    return made


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, set()),
        ({"slogan": "\u65b0"}, set()),
        ({"raw": png()}, {"marked"}),
        ({"name": "\u53e6\u540d"}, {"ai"}),
        ({"raw": png(), "name": "\u53e6\u540d"}, {"marked", "ai"}),
    ],
    ids=["nothing", "slogan", "mark", "name", "both"],
)
def test_what_carries_the_change_is_made_anew(
    desk: Client, photos: dict[str, Photo], given: dict[str, Any], expected: set[str]
) -> None:
    post(desk, **given)
    waiting = set(Photo.objects.unrendered().values_list("pk", flat=True))
    assert waiting == {photos[name].pk for name in expected}


def test_only_who_may_see_the_settings_sees_the_mark(
    desk: Client, signed_in: Callable[..., Client]
) -> None:
    post(desk, png())
    assert Client().get(reverse(MARK))["Location"].startswith(reverse("admin:login"))
    assert signed_in("reporter").get(reverse(MARK)).status_code == 403
    response = desk.get(reverse(MARK))
    assert b"".join(response.streaming_content).startswith(b"\x89PNG")
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == (
        "image/png",
        "nosniff",
    )


def test_without_a_mark_there_is_none_to_see(desk: Client) -> None:
    assert desk.get(reverse(MARK)).status_code == 404


def test_the_form_shows_the_mark_and_no_private_address(desk: Client) -> None:
    post(desk, png())
    page = desk.get(reverse(SETTINGS, args=[1])).content.decode()
    assert f'src="{reverse(MARK)}?site' in page
    assert SiteSettings.objects.get().watermark.url not in page

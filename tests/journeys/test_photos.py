"""Photos from the camera to the page: dropped on captions, cut by a click, read without a jolt."""

from __future__ import annotations

import base64
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from PIL import Image, ImageDraw
from playwright.sync_api import Locator, Page, expect

from articles.models import Article, Edition, Photo, PhotoUse, Section, SiteSettings
from tests.conftest import GIVEN
from tests.journeys.conftest import DESKTOP, PHONE, press
from tests.journeys.windows import save

Window = Callable[..., Page]

DROP = """(target, files) => {
    const carried = new DataTransfer();
    for (const [name, bytes] of files) {
        const raw = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
        carried.items.add(new File([raw], name, {type: "image/jpeg"}));
    }
    for (const type of ["dragenter", "dragover", "drop"]) {
        const event = new DragEvent(type, {dataTransfer: carried, bubbles: true, cancelable: true});
        target.dispatchEvent(event);
    }
}"""

#: Counts from the first byte on what moved on the page without a reader's doing.
WATCH_SHIFTS = """
    window.shifted = 0;
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
            if (!entry.hadRecentInput) { window.shifted += entry.value; }
        }
    }).observe({type: "layout-shift", buffered: true});
"""
#: Reads on to the end as somebody does, so that what loads late is loaded.
READ_ON = """async () => {
    for (let at = 0; at < document.body.scrollHeight; at += 300) {
        window.scrollTo(0, at);
        await new Promise((go) => setTimeout(go, 60));
    }
    const pictures = document.querySelectorAll(".story-body img");
    await Promise.all(Array.from(pictures, (image) =>
        image.complete || new Promise((go) => { image.onload = image.onerror = go; })));
}"""


def photo_bytes(number: int) -> bytes:
    """A photo of its own, with a spot at the upper left that a crop must not lose."""
    picture = Image.radial_gradient("L").resize((1200, 1600 if number == 2 else 800))
    picture = Image.merge("RGB", (picture, picture.rotate(90 * number), picture))
    ImageDraw.Draw(picture).ellipse((50, 50, 200, 200), fill=(200, 20, 20))
    out = BytesIO()
    picture.save(out, "JPEG", quality=90)
    return out.getvalue()


@pytest.fixture
def given(site: SiteSettings) -> Article:
    """The one real document, with its three captions that wait."""
    call_command("import_articles", str(GIVEN), verbosity=0)
    # The page names no section, so that a person chooses one.
    Article.objects.update(section=Section.objects.get(name="要闻"))
    return Article.objects.get()


def drop(target: Locator, name: str, raw: bytes) -> None:
    target.evaluate(DROP, [[name, base64.b64encode(raw).decode()]])


def set_focus(page: Page, photo: Photo, across: float, down: float) -> None:
    """Click on the picture and save."""
    page.goto(reverse("admin:articles_photo_change", args=[photo.pk]))
    stage = page.locator("[data-stage]")
    box = stage.bounding_box()
    assert box is not None
    stage.click(position={"x": box["width"] * across, "y": box["height"] * down})
    save(page)


def shown_pictures(page: Page) -> list[dict[str, Any]]:
    """Of every picture of the story: whether it is there, what was loaded, and its shape."""
    found: list[dict[str, Any]] = page.evaluate(
        """() => Array.from(document.querySelectorAll(".story-body .figure img"), (image) => ({
            loaded: image.complete && image.naturalWidth > 0,
            address: image.currentSrc,
            ratio: image.naturalWidth / image.naturalHeight,
            said: image.width / image.height,
            wide: image.getBoundingClientRect().width,
        }))"""
    )
    return found


def test_three_files_dropped_on_three_captions_come_before_readers_without_a_jolt(
    given: Article,
    sign_in: Window,
    open_page: Window,
    put_out: Callable[..., Edition],
    troubles: list[str],
) -> None:
    editor = sign_in("editor")
    editor.goto(reverse("admin:articles_article_change", args=[given.pk]))
    for number in range(3):
        row = editor.locator("[data-tray-row].original").nth(number)
        drop(row.locator("[data-frame]"), f"{number}.jpg", photo_bytes(number))
        expect(row.locator("[name$='-photo']")).not_to_have_value("", timeout=60_000)
        expect(row.locator("[data-frame] img")).to_be_visible()
    press(editor, "[name=_continue]")
    uses = list(PhotoUse.objects.order_by("rank"))
    assert [use.photo is not None for use in uses] == [True] * 3
    assert all(use.caption for use in uses), "The captions of the document stay."

    tall = Photo.objects.get(height=1600)
    set_focus(editor, tall, 0.1, 0.08)
    tall.refresh_from_db()
    assert abs((tall.focus_x or 0) - 10) <= 1
    assert abs((tall.focus_y or 0) - 8) <= 1

    edition = put_out(article=Article.objects.get(pk=given.pk))
    for viewport in (PHONE, DESKTOP):
        reader = open_page("about:blank", viewport=viewport)
        reader.add_init_script(WATCH_SHIFTS)
        reader.goto(edition.get_absolute_url())
        reader.evaluate(READ_ON)
        pictures = shown_pictures(reader)
        assert len(pictures) == 3
        for picture in pictures:
            assert picture["loaded"]
            assert picture["address"].endswith(".avif")
            assert picture["ratio"] == pytest.approx(picture["said"], rel=0.02)
        assert reader.evaluate("window.shifted") == 0
        for use in uses:
            expect(reader.get_by_text(use.caption[:12]).first).to_be_visible()
    assert troubles == []

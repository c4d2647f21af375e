"""Photos come into the library: many at once, over a broken connection, and without a script."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, Route, expect

from articles import incoming
from articles.models import Incoming, Photo, SiteSettings
from tests.articles.test_incoming import HTML, lying_about
from tests.conftest import picture_bytes
from tests.journeys.conftest import PHONE
from tests.journeys.windows import unexpected

Window = Callable[..., Page]

#: What a photo of more than three pieces weighs.
LARGE = picture_bytes() + b"\x00" * (3 * incoming.PIECE)
CHOOSE = "[data-choose]:not([webkitdirectory])"
PIECES = "**/incoming/*/"

DROP = """(files) => {
    const carried = new DataTransfer();
    for (const [name, bytes] of files) {
        const raw = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
        carried.items.add(new File([raw], name, {type: "image/jpeg"}));
    }
    for (const type of ["dragover", "drop"]) {
        const event = new DragEvent(type, {dataTransfer: carried, bubbles: true, cancelable: true});
        document.body.dispatchEvent(event);
    }
}"""


@pytest.fixture
def uploading(site: SiteSettings, sign_in: Window) -> Callable[..., Page]:
    """Opens the page that takes photos in."""

    def opened(**options: Any) -> Page:
        page = sign_in("photo_desk", **options)
        page.goto(reverse("admin:articles_photo_upload"))
        return page

    return opened


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "large.jpg"
    path.write_bytes(LARGE)
    # As a file is that lay there before.
    os.utime(path, (1_700_000_000, 1_700_000_000))
    return path


def row(page: Page, name: str) -> Locator:
    return page.locator(".upload-row", has=page.locator("[data-name]", has_text=name))


def is_in(page: Page, name: str) -> None:
    expect(row(page, name).locator("[data-state].is-good")).to_be_visible(timeout=30_000)


def drop(page: Page, **files: bytes) -> None:
    page.evaluate(DROP, [[name, base64.b64encode(raw).decode()] for name, raw in files.items()])


def places(page: Page) -> list[str]:
    """Where the pieces begin that the page sends from now on."""
    sent: list[str] = []
    page.on(
        "request",
        lambda asked: (
            sent.append(asked.headers["upload-offset"])
            if "upload-offset" in asked.headers
            else None
        ),
    )
    return sent


def test_of_four_files_that_are_dropped_the_good_ones_go_through(
    uploading: Window, troubles: list[str]
) -> None:
    page = uploading()
    good = {f"{color}.jpg": picture_bytes(color=color) for color in ("red", "green", "navy")}
    drop(page, **{"bad.jpg": HTML} | good)
    for name in good:
        is_in(page, name)
    refused = row(page, "bad.jpg")
    expect(refused.locator("[data-state].is-bad")).to_be_visible()
    expect(refused.locator("[data-why]")).to_contain_text("bad.jpg")
    assert set(Photo.objects.values_list("original_name", flat=True)) == set(good)
    assert lying_about() == []
    page.wait_for_function("document.querySelector('[data-frame] img').naturalWidth > 0")
    assert unexpected(troubles, 422) == []


def test_the_words_of_a_photo_are_changed_in_its_row(
    uploading: Window, troubles: list[str]
) -> None:
    page = uploading(viewport=PHONE)
    drop(page, **{"a.jpg": picture_bytes()})
    is_in(page, "a.jpg")
    form = row(page, "a.jpg").locator("[data-words]")
    caption = form.locator("[name=caption]")
    caption.fill("码头的清晨")
    # Enter that ends a word of the input method, and then one that is meant.
    for composing in ("true", "false"):
        assert Photo.objects.get().caption == ""
        caption.evaluate(
            f"(field) => field.dispatchEvent(new KeyboardEvent('keydown', {{key: 'Enter', "
            f"ctrlKey: true, isComposing: {composing}, bubbles: true, cancelable: true}}))"
        )
        expect(form.locator("button")).to_be_enabled(enabled=composing == "true")
    expect(form.locator("[data-said]")).to_contain_text(":")
    assert Photo.objects.get().caption == "码头的清晨"

    page.route("**/words/", lambda route: route.abort("connectionreset"))
    form.locator("[name=credit]").fill("何苗")
    form.locator("[name=credit]").press("Enter")
    expect(form.locator("[data-said].is-trouble")).to_be_visible()
    page.unroute("**/words/")
    form.locator("button").click()
    expect(form.locator("[data-said]:not(.is-trouble)")).to_contain_text(":")
    assert Photo.objects.get().credit == "何苗"
    assert [one for one in troubles if "ERR_CONNECTION_RESET" not in one] == []


def test_after_a_reload_a_file_goes_on_where_it_stopped(
    uploading: Window, large: Path, troubles: list[str]
) -> None:
    page = uploading()
    page.on("dialog", lambda question: question.accept())

    def until_the_third(route: Route) -> None:
        if route.request.headers.get("upload-offset") != str(2 * incoming.PIECE):
            route.continue_()

    page.route(PIECES, until_the_third)
    with page.expect_request(
        lambda asked: asked.headers.get("upload-offset") == str(2 * incoming.PIECE)
    ):
        page.set_input_files(CHOOSE, large)
    assert Incoming.objects.get().received == 2 * incoming.PIECE
    page.reload()
    page.unroute(PIECES)
    expect(page.locator("[data-unfinished]")).to_contain_text("large.jpg")

    sent = places(page)
    page.set_input_files(CHOOSE, large)
    is_in(page, "large.jpg")
    assert sent == [str(2 * incoming.PIECE), str(3 * incoming.PIECE)]
    expect(page.locator("[data-unfinished]")).to_have_count(0)
    with Photo.objects.get().file.open() as original:
        assert original.read() == LARGE
    assert (lying_about(), troubles) == ([], [])


def test_a_connection_that_was_lost_is_waited_for(
    uploading: Window, large: Path, troubles: list[str]
) -> None:
    page, sent = uploading(), []

    def lose_the_second(route: Route) -> None:
        sent.append(route.request.headers.get("upload-offset"))
        if sent.count(str(incoming.PIECE)) == 1 and sent[-1] == str(incoming.PIECE):
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(PIECES, lose_the_second)
    page.set_input_files(CHOOSE, large)
    expect(row(page, "large.jpg").locator("[data-state].is-care")).to_be_visible()
    expect(row(page, "large.jpg").locator("[data-why]")).not_to_be_empty()
    is_in(page, "large.jpg")
    expect(row(page, "large.jpg").locator("[data-why]")).to_be_hidden()
    assert sent == [str(number * incoming.PIECE) for number in (0, 1, 1, 2, 3)]
    assert [one for one in troubles if "ERR_CONNECTION_RESET" not in one] == []


def test_an_upload_that_is_stopped_leaves_nothing(
    uploading: Window, large: Path, troubles: list[str]
) -> None:
    page = uploading()
    page.route(
        PIECES,
        lambda route: (
            None
            if route.request.headers.get("upload-offset") == str(incoming.PIECE)
            else route.continue_()
        ),
    )
    with page.expect_request(
        lambda asked: asked.headers.get("upload-offset") == str(incoming.PIECE)
    ):
        page.set_input_files(CHOOSE, large)
    with page.expect_response(lambda answer: answer.request.method == "DELETE"):
        row(page, "large.jpg").locator("[data-stop]").click()
    expect(row(page, "large.jpg").locator("[data-stop]")).to_have_count(0)
    assert (lying_about(), Incoming.objects.count(), Photo.objects.count()) == ([], 0, 0)
    assert troubles == []


def test_without_a_script_one_file_comes_in(
    uploading: Window, tmp_path: Path, troubles: list[str]
) -> None:
    page = uploading(java_script_enabled=False, viewport=PHONE)
    (tmp_path / "a.jpg").write_bytes(picture_bytes())
    page.set_input_files("[name=photos]", tmp_path / "a.jpg")
    with page.expect_navigation():
        page.click("[data-without-script] button")
    expect(page.locator(".upload-row .desk-pill.is-good")).to_be_visible()
    photo = Photo.objects.get()
    assert photo.original_name == "a.jpg"
    link = page.locator(".upload-row a")
    assert link.get_attribute("href") == reverse("admin:articles_photo_change", args=[photo.pk])
    assert troubles == []

"""A browser and its windows: what every walk through the product begins with."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from articles.cards import drawing
from articles.models import SiteSettings, User
from articles.renditions import encoding
from articles.renditions.shapes import AVIF

#: The first is the same engine without a window around the pages, and takes two thirds of the time.
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser"))),
    None,
)
ASKED = os.environ.get("NEWSROOM_JOURNEYS") == "1"
NOT_ASKED = "Set NEWSROOM_JOURNEYS=1 to walk through a browser."
NO_CHROMIUM = "There is no chromium on this machine."

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
PASSWORD = "a long pass phrase for tests"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder is a journey, on a database that a server shares with it."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.django_db(transaction=True))
            item.add_marker(pytest.mark.skipif(not ASKED, reason=NOT_ASKED))
            item.add_marker(pytest.mark.skipif(not CHROMIUM, reason=NO_CHROMIUM))


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One for all journeys; each person has a window of their own, which shares nothing."""
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        # Playwright's loop runs in this thread, which Django would take for an async view.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def quick_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sizes are made as fast as can be, and share pictures are blank: journeys look at how pages
    show them, never at what is on a share picture or how well a size is packed."""
    monkeypatch.setitem(encoding.OPTIONS[AVIF], "speed", 10)
    for drawn in ("card", "poster"):
        monkeypatch.setattr(drawing, drawn, lambda shown, faces: Image.new("RGB", drawing.CARD))


@pytest.fixture
def troubles() -> list[str]:
    """What the pages complained of, and every address of another host that they asked for."""
    return []


@pytest.fixture
def site(browser: Browser, transactional_db: None, live_server: Any) -> SiteSettings:
    call_command("load_reference_data", verbosity=0)
    return SiteSettings.objects.get()


@pytest.fixture
def open_page(
    browser: Browser, live_server: Any, troubles: list[str]
) -> Iterator[Callable[..., Page]]:
    """Opens a window of its own for each person."""
    contexts = []

    def opened(path: str = "/", **options: Any) -> Page:
        context = browser.new_context(
            base_url=live_server.url, locale="zh-CN", **({"viewport": DESKTOP} | options)
        )
        contexts.append(context)
        page = context.new_page()
        host = urlsplit(live_server.url).netloc
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on(
            "console",
            lambda said: troubles.append(said.text) if said.type == "error" else None,
        )
        page.on(
            "request",
            lambda asked: (
                troubles.append(f"asked {asked.url}")
                if urlsplit(asked.url).netloc not in {host, ""}
                else None
            ),
        )
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def sign_in(
    open_page: Callable[..., Page], hire: Callable[[str], User], live_server: Any
) -> Callable[..., Page]:
    """Opens an empty window of somebody who has signed in."""

    def signed_in(role: str, **options: Any) -> Page:
        client = Client()
        client.force_login(hire(role))
        page = open_page("about:blank", **options)
        name = settings.SESSION_COOKIE_NAME
        value = client.cookies[name].value
        page.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        return page

    return signed_in


@pytest.fixture
def sign_in_by_form(
    open_page: Callable[..., Page], hire: Callable[[str], User]
) -> Callable[..., Page]:
    """Signs somebody in as people do, which leads to the first page of the desk."""

    def signed_in(role: str, **options: Any) -> Page:
        user = hire(role)
        user.set_password(PASSWORD)
        user.save()
        page = open_page("/desk/", **options)
        page.fill("input[name=username]", user.username)
        page.fill("input[name=password]", PASSWORD)
        with page.expect_navigation(url=lambda url: urlsplit(url).path == "/desk/"):
            page.press("input[name=password]", "Enter")
        return page

    return signed_in


def write_in_editor(page: Page, text: str) -> None:
    """Type a paragraph at the end of the body, as a person does."""
    page.wait_for_function("window.CKEDITOR && CKEDITOR.instances.id_body?.status === 'ready'")
    page.evaluate(
        """() => {
            const editor = CKEDITOR.instances.id_body;
            editor.focus();
            const range = editor.createRange();
            range.moveToElementEditEnd(editor.editable());
            editor.getSelection().selectRanges([range]);
        }"""
    )
    page.keyboard.press("Enter")
    page.keyboard.insert_text(text)


def press(page: Page, selector: str) -> None:
    """Click what leads to another page, and wait until that page is there."""
    with page.expect_navigation():
        page.click(selector)

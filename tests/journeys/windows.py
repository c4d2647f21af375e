"""Windows beside each other: one more of a person, what it saves, and what it complains of."""

from __future__ import annotations

from playwright.sync_api import Page, Response

SAVE = "[name=_continue]"
#: The way on with a text that was typed before and not saved.
OFFER = ".desk-unsaved-row:not([data-late]) a.is-accent"


def beside(page: Page, troubles: list[str]) -> Page:
    """Another window of the same person, in the same browser."""
    window = page.context.new_page()
    window.on("pageerror", lambda error: troubles.append(str(error)))
    window.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
    return window


def save(page: Page) -> Response:
    """Press the button that saves; answers what the server said to it."""
    with page.expect_navigation() as going:
        page.click(SAVE)
    response = going.value
    assert response is not None
    return response


def unexpected(troubles: list[str], *refusals: int) -> list[str]:
    """What windows complained of, but for the answers that refuse and are meant to come."""
    meant = [f"responded with a status of {status}" for status in refusals]
    return [said for said in troubles if not any(words in said for words in meant)]

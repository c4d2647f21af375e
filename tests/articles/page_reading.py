"""Reads a page as a browser would: its elements, attributes and words, for the tests of pages."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any, NamedTuple

VOID = frozenset(("meta", "link", "img", "br", "hr", "input", "source"))
HANDLER = "on"
#: No browser runs it, so the policy says nothing of it.
DATA_BLOCK = "application/ld+json"


class Element(NamedTuple):
    name: str
    attributes: dict[str, str]
    words: list[str]

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


class Reading(HTMLParser):
    """The elements of a page in their order, each with all the words inside of it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.open: list[Element] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, [])
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if any(element.name == tag for element in self.open):
            while self.open.pop().name != tag:
                pass

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.words.append(data)

    def named(self, name: str) -> list[Element]:
        return [element for element in self.elements if element.name == name]

    def of_class(self, name: str) -> list[Element]:
        return [element for element in self.elements if name in element.classes]

    def inline_code(self) -> Iterator[str]:
        """Whatever a strict Content-Security-Policy would refuse."""
        for element in self.elements:
            if element.name == "style":
                yield "<style>"
            is_data = element.attributes.get("type") == DATA_BLOCK
            if (
                element.name == "script"
                and not is_data
                and ("src" not in element.attributes or element.text)
            ):
                yield "<script> without a file"
            for name, value in element.attributes.items():
                if name == "style" or name.startswith(HANDLER):
                    yield f"{element.name}[{name}]"
                if value.strip().lower().startswith("javascript:"):
                    yield f"{element.name}[{name}={value}]"


def reading(response: Any) -> Reading:
    return Reading(response.content.decode())

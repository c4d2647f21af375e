"""A story's address as a code to scan: for live stories only, with nothing but the code in it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import segno
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import workflow


def code(pk: int) -> Any:
    return Client().get(reverse("articles:qr", args=[pk]))


@pytest.mark.parametrize("pk", [0, 999, 10**17])
def test_no_story_has_no_code(db: None, pk: int) -> None:
    assert code(pk).status_code == 404


def test_what_readers_do_not_see_has_no_code(draft: Any, put_out: Any, chief: Any) -> None:
    coming = put_out(at=timezone.now() + timedelta(hours=1))
    gone = put_out()
    workflow.withdraw(gone.article, by=chief, reason="测试")
    for article in (draft(), coming.article, gone.article):
        assert code(article.pk).status_code == 404


def test_the_code_is_the_canonical_address(put_out: Any) -> None:
    edition = put_out()
    answer = code(edition.article_id)
    assert answer.headers["Content-Type"] == "image/svg+xml"
    root = ET.fromstring(answer.content)  # noqa: S314
    wanted = segno.make_qr(f"{settings.SITE_URL}{edition.get_absolute_url()}", error="m")
    side = wanted.symbol_size(border=4)[0]
    assert root.attrib["viewBox"] == f"0 0 {side} {side}"
    drawn = root[-1].attrib["d"]
    assert drawn == re.search(r' d="([^"]+)"/></svg>', wanted.svg_inline(border=4, light="#fff"))[1]  # type: ignore[index]


def test_the_code_holds_neither_style_nor_script(put_out: Any) -> None:
    svg = code(put_out().article_id).content.decode()
    assert {part.tag.partition("}")[2] for part in ET.fromstring(svg).iter()} == {"svg", "path"}  # noqa: S314
    assert "style" not in svg

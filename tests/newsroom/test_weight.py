"""What a reader's phone has to fetch before the text of a story stands, photos left out."""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client

from articles.models import Edition
from tests.conftest import GIVEN

pytestmark = pytest.mark.django_db

#: Bytes on the wire of the page, its style sheet and its scripts, compressed.
BAR = 45_000

LOADED = re.compile(
    r'<(?:link rel="stylesheet" href|script(?: type="module")? src)="/static/([^"]+)"'
)
IMPORTED = re.compile(r'from "\./([^"]+)"')


def on_the_wire(raw: bytes) -> int:
    """As nginx sends it, which compresses less than what lies compressed beside the files."""
    return len(gzip.compress(raw, compresslevel=6))


def static_file(name: str) -> bytes:
    path = finders.find(name)
    assert path, name
    return Path(path).read_bytes()


def loaded_by(page: str) -> Iterator[str]:
    """The style sheets and scripts of a page, and the modules that those import."""
    todo, seen = LOADED.findall(page), set()
    while todo:
        name = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        yield name
        if name.endswith(".js"):
            todo += [f"js/{part}" for part in IMPORTED.findall(static_file(name).decode())]


def weight_of(address: str) -> dict[str, int]:
    response = Client().get(address)
    assert response.status_code == 200
    page = response.content.decode()
    parts = {name: on_the_wire(static_file(name)) for name in loaded_by(page)}
    assert any(name.endswith(".css") for name in parts)
    assert any(name.endswith(".js") for name in parts)
    return {"page": on_the_wire(response.content)} | parts


def test_the_given_story_weighs_little(tmp_path: Path) -> None:
    shutil.copy(GIVEN, tmp_path)
    call_command("demo", no_serve=True, seeds=tmp_path, stdout=StringIO(), stderr=StringIO())
    edition = Edition.objects.live().get()
    weights = weight_of(edition.get_absolute_url())
    assert sum(weights.values()) <= BAR, weights

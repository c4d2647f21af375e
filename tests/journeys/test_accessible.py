"""What axe finds wrong with readers' pages, in every mode that a reader can choose: nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from articles.models import Edition, Person, SiteSettings
from tests.conftest import SEEDS
from tests.journeys.conftest import DESKTOP, PHONE

#: Of the demo's stories: the given document, and two in one topic, one of them with a gallery.
STEMS = ("000_5794c3ae3ae903ec", "010_*", "070_*", "120_*")

#: What a reader may choose, as the browser keeps it.
MODES = {
    "light": {"theme": "light"},
    "dark": {"theme": "dark"},
    "elder": {"theme": "light", "elder": "on"},
    "elder dark": {"theme": "dark", "elder": "on"},
}


@pytest.fixture
def addresses(site: SiteSettings, tmp_path: Path) -> list[str]:
    """One page of each kind, with stories on it."""
    (tmp_path / "photos").mkdir()
    for path in (one for stem in STEMS for one in SEEDS.glob(f"{stem}.txt")):
        shutil.copy(path, tmp_path)
        for picture in (SEEDS / "photos").glob(f"{path.stem}_*"):
            shutil.copy(picture, tmp_path / "photos")
    call_command("demo", no_serve=True, seeds=tmp_path, stdout=StringIO(), stderr=StringIO())
    return list(pages())


def pages() -> Iterator[str]:
    stories = Edition.objects.live().newest_first()
    yield from (story.get_absolute_url() for story in stories)
    story = stories.filter(topic_rows__isnull=False)[0]
    yield reverse("front")
    yield reverse("articles:section", args=[story.section.slug])
    yield f"{reverse('articles:search')}?q={story.title[:2]}"
    yield f"{reverse('articles:search')}?q=%E9%BE%98%E9%BE%98"
    yield reverse("articles:topic", args=[story.topics[0]["slug"]])
    yield reverse("articles:person", args=[Person.objects.filter(editions=story)[0].pk])
    yield reverse("articles:day", args=[timezone.localtime(story.published_at).date()])
    yield reverse("comments:story", args=[story.article_id])
    for name in ("topics", "hot", "search", "corrections", "about", "terms"):
        yield reverse(f"articles:{name}")
    yield "/nothing/"


@pytest.mark.parametrize("mode", MODES)
def test_axe_finds_nothing(mode: str, addresses: list[str], open_page: Callable[..., Page]) -> None:
    page = open_page("/robots.txt", viewport=PHONE if mode == "light" else DESKTOP)
    for name, value in MODES[mode].items():
        page.evaluate("([name, value]) => localStorage.setItem(name, value)", [name, value])
    found = {}
    for address in addresses:
        page.goto(address)
        results = Axe().run(page)
        if results.violations_count:
            found[address] = results.generate_report()
    assert not found, "\n".join(f"{address}\n{report}" for address, report in found.items())

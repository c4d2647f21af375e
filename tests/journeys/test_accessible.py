"""What axe finds wrong with readers' pages, in every mode that a reader can choose: nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import signing
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page

from articles.jobs import system_user
from articles.models import Edition, Person, SiteSettings
from comments import identity, moderation, tallies
from comments.choices import CommentState
from comments.models import Comment, Writer
from tests.conftest import SEEDS
from tests.journeys.conftest import DESKTOP, PHONE

#: Of the demo's stories: the given document, and two in one topic, one of them with a gallery.
STEMS = ("000_5794c3ae3ae903ec", "010_*", "070_*", "120_*")

#: Of the writer whose browser it is.
KEY = "0" * 32

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
            copy_small(picture, tmp_path / "photos")
    call_command("demo", no_serve=True, seeds=tmp_path, stdout=StringIO(), stderr=StringIO())
    return list(pages())


def copy_small(picture: Path, folder: Path) -> None:
    """Copy a picture in a size that takes no time to render, which axe does not look at."""
    with Image.open(picture) as opened:
        opened.thumbnail((320, 320))
        opened.save(folder / picture.name)


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
    yield from letters(story)
    for name in ("topics", "hot", "search", "corrections", "about", "terms"):
        yield reverse(f"articles:{name}")
    yield "/nothing/"


def letters(story: Edition) -> Iterator[str]:
    """Every page on which readers read comments or write, one of them with what only they see."""
    head = told(story, CommentState.APPROVED, likes=3, is_picked=True, region="四川")
    told(story, CommentState.APPROVED, parent=head)
    rejected = told(story, CommentState.WAITING, writer=Writer.objects.create(key=KEY))
    moderation.refuse_by_screening(rejected, "")
    yield reverse("comments:story", args=[story.article_id])
    yield reverse("comments:mine", args=[story.article_id])
    yield reverse("comments:thread", args=[story.article_id, head.pk])
    yield reverse("comments:report", args=[story.article_id, head.pk])
    yield reverse("comments:appeal", args=[story.article_id, rejected.pk])


def told(story: Edition, state: CommentState, **fields: Any) -> Comment:
    now = timezone.now()
    given = {
        "article_id": story.article_id,
        "author_name": "读者",
        "posted_at": now,
        "text": "写得好",
    }
    if state == CommentState.APPROVED:
        given |= {"decided_by": system_user(), "decided_at": now}
    comment = Comment.objects.create(**given | fields, state=state)
    tallies.after_change([comment])
    return comment


@pytest.mark.parametrize("mode", MODES)
def test_axe_finds_nothing(mode: str, addresses: list[str], open_page: Callable[..., Page]) -> None:
    page = open_page("/robots.txt", viewport=PHONE if mode == "light" else DESKTOP)
    cookie = signing.Signer(salt=identity.SALT).sign(KEY)
    page.context.add_cookies([{"name": identity.COOKIE, "value": cookie, "url": page.url}])
    for name, value in MODES[mode].items():
        page.evaluate("([name, value]) => localStorage.setItem(name, value)", [name, value])
    found = {}
    for address in addresses:
        page.goto(address)
        results = Axe().run(page)
        if results.violations_count:
            found[address] = results.generate_report()
    assert not found, "\n".join(f"{address}\n{report}" for address, report in found.items())
